"""Decide who may do what with a unit or a task. Functions that return a post raise Forbidden where there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from plan.refusal import Forbidden
from plan.values import Duty


@dataclass(frozen=True)
class Post:
    """A duty in a unit, from which a person acts.

    `path` is the unit's place in the tree of units: the paths of units below it begin with it. `acting` is true where
    the person is the deputy (B岗) of the holder, who is away.
    """

    id: int
    duty: Duty
    unit_id: int
    unit: str
    path: str
    acting: bool = False

    @property
    def title(self) -> str:
        return f"{self.unit}{self.duty.label}{'（代）' if self.acting else ''}"


WHOLE_PLAN = frozenset({Duty.CLERK, Duty.LEADER, Duty.OBSERVER})
"""The duties that read the reports of all units."""
UNIT_DUTIES = frozenset({Duty.HEAD, Duty.LIAISON})
"""The duties that do the work of their unit."""


def post_for(posts: Iterable[Post], unit_id: int) -> Post:
    """Return the post from which a person signs and reports for a unit.

    It is one in the unit itself, or else that of a clerk, who acts on its behalf. Raise Forbidden where they have none.
    """
    posts = tuple(posts)
    if own := doing_post(posts, unit_id):
        return own
    for post in posts:
        if post.duty is Duty.CLERK:
            return post
    raise Forbidden("这项任务由其他单位承办，您不能代为办理。")


def doing_post(posts: Iterable[Post], unit_id: int) -> Post | None:
    """Return the post from which a person does the work of this unit, None where they have none."""
    return next((post for post in posts if post.duty in UNIT_DUTIES and post.unit_id == unit_id), None)


def nudging_post(posts: Iterable[Post], path: str) -> Post | None:
    """Return the post from which a person may nudge the unit at `path`, None where they have none.

    It is a clerk's or a leader's, or that of the head of a unit above it.
    """
    for post in posts:
        is_below = path != post.path and path.startswith(post.path)
        if post.duty in (Duty.CLERK, Duty.LEADER) or (post.duty is Duty.HEAD and is_below):
            return post
    return None


def deciding_post(posts: Iterable[Post], unit_id: int) -> Post:
    """Return the clerk's post from which a person closes, sends back or waives an assignment of this unit.

    Raise Forbidden for people who are not clerks, and for those who do the work of this unit themselves.
    """
    posts = tuple(posts)
    if doing_post(posts, unit_id):
        raise Forbidden("这项任务由您所在单位承办，请由其他督办员办理。")
    for post in posts:
        if post.duty is Duty.CLERK:
            return post
    raise Forbidden("这项操作由督办员办理。")


def approving_post(posts: Iterable[Post], unit_id: int, path: str, by: Duty) -> Post:
    """Return the post from which a person decides on the unit's requests for extension.

    `by` is the duty that decides in this bureau. A leader's post must be in the unit or above it. Raise Forbidden for
    others, and for those who do the work of this unit themselves.
    """
    posts = tuple(posts)
    if by is Duty.CLERK:
        return deciding_post(posts, unit_id)
    if doing_post(posts, unit_id):
        raise Forbidden("这项任务由您所在单位承办，请由其他领导审批。")
    for post in posts:
        if post.duty is Duty.LEADER and path.startswith(post.path):
            return post
    raise Forbidden("这项延期申请由该单位的分管领导审批。")


def signing_post(posts: Iterable[Post], top: str) -> Post:
    """Return the post from which a bulletin is signed: that of a leader in the bureau itself, whose path is `top`.

    Raise Forbidden where the person has none.
    """
    for post in posts:
        if post.duty is Duty.LEADER and post.path == top:
            return post
    raise Forbidden("通报由局领导签发。")


def nearest(posts: Iterable[Post], path: str) -> list[Post]:
    """Return those of the posts that are in the unit, or else in the first unit above it that has any."""
    above = [post for post in posts if path.startswith(post.path)]
    longest = max((len(post.path) for post in above), default=0)
    return [post for post in above if len(post.path) == longest]


def readable_paths(posts: Iterable[Post]) -> list[str]:
    """Return the paths of units whose reports, and those of the units below, these posts may read."""
    return ["/" if post.duty in WHOLE_PLAN else post.path for post in posts]


def may_read(posts: Iterable[Post], path: str) -> bool:
    """Whether these posts may read the reports of the unit at `path`."""
    return any(path.startswith(place) for place in readable_paths(posts))


def directive_paths(posts: Iterable[Post]) -> list[str]:
    """Return the paths of units whose directives, and those of the units below, these posts may read.

    An observer reads only the plan and the overview, of which directives are no part.
    """
    return readable_paths(post for post in posts if post.duty is not Duty.OBSERVER)


def may_read_directives(posts: Iterable[Post], path: str) -> bool:
    """Whether these posts may read what leaders wrote to the unit at `path`."""
    return any(path.startswith(place) for place in directive_paths(posts))
