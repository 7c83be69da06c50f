"""What a group's picture (图) shows: a grid of lights, as frozen values with a JSON form."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from plan.values import Named


class Mark(Named):
    """What a cell shows. The order is that of the lights' ranks, the worst last."""

    OVER = "over", "已办结"
    REVIEW = "review", "待审核"
    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


MARKS = tuple(Mark)
WORST_FIRST = tuple(reversed(MARKS))


class RowKind(Named):
    """What the rows of a picture are, with the words that count them."""

    UNITS = "units", "个单位"
    TASKS = "tasks", "项任务"


@dataclass(frozen=True)
class Cell:
    """`count` is the number of assignments that the cell stands for, None where it is always one."""

    mark: Mark
    count: int | None = None


@dataclass(frozen=True)
class PictureRow:
    """A unit with the `total` of its assignments, or a task with its `number`. An empty cell is None."""

    name: str
    cells: tuple[Cell | None, ...]
    number: str = ""
    total: int | None = None


@dataclass(frozen=True)
class Picture:
    """A grid with its words. `counts` are the numbers of tasks for the legend.

    `urgency` holds the indexes of `rows`, the row in the worst state first. `hidden_rows` and `hidden_columns` count
    what was left out. `corner` heads the column of names. `today_column` is an index, -1 where no column has today.
    """

    title: str
    about: str
    counts: tuple[tuple[Mark, int], ...]
    kind: RowKind
    columns: tuple[str, ...]
    rows: tuple[PictureRow, ...]
    urgency: tuple[int, ...]
    note: str
    hidden_rows: int = 0
    hidden_columns: int = 0
    corner: str = ""
    today_column: int = -1

    @property
    def hidden(self) -> str:
        """The sentence that says how many rows and columns are left out; empty where none is."""
        counted = ((self.hidden_columns, "个市"), (self.hidden_rows, self.kind.label))
        words = "、".join(f"{count}{what}" for count, what in counted if count)
        return f"优先列出灯号较差的，另有{words}未列出。" if words else ""

    def limited_to(self, most: int) -> "Picture":
        """Return the same picture with at most `most` rows: the most urgent ones, in their own order."""
        urgency = self.urgency[:most]
        shown = sorted(urgency)
        return replace(
            self, rows=tuple(self.rows[index] for index in shown),
            urgency=tuple(shown.index(index) for index in urgency),
            hidden_rows=self.hidden_rows + len(self.rows) - len(shown),
        )  # fmt: skip

    def dump(self) -> str:
        """Return the picture as JSON; equal pictures have equal JSON."""
        return PICTURE.dump_json(self).decode()

    @classmethod
    def load(cls, dumped: str) -> "Picture":
        """Raises ValueError for anything that `dump` did not write."""
        try:
            return PICTURE.validate_json(dumped)
        except ValidationError:  # its text repeats the input, which logs must not contain
            raise ValueError("not a picture") from None


PICTURE = TypeAdapter(Picture)
