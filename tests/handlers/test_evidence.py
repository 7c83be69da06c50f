"""成果材料 in talk: sent with a report, before 提交, alone or in an album; looked at, taken back, refused."""

import zlib
from datetime import timedelta
from pathlib import Path
from struct import pack
from typing import Any

from plan.evidence import MOST_BYTES
from sandbox import Message
from tests.handlers.scene import change, remembered, scalar, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Town, town

PDF = b"%PDF-1.7\n%" + b"x" * 90
FOLDER = "evidence"
HANDED_IN = "SELECT count(*) FROM evidence WHERE report_id IS NOT NULL AND NOT dropped"
WAITING = "SELECT count(*) FROM evidence WHERE report_id IS NULL AND NOT dropped"


def png(width: int = 2) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    rows = (b"\0" + b"\xff\0\0" * width) * 2
    head = pack(">IIBBBBB", width, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pdf(n: int) -> bytes:
    return PDF + str(n).encode()


def on_disk(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / FOLDER).glob("*"))


def content(bureau: Town, message: Message) -> bytes:
    shown = message.document
    stored = bureau.world.files.by_id(shown.file_id if shown else str(message.photo))
    assert stored is not None
    return stored.content


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


async def test_the_clerk_looks_at_it(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.until(MONDAY + timedelta(hours=2))
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 已完成 名单已公布")
    told = "请审核：2.2.3 新建高价值专利示范中心\n运用促进处已报完成，附成果材料 1 份。"
    assert bureau.last(clerk).text == told
    await bureau.send(LIAISON, "", png(), "2.2.3", "photo")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    sheet = await bureau.say(clerk, f"/review {share}")
    assert "今年第 1 次汇报" in sheet
    assert "成果材料：2 份" in sheet
    listed = await bureau.tap(clerk, "材料")
    assert "2.2.3 成果材料 · 共 2 份" in listed
    assert "名单.pdf\n　运用促进处 · 3月2日 · 1 KB" in listed
    assert await bureau.tap(clerk, "第2份") == "2.2.3 运用促进处 3月2日"
    sent = bureau.last(clerk)
    assert sent.document is not None
    assert (sent.document.name, content(bureau, sent)) == ("名单.pdf", PDF)
    await bureau.tap(clerk, "第1份")
    assert content(bureau, bureau.last(clerk)) == png()
    assert bureau.last(clerk).photo


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
    assert "已记录：按序时 60%，材料 1 份。" in await bureau.send(LIAISON, "评审.pdf", PDF, "2.2.3 60% 已完成中期评审")
    assert "按序时 60%：已完成中期评审" in await bureau.say(LIAISON, "2.2.3")
    # Alone, with the number: it joins the report that stands.
    assert "已补充 2.2.3 的成果材料，最近一次汇报共附 2 份。" in await bureau.send(HEAD, "b.pdf", pdf(2), "2.2.3")
    assert "共附 2 份" in await bureau.send(HEAD, "b.pdf", pdf(2), "材料 2.2.3")
    history = await bureau.say(LIAISON, "轨迹 2.2.3")
    assert "运用促进处 · 补充材料\n　运用促进处负责人：材料 1 份" in history
    assert "“已完成中期评审”，材料 1 份" in history
    # Where nothing has been reported yet, it waits for the report, which is asked for.
    asked = await bureau.send(LIAISON, "a.pdf", PDF, "2.2.4")
    assert asked.startswith("已收到 1 份材料，将随这次汇报提交。请汇报 2.2.4 推动企业贯标 的进展。")
    assert "已记录：有困难 0%，材料 1 份。" in await bureau.say(LIAISON, "有困难 缺经费")


async def test_an_album_goes_to_one_place(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    for n, caption in enumerate(("2.2.3 30% 已启动", "", "")):
        bureau.world.upload(liaison, f"{n}.pdf", pdf(n), caption=caption, album="7")
    await bureau.settle()
    assert "最近一次汇报共附 3 份" in bureau.last(liaison).text
    assert "成果材料 3 份" in await bureau.say(liaison, "2.2.3")
    for n, caption in enumerate(("", "2.2.4 30% 已启动", "")):  # the words may stand under any of them
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
    assert "已记录：按序时 60%，材料 2 份。" in await bureau.say(liaison, "2.2.3 60% 已完成中期评审")
    # By a button, and with the words that were under it.
    await bureau.send(liaison, "c.pdf", pdf(3))
    code = bureau.buttons(liaison)[0]
    assert f"请汇报 {code}" in await bureau.tap(liaison, code)
    assert f"已清空 {code} 未提交的材料。" in await bureau.tap(liaison, "清空材料")
    await bureau.send(liaison, "d.pdf", pdf(4), "50% 推进会已召开")
    assert "已记录：按序时 50%，材料 1 份。" in await bureau.say(liaison, "2.2.4")
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
    assert "已记录：按序时 60%，材料 1 份。" in bureau.last(liaison).text


async def test_a_wrong_value_keeps_the_file(bureau: Town) -> None:
    answer = await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 101% 已完成中期评审")
    assert answer.startswith("材料已保留。百分比请填0到100之间的整数，例如 60%。其余内容已保留")
    assert "已收到 2 份材料。请接着回复上一个问题。" in await bureau.send(LIAISON, "b.pdf", pdf(2))
    card = await bureau.say(LIAISON, "60%")
    assert "已记录：按序时 60%，材料 2 份。" in card
    assert "已完成中期评审" in card
    answer = await bureau.send(LIAISON, "c.pdf", pdf(3), "2.2.4 已完成 50%")
    assert answer.startswith("材料已保留。“已完成”对应100%，您填的是50%。")
    assert "已记录：按序时 50%，材料 1 份。" in await bureau.say(LIAISON, "50%")


async def test_the_clerk_chooses_the_unit_of_a_file(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "材料已保留。2.2.3 有多个承办单位，请选择：" in await bureau.send(clerk, "a.pdf", PDF, "2.2.3")
    assert "请汇报 2.2.3" in await bureau.tap(clerk, "运用促进处")
    assert "材料 1 份" in await bureau.say(clerk, "20% 电话了解")


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
        await inject(bureau, liaison, {"video": {"file_id": "x"}, "caption": "2.2.3 50%"}),
    ]  # fmt: skip
    assert ["格式不能接收" in wrong[0], "内容与扩展名不符" in wrong[1], "是空文件" in wrong[4]] == [True] * 3
    assert "“大.pdf”超过20MB" in wrong[2]
    assert "“录像.zip”超过20MB，没有保存。" in wrong[3]
    assert wrong[5:] == ["请发送文字、照片或文件。"] * 4
    assert all("\n" not in sentence for sentence in wrong)
    assert await remembered(bureau) == before
    assert on_disk(tmp_path) == [PDF]
    for n in range(2, 11):
        await bureau.send(liaison, f"{n}.pdf", pdf(n))
    assert "每次汇报最多附10份材料" in await bureau.send(liaison, "11.pdf", pdf(11))
    assert len(on_disk(tmp_path)) == 10
    assert "已记录：已完成 100%，材料 10 份。" in await bureau.say(liaison, "名单已公布")
    assert "每次汇报最多附10份材料" in await bureau.send(liaison, "11.pdf", pdf(11), "2.2.3")


async def inject(bureau: Town, person: int, body: dict[str, Any]) -> str:
    """What the sandbox's people can't send."""
    user = {"id": person, "is_bot": False, "first_name": "演示"}
    chat = {"id": person, "type": "private"}
    bureau.world.inject({"message": {"message_id": 9, "date": 1, "from": user, "chat": chat, **body}})
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
    assert "已记录：按序时 60%，材料 1 份。" in card
    assert "已完成中期评审" in card


async def test_telegram_has_forgotten_it(bureau: Town) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    bureau.world.files.forget(await scalar(bureau, "SELECT file_id FROM evidence"))
    await bureau.say(LEADER, "材料 2.2.3")
    assert await bureau.tap(LEADER, "第1份") == "2.2.3 运用促进处 3月2日"
    assert content(bureau, bureau.last(await bureau.person(LEADER))) == PDF


async def test_the_disk_has_lost_it(bureau: Town, tmp_path: Path) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    for path in (tmp_path / FOLDER).iterdir():
        path.unlink()
    await bureau.say(LEADER, "材料 2.2.3")
    assert "这份文件暂时无法取出" in await bureau.tap(LEADER, "第1份")


async def test_who_may_look(bureau: Town) -> None:
    await bureau.send(LIAISON, "名单.pdf", PDF, "2.2.3 30% 已启动")
    id = await scalar(bureau, "SELECT id FROM evidence")
    share = await scalar(bureau, "SELECT assignment_id FROM evidence")
    for who in (OTHER, CHANGZHOU, OBSERVER):  # an observer reads the plan and the board, no papers
        person = await bureau.person(who)
        assert "成果材料" not in await bureau.say(person, "2.2.3")
        for line in ("/evidence 2.2.3", f"/evidence {share}"):
            assert "还没有成果材料" in await bureau.say(person, line)
        forged = {await bureau.say(person, f"/evidence {ref} {n}") for ref in ("2.2.3", share) for n in (id, 999)}
        assert forged == {"没有这份材料。"}
        assert await bureau.say(person, f"/evidence 2.2.4 {id}") == "没有这份材料。"
    for who in (CLERK, LEADER, HEAD):
        assert await bureau.say(who, f"/evidence 2.2.3 {id}") == "2.2.3 运用促进处 3月2日"
    before = await remembered(bureau)
    assert "由其他单位承办" in await bureau.send(OTHER, "x.pdf", pdf(9), "2.2.3 60% 代填")
    assert (await remembered(bureau))["reports"] == before["reports"]
    assert await scalar(bureau, HANDED_IN) == 1


async def test_nothing_is_fetched_for_whom_it_is_not_for(bureau: Town, tmp_path: Path) -> None:
    stranger, observer = bureau.stranger(), await bureau.person(OBSERVER)
    for caption in ("", "2.2.3 60%", "/progress 2.2.3 60%"):
        assert "仅供受邀人员使用" in await bureau.send(stranger, "a.pdf", PDF, caption)
        assert "办理。" in await bureau.send(observer, "a.pdf", PDF, caption)
    assert "这一步请回复文字" in await bureau.send(LIAISON, "a.pdf", PDF, "/my")
    assert not [call for call in bureau.world.calls if call.method.lower() == "getfile"]
    assert on_disk(tmp_path) == []


async def test_a_report_taken_back_shows_no_files(bureau: Town) -> None:
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    await bureau.send(LIAISON, "b.pdf", pdf(2), "2.2.3 60% 写错了任务")
    assert "成果材料 2 份" in await bureau.say(LIAISON, "2.2.3")
    await bureau.say(LIAISON, "/undo")
    assert "成果材料 1 份" in await bureau.say(LIAISON, "2.2.3")
    assert "共 1 份" in await bureau.say(CLERK, "材料 2.2.3")
    id = await scalar(bureau, "SELECT max(id) FROM evidence")
    assert await bureau.say(CLERK, f"/evidence 2.2.3 {id}") == "没有这份材料。"


async def test_no_file_of_a_restricted_task(tmp_path: Path) -> None:
    async with town(tmp_path, small(task("1.1.4", "机要工作"))) as bureau:
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
            liaison, f"/progress {await own(bureau)} done"
        )
        assert await bureau.say(CLERK, "/evidence 1.1.4") == "这项任务不上机，请查阅纸质材料。"


async def own(bureau: Town) -> str:
    return str(await scalar(bureau, "SELECT id || ' v' || version FROM assignments"))


async def test_another_question_wants_words(bureau: Town, tmp_path: Path) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(LIAISON, "2.2.3 已完成")
    line = await scalar(bureau, "SELECT assignment_id FROM reports")
    await bureau.say(clerk, f"/return {line} 其他")
    assert "这一步请回复文字" in await bureau.send(clerk, "a.pdf", PDF)
    assert on_disk(tmp_path) == []
    assert "原因：其他：请附截图。" in await bureau.say(clerk, "请附截图")


async def test_somebody_was_quicker(bureau: Town) -> None:
    """The file waits; of the report that it was for, the present state is shown."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.say(HEAD, "2.2.3 有困难 30% 缺经费")
    answer = await bureau.send(liaison, "a.pdf", PDF, "60% 已完成中期评审")
    assert answer.startswith("情况已有变化，您的操作未保存")
    assert await scalar(bureau, WAITING) == 1
    await bureau.tap(liaison, "汇报")
    assert "已收到 1 份材料，将随这次汇报提交。" in bureau.last(liaison).text
    # A file alone loses nothing either: the form is shown as it is now.
    await bureau.say(HEAD, "2.2.3 有困难 40% 缺经费")
    assert "已收到 2 份材料，将随这次汇报提交。" in await bureau.send(liaison, "b.pdf", pdf(2))
    await bureau.say(HEAD, "2.2.3 已完成 名单已公布")
    assert "最近一次汇报共附 3 份" in await bureau.send(liaison, "c.pdf", pdf(3))
