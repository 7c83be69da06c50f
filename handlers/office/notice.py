"""Read the State Council's notice of holidays, pasted by the clerk (放假通知): preview the year, then confirm it."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.ask import Ask
from handlers.inputs import Stamp, Words
from handlers.office.calendar import calendar_page
from handlers.registry import CLERK, command
from plan import holidays
from plan.calendar import Calendar
from plan.checksum import stamp
from plan.holidays import Notice
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from storage import events, settings, workday_changes, workdays

ASKED = (
    "请粘贴国务院办公厅放假通知的全文并发送，连同标题。\n\n"
    "收到后先列出全年的放假和调休，您核对后点“启用”才生效。个别日子可单独调整，例如：/holiday 9月30日 放假"
)
MAX_DAYS = 8


@command(
    "notice", "放假通知", "粘贴国务院放假通知，核对后启用", who=CLERK, words=("粘贴放假通知",), writes=True,
    settles=True, phrase=r"国务院办公厅\s*关于.{0,30}(?:节假日|放假).*", example="/notice",
)  # fmt: skip
async def notice(ask: Ask, seen: Stamp = "", words: Words = "") -> Reply:
    if seen:
        return await _confirm(ask, seen)
    if not words.strip():
        return Reply(ASKED, ((Button("返回", "/calendar"),),), question="/notice")
    with asked_again("/notice"):
        pasted = _read(words)
    await settings.put(ask.db, ask.me.id, workdays.DRAFT, workdays.dump(pasted))
    before, after = ask.bureau.calendar, _with_notice(ask.bureau.calendar, pasted)
    text = calendar_page(ask, after, pasted.year, _comparison(before, after, pasted.year))
    return Reply(text, ((Button("启用", f"/notice {_stamp(pasted)}"), Button("重新粘贴", "/notice")),))


def _read(words: str) -> Notice:
    """Return the notice. Raises Refusal if it cannot be read completely."""
    try:
        return holidays.read(words)
    except Refusal as wrong:
        raise Refusal(f"未保存，原来的安排不变。\n{wrong.sentence}") from None


def _with_notice(calendar: Calendar, notice: Notice) -> Calendar:
    return replace(calendar, notices={**calendar.notices, notice.year: notice.holidays})


def _stamp(notice: Notice) -> str:
    """Return a checksum of the notice, for the button that confirms its preview."""
    return stamp(workdays.dump(notice))


def _comparison(before: Calendar, after: Calendar, year: int) -> str:
    """Return what a new notice changes; the first notice of a year only replaces a guess, which is not compared."""
    check = "请核对，点“启用”后生效。"
    if not before.known(year):
        return check
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(366)]
    changed_days = [f"{day.month}月{day.day}日" for day in days if before.works(day) != after.works(day)]
    if not changed_days:
        return "与现行安排一致，不必再启用。"
    more = f"等{len(changed_days)}天" if len(changed_days) > MAX_DAYS else ""
    return f"{check}与现行安排不同：{'、'.join(changed_days[:MAX_DAYS])}{more}。"


async def _confirm(ask: Ask, seen: str) -> Reply:
    draft = await settings.get(ask.db, ask.me.id, workdays.DRAFT)
    if not draft or _stamp(workdays.load(draft)) != seen:
        raise Refusal("这份预览已处理或已被新的替换。", Button("放假安排", "/calendar"), Button("重新粘贴", "/notice"))
    confirmed = workdays.load(draft)
    before = ask.bureau.calendar.notices.get(confirmed.year)
    after = await workday_changes.set_notice(ask.db, confirmed, ask.now)
    await settings.drop(ask.db, ask.me.id, workdays.DRAFT)
    old_facts = {"notice": workdays.dump(Notice(confirmed.year, before))} if before else None
    await events.happened(ask.db, "notice", ask.now, ask.me, {"notice": draft}, old_facts)
    text = calendar_page(ask, after, confirmed.year, f"已启用{confirmed.year}年放假安排。")
    return Reply(text, ((Button("放假安排", f"/calendar {confirmed.year}"),),), toast="已启用")
