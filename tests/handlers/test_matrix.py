"""Every line and every button × everybody × own unit and others × private and group: nobody reads or changes more
than product.md allows, and everybody that much. New commands are walked by themselves.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import REGISTRY, load
from handlers.messages import IN_PRIVATE, STRANGER, USED
from plan.values import Duty
from tests.handlers.matrix.building import built
from tests.handlers.matrix.lines import typed
from tests.handlers.matrix.rights import MAY_READ, NAMED_IN_LETTERS, acts_of, may_change, roles
from tests.handlers.matrix.scene import FORMER, NOW, PLAN, WALKERS, Scene, Secret, secrets
from tests.handlers.matrix.walk import TAPS, Outcome, Walk
from tests.handlers.matrix.whose import Whose
from tests.strides import STRIDES
from tests.town import CLERK, LIAISON, OTHER, Place, quick

load()
CONTACTS = " · 联系人</b>"
"""The heading of the page that names to everybody who is responsible, without their phone numbers."""
BOARD = "{}"
"""The payload of a group's board, which is filled only when it is sent."""


def lines(scene: Scene, name: str, stride: int) -> list[str]:
    """Return what this person types: one of `stride` lines."""
    return list(typed(scene))[[*WALKERS, "stranger"].index(name) % stride :: stride]


def may_read(secret: Secret, who: Place | None, scene: Scene) -> bool:
    return who is not None and Whose(scene, who).secret(secret) in MAY_READ[secret.kind].get(who[1], ())


def leaks(outcome: Outcome, who: Place, scene: Scene) -> list[str]:
    """Return the secrets leaked in the answer and in letters to others."""
    by_id: dict[int, Place] = {id: place for place, id in scene.people.items()}
    allowed_kinds = ["不上机"] if any(line.startswith("/release") for line in outcome.path) else []
    allowed_kinds += ["姓名"] if CONTACTS in outcome.text else []
    return [
        *_leaks(outcome.line, outcome.text, who, scene, allowed_kinds),
        *(
            leak
            for id, text in outcome.letters
            for leak in _leaks(outcome.line, text, by_id.get(id), scene, (*allowed_kinds, *NAMED_IN_LETTERS))
        ),
    ]


def _leaks(line: str, text: str, who: Place | None, scene: Scene, allowed_kinds: Iterable[str]) -> list[str]:
    secrets_found = [secret for secret in secrets() if secret.word in text and secret.kind not in allowed_kinds]
    return [
        f"{line} tells {who}: {secret.word} in {text!r}" for secret in secrets_found if not may_read(secret, who, scene)
    ]


def trespass(outcome: Outcome, who: Place, scene: Scene) -> list[str]:
    forbidden = Whose(scene, who).changed(outcome.changed) - may_change(who[1], outcome.acts)
    return [f"{outcome.line} changes {sorted(forbidden)}: {outcome.changed}"] if forbidden else []


def misdeclared(outcome: Outcome) -> list[str]:
    """Return what is wrong with the command's `who`, seen from the acts that the line has done.

    A command is declared for exactly the roles that have a right to its acts. One that `settles` what holds for the
    whole bureau may be declared for more: they read what is settled.
    """
    command = REGISTRY.commands.get(outcome.command)
    if command is None:
        return [f"{outcome.line} is refused and does {outcome.acts}"] if outcome.acts else []
    declared_roles = command.who or frozenset(Duty)
    lacking = {act: sorted(roles(act) - declared_roles) for act in outcome.events if roles(act) - declared_roles}
    wrong = [f"/{command.name} lacks the roles of {lacking}"] if lacking else []
    if declared_acts := [] if command.settles else [act for act in outcome.acts if roles(act)]:
        without_right = declared_roles - frozenset[Duty]().union(*map(roles, declared_acts))
        wrong += (
            [f"/{command.name} does {declared_acts}, which are not for {sorted(without_right)}"]
            if without_right
            else []
        )
    return wrong


