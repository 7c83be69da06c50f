"""Say that words were not understood (未识别), offer the nearest tasks, and count the words for the clerk."""

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import code_and_title
from handlers.registry import command
from plan.reply import Button, Reply, pairs
from plan.words.intents.queries import EMPTY
from plan.words.message import NUMBER
from plan.words.normal import normal
from storage import misunderstood, questions, search_index
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
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    shown = await questions.shown_last(ask.db, ask.me.id, question, ask.sent_at)
    index = await search_index.load(ask.db)
    numbered = [number for number in dict.fromkeys(NUMBER.findall(normal(words).text)) if number in index.by_code]
    about = shown if not numbered else numbered[0] if len(numbered) == 1 else ""
    near = _near(index, words, numbered, shown)
    buttons = [Button(entry.code, f"/task {entry.code}") for entry in near]
    rows = [code_and_title(entry) for entry in near]
    text = "\n".join([UNCLEAR + EXAMPLES, *(["您可能要找："] if rows else []), *rows])
    return Reply(text, pairs([*buttons, Button("帮助", "/help")]), about=about)


def _near(index: SearchIndex, words: str, numbered: list[str], shown: str) -> list[Entry]:
    """Return up to three tasks: those that the words number, or without numbers the one that was shown last and those
    with the rarest part of the words."""
    if open_to_all := [entry for number in numbered if not (entry := index.entries[index.by_code[number]]).restricted]:
        return open_to_all[:MOST]
    last = [index.entries[index.by_code[shown]]] if shown in index.by_code else []
    parts = [part for part in EMPTY.split(words[:LONGEST]) if len(part) > 1]
    pieces = {part[at : at + length] for part in parts for length in range(2, len(part) + 1) for at in range(len(part))}
    matches = [places for piece in pieces if len(piece) > 1 and (places := index.tasks.matching(piece))]
    rarest = min(matches, key=len, default=())
    return list(dict.fromkeys((*last, *(index.entries[place] for place in sorted(rarest)))))[:MOST]
