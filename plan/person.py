"""A person with the posts from which they act, and which of several people decide about a unit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from plan.permission import Post, nearest
from plan.values import Duty

UNBOUND, UNREACHABLE = "未绑定", "联系不上"


@dataclass(frozen=True)
class Person:
    """`telegram_id` is also the id of the private chat; None until the person has opened an invitation (未绑定).

    `posts` are those from which the person acts on the day that was asked about, their own before those of others.
    """

    id: int
    telegram_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    phone: str = ""
    reachable: bool = True
    version: int = 1

    def __hash__(self) -> int:
        """Hash the id alone: the digests look up ten thousand people again and again."""
        return self.id

    @property
    def duties(self) -> frozenset[Duty]:
        return frozenset(post.duty for post in self.posts)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(post.unit_id for post in self.posts))

    @property
    def trouble(self) -> str:
        """Why the bot cannot reach the person, empty if it can."""
        return UNBOUND if self.telegram_id is None else "" if self.reachable else UNREACHABLE


def of_duty(person: Person, duty: Duty) -> Person:
    """Return the person with only those of their posts that have this duty."""
    return replace(person, posts=tuple(post for post in person.posts if post.duty is duty))


def of_posts(person: Person, ids: Collection[int]) -> Person:
    """Return the person with only those of their posts that have these ids."""
    return replace(person, posts=tuple(post for post in person.posts if post.id in ids))


def in_charge(leaders: Iterable[Person], path: str) -> list[Person]:
    """Return the leaders in charge of the unit at `path`, each with the posts that make them so.

    They are the leaders of the unit itself or, if it has none, of the nearest unit above it that has any.
    """
    leaders = list(leaders)
    ids = {post.id for post in _nearest_posts(leaders, path)}
    return [person for leader in leaders if (person := of_posts(leader, ids)).posts]


def nearest_leaders(leaders: Iterable[Person], path: str) -> list[Person]:
    """Return the leaders in charge of the unit at `path`, each with all of their posts."""
    leaders = list(leaders)
    posts = _nearest_posts(leaders, path)
    return [person for person in leaders if posts.intersection(person.posts)]


def _nearest_posts(leaders: Iterable[Person], path: str) -> set[Post]:
    return set(nearest([post for person in leaders for post in person.posts if post.duty is Duty.LEADER], path))


def deciders(leaders: Iterable[Person], clerks: Iterable[Person], doers: Iterable[Person]) -> tuple[Duty, list[Person]]:
    """Return who decides about a unit's request, and by which duty.

    These are the leaders in charge. The clerks decide if there is no such leader, or if all of them do the unit's work
    themselves: nobody among the `doers` decides.
    """
    excluded = {person.id for person in doers}
    deciding = [person for person in leaders if person.id not in excluded]
    if deciding:
        return Duty.LEADER, deciding
    return Duty.CLERK, [person for person in clerks if person.id not in excluded]
