"""Files that cannot be accepted are refused in one sentence, and nothing stored is lost."""

from itertools import count
from pathlib import Path
from typing import Any

from handlers.messages import STRANGER
from plan.evidence import MOST_BYTES
from tests.handlers.evidence.papers import PDF, on_disk, pdf
from tests.handlers.scene import change, remembered, scalar, small, task
from tests.town import CLERK, LIAISON, OBSERVER, Town, quick

IDS = count(900)


async def test_bad_files_leave_the_question_open(bureau: Town, tmp_path: Path) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.tap(liaison, "已完成")
    await bureau.send(liaison, "a.pdf", PDF)
    before = await remembered(bureau)
    huge = {"document": {"file_id": "huge", "file_unique_id": "u", "file_name": "录像.zip", "file_size": 60 * 1024**2}}
    wrong = [
        await bureau.send(liaison, "工具.exe", b"MZ\0"), await bureau.send(liaison, "名单.pdf", b"MZ\x90\0" * 9),
        await bureau.send(liaison, "大.pdf", PDF + b"0" * MOST_BYTES), await inject(bureau, liaison, huge),
        await inject(bureau, liaison, {"document": {**huge["document"], "file_size": 0}}),
        *[await inject(bureau, liaison, {kind: {"file_id": "x"}}) for kind in ("sticker", "voice", "video")],
    ]  # fmt: skip
    assert ["格式不能接收" in wrong[0], "内容与扩展名不符" in wrong[1], "是空文件" in wrong[4]] == [True] * 3
    assert "“大.pdf”超过20MB" in wrong[2]
    assert "“录像.zip”超过20MB，没有保存。" in wrong[3]
    assert wrong[5:] == [
        "表情无法识别，请发送文字。", "语音暂不能识别，请发送文字。", "暂不接收视频，请发送照片或文件。"
    ]  # fmt: skip
    assert all("\n" not in sentence for sentence in wrong)
    assert await remembered(bureau) == before
    assert on_disk(tmp_path) == [PDF]
    for n in range(2, 21):
        await bureau.send(liaison, f"{n}.pdf", pdf(n))
    assert "每次汇报最多附20份材料" in await bureau.send(liaison, "21.pdf", pdf(21))
    assert len(on_disk(tmp_path)) == 20
    assert "文字：名单已公布" in await bureau.say(liaison, "名单已公布")
    assert "已记录：已完成 100%，材料 20 份。" in await bureau.tap(liaison, "提交")
    assert "每次汇报最多附20份材料" in await bureau.send(liaison, "21.pdf", pdf(21), "2.2.3")


async def inject(bureau: Town, person: int, body: dict[str, Any]) -> str:
    """Send a message that the sandbox's people cannot send, and return the answer."""
    user = {"id": person, "is_bot": False, "first_name": "演示"}
    chat = {"id": person, "type": "private"}
    bureau.world.inject({"message": {"message_id": next(IDS), "date": 1, "from": user, "chat": chat, **body}})
    await bureau.settle()
    return bureau.last(person).text


async def test_telegram_away(bureau: Town, tmp_path: Path) -> None:
    bureau.world.add_fault("502", "getFile", times=2)
    assert "材料 1 份" in await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    bureau.world.add_fault("502", "getFile", times=3)
    answer = await bureau.send(LIAISON, "b.pdf", pdf(2), "2.2.3 60% 已完成中期评审")
    assert answer == "文件没有取回，未能保存，请重新发送。说明文字已保留。"
    assert on_disk(tmp_path) == [PDF]
    assert "办理中 30%" in await bureau.say(LIAISON, "2.2.3")
    card = await bureau.send(LIAISON, "b.pdf", pdf(2))
    assert "已记录：60%，材料 1 份。" in card
    assert "已完成中期评审" in card


async def test_nothing_is_fetched_for_whom_it_is_not_for(bureau: Town, tmp_path: Path) -> None:
    stranger, observer = bureau.stranger(), await bureau.person(OBSERVER)
    for caption, expected in (("", STRANGER), ("2.2.3 60%", ""), ("/progress 2.2.3 60%", "")):
        assert await bureau.send(stranger, "a.pdf", PDF, caption) == expected
        assert "办理。" in await bureau.send(observer, "a.pdf", PDF, caption)
    assert "这一步请回复文字" in await bureau.send(LIAISON, "a.pdf", PDF, "/my")
    assert not [call for call in bureau.world.calls if call.method.lower() == "getfile"]
    assert on_disk(tmp_path) == []


async def test_no_file_of_a_restricted_task(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.4", "机要工作"))) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1")
        liaison = await bureau.person(LIAISON)
        for caption in ("1.1.4 60% 秘密", "1.1.4"):
            assert await bureau.send(liaison, "a.pdf", PDF, caption) == "这项任务不上机，请按纸质渠道报送材料。"
        await bureau.say(liaison, "汇报 1.1.4")
        assert "不上机" in await bureau.send(liaison, "a.pdf", PDF)
        assert on_disk(tmp_path) == []
        await bureau.say(liaison, "我的任务")
        await bureau.say(liaison, "/sign 1.1.4")
        await bureau.send(liaison, "a.pdf", PDF)
        assert await bureau.say(liaison, "1.1.4") == "这项任务不上机，请按纸质渠道报送材料。"
        await bureau.bot.tidy()
        assert on_disk(tmp_path) == []
        assert await scalar(bureau, "SELECT count(*) FROM evidence") == 0
        assert "已记录：运用促进处的汇报。\n\n1.1.4（不上机）" in await bureau.say(
            liaison, f"/progress {await own_assignment_id(bureau)} done"
        )
        assert await bureau.say(CLERK, "/evidence 1.1.4") == "这项任务不上机，请查阅纸质材料。"


async def own_assignment_id(bureau: Town) -> str:
    return str(await scalar(bureau, "SELECT id || ' v' || version FROM assignments"))


async def test_another_question_wants_words(bureau: Town, tmp_path: Path) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    line = await scalar(bureau, "SELECT assignment_id FROM reports")
    await bureau.say(clerk, f"/return {line} 其他")
    assert "这一步请回复文字" in await bureau.send(clerk, "a.pdf", PDF)
    assert on_disk(tmp_path) == []
    assert "原因：其他：请附截图。" in await bureau.confirm(clerk, "请附截图")
