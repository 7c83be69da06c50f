"""Who may do what with this unit or task: asked where the change is decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from plan.refusal import Forbidden
from plan.values import Duty


@dataclass(frozen=True)
class Post:
    """A duty in a unit; `path` is the unit's place in the tree: those below it have a path that begins with it.

    `acting` where its holder is away, and the one who acts from it is his deputy (B岗).
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
DOES = frozenset({Duty.HEAD, Duty.LIAISON})


def post_for(posts: Iterable[Post], unit_id: int) -> Post:
    """The post from which one signs and reports for this unit: one's own unit's, else the clerk's, on behalf."""
    posts = tuple(posts)
    if own := doing_post(posts, unit_id):
        return own
    for post in posts:
        if post.duty is Duty.CLERK:
            return post
    raise Forbidden("这项任务由其他单位承办，您不能代为办理。")


def doing_post(posts: Iterable[Post], unit_id: int) -> Post | None:
    """One's post among those who do the work of this unit."""
    return next((post for post in posts if post.duty in DOES and post.unit_id == unit_id), None)


def nudging_post(posts: Iterable[Post], path: str) -> Post | None:
    """The post from which one nudges a unit: the clerk's or a leader's, or that of a head of a unit above it."""
    for post in posts:
        below = path != post.path and path.startswith(post.path)
        if post.duty in (Duty.CLERK, Duty.LEADER) or (post.duty is Duty.HEAD and below):
            return post
    return None


def deciding_post(posts: Iterable[Post], unit_id: int) -> Post:
    """The clerk's post from which one closes, returns or waives: the doer never decides about his own work."""
    posts = tuple(posts)
    if doing_post(posts, unit_id):
        raise Forbidden("这项任务由您所在单位承办，请由其他督办员办理。")
    for post in posts:
        if post.duty is Duty.CLERK:
            return post
    raise Forbidden("这项操作由督办员办理。")


def approving_post(posts: Iterable[Post], unit_id: int, path: str, by: Duty) -> Post:
    """The post from which one grants a unit more time: where it is `by` a leader, one of the unit or above it."""
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
    """The post from which a bulletin is signed off: a leader's in the bureau itself, whose path is `top`."""
    for post in posts:
        if post.duty is Duty.LEADER and post.path == top:
            return post
    raise Forbidden("通报由局领导签发。")


def nearest(posts: Iterable[Post], path: str) -> list[Post]:
    """Of these posts those that are nearest to a unit: in it, else in the first unit above it that has any."""
    above = [post for post in posts if path.startswith(post.path)]
    longest = max((len(post.path) for post in above), default=0)
    return [post for post in above if len(post.path) == longest]


def readable(posts: Iterable[Post]) -> list[str]:
    """The places in the tree from which on down the reports of units are read: one's own, or the whole plan's."""
    return ["/" if post.duty in WHOLE_PLAN else post.path for post in posts]


def may_read(posts: Iterable[Post], path: str) -> bool:
    """The reports of a unit are read by itself, those above it, and whoever reads the whole plan."""
    return any(path.startswith(place) for place in readable(posts))


def orders_readable(posts: Iterable[Post]) -> list[str]:
    """The places from which on down one reads what leaders wrote to the units."""
    return readable(post for post in posts if post.duty is not Duty.OBSERVER)


def may_read_orders(posts: Iterable[Post], path: str) -> bool:
    """What a leader wrote to a unit is no part of the plan and the board, which are all that an observer reads."""
    return any(path.startswith(place) for place in orders_readable(posts))
