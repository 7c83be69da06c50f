"""A person's own settings, and the help."""

from tests.town import CLERK, LEADER, LIAISON, Town


async def test_the_sound_of_the_digest(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "工作日8:30发送，有提示音" in await bureau.say(liaison, "设置")
    assert "　运用促进处联络员" in bureau.last(liaison).text
    assert "静音接收。" in await bureau.tap(liaison, "改为静音")
    assert bureau.toast(liaison) == "已保存"
    assert "有提示音。" in await bureau.tap(liaison, "改为有声")
    assert "静音接收。" in await bureau.say(liaison, "设置 静音")
    assert "有提示音" in await bureau.say(CLERK, "/settings")  # each person has their own
    assert "用法：/settings [静音或提示音] [晨报时间] [提醒]，例如：/settings 静音" in await bureau.say(
        liaison, "/settings 响"
    )


async def test_help_names_what_one_may_do(bureau: Town) -> None:
    liaison, clerk = await bureau.say(LIAISON, "帮助"), await bureau.say(CLERK, "/help")
    assert "您的岗位：运用促进处联络员。" in liaison
    assert "/progress　汇报：" in liaison
    assert "即可汇报" in liaison
    assert "即可汇报" not in await bureau.say(LEADER, "帮助")
    assert "/invite" not in liaison
    assert "/invite　邀请：" in clerk
    assert "/bind　绑定本群：在群内发送" in clerk
