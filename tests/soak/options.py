"""The options of a soak, given as `SECONDS=600 SEED=1`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

MIX, NONE = "mix", "none"
POSTGRES = "postgres"


@dataclass(frozen=True)
class Options:
    """The options of a soak.

    `fault` is one of `faults.FAULTS`, `mix` for random ones, or `none`. By default a soak with `mix` has a kill every
    30 seconds and a stop every 60, others have none. `rate` is in updates a second, of all people together. `plain`
    means HTTP instead of HTTPS. `database` is a URL for SQLAlchemy, `postgres` for a server started by the soak, or
    empty for an SQLite file. The soak's files are kept in the folder `keep`. With `figures`, the two figures of
    `tests.soak.figures` are measured instead.
    """

    seconds: int = 600
    seed: int = 1
    kills: int = -1
    stops: int = -1
    fault: str = MIX
    fault_seconds: int = 120
    people: int = 22
    strangers: int = 5
    rate: float = 4.0
    plain: int = 0
    patience: int = 240  # seconds to wait for unfinished work after the traffic has ended
    database: str = ""
    keep: str = ""
    figures: int = 0

    @property
    def wanted_kills(self) -> int:
        return self._or_of_the_mix(self.kills, 30)

    @property
    def wanted_stops(self) -> int:
        return self._or_of_the_mix(self.stops, 60)

    def _or_of_the_mix(self, given: int, every: int) -> int:
        if given >= 0:
            return given
        return max(1, self.seconds // every) if self.fault == MIX else 0


class WrongOption(Exception):
    """An option that cannot be used; its text is printed."""


def read(arguments: Iterable[str]) -> Options:
    """Parse the arguments; raises WrongOption."""
    kinds: dict[str, type[int | float | str]] = {name: type(value) for name, value in asdict(Options()).items()}
    values: dict[str, object] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or name.lower() not in kinds:
            raise WrongOption(f"{argument} is none of {', '.join(f'{kind.upper()}=' for kind in kinds)}")
        try:
            values[name.lower()] = kinds[name.lower()](value)
        except ValueError:
            raise WrongOption(f"{argument} is not a number") from None
    return Options(**values)  # type: ignore[arg-type]
