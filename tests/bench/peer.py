"""The bot to compare with: python-telegram-bot's Application over one connection of aiosqlite.

It answers /my with our page, from our database, and stores nothing: no inbox, no outbox, no second attempt. It is as
quick as such a bot can be: one query for the page, and the lights by our own rules, which keep what they computed.
"""

import os
import sys
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CommandHandler, ContextTypes

from plan import light, milestones
from plan.calendar import Calendar
from plan.format import short_day, shortened
from plan.light import Thresholds
from plan.values import State

ROWS = 8
PAGE = f"""
    SELECT count(*) OVER () AS total, sum(a.state = 'pending') OVER () AS pending,
        t.code, t.title, t.milestones, a.state, a.percent, a.starts, a.deadline
    FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN plans p ON p.id = t.plan_id
    WHERE p.current AND NOT t.retired AND a.state NOT IN ('closed', 'waived')
        AND a.unit_id IN (
            SELECT posts.unit_id FROM posts JOIN people ON people.id = posts.person_id
            WHERE people.telegram_id = :person AND posts.duty IN ('liaison', 'head')
        )
    ORDER BY CASE WHEN a.red_on <= :today THEN 0 WHEN a.yellow_on <= :today THEN 1 WHEN a.state = 'submitted' THEN 3
        ELSE 2 END, coalesce(a.deadline, '9999-12-31'), t.position, a.id
    LIMIT {ROWS}
"""
SHANGHAI, CALENDAR, LIMITS = ZoneInfo("Asia/Shanghai"), Calendar(), Thresholds()


async def connect(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    db = await aiosqlite.connect(os.environ["DATABASE_URL"].partition("///")[2])
    db.row_factory = aiosqlite.Row
    application.bot_data["db"] = db


async def close(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    await application.bot_data["db"].close()


async def my(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    assert update.effective_user
    today = datetime.now(SHANGHAI).date()  # noqa: TID251 - a bench looks at the wall
    db: aiosqlite.Connection = context.bot_data["db"]
    values = {"person": update.effective_user.id, "today": str(today)}
    rows = list(await db.execute_fetchall(PAGE, values))
    await update.message.reply_text(
        page(rows, today), parse_mode=ParseMode.HTML, reply_markup=keyboard(rows),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip


def page(rows: list[aiosqlite.Row], today: date) -> str:
    if not rows:
        return "<b>我的任务</b>\n目前没有需要办理的任务。"
    total = rows[0]["total"]
    pages = f"（第1页，共{-(-total // ROWS)}页）" if total > ROWS else ""
    pending = f"，待签收 {rows[0]['pending']} 项" if rows[0]["pending"] else ""
    return f"<b>我的任务 · 共 {total} 项{pending}</b>{pages}\n" + "\n".join(line(row, today) for row in rows)


def line(row: aiosqlite.Row, today: date) -> str:
    state, deadline = State(row["state"]), row["deadline"] and date.fromisoformat(row["deadline"])
    lamp = light.of(
        state, row["percent"], date.fromisoformat(row["starts"]), deadline, today=today, calendar=CALENDAR,
        limits=LIMITS, milestones=milestones.load(row["milestones"]),
    )  # fmt: skip
    more = [lamp.reason, "待签收" if state is State.PENDING else "", short_day(deadline, today) if deadline else ""]
    return f"{lamp.sign} {row['code']} {escape(shortened(row['title'], 22))}\n　{' · '.join(filter(None, more))}"


def keyboard(rows: list[aiosqlite.Row]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    buttons = [InlineKeyboardButton(row["code"], callback_data=f"/task {row['code']}") for row in rows]
    next_page = [[InlineKeyboardButton("下一页", callback_data="/my p1")]] if rows[0]["total"] > ROWS else []
    sign_all = [[InlineKeyboardButton("全部签收", callback_data="/signall")]] if rows[0]["pending"] else []
    return InlineKeyboardMarkup([buttons[at : at + 2] for at in range(0, len(buttons), 2)] + next_page + sign_all)


def main() -> None:
    builder = Application.builder().token(f"1:{'a' * 35}").base_url(f"{sys.argv[1]}/bot")
    application = builder.post_init(connect).post_shutdown(close).build()
    application.add_handler(CommandHandler("my", my))
    application.run_polling()


if __name__ == "__main__":
    main()
