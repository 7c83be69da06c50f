"""The bureau of a soak: the built-in plan, a clerk, a leader, liaisons of many units, open invitations."""

from dataclasses import dataclass
from random import Random

from plan import builtin
from plan.values import Duty, State
from storage import assignments, importing, invitations, light_dates, people, posts, units
from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.schema import people as table
from tests.soak.clock import START
from tests.soak.recorder import Recorder

NAME = "演示员"
"""Begins every person's name, and occurs in nothing that the bot may log."""
INVITED = 12


@dataclass(frozen=True)
class Share:
    id: int
    code: str


@dataclass(frozen=True)
class Member:
    """`id` is the Telegram id. The first half of the unit's assignments are reported on, the others only signed."""

    id: int
    name: str
    duty: Duty
    phone: str
    shares: tuple[Share, ...] = ()

    @property
    def reported(self) -> tuple[Share, ...]:
        return self.shares[: len(self.shares) // 2]

    @property
    def unsigned(self) -> tuple[Share, ...]:
        return self.shares[len(self.shares) // 2 :]


@dataclass(frozen=True)
class Bureau:
    """`codes` are unused invitations; the clerk binds `group`."""

    clerk: Member
    leader: Member
    liaisons: tuple[Member, ...]
    codes: tuple[str, ...]
    group: int

    @property
    def members(self) -> tuple[Member, ...]:
        return (self.clerk, self.leader, *self.liaisons)


async def prepare(url: str, world: Recorder, count: int, chance: Random) -> Bureau:
    """Write the database and add the people to the sandbox; each has opened the bot before."""
    db = await AsyncDatabase.open(url)
    try:
        await db.write(_plan)
        return await db.write(lambda db: _staff(db, world, count, chance))
    finally:
        await db.close()


async def _plan(db: Connection) -> None:
    await importing.apply(db, builtin.load(), START.date(), START)
    await light_dates.follow_rules(db, await assignments.of_plan(db))


async def _staff(db: Connection, world: Recorder, count: int, chance: Random) -> Bureau:
    shares: dict[int, list[Share]] = {}
    for assignment in await assignments.of_plan(db):
        if not assignment.restricted and assignment.state is State.PENDING:
            shares.setdefault(assignment.unit_id, []).append(Share(assignment.id, assignment.code))
    every = await units.every(db)
    clerk = await _member(db, world, every[0].id, Duty.CLERK)
    leader = await _member(db, world, every[0].id, Duty.LEADER)
    busiest = sorted(shares, key=lambda unit: -len(shares[unit]))[:count]
    liaisons = [await _member(db, world, unit, Duty.LIAISON, tuple(shares[unit])) for unit in busiest]
    codes = [await invitations.create(db, chance.choice(every).id, Duty.OBSERVER, "", START) for _ in range(INVITED)]
    group = world.add_group("演示群", [clerk.id, leader.id])
    world.member(group.id, world.bot.id, "administrator")
    world.updates.drop()
    return Bureau(clerk, leader, tuple(liaisons), tuple(codes), group.id)


async def _member(
    db: Connection, world: Recorder, unit_id: int, duty: Duty, shares: tuple[Share, ...] = ()
) -> Member:  # fmt: skip
    number = len(world.people) + 1
    person = world.add_person(f"{NAME}{number:03}")
    person.started = True
    known = await people.welcome(db, person.id, person.name, START)
    phone = f"139{number:08}"
    await db.execute(table.update().where(table.c.id == known.id).values(phone=phone))
    await posts.take(db, await posts.vacant(db, unit_id, duty, START), known.id, START)
    return Member(person.id, person.name, duty, phone, shares)
