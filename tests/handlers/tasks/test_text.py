"""原文: the sentence of the plan, and where it stands; not of a task that must not be shown."""

from pathlib import Path

from tests.handlers.scene import change, small, task
from tests.town import LIAISON, OTHER, Town, quick


async def test_the_sentence_of_a_task(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1", "专利导航", "开展重点园区专利导航，形成报告。"))) as bureau:
        answer = await bureau.say(OTHER, "/text 1.1")
        assert answer.splitlines() == ["1.1 专利导航", "一、 板块", "", "原文：开展重点园区专利导航，形成报告。"]
        assert bureau.buttons(await bureau.person(OTHER)) == ["返回", "本板块"]
        await change(bureau, "UPDATE tasks SET restricted = 1")
        answer = await bureau.say(OTHER, "/text 1.1")
        assert "导航" not in answer
        assert "请按纸质文件办理" in answer


async def test_a_plan_without_sentences(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "原文 7.1.1")
    assert answer.startswith("7.1.1 ")
    assert "以任务名称为准" in answer
    assert "没有编号为 9.9.9 的任务" in await bureau.say(LIAISON, "/text 9.9.9")
