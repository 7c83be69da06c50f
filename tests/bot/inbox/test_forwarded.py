"""A forwarded message changes nothing by itself: what it would do is shown, with one button."""

from pathlib import Path

import pytest

from tests.bot.inbox.forwards import forward, forward_file, passed_on
from tests.bot.inbox.injected import inject
from tests.handlers.evidence.papers import PDF, WAITING, on_disk, pdf
from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, CLERK, LEADER, LIAISON, OTHER, Place, Town

SHOWN = "转发的消息不会直接办理。如需办理，请点“按此办理”：\n"
REPORTS = "SELECT group_concat(percent || words, '；') FROM reports"
QUESTION = "SELECT group_concat(line) FROM questions"


@pytest.mark.parametrize(
    ("who", "text", "shown"),
    [
        (LIAISON, "2.2.3 60% 已完成初稿", "汇报 2.2.3 60% 已完成初稿"),
        (LIAISON, "２.２.３ 60％", "汇报 2.2.3 60%"),
        (LIAISON, "/sign 2.2.3", "签收 2.2.3"),
        (LIAISON, "/submit 2.2.3 名单已公布", "报结 2.2.3 名单已公布"),
        (LIAISON, "/extend 2.2.3 2021-01-31 数据尚未报齐", "延期 2.2.3 2021-01-31 数据尚未报齐"),
        (LIAISON, "把2.2.3延到明年1月底，数据尚未报齐", "延期 2.2.3 2021-01-31 数据尚未报齐"),
        (CLERK, "/cycle 2.2.3 每季报送", "报送周期 2.2.3 每季报送"),
        (LEADER, "/directive 2.2.3 请抓紧", "批示 2.2.3 请抓紧"),
    ],
)
async def test_what_would_change_something_is_shown(bureau: Town, who: Place, text: str, shown: str) -> None:
    await bureau.person(who)
    before = await remembered(bureau)
    for hidden in (False, True):
        assert await forward(bureau, who, text, hidden=hidden) == SHOWN + shown
        assert bureau.buttons(await bureau.person(who)) == ["按此办理"]
    assert await remembered(bureau) == before
    await bureau.tap(who, "按此办理")
    for confirming in {"确认发出", "确认申请", "提交"} & {*bureau.buttons(await bureau.person(who))}:
        await bureau.tap(who, confirming)
    assert await remembered(bureau) != before


async def test_the_button_does_it_once(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    await forward(bureau, LIAISON, "2.2.3 60% 已完成初稿")
    message = bureau.last(person)
    data = message.buttons[0][0].data
    assert data is not None
    for _ in range(2):
        bureau.world.tap(person, person, message.id, data)
    await bureau.settle()
    assert await scalar(bureau, REPORTS) == "60已完成初稿"


@pytest.mark.parametrize("text", ["2.2.3", "专利导航", "/task 2.2.3", "我的任务"])
async def test_what_only_reads_is_answered(bureau: Town, text: str) -> None:
    assert await forward(bureau, LIAISON, text) == await bureau.say(LIAISON, text)


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        (OTHER, "2.2.3 60% 已完成初稿", "2.2.3 由其他单位承办，您不能代为办理。"),
        (LIAISON, "/close 2.2.3", "“销号”由督办员办理。"),
        (LIAISON, "9.9.9 60%", "转发的消息不会直接办理。没有编号为 9.9.9 的任务。"),
        (LIAISON, "2.2.3 600%", "百分比请填0到100之间的整数，例如 60%。"),
        (LIAISON, "完成了60%", "转发的消息不会直接办理。消息中没有写明是哪一项任务。"),
        (LIAISON, "/sign", "用法：/sign 编号，例如：/sign 2.2.4"),
    ],
)
async def test_what_they_may_not_do_is_refused_at_once(bureau: Town, who: Place, text: str, answer: str) -> None:
    before = await remembered(bureau)
    assert (await forward(bureau, who, text)).startswith(answer)
    assert "按此办理" not in bureau.buttons(await bureau.person(who))
    assert (await remembered(bureau))["reports"] == before["reports"]
    assert await scalar(bureau, QUESTION) is None


async def test_the_clerk_chooses_the_unit_and_the_words_stay(bureau: Town) -> None:
    assert "请选择：" in await forward(bureau, CLERK, "1.1.3 60% 已完成初稿")
    await bureau.tap(CLERK, bureau.buttons(await bureau.person(CLERK))[0])
    assert await scalar(bureau, REPORTS) == "60已完成初稿"


async def test_a_forwarded_text_answers_no_question(bureau: Town) -> None:
    """The question stays open for the next words of one's own."""
    await bureau.say(LIAISON, "汇报 2.2.3")
    question = await scalar(bureau, QUESTION)
    for text in ("已完成初稿", "40%", "2.2.3 60% 已完成", "2.2.4", "我的任务", "查找", "签收 2.2.3"):
        await forward(bureau, LIAISON, text)
        assert (await scalar(bureau, QUESTION), await scalar(bureau, REPORTS)) == (question, None), text
    await bureau.say(LIAISON, "40% 自己写的")
    assert await scalar(bureau, REPORTS) == "40自己写的"


