"""What people do, one function each: they say something or tap a real button, and it is noted what must follow."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.soak.bureau import Bureau, Member
from tests.soak.clock import TrueTime
from tests.soak.diary import Diary
from tests.soak.recorder import Recorder

SAFE = re.compile(
    r"\+?/(?:(?:task|my|plan|history|board|reminders|find|units|unit|overdue|missing|directives|chain)\b"
    r"|(?:sign|undo|progress) \d+ v\d+$|ack \d+$)"
)
"""Buttons that only show something, or whose effect the books can follow."""
SIGNS = re.compile(r"\+?/sign (\d+) v\d+$")
LOOKED_AT = 6
FLOOD = (25, 40)
MOST_REMINDERS = 20
"""Of one person; the bot allows 50 that are open at once."""


@dataclass
class Scene:
    """Everything that an act needs."""

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


def report(scene: Scene, who: Member) -> None:
    words, share = scene.diary.new_words(), scene.chance.choice(who.reported)
    scene.diary.note("report", who.id, marker="已记录", words=words, effect="report")
    scene.world.say(who.id, f"{share.code} {scene.chance.randint(0, 99)}% {words}")


def look_for(scene: Scene, who: Member) -> None:
    words = scene.diary.new_words()
    scene.diary.note("find", who.id, marker="找", words=words)
    scene.world.say(who.id, f"/find {words}")


def complain(scene: Scene, who: Member) -> None:
    words = scene.diary.new_words()
    scene.diary.note("feedback", who.id, marker="已转交督办员", words=words, echoed=False, effect="feedback")
    scene.world.say(who.id, f"/feedback {words}")


def be_reminded(scene: Scene, who: Member) -> None:
    """In a minute. Nobody asks for it while the bot's clock is wrong, or near the end, which would wait for it."""
    if scene.clock.shifted or scene.ending or scene.reminders.get(who.id, 0) >= MOST_REMINDERS:
        return look_for(scene, who)
    scene.reminders[who.id] = scene.reminders.get(who.id, 0) + 1
    words, share = scene.diary.new_words(), scene.chance.choice(who.shares)
    scene.diary.note("remind", who.id, marker="将于", words=words, effect="reminder")
    scene.world.say(who.id, f"/remind {share.code} 1分钟后 {words}")
    return None


def give_number(scene: Scene, who: Member) -> None:
    digits = "138" + scene.diary.new_words()[2:8].rjust(8, "0")
    scene.diary.note("phone", who.id, marker="已登记", words=digits, effect="phone")
    scene.world.say(who.id, f"/contact {digits}")


def my_tasks(scene: Scene, who: Member) -> None:
    scene.diary.note("my", who.id, marker="我的任务")
    scene.world.say(who.id, "/my")


def board(scene: Scene, who: Member) -> None:
    scene.diary.note("board", who.id, marker="总览")
    scene.world.say(who.id, "/board")


def card(scene: Scene, who: Member) -> None:
    scene.diary.note("card", who.id, marker="承办单位")
    scene.world.say(who.id, scene.chance.choice(who.shares).code)


def sign(scene: Scene, who: Member) -> None:
    share = scene.chance.choice(who.unsigned)
    scene.diary.note("sign", who.id, marker="承办单位", share=share.id)
    scene.world.say(who.id, f"/sign {share.code}")


def tap(scene: Scene, who: Member, times: int = 1) -> None:
    """A button that is there now, `times` times at once."""
    messages = [message for message in scene.world.transcript(who.id)[-LOOKED_AT:] if message.out]
    there = [(one.id, data) for one in messages for data in one.taps() if SAFE.match(data)]
    if not there:
        return
    message_id, data = scene.chance.choice(there)
    signs = SIGNS.match(data)
    for _ in range(times):
        query = scene.world.tap(who.id, who.id, message_id, data)
        scene.diary.note("tap", who.id, query=query, share=int(signs[1]) if signs else 0)


def tap_twice(scene: Scene, who: Member) -> None:
    tap(scene, who, 2)


def flood(scene: Scene, who: Member) -> None:
    for _ in range(scene.chance.randint(*FLOOD)):
        scene.chance.choice((report, look_for))(scene, who)


def direct(scene: Scene, _who: Member) -> None:
    """By the leader, to the units of a task that some liaison has."""
    words, leader = scene.diary.new_words(), scene.bureau.leader
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).reported).code
    scene.diary.note("directive", leader.id, marker="承办单位", words=words, effect="directive")
    scene.world.say(leader.id, f"/directive {code} {words}")


def nudge(scene: Scene) -> tuple[str, str]:
    """By the clerk, up to the preview: the words, and how its button begins."""
    words, clerk = scene.diary.new_words(), scene.bureau.clerk
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).unsigned).code
    scene.diary.note("nudge", clerk.id)
    scene.world.say(clerk.id, f"/nudge {code} all {words}")
    return words, f"/nudge {code} all "


def confirm(scene: Scene, words: str, line: str) -> bool:
    """Taps the preview's button; False while it is not there."""
    clerk = scene.bureau.clerk.id
    for message in scene.world.transcript(clerk)[-LOOKED_AT:]:
        for data in message.taps() if message.out and words in message.text else ():
            if data.startswith(line):
                query = scene.world.tap(clerk, clerk, message.id, data)
                scene.diary.note("tap", clerk, query=query)
                return True
    return False


def stranger(scene: Scene, _who: Member) -> None:
    if scene.strangers:
        person = scene.chance.choice(scene.strangers)
        scene.diary.note("stranger", person)
        scene.world.say(person, f"您好 {scene.diary.new_words()}")


def join(scene: Scene, _who: Member) -> None:
    """Somebody new opens an invitation, now and then by two taps."""
    if not scene.codes:
        return
    person, code = scene.world.add_person(f"演示员新{len(scene.codes):03}"), scene.codes.pop()
    for number in range(scene.chance.choice((1, 1, 2))):
        scene.diary.note("join", person.id, marker="欢迎回来" if number else "您已加入督办", words=code, echoed=False)
        scene.world.say(person.id, f"/start {code}")


CHANCES: dict[Act, float] = {
    report: 36, look_for: 10, complain: 7, be_reminded: 4, give_number: 3, my_tasks: 7, board: 4, card: 7, sign: 5,
    tap: 11, tap_twice: 4, direct: 0.7, stranger: 2, join: 0.3, flood: 0.15,
}  # fmt: skip


def of_somebody(scene: Scene) -> None:
    """Mostly by a liaison."""
    act = scene.chance.choices(list(CHANCES), list(CHANCES.values()))[0]
    act(scene, scene.chance.choice(scene.bureau.liaisons))


def of_seniors(scene: Scene) -> None:
    """The clerk and the leader look around."""
    who = scene.chance.choice((scene.bureau.clerk, scene.bureau.leader))
    scene.chance.choice((look_for, board, tap))(scene, who)


def bind_group(scene: Scene) -> None:
    clerk = scene.bureau.clerk
    scene.diary.note("bind", clerk.id, scene.bureau.group, marker="本群")
    scene.world.say(clerk.id, "/bind", scene.bureau.group)
