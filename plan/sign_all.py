"""What a preview of signing for all new assignments at once (全部签收) shows, and the checksum on its button."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zlib import crc32

from plan.assignment import Assignment
from plan.format import named


def stamp(unsigned: Sequence[Assignment]) -> str:
    """Return a checksum of nine characters over the assignments, so that none is signed for that was not shown."""
    ids = ",".join(f"{assignment.id}v{assignment.version}" for assignment in unsigned)
    return f"x{crc32(ids.encode()):08x}"


def by_unit(unsigned: Sequence[Assignment]) -> list[str]:
    """Return each unit with its number of assignments, `运用促进处 12 项`; of one unit only its name."""
    counts = Counter(assignment.unit for assignment in unsigned)
    return [*counts] if len(counts) == 1 else [f"{unit} {count} 项" for unit, count in counts.items()]


def first_lines(unsigned: Sequence[Assignment], most: int) -> Iterator[str]:
    """Yield the first assignments, and the number of the others."""
    for assignment in unsigned[:most]:
        yield f"{assignment.code} {named(assignment.title, 26, restricted=assignment.restricted)}"
    if len(unsigned) > most:
        yield f"还有 {len(unsigned) - most} 项"
