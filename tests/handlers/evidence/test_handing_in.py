"""Files are matched with their report: before 提交, with a caption, as an album, in a reply, or by a question."""

from pathlib import Path

from tests.handlers.evidence.papers import PDF, WAITING, on_disk, pdf, png
from tests.handlers.scene import scalar
from tests.town import CLERK, HEAD, LIAISON, Town


async def test_done_with_evidence_in_three_taps(bureau: Town, tmp_path: Path) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    await bureau.tap(liaison, "汇报")
    await bureau.tap(liaison, "已完成")
    assert bureau.buttons(liaison) == ["提交", "返回"]
    assert "已收到 1 份材料。请继续发送，发完点“提交”。" in await bureau.send(liaison, "名单.pdf", PDF)
    assert "已收到 2 份材料。" in await bureau.send(liaison, "", png(), kind="photo")
    assert "已收到 2 份材料。" in await bureau.send(liaison, "又一次.pdf", PDF), "the same file twice is one"
    assert on_disk(tmp_path) == sorted([PDF, png()])
    assert bureau.buttons(liaison) == ["提交", "返回", "清空材料"]
    card = await bureau.tap(liaison, "提交")
    assert "已记录：已完成 100%，材料 2 份。" in card
    assert "成果材料 2 份" in card
    assert "材料" in bureau.buttons(liaison)


async def test_the_answer_to_a_second_tap_is_the_same(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.tap(liaison, "已完成")
    await bureau.send(liaison, "名单.pdf", PDF)
    message = bureau.last(liaison)
    submit = next(line for line in message.taps() if line.startswith("/submit"))
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, submit)
    await bureau.settle()
    assert message.text.startswith("已记录：已完成 100%，材料 1 份。")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 1


async def test_a_report_under_a_file(bureau: Town) -> None:
    assert "已记录：60%，材料 1 份。" in await bureau.send(LIAISON, "评审.pdf", PDF, "2.2.3 60% 已完成中期评审")
    assert "按序时 60%：已完成中期评审" in await bureau.say(LIAISON, "2.2.3")
    # A file with a task's number only joins the last report.
    assert "已补充 2.2.3 的成果材料，最近一次汇报共附 2 份。" in await bureau.send(HEAD, "b.pdf", pdf(2), "2.2.3")
    assert "共附 2 份" in await bureau.send(HEAD, "b.pdf", pdf(2), "材料 2.2.3")
    history = await bureau.say(LIAISON, "轨迹 2.2.3")
    assert "运用促进处 · 补充材料\n　运用促进处负责人：材料 1 份" in history
    assert "“已完成中期评审”，材料 1 份" in history
    # Without a report yet, the file waits, and the bot asks for the report.
    answer = await bureau.send(LIAISON, "a.pdf", PDF, "2.2.4")
    assert answer.startswith("已收到 1 份材料，将随这次汇报提交。请汇报 2.2.4 推动企业贯标 的进展。")
    assert "已记录：有困难，材料 1 份。" in await bureau.say(LIAISON, "有困难 缺经费")


