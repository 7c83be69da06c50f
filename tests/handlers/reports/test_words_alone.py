"""Words without a status, percent or value: nothing is recorded before a tap, and the words are kept."""

from tests.handlers.evidence.papers import PDF
from tests.handlers.scene import change, remembered, scalar
from tests.town import LIAISON, Town

WORDS = "已经召开了专家论证会，形成意见稿；下一步征求十三个设区市和各处室的意见，修改后于四月底前报局长办公会审定"
LAST = "SELECT status || ' ' || words FROM reports ORDER BY id DESC LIMIT 1"


async def test_the_buttons_keep_the_words(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    before = await remembered(bureau)
    form = await bureau.say(liaison, f"/progress 2.2.9 {WORDS}")
    assert form.startswith("请选择 2.2.9 重点园区专利导航 的状态，选择后才会记录。")
    assert WORDS in form
    assert bureau.buttons(liaison) == ["按序时", "滞后", "有困难", "已完成", "返回"]
    now = await remembered(bureau)
    assert {name for name in now if now[name] != before[name]} <= {"button_lines"}
    assert "已记录：有困难。" in await bureau.tap(liaison, "有困难")
    assert await scalar(bureau, LAST) == f"stuck {WORDS}"


async def test_a_typed_status_completes_the_words(bureau: Town) -> None:
    await bureau.say(LIAISON, "/progress 2.2.9 论证会已召开")
    assert "已记录：滞后 40%。" in await bureau.say(LIAISON, "滞后 40%")
    assert await scalar(bureau, LAST) == "behind 论证会已召开"


async def test_a_second_tap_records_nothing_more(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/progress 2.2.9 论证会已召开")
    message = bureau.last(liaison)
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, next(iter(message.taps())))
    await bureau.settle()
    assert message.text.startswith("已记录：按序时。")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 1


async def test_a_file_with_words_waits_with_them(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    form = await bureau.send(liaison, "a.pdf", PDF, "2.2.9 论证会已召开")
    assert "已收到 1 份材料，将随这次汇报提交。" in form
    assert "已记录：按序时，材料 1 份。" in await bureau.tap(liaison, "按序时")
    assert await scalar(bureau, LAST) == "pace 论证会已召开"


async def test_words_about_a_restricted_task_are_not_sent_back(bureau: Town) -> None:
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '2.2.9'")
    form = await bureau.say(LIAISON, "/progress 2.2.9 秘密进展")
    assert "请选择 2.2.9 （不上机） 的状态" in form
    assert "秘密" not in form
    await bureau.tap(LIAISON, "按序时")
    assert await scalar(bureau, LAST) == "pace 秘密进展"
