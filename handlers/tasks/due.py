"""List what is due within some days (到期), the nearest deadline first."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, Page, Words
from handlers.messages import keyboard
from handlers.registry import command
from handlers.tasks.search import MAX_QUERY, Search, days_in_words, no_results, results_page
from plan import search_query
from plan.permission import WHOLE_PLAN
from plan.reply import Button, Reply
from plan.search_query import SOON, SearchQuery

Day = Annotated[
    date,
    BeforeValidator(date.fromisoformat),
    Input("日期", "2020-03-08", r"\d{4}-\d\d-\d\d", "日期请写成2020-03-08的形式。"),
]
Scope = Annotated[str, Input("范围", "全部", "all|全部")]


@command(
    "due", "到期", "一段时间内到期的任务，近的在前", words=("到期任务", "临期"), example="/due 2020-03-02 2020-03-08"
)
async def due(
    ask: Ask, first: Day | None = None, last: Day | None = None, page: Page = 0, scope: Scope = "", words: Words = ""
) -> Reply:  # fmt: skip
    """List what is due from the first day to the last, with one day what is due by then.

    Without days those in the words count, which are terms as in /find, or else the coming 30 days (最近). Those who
    work for a unit are shown its own assignments, unless they name others or ask for the whole plan.
    """
    words = " ".join(words.removeprefix("最近").split())[:MAX_QUERY]
    query = search_query.parse(words, ask.sent_on, ask.bureau.calendar)
    days = (first, last) if first and last else (date.min, first) if first else query.due
    days = days or (ask.sent_on, ask.sent_on + SOON)
    line = " ".join(["/due", *(day.isoformat() for day in (first, last) if day)])
    is_own = not scope and _is_open(query) and not ask.me.duties & WHOLE_PLAN
    within, about = days_in_words(ask, days), "本单位" if is_own else words
    about = f"（{about}）" if about else ""
    search = Search(
        replace(query, due=days, mine=query.mine or is_own), f"{scope} {words}".strip(), line,
        heading=f"{within}到期{about}", nothing=f"{within}没有到期的任务{about}。",
    )  # fmt: skip
    reply = await results_page(ask, search, page) or await no_results(ask, search)
    whole_plan = (Button("全部计划", f"{line} all {words}".rstrip()),) if is_own else ()
    return replace(reply, buttons=keyboard(*reply.buttons, whole_plan))


def _is_open(query: SearchQuery) -> bool:
    """Return whether the query leaves open whose assignments it is about."""
    return not (query.of_shares or query.words or query.numbers)
