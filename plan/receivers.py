"""Which people receive what a morning owes: the holders of the posts that the rules name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from plan.digest_rules import Due
from plan.letter_kinds import DECIDE
from plan.permission import UNIT_DUTIES
from plan.person import Person, deciders, nearest_leaders
from plan.values import Duty


def receivers(
    reachable: list[Person], leaders: list[Person], owed: Iterable[Due], switched_off: Mapping[int, frozenset[str]]
) -> dict[Person, list[Due]]:
    """Return what each of the `reachable` people is owed, the most urgent first.

    `leaders` are all of them, reachable or not. `switched_off` holds the names of the rules that a person has switched
    off for themselves, by the person's id.
    """
    directory = _Directory(reachable, leaders)
    owed_to: dict[Person, list[Due]] = defaultdict(list)
    for due in sorted(owed, key=lambda due: due.urgency):
        for person in directory.of(due):
            if due.kind.rule.name not in switched_off.get(person.id, ()):
                owed_to[person].append(due)
    return owed_to


class _Directory:
    """Look up people by unit, duty and post.

    A leader who cannot be reached still decides: the request does not pass to the clerks, and waits.
    """

    def __init__(self, reachable: list[Person], leaders: list[Person]) -> None:
        self._reachable, self._all_leaders = {person.id: person for person in reachable}, leaders
        self._of_unit: dict[tuple[int, Duty], list[Person]] = defaultdict(list)
        self._of_post: dict[int, list[Person]] = defaultdict(list)
        self._clerks = [person for person in reachable if Duty.CLERK in person.duties]
        for person in reachable:
            for post in person.posts:
                self._of_unit[post.unit_id, post.duty].append(person)
                self._of_post[post.id].append(person)
        self._leaders = [person for person in reachable if Duty.LEADER in person.duties]
        self._known: dict[tuple[int, frozenset[Duty], bool], list[Person]] = {}

    def of(self, due: Due) -> list[Person]:
        if due.post_id is not None:
            return self._of_post.get(due.post_id, [])
        key = due.assignment.unit_id, due.duties, due.kind.rule is DECIDE.rule
        if key not in self._known:
            self._known[key] = self._find(*key, due.assignment.path)
        return self._known[key]

    def _find(self, unit_id: int, duties: frozenset[Duty], decide: bool, path: str) -> list[Person]:
        """Return the unit's own people, the leaders in charge of it, and the clerks, as far as `duties` name them."""
        if decide:
            return self._deciders(unit_id, duties, path)
        own = [person for duty in duties - {Duty.LEADER} for person in self._of_unit.get((unit_id, duty), ())]
        leaders = nearest_leaders(self._leaders, path) if Duty.LEADER in duties else []
        clerks = self._clerks if Duty.CLERK in duties else []
        return list(dict.fromkeys([*own, *leaders, *clerks]))

    def _deciders(self, unit_id: int, duties: frozenset[Duty], path: str) -> list[Person]:
        doers = [person for duty in UNIT_DUTIES for person in self._of_unit.get((unit_id, duty), ())]
        leaders = nearest_leaders(self._all_leaders, path) if Duty.LEADER in duties else []
        _, deciding = deciders(leaders, self._clerks, doers)
        return [self._reachable[person.id] for person in deciding if person.id in self._reachable]
