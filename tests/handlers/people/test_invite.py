"""Invitations: by taps or in one line, valid once and for seven days; a second post; the bot asks if it is unclear."""

import re
from datetime import timedelta

from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, MONDAY, Town


def code(answer: str) -> str:
    match = re.search(r"\?start=([\w-]{22})$", answer)
    assert match, answer
    return match[1]


async def test_by_taps(bureau: Town) -> None:
    clerk, newcomer = await bureau.person(CLERK), bureau.stranger("张三")
    assert "请选择单位（第1页，共7页）" in await bureau.say(clerk, "邀请")
    await bureau.tap(clerk, "下一页")
    await bureau.tap(clerk, "下一页")
    assert await bureau.tap(clerk, "常州") == "请选择常州市局的岗位："
    assert bureau.buttons(clerk) == ["督办员", "分管领导", "负责人", "联络员", "只读", "返回"]
    assert "请回复常州市局联络员的姓名" in await bureau.tap(clerk, "联络员")
    answer = await bureau.tap(clerk, "不填姓名")
    assert answer.startswith("请将以下链接转给常州市局联络员，7日内有效，只能使用一次，对方确认后到岗。")
    greeting = await bureau.join(newcomer, code(answer))
    assert greeting.startswith("张三，您好。您已加入督办，岗位：常州市局联络员。")
    assert "本单位承办 27 项任务，其中 27 项待签收。" in greeting
    assert bureau.buttons(newcomer) == ["我的任务", "计划"]
    assert "欢迎回来" in await bureau.join(newcomer, code(answer))
    assert "欢迎回来" in await bureau.say(newcomer, "/start")
    assert "邀请链接已失效或已被使用" in await bureau.join(bureau.stranger("李四"), code(answer))


async def test_in_one_line_with_a_name(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    answer = await bureau.say(clerk, "邀请 常州 联络员 王<五> & 六")
    assert "请将以下链接转给常州市局联络员王<五> & 六，" in answer
    assert "王<五> & 六，您好。" in await bureau.join(bureau.stranger("随便"), code(answer))
    assert "有多个单位，请选择：" in await bureau.say(clerk, "/invite 专利 负责人")
    assert "没有名称含“海关总署驻地”的单位" in await bureau.say(clerk, "/invite 海关总署驻地 负责人")
    answer = await bureau.say(clerk, f"/invite 徐州市局 联络员 {'名' * 200}")
    assert answer.count("名") == 40


async def test_a_second_post(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    answer = await bureau.say(CLERK, "/invite 办公室 负责人 不填姓名")
    assert "岗位：运用促进处联络员、办公室负责人。" in await bureau.join(liaison, code(answer))
    assert " · 办公室" in await bureau.say(liaison, "/my")
    assert await scalar(bureau, "SELECT count(*) FROM people") == 2


async def test_after_seven_days_it_is_over(bureau: Town) -> None:
    answer = await bureau.say(CLERK, "/invite 办公室 负责人 不填姓名")
    bureau.clock.set(MONDAY + timedelta(days=7))
    assert "邀请链接已失效" in await bureau.join(bureau.stranger(), code(answer))
