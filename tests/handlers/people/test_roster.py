"""岗位: the clerk finds units, posts and people by taps, and edits names, numbers and the tree."""

from sandbox import Message
from tests.handlers.people.test_handover import person_id, post_of
from tests.handlers.scene import remembered, scalar
from tests.handlers.test_buttons import check, fresh_lines
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, OTHER, Town


async def test_from_the_kinds_to_a_post(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    bureau.world.block(liaison)
    await bureau.settle()
    assert "处室　6 个" in await bureau.say(clerk, "岗位")
    page = await bureau.tap(clerk, "处室")
    assert "办公室\n　联络员　未设" in page
    assert "运用促进处\n　联络员　演示运用促进处联络员（联系不上）" in page
    assert "1. 联络员　演示运用促进处联络员（联系不上）" in await bureau.tap(clerk, "运用处")
    page = await bureau.tap(clerk, "1.联络员")
    assert "任职：演示运用促进处联络员（联系不上）\n电话：未登记\nB岗：未设" in page
    assert "请电话联系，或点“移交”。" in page
    assert "运用促进处（处室）\n上级：省知识产权局" in await bureau.tap(clerk, "返回")
    assert "处室 · 共 6 个" in await bureau.tap(clerk, "返回")
    assert "常州市局（设区市局）" in await bureau.say(clerk, "岗位 常州")
    assert "没有名称含“海关总署驻地”的单位" in await bureau.say(clerk, "/roster 海关总署驻地")
    assert await bureau.say(clerk, "/posts 999") == "没有这个单位，请重新选择。"


async def test_every_button_fits_the_phone(bureau: Town) -> None:
    """Tap every button up to four taps from the roster."""
    clerk = await bureau.person(CLERK)
    for place in (LIAISON, HEAD, LEADER, OTHER, CHANGZHOU):
        await bureau.person(place)
    lines, seen_lines = ["/roster", "/posts 5", "/post 2", "/post 6", "/subunits 1"], set[str]()
    for line in lines:
        await bureau.say(clerk, line)
        message: Message = bureau.last(clerk)
        check(message, line)
        fresh = [place for place in fresh_lines(message, seen_lines) if not place.startswith("/handover 1 ")]
        seen_lines.update(fresh)
        lines += fresh if len(lines) < 120 else []
    assert len(seen_lines) > 40


async def test_a_unit_with_all_that_is_below_it(bureau: Town) -> None:
    clerk, changzhou = await bureau.person(CLERK), await bureau.person(CHANGZHOU)
    await bureau.say(clerk, "岗位 常州")
    await bureau.tap(clerk, "新增下级")
    assert "请回复新增县区局的名称。" in await bureau.tap(clerk, "县区局")
    assert await bureau.say(clerk, "办公室") == "已有名称或简称为“办公室”的单位，请换一个名称重新回复。"
    assert "已新增：演示县局，上级为常州市局。" in await bureau.say(clerk, "演示县局")
    county = int(await scalar(bureau, "SELECT max(id) FROM units"))
    assert "演示县局\n　联络员　未设" in await bureau.say(clerk, "/subunits 18")
    assert "常州市局联络员" in await bureau.say(changzhou, "/start")
    await bureau.say(clerk, f"/newunit {county} outside 演示协会")
    assert "不能移到本单位或其下级单位之下" in await bureau.say(clerk, f"/moveunit 18 {county}")
    assert "请选择演示县局的上级单位（第1页，共" in await bureau.say(clerk, f"/moveunit {county}")
    page = await bureau.say(clerk, f"/moveunit {county} v2 5")
    assert "已移动：演示县局的上级为运用促进处。" in page
    paths = await scalar(bureau, f"SELECT group_concat(path) FROM units WHERE id >= {county}")
    assert paths == f"/1/5/{county}/,/1/5/{county}/{county + 1}/"
    before = await remembered(bureau)
    assert await bureau.say(clerk, f"/moveunit {county} v2 5") == page  # the same tap again
    assert "您的操作未保存" in await bureau.say(clerk, f"/moveunit {county} v2 6")
    assert await remembered(bureau) == before


async def test_another_name_for_a_unit(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(clerk, "/posts 5")
    assert "请回复运用促进处的新名称。" in await bureau.tap(clerk, "单位改名")
    before = await remembered(bureau)
    for words, answer in (
        ("办公室", "已有名称或简称为“办公室”的单位"),
        ("名" * 41, "名称请控制在40字以内，现为41字"),
    ):
        assert answer in await bureau.say(clerk, words)
        assert await remembered(bureau) == before
    done = await bureau.say(clerk, "演示转化处")
    assert "已改名：单位名称为演示转化处。" in done
    assert "演示转化处联络员" in await bureau.say(liaison, "/start")
    assert "演示转化处" in await bureau.say(liaison, "2.2.3")
    assert await bureau.say(clerk, "/unitname 5 v1 演示转化处") == done
    assert "您的操作未保存" in await bureau.say(clerk, "/unitname 5 v1 演示促进处")
    event = "SELECT json_extract(before, '$.name') FROM events WHERE action = 'rename_unit'"
    assert await scalar(bureau, event) == "运用促进处"


async def test_a_post_more_is_one_post_more(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "/newpost 2")
    done = await bureau.tap(clerk, "负责人")
    assert await bureau.say(clerk, "/newpost 2 v0 head") == done
    assert "您的操作未保存" in await bureau.say(clerk, "/newpost 2 v0 liaison")  # another clerk was quicker
    assert await scalar(bureau, "SELECT count(*) FROM posts WHERE unit_id = 2") == 1


async def test_phone_numbers_are_for_clerks_and_oneself(bureau: Town) -> None:
    clerk, liaison, head = [await bureau.person(place) for place in (CLERK, LIAISON, HEAD)]
    assert "目前：未登记。仅本人和督办员可见。" in await bureau.say(liaison, "联系电话")
    before = await remembered(bureau)
    assert "电话请写成11位手机号" in await bureau.say(liaison, "电话是 138")
    assert await remembered(bureau) == before
    assert "的联系电话为13800000000。" in await bureau.say(liaison, "138 0000 0000")
    assert "电话：13800000000" in await bureau.say(liaison, "/settings")
    assert "1. 联络员　演示运用促进处联络员 13800000000" in await bureau.say(clerk, "/posts 5")
    id = await person_id(bureau, LIAISON)
    assert "025-83000000" in await bureau.say(clerk, f"/contact #{id} v2 025-83000000")
    assert "您的操作未保存" in await bureau.say(clerk, f"/contact #{id} v2 13900000000")
    for words in ("/settings", "/start", f"/contact #{id} v3", "2.2.3", "/find 运用", "/units", "/unit 5"):
        assert "83000000" not in await bureau.say(head, words), words
    assert "已清除" in await bureau.say(liaison, "/contact 清除")


async def test_another_name_for_a_person(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    post = await post_of(bureau, LIAISON)
    await bureau.say(clerk, f"/post {post}")
    assert "更正后的姓名" in await bureau.tap(clerk, "改名")
    assert "已更正：姓名为演示丁。" in await bureau.say(clerk, "演示丁")
    assert "任职：演示丁" in await bureau.tap(clerk, "返回")
    assert "演示丁，您好。" in await bureau.say(liaison, "/start")


async def test_a_name_cannot_break_the_markup(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "/newunit 1 division 演示<b>处&")
    assert "演示<b>处&（处室）" in bureau.last(clerk).text
    assert "演示<b>处&" in await bureau.say(clerk, "/subunits 1 p3")