async def test_the_fields_of_older_servers(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    for field in ("forward_from", "forward_sender_name", "forward_date"):
        (answer,) = await inject(bureau, person, {"text": "2.2.3 60%", field: 1})
        assert answer == SHOWN + "汇报 2.2.3 60%"


async def test_an_invitation_code_is_used_only_by_a_tap(bureau: Town) -> None:
    """A stranger who forwards the clerk's letter with the link is asked to confirm, as after a tap on the link."""
    newcomer, colleague = bureau.stranger("演示新人"), bureau.stranger("演示同事")
    group = bureau.world.add_group("演示群", [newcomer, colleague])
    code = await bureau.code(CHANGZHOU)
    message = bureau.world.say(colleague, f"https://t.me/duban_bot?start={code}", chat=group.id)
    before = await remembered(bureau)
    bureau.world.forward(newcomer, group.id, message.id)
    await bureau.settle()
    assert bureau.last(newcomer).text.startswith("请确认是否为本人：")
    assert await remembered(bureau) == before
    await bureau.tap(newcomer, next(label for label in bureau.buttons(newcomer) if label.startswith("确认")))
    assert "您已加入督办" in bureau.last(newcomer).text


async def test_one_of_the_bots_own_messages(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "/sign 2.2.3")
    before = await remembered(bureau)
    await passed_on(bureau, LIAISON, bureau.last(person))
    assert await remembered(bureau) == before


async def test_a_forwarded_file_for_the_task_of_its_caption(bureau: Town, tmp_path: Path) -> None:
    answer = await forward_file(bureau, LIAISON, "名单.pdf", PDF, "2.2.3 60% 已完成中期评审")
    assert answer == "已收到转发的材料 1 份，尚未归入任务。\n将一并汇报：60% 已完成中期评审"
    assert (await scalar(bureau, WAITING), await scalar(bureau, REPORTS)) == (1, None)
    assert bureau.buttons(await bureau.person(LIAISON)) == ["作为2.2.3的材料", "清空材料"]
    assert "60%，材料 1 份" in await bureau.tap(LIAISON, "作为2.2.3的材料")
    await forward_file(bureau, LIAISON, "更多.pdf", pdf(2), "2.2.3")
    assert "最近一次汇报共附 2 份" in await bureau.tap(LIAISON, "作为2.2.3的材料")
    await forward_file(bureau, LIAISON, "名单二.pdf", pdf(3), "报结 2.2.3 名单已公布")
    assert "已收到 1 份材料。请继续发送" in await bureau.tap(LIAISON, "作为2.2.3的材料")
    assert "已完成 100%，材料 1 份" in await bureau.tap(LIAISON, "提交")
    assert len(on_disk(tmp_path)) == 3


async def test_a_forwarded_file_at_a_request_for_files(bureau: Town) -> None:
    """One tap keeps it; the question stays open until then, and the file is not handed in by itself."""
    await bureau.say(LIAISON, "汇报 2.2.3")
    await bureau.tap(LIAISON, "已完成")
    question = await scalar(bureau, QUESTION)
    for caption in ("", "见附件"):
        assert "尚未归入任务" in await forward_file(bureau, LIAISON, "名单.pdf", PDF, caption)
        assert await scalar(bureau, QUESTION) == question
    assert "已收到 1 份材料。请继续发送" in await bureau.tap(LIAISON, "作为2.2.3的材料")
    assert "已完成 100%，材料 1 份" in await bureau.tap(LIAISON, "提交")


async def test_a_forwarded_file_without_a_hint(bureau: Town) -> None:
    assert "请回复任务编号" in await forward_file(bureau, LIAISON, "名单.pdf", PDF, "请大家学习，完成60%")
    assert "已收到 1 份材料" in await bureau.say(LIAISON, "2.2.3")
    await bureau.say(LIAISON, "/discard 2.2.3")
    await bureau.say(LIAISON, "/extend 2.2.3 2021-01-31 其他")
    question = await scalar(bureau, QUESTION)
    assert "请回复任务编号" in await forward_file(bureau, LIAISON, "名单.pdf", PDF)
    assert await scalar(bureau, QUESTION) == question
    assert await scalar(bureau, "SELECT count(*) FROM evidence WHERE NOT dropped AND assignment_id IS NULL") == 1


async def test_a_forwarded_album_is_offered_once(bureau: Town) -> None:
    """Only the answer to its last file is sent; the caption is that of its first."""
    person, colleague = await bureau.person(LIAISON), bureau.stranger("演示同事")
    group = bureau.world.add_group("演示群", [colleague, person])
    files = [(f"{n}.pdf", pdf(n)) for n in range(3)]
    sent = bureau.world.upload_album(colleague, files, caption="2.2.3 60% 已完成中期评审", chat=group.id)
    before = len(bureau.world.transcript(person))
    for message in sent:
        forwarded = bureau.world.forward(person, group.id, message.id)
        update = bureau.world.updates._queue[-1].update["message"]
        update["media_group_id"] = "77"
    await bureau.settle()
    (answer,) = [message for message in bureau.world.transcript(person)[before:] if message.out]
    assert answer.text == "已收到转发的材料 3 份，尚未归入任务。\n将一并汇报：60% 已完成中期评审"
    assert forwarded.id < answer.id
    assert "已记录：60%，材料 3 份" in await bureau.tap(LIAISON, "作为2.2.3的材料")


async def test_a_forwarded_file_that_cannot_be_kept(bureau: Town) -> None:
    assert "格式不能接收" in await forward_file(bureau, LIAISON, "工具.exe", b"MZ\0", "2.2.3 60% 已完成")
    bureau.world.add_fault("502", "getFile", times=3)
    answer = await forward_file(bureau, LIAISON, "名单.pdf", PDF, "2.2.3 60% 已完成")
    assert answer == "文件没有取回，未能保存，请重新发送。"
    assert (await scalar(bureau, QUESTION), await scalar(bureau, REPORTS)) == (None, None)
    assert "由其他单位承办" in await forward_file(bureau, OTHER, "名单.pdf", PDF, "2.2.3 60% 已完成")
    assert await scalar(bureau, REPORTS) is None
