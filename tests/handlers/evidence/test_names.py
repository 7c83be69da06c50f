"""A file's name is shown literally in every sentence and on every button."""

import pytest

from tests.handlers.evidence.papers import PDF
from tests.handlers.scene import scalar
from tests.town import LEADER, LIAISON, Town

NAMES = [
    # as it was received, as it is listed, as it is sent
    ("<b>x</b>&.pdf", "<b>x</b>&.pdf", "<b>x<／b>&.pdf"),
    (".pdf", ".pdf", ".pdf"),
    ("a\"b'c;d“e”.pdf", "a\"b'c;d“e”.pdf", "a＂b'c；d“e”.pdf"),
    ("a\r\nX-Name: b.pdf", "a X-Name: b.pdf", "a X-Name: b.pdf"),
    ("👨\u200d👩\u200d👧.pdf", "👨\u200d👩\u200d👧.pdf", "👨👩👧.pdf"),
    ("\u202e名单\u200f.pdf", "名单.pdf", "名单.pdf"),
    ("../../../etc/名单.pdf", "名单.pdf", "名单.pdf"),
    ("{{ 7*7 }}%s%n.pdf", "{{ 7*7 }}%s%n.pdf", "{{ 7*7 }}%s%n.pdf"),
    ("字" * 300 + ".pdf", "字" * 39 + "…", "字" * 79 + "….pdf"),
]


@pytest.mark.parametrize(("came", "listed", "sent"), NAMES)
async def test_names(bureau: Town, came: str, listed: str, sent: str) -> None:
    liaison, leader = await bureau.person(LIAISON), await bureau.person(LEADER)
    stored = bureau.world.files.store("document", "x.pdf", PDF)
    body = {"file_id": stored.file_id, "file_unique_id": "u", "file_name": came, "file_size": len(PDF)}
    user, chat = {"id": liaison, "is_bot": False, "first_name": "演示"}, {"id": liaison, "type": "private"}
    message = {"message_id": 9, "date": 1, "from": user, "chat": chat, "document": body, "caption": "2.2.3 30% 已启动"}
    bureau.world.inject({"message": message})
    await bureau.settle()
    assert "材料 1 份" in bureau.last(liaison).text
    assert f"1. {listed}\n" in await bureau.say(leader, "材料 2.2.3")
    caption = await bureau.tap(leader, "第1份")
    document = bureau.last(leader).document
    assert document is not None
    assert document.name == sent
    name = await scalar(bureau, "SELECT name FROM evidence")
    assert caption in (f"{name}\n2.2.3 运用促进处 3月2日", "2.2.3 运用促进处 3月2日")
    assert caption.startswith(name) or sent == name, "what Telegram changes in a name is said in words"


@pytest.mark.parametrize("name", ["<b>x</b>&.exe", ".exe", 'a"b;c\n.exe', "\u202efdp.exe", "<i>" * 100])
async def test_in_a_refusal(bureau: Town, name: str) -> None:
    liaison = await bureau.person(LIAISON)
    user, chat = {"id": liaison, "is_bot": False, "first_name": "演示"}, {"id": liaison, "type": "private"}
    body = {"file_id": "x", "file_unique_id": "u", "file_name": name, "file_size": 9}
    bureau.world.inject({"message": {"message_id": 9, "date": 1, "from": user, "chat": chat, "document": body}})
    await bureau.settle()
    answer = bureau.last(liaison).text
    assert "的格式不能接收，没有保存" in answer
    assert "\u202e" not in answer
    assert "\n" not in answer
