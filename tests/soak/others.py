"""The acts of the clerk, the leader, people with an invitation, and strangers."""

from dataclasses import dataclass

from tests.soak.acts import LOOKED_AT, Scene, board, look_for, tap
from tests.soak.bureau import NAME
from tests.soak.diary import Effect


@dataclass(frozen=True)
class Begun:
    """A preview that was asked for: whose, its words, how its button's line begins, and what the tap does."""

    person: int
    words: str
    line: str
    effect: Effect = ""


def direct(scene: Scene) -> Begun:
    """Begin a directive to the units of a liaison's task."""
    words, leader = scene.diary.new_words(), scene.bureau.leader.id
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).reported).code
    scene.diary.note("preview", leader)
    scene.world.say(leader, f"/directive {code} {words}")
    return Begun(leader, words, f"/directive {code} ", "directive")


def nudge(scene: Scene) -> Begun:
    words, clerk = scene.diary.new_words(), scene.bureau.clerk.id
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).unsigned).code
    scene.diary.note("nudge", clerk)
    scene.world.say(clerk, f"/nudge {code} all {words}")
    return Begun(clerk, words, f"/nudge {code} all ")


def confirm(scene: Scene, begun: Begun) -> bool:
    """Tap the preview's button; return False while it is not there."""
    for message in scene.world.transcript(begun.person)[-LOOKED_AT:]:
        for data in message.taps() if message.out and begun.words in message.text else ():
            if data.startswith(begun.line):
                query = scene.world.tap(begun.person, begun.person, message.id, data)
                words = begun.words if begun.effect else ""
                scene.diary.note("tap", begun.person, query=query, tapped=message.id, words=words, effect=begun.effect)
                return True
    return False


def stranger(scene: Scene) -> None:
    if scene.strangers:
        person = scene.chance.choice(scene.strangers)
        scene.diary.note("stranger", person)
        scene.world.say(person, f"您好 {scene.diary.new_words()}")


def join(scene: Scene) -> int:
    """Let a new person open an invitation, sometimes twice; return their id, 0 if no invitation is left."""
    if not scene.codes:
        return 0
    person, code = scene.world.add_person(f"{NAME}新{len(scene.codes):03}"), scene.codes.pop()
    for _ in range(scene.chance.choice((1, 1, 2))):
        scene.diary.note("join", person.id, words=code)
        scene.world.say(person.id, f"/start {code}")
    return person.id


def confirm_join(scene: Scene, person: int) -> bool:
    """Tap 确认, sometimes twice; return False while the button is not there."""
    for message in scene.world.transcript(person):
        for data in message.taps() if message.out else ():
            if data.startswith("/join "):
                for _ in range(scene.chance.choice((1, 1, 2))):
                    query = scene.world.tap(person, person, message.id, data)
                    scene.diary.note("tap", person, query=query, tapped=message.id)
                scene.diary.note("confirm", person)
                return True
    return False


def of_seniors(scene: Scene) -> None:
    """Let the clerk or the leader read a page."""
    who = scene.chance.choice((scene.bureau.clerk, scene.bureau.leader))
    scene.chance.choice((look_for, board, tap))(scene, who)


def bind_group(scene: Scene) -> None:
    clerk = scene.bureau.clerk
    scene.diary.note("bind", clerk.id, scene.bureau.group, marker="本群")
    scene.world.say(clerk.id, "/bind", scene.bureau.group)
