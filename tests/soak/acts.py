"""The acts of a liaison, one function each: send a message or tap a button, and record the expected effect."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from plan.checksum import stamp
from tests.soak.bureau import Bureau, Member
from tests.soak.clock import TrueTime
from tests.soak.diary import Diary
from tests.soak.recorder import Recorder

SAFE = re.compile(
    r"\+?/(?:(?:task|my|plan|history|board|reminders|find|units|unit|overdue|missing|directives|chain)\b"
    r"|(?:sign|undo|progress) \d+ v\d+$|ack \d+$)"
)
"""Buttons that only show something, or whose effect the books check."""
SIGNS = re.compile(r"\+?/sign (\d+) v\d+$")
LOOKED_AT = 6
REPORTS = ("", "/progress ", "汇报 ")
"""Beginnings of reports."""
FLOOD = (25, 40)
MOST_REMINDERS = 20
"""The reminders of one person; the bot allows 50 open ones."""


@dataclass
class Scene:
    """The world, the people and the record that an act needs."""

    world: Recorder
    bureau: Bureau
    diary: Diary
    chance: Random
    clock: TrueTime
    strangers: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    reminders: dict[int, int] = field(default_factory=dict)
    ending: bool = False


Act = Callable[[Scene, Member], None]


def report(scene: Scene, member: Member) -> None:
    words, share = scene.diary.new_words(), scene.chance.choice(member.reported)
    scene.diary.note("report", member.id, marker="已记录", words=words, effect="report")
    form = scene.chance.choice(REPORTS)
    scene.world.say(member.id, f"{form}{share.code} {scene.chance.randint(0, 99)}% {words}")


def hand_in(scene: Scene, member: Member) -> None:
    """Report with a file. If the file can't be fetched, the bot may ask for it again instead."""
    words, share = scene.diary.new_words(), scene.chance.choice(member.reported)
    scene.diary.note("file", member.id, words=words)
    content, caption = f"%PDF-1.4 {words}".encode(), f"{share.code} {scene.chance.randint(0, 99)}% {words}"
    scene.world.upload(member.id, f"{words}.pdf", content, caption=caption)


def look_for(scene: Scene, member: Member) -> None:
    words = scene.diary.new_words()
    scene.diary.note("find", member.id, marker="找", words=words)
    scene.world.say(member.id, f"/find {words}")


def complain(scene: Scene, member: Member) -> None:
    """Send the line of the preview's button, as a tap does."""
    words = scene.diary.new_words()
    scene.diary.note("feedback", member.id, marker="已转交督办员", words=words, echoed=False, effect="feedback")
    scene.world.say(member.id, f"/feedback {stamp('/feedback', words)} {words}")


def be_reminded(scene: Scene, member: Member) -> None:
    """Set a reminder for a minute later, but not while the bot's clock is wrong or near the end of the soak."""
    if scene.clock.shifted or scene.ending or scene.reminders.get(member.id, 0) >= MOST_REMINDERS:
        return look_for(scene, member)
    scene.reminders[member.id] = scene.reminders.get(member.id, 0) + 1
    words, share = scene.diary.new_words(), scene.chance.choice(member.shares)
    scene.diary.note("remind", member.id, marker="将于", words=words, effect="reminder")
    scene.world.say(member.id, f"/remind {share.code} 1分钟后 {words}")
    return None


def give_number(scene: Scene, member: Member) -> None:
    digits = "138" + scene.diary.new_words()[2:8].rjust(8, "0")
    scene.diary.note("phone", member.id, marker="已登记", words=digits, effect="phone")
    scene.world.say(member.id, f"/contact {digits}")


def my_tasks(scene: Scene, member: Member) -> None:
    scene.diary.note("my", member.id, marker="我的任务")
    scene.world.say(member.id, "/my")


def board(scene: Scene, member: Member) -> None:
    scene.diary.note("board", member.id, marker="总览")
    scene.world.say(member.id, "/board")


def card(scene: Scene, member: Member) -> None:
    scene.diary.note("card", member.id, marker="承办单位")
    scene.world.say(member.id, scene.chance.choice(member.shares).code)


def sign(scene: Scene, member: Member) -> None:
    share = scene.chance.choice(member.unsigned)
    scene.diary.note("sign", member.id, marker="承办单位", share=share.id)
    scene.world.say(member.id, f"/sign {share.code}")


def tap(scene: Scene, member: Member, times: int = 1) -> None:
    """Tap a button that is in the chat now, several times at once."""
    messages = [message for message in scene.world.transcript(member.id)[-LOOKED_AT:] if message.out]
    buttons = [(message.id, data) for message in messages for data in message.taps() if SAFE.match(data)]
    if not buttons:
        return
    message_id, data = scene.chance.choice(buttons)
    signs = SIGNS.match(data)
    for _ in range(times):
        query = scene.world.tap(member.id, member.id, message_id, data)
        scene.diary.note("tap", member.id, query=query, tapped=message_id, share=int(signs[1]) if signs else 0)


def tap_twice(scene: Scene, member: Member) -> None:
    tap(scene, member, 2)


def flood(scene: Scene, member: Member) -> None:
    for _ in range(scene.chance.randint(*FLOOD)):
        scene.chance.choice((report, look_for))(scene, member)


CHANCES: dict[Act, float] = {
    report: 35, hand_in: 1.5, look_for: 10, complain: 7, be_reminded: 4, give_number: 3, my_tasks: 7, board: 4,
    card: 7, sign: 5, tap: 11, tap_twice: 4, flood: 0.15,
}  # fmt: skip


def of_liaison(scene: Scene) -> None:
    """Let a random liaison do a random act."""
    act = scene.chance.choices(list(CHANCES), list(CHANCES.values()))[0]
    act(scene, scene.chance.choice(scene.bureau.liaisons))
