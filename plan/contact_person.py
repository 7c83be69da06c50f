"""Who answers for a unit (联系人): the holders of its posts, or who stands in for them today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plan.person import Person
from plan.seat import Seat
from plan.values import Duty

ANSWERABLE = (Duty.HEAD, Duty.LIAISON)


@dataclass(frozen=True)
class ContactPerson:
    """A post with the person who acts from it today; None where it is vacant. `acting` is true for a deputy (B岗)."""

    duty: Duty
    person: Person | None
    acting: bool = False


def of_unit(seats: Iterable[Seat], unit_id: int, today: date) -> list[ContactPerson]:
    """Return the head and the liaison of a unit; a duty without a post stands as vacant."""
    own = [seat for seat in seats if seat.unit_id == unit_id]
    contacts = []
    for duty in ANSWERABLE:
        of_duty = [_acting(seat, today) for seat in own if seat.duty is duty]
        contacts += [contact for contact in of_duty if contact.person] or [ContactPerson(duty, None)]
    return contacts


def _acting(seat: Seat, today: date) -> ContactPerson:
    is_away = seat.leave is not None and seat.leave.first <= today <= seat.leave.last
    if is_away and seat.deputy:
        return ContactPerson(seat.duty, seat.deputy, acting=True)
    return ContactPerson(seat.duty, seat.holder)