async def test_an_album_goes_to_one_place(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    for n, caption in enumerate(("2.2.3 30% 已启动", "", "")):
        bureau.world.upload(liaison, f"{n}.pdf", pdf(n), caption=caption, album="7")
    await bureau.settle()
    assert "已记录：30%，材料 3 份。\n按进度判定为：按序时。" in bureau.last(liaison).text
    assert {"改状态", "撤销"} <= set(bureau.buttons(liaison))
    assert "成果材料 3 份" in await bureau.say(liaison, "2.2.3")
    for n, caption in enumerate(("", "2.2.4 30% 已启动", "")):  # any file of the album may have the caption
        bureau.world.upload(liaison, f"{n}.pdf", pdf(n), caption=caption, album="8")
    await bureau.settle()
    assert "成果材料 3 份" in await bureau.say(liaison, "2.2.4")
    assert await scalar(bureau, WAITING) == 0


async def test_a_file_without_a_hint_is_asked_about(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "已收到 1 份材料。请回复任务编号，例如：2.2.4，或选择任务" in await bureau.send(liaison, "a.pdf", PDF)
    assert bureau.buttons(liaison)[-1] == "清空材料"
    assert len(bureau.last(liaison).buttons) <= 10
    assert "已收到 2 份材料。请回复任务编号" in await bureau.send(liaison, "b.pdf", pdf(2))
    assert "已收到 2 份材料。请回复任务编号" in await bureau.say(liaison, "不知道")
    assert "没有编号为 9.9.9 的任务" in await bureau.say(liaison, "9.9.9")
    assert "已记录：60%，材料 2 份。" in await bureau.say(liaison, "2.2.3 60% 已完成中期评审")
    # Assigned by a button, together with its caption.
    await bureau.send(liaison, "c.pdf", pdf(3))
    code = bureau.buttons(liaison)[0]
    assert f"请汇报 {code}" in await bureau.tap(liaison, code)
    assert f"已清空 {code} 未提交的材料。" in await bureau.tap(liaison, "清空材料")
    await bureau.send(liaison, "d.pdf", pdf(4), "50% 推进会已召开")
    assert "已记录：50%，材料 1 份。" in await bureau.say(liaison, "2.2.4")
    assert "推进会已召开" in await bureau.say(liaison, "2.2.4")
    assert "请回复任务编号" in await bureau.send(liaison, "e.pdf", pdf(5), "12 家企业已贯标")
    assert "12 家企业已贯标" in await bureau.say(liaison, "2.2.4")


async def test_a_file_as_a_reply_to_a_card(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3 30% 已启动")
    card = bureau.last(liaison).id
    await bureau.say(liaison, "我的任务")
    bureau.world.upload(liaison, "a.pdf", PDF, reply_to=card)
    await bureau.settle()
    assert "已补充 2.2.3 的成果材料，最近一次汇报共附 1 份。" in bureau.last(liaison).text
    bureau.world.upload(liaison, "b.pdf", pdf(2), caption="60% 已完成中期评审", reply_to=card)
    await bureau.settle()
    assert "已记录：60%，材料 1 份。" in bureau.last(liaison).text


async def test_a_wrong_value_keeps_the_file(bureau: Town) -> None:
    answer = await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 101% 已完成中期评审")
    assert answer.startswith(
        "材料已保留。百分比请填0到100之间的整数，例如 60%。如是数量，请带上单位，例如 650家。其余内容已保留"
    )
    assert "已收到 2 份材料。请接着回复上一个问题。" in await bureau.send(LIAISON, "b.pdf", pdf(2))
    card = await bureau.say(LIAISON, "60%")
    assert "已记录：60%，材料 2 份。" in card
    assert "已完成中期评审" in card
    answer = await bureau.send(LIAISON, "c.pdf", pdf(3), "/progress 2.2.4 已完成 50%")
    assert answer.startswith("材料已保留。“已完成”对应100%，您填的是50%。")
    assert "已记录：50%，材料 1 份。" in await bureau.say(LIAISON, "50%")


async def test_the_clerk_chooses_the_unit_of_a_file(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "材料已保留。2.2.3 有多个承办单位，请选择：" in await bureau.send(clerk, "a.pdf", PDF, "2.2.3")
    assert "请汇报 2.2.3" in await bureau.tap(clerk, "运用处")
    assert "材料 1 份" in await bureau.say(clerk, "20% 电话了解")


async def test_somebody_was_quicker(bureau: Town) -> None:
    """The file waits, and the present state of the assignment is shown."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.say(HEAD, "2.2.3 有困难 30% 缺经费")
    answer = await bureau.send(liaison, "a.pdf", PDF, "60% 已完成中期评审")
    assert answer.startswith("情况已有变化，您的操作未保存")
    assert await scalar(bureau, WAITING) == 1
    await bureau.tap(liaison, "汇报")
    assert "已收到 1 份材料，将随这次汇报提交。" in bureau.last(liaison).text
    # A file without words is kept too: the present form is shown.
    await bureau.say(HEAD, "2.2.3 有困难 40% 缺经费")
    assert "已收到 2 份材料，将随这次汇报提交。" in await bureau.send(liaison, "b.pdf", pdf(2))
    await bureau.say(HEAD, "/submit 2.2.3 yes 名单已公布")
    assert "最近一次汇报共附 3 份" in await bureau.send(liaison, "c.pdf", pdf(3))