def mislabelled(outcome: Outcome) -> list[str]:
    """Return the labels that are too long for a phone, cut, or the same as that of another button.

    Equal labels may stand behind different tasks' numbers in the same row.
    """
    places = [(row[0] if "." in row[0] else "", label) for row in outcome.labels for label in row]
    lines_of: dict[tuple[str, str], set[str]] = {}
    for (number, label), line in zip(places, outcome.buttons, strict=True):
        lines_of.setdefault((number if label != number else "", label), set()).add(line)
    return [
        f"{outcome.line}: {label} {sorted(lines)}"
        for (_, label), lines in lines_of.items()
        if not 1 <= len(label) <= 6 or "…" in label or len(lines) > 1
    ]


@STRIDES
@pytest.mark.parametrize("name", WALKERS)
async def test_in_private(tmp_path: Path, name: str, stride: int) -> None:
    scene, who, wrong = built(), WALKERS[name], []
    read: set[Secret] = set()
    done: set[str] = set()
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[who])
        async for outcome in walk.everything(lines(scene, name, stride), taps=TAPS if stride == 1 else 1):
            wrong += leaks(outcome, who, scene) + trespass(outcome, who, scene) + misdeclared(outcome)
            wrong += mislabelled(outcome)
            read |= {secret for secret in secrets() if secret.word in outcome.text}
            done |= outcome.acts
        walk.close()
    assert not wrong, "\n".join(wrong[:20])
    if stride > 1:
        return
    assert not [secret for secret in secrets() if may_read(secret, who, scene) and secret not in read]
    if name in [duty.value for duty in Duty]:
        assert sorted(acts_of(name) - done) == []


@STRIDES
@pytest.mark.parametrize("is_former", [False, True], ids=["stranger", "former"])
async def test_a_stranger_reads_one_line(tmp_path: Path, is_former: bool, stride: int) -> None:
    scene = built()
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[FORMER] if is_former else 404)
        said = [*lines(scene, "stranger", stride), "你好", "1.1", "1.1 60% 代报", "3", "/do 1"]
        async for outcome in walk.everything(said):
            assert outcome.text.strip() in (STRANGER, USED), outcome.line
            assert (outcome.buttons, outcome.letters, outcome.changed, outcome.next) == ((), (), (), ()), outcome.line
        walk.close()


@STRIDES
@pytest.mark.parametrize("name", [*WALKERS, "stranger"])
async def test_in_a_group(tmp_path: Path, name: str, stride: int) -> None:
    """Nobody reads anything of a unit or person there; only the clerk changes something, by a group's command."""
    scene, who = built(), WALKERS.get(name)
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[who] if who else 404, group=-7)
        async for outcome in walk.everything(line for line in lines(scene, name, stride) if line.startswith("/")):
            assert not [secret for secret in secrets() if secret.word in outcome.text], outcome.line
            assert not [words for _, words in outcome.letters if words != BOARD], outcome.line
            if who is None:
                assert outcome.text.strip() == "", outcome.line
            elif REGISTRY.commands[outcome.command].where == "private":
                assert outcome.text.startswith((IN_PRIVATE, f"“{REGISTRY.commands[outcome.command].label}”由")), (
                    outcome.line
                )
            if outcome.changed:
                assert (name, REGISTRY.commands[outcome.command].where) == ("clerk", "group"), outcome.line
        walk.close()


async def test_by_itself(tmp_path: Path) -> None:
    """In a week of mornings everybody gets only their own letters, and the group's summary tells no secret."""
    scene = built()
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[CLERK])
        clerk = bureau.world.add_person("演示督办员", None, scene.telegram[CLERK]).id
        group = bureau.world.add_group("工作群", [clerk]).id
        await bureau.say(clerk, "/bind", chat=group)
        await bureau.until(NOW + timedelta(days=7))
        letters = walk.letters_since()
        walk.close()
        summary = bureau.last(group).text
    by_id: dict[int, Place] = {id: place for place, id in scene.people.items()}
    wrong = [leak for id, text in letters for leak in _leaks("a letter", text, by_id.get(id), scene, ())]
    assert not wrong, "\n".join(wrong)
    assert {by_id[id] for id, _ in letters if id} >= {CLERK, LIAISON, OTHER}
    assert "一周进展" in summary
    assert not [secret for secret in secrets() if secret.word in summary]
