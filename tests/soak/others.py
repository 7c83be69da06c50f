"""The acts of the clerk, the leader, people with an invitation, and strangers."""

from tests.soak.acts import LOOKED_AT, Scene, board, look_for, tap
from tests.soak.bureau import NAME


def direct(scene: Scene) -> None:
    """Write a directive to the units of a liaison's task."""
    words, leader = scene.diary.new_words(), scene.bureau.leader
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).reported).code
    scene.diary.note("directive", leader.id, marker="已批示", words=words, echoed=False, effect="directive")
    scene.world.say(leader.id, f"/directive {code} {words}")


def nudge(scene: Scene) -> tuple[str, str]:
    """Begin a nudge up to its preview; return the words, and how the button's line begins."""
    words, clerk = scene.diary.new_words(), scene.bureau.clerk
    code = scene.chance.choice(scene.chance.choice(scene.bureau.liaisons).unsigned).code
    scene.diary.note("nudge", clerk.id)
    scene.world.say(clerk.id, f"/nudge {code} all {words}")
    return words, f"/nudge {code} all "


def confirm(scene: Scene, words: str, line: str) -> bool:
    """Tap the preview's button; return False while it is not there."""
    clerk = scene.bureau.clerk.id
    for message in scene.world.transcript(clerk)[-LOOKED_AT:]:
        for data in message.taps() if message.out and words in message.text else ():
            if data.startswith(line):
                query = scene.world.tap(clerk, clerk, message.id, data)
                scene.diary.note("tap", clerk, query=query, tapped=message.id)
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
