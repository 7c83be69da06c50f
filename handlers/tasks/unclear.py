"""Say that words were not understood (未识别), offer the nearest tasks, and count the words for the clerk."""

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import code_and_title
from handlers.registry import command
from handlers.shown_task import with_later_letter
from plan.reply import Button, Reply, pairs
from plan.words.intents.queries import EMPTY
from plan.words.message import TASK, read
from storage import misunderstood, names, questions, search_index
from storage.search_index import Entry, SearchIndex

UNCLEAR = "抱歉，暂时无法识别这句话，未作任何登记。"
EXAMPLES = "可以发送任务编号（如 2.2.4）、任务或单位名称；发送“帮助”查看用法。"
MOST = 3
LONGEST = 60
"""In characters: longer words are no name."""


@command("unclear", "未识别", "说明没有识别的内容", writes=True, example="/unclear 今天")
async def unclear(ask: Ask, words: Words = "") -> Reply:
    if not ask.is_forwarded:
        await misunderstood.add(ask.db, words, ask.now)
    index = await search_index.load(ask.db)
    named = {code for code in read(words, await names.load(ask.db), ask.sent_on).of(TASK) if code in index.by_code}
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    shown = (await with_later_letter(ask.db, ask.me, question, ask.sent_at)).shown
    if named:  # The next words are about what was named last.
        shown = named.pop() if len(named) == 1 else ""
    near = _near(index, words, shown)
    buttons = [Button(entry.code, f"/task {entry.code}") for entry in near]
    rows = [code_and_title(entry) for entry in near]
    text = "\n".join([UNCLEAR + EXAMPLES, *(["您可能要找："] if rows else []), *rows])
    return Reply(text, pairs([*buttons, Button("帮助", "/help")]), about=shown)


def _near(index: SearchIndex, words: str, shown: str) -> list[Entry]:
    """Return up to three tasks: the one that was named or shown last, then those with the rarest part of the words."""
    last = [index.entries[index.by_code[shown]]] if shown in index.by_code else []
    parts = [part for part in EMPTY.split(words[:LONGEST]) if len(part) > 1]
    pieces = {part[at : at + length] for part in parts for length in range(2, len(part) + 1) for at in range(len(part))}
    matches = [places for piece in pieces if len(piece) > 1 and (places := index.tasks.matching(piece))]
    rarest = min(matches, key=len, default=())
    return list(dict.fromkeys((*last, *(index.entries[place] for place in sorted(rarest)))))[:MOST]
