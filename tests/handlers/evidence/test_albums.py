"""An album is one report with all its files, and gets one answer."""

from tests.handlers.evidence.papers import WAITING, png
from tests.handlers.scene import scalar
from tests.town import LIAISON, OTHER, Town

PHOTOS = [(f"{n}.jpg", png(n)) for n in (2, 3, 4)]


async def sent(bureau: Town, person: int, caption: str) -> list[str]:
    """Send an album with a caption, and return the answers."""
    before = max(message.id for message in bureau.world.transcript(person))
    bureau.world.upload_album(person, PHOTOS, "photo", caption)
    await bureau.settle()
    return [message.text for message in bureau.world.transcript(person) if message.out and message.id > before]


async def test_one_report_with_three_files_and_one_answer(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    (answer,) = await sent(bureau, liaison, "2.2.4 80% 现场照片")
    assert answer.startswith("已记录：80%，材料 3 份。\n按进度判定为：按序时。")
    assert "按序时 80%：现场照片" in answer
    assert {"改状态", "撤销"} <= set(bureau.buttons(liaison))
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 1
    assert await scalar(bureau, "SELECT count(DISTINCT report_id) || ' ' || count(*) FROM evidence") == "1 3"


async def test_words_alone_keep_the_photos_and_ask_once(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    (form,) = await sent(bureau, liaison, "2.2.9 现场照片")
    assert form.startswith("已收到 3 份材料，将随这次汇报提交。")
    assert "现场照片" in form
    card = await bureau.tap(liaison, "按序时")
    assert card.startswith("已记录：按序时，材料 3 份。")
    assert "按序时：现场照片" in card


async def test_in_the_form_of_what_is_done(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/progress 2.2.9 已完成 报告已发布")
    (form,) = await sent(bureau, liaison, "")
    assert form.startswith("已收到 3 份材料。请继续发送，发完点“提交”。")
    assert "已记录：已完成 100%，材料 3 份。" in await bureau.tap(liaison, "提交")


async def test_added_to_the_last_report(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 60% 已立项")
    (answer,) = await sent(bureau, liaison, "2.2.9")
    assert answer == "已补充 2.2.9 的成果材料，最近一次汇报共附 3 份。"


async def test_without_a_hint_it_is_asked_about_once(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    (answer,) = await sent(bureau, liaison, "")
    assert answer.startswith("已收到 3 份材料。请回复任务编号")
    assert await scalar(bureau, WAITING) == 3


async def test_a_refusal_is_said(bureau: Town) -> None:
    answers = await sent(bureau, await bureau.person(OTHER), "2.2.9 60% 现场照片")
    assert "2.2.9 由其他单位承办" in answers[0]
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0
