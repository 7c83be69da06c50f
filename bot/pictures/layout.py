"""Compute the layout of a picture, in px: 1080 wide, which a phone shows at a third of that size."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.text_fit import ColumnHeads, FittedText, column_heads, fitted, plain, size_to_fit, spread, width
from plan.picture import Mark, Picture, PictureRow, RowKind

WIDTH, MAX_HEIGHT = 1080, 1280
"""Telegram scales a higher photo down."""
LEFT, RIGHT = 32, 1048
TITLE_LINE, NOTE_LINE = 50, 36
LEGEND_SIZE = 30
LEGEND_SIGN = 48
"""The width of a light in the legend, with the space behind it."""
COUNT_ROOM = {Mark.RED: 36, Mark.GREEN: 42, Mark.YELLOW: 34, Mark.REVIEW: 29, Mark.OVER: 30}
"""The width available to a number in a light or beside it."""
MAX_WIDE_MONTHS = 12
"""With more columns than this there is room for `12`, not for `12月`."""


@dataclass(frozen=True)
class Layout:
    """Where the parts of a picture are. `has_totals` where the last column holds the rows' totals."""

    title: FittedText
    columns: int
    heads: ColumnHeads
    notes: tuple[str, ...]
    has_totals: bool

    @property
    def label_width(self) -> int:
        return _label_width(self.has_totals)

    @property
    def column_width(self) -> float:
        return _column_width(self.columns, self.has_totals)

    @property
    def row_height(self) -> int:
        return 72 if self.has_totals else 68

    @property
    def shift(self) -> int:
        """How far a title of two lines moves down everything below it."""
        return TITLE_LINE * (len(self.title.lines) - 1)

    @property
    def top(self) -> float:
        """The upper edge of the first row."""
        return 224 + self.shift + self.heads.height

    @property
    def footer_height(self) -> int:
        return 24 + NOTE_LINE * len(self.notes)

    @property
    def max_rows(self) -> int:
        return int((MAX_HEIGHT - self.top - self.footer_height) // self.row_height)

    def column_centre(self, column: int) -> float:
        return LEFT + self.label_width + self.column_width * (column + 0.5)

    def row_label(self, row: PictureRow) -> FittedText:
        return fitted(
            plain(f"{row.number} {row.name}"), self.label_width - 10, (29, 26) if self.has_totals else (28, 26)
        )

    def total_size(self, total: int) -> float:
        """Return the font size of a row's total."""
        return size_to_fit(str(total), self.column_width - 6, 29)


def arrange(picture: Picture) -> tuple[Picture, Layout]:
    """Return the picture with the rows for which there is room, and its layout.

    The room is computed with a line for the sentence that counts hidden rows, whether it will be needed or not.
    """
    shown = picture.limited_to(_layout(picture, "另有").max_rows)
    return shown, _layout(shown, shown.hidden)


def _layout(picture: Picture, hidden: str) -> Layout:
    has_totals = picture.kind is RowKind.UNITS
    notes = [line for note in (picture.note, hidden) if note for line in fitted(note, RIGHT - LEFT, (27,)).lines]
    heads = column_heads(_head_words(picture), _column_width(len(picture.columns), has_totals))
    return Layout(fitted(picture.title, RIGHT - LEFT, (42, 38)), len(picture.columns), heads, tuple(notes), has_totals)


def _head_words(picture: Picture) -> Sequence[str]:
    if picture.kind is RowKind.TASKS or len(picture.columns) <= MAX_WIDE_MONTHS:
        return picture.columns
    return [column.removesuffix("月") for column in picture.columns]


def _label_width(has_totals: bool) -> int:
    return 208 if has_totals else 308


def _column_width(columns: int, has_totals: bool) -> float:
    return (RIGHT - LEFT - _label_width(has_totals)) / (columns + has_totals)


def legend(counts: Sequence[tuple[Mark, int]]) -> tuple[float, list[float]]:
    """Return the font size of the legend, and where each of its lights begins."""
    words = [f"{mark.label} {count}" for mark, count in counts]
    room = RIGHT - LEFT - (LEGEND_SIGN + 12) * len(words)
    size = size_to_fit("".join(words), room, LEGEND_SIZE)
    return size, [LEFT + x for x in spread([LEGEND_SIGN + width(word) * size for word in words], RIGHT - LEFT)]


def rounded(count: int) -> str:
    """Return a number short enough for a light: exact below 1000, then in thousands or ten thousands."""
    return str(count) if count < 1000 else f"{count // 1000}千" if count < 10000 else f"{count // 10000}万"


def count_size(mark: Mark, count: int) -> float:
    """Return the font size of a number in a light."""
    return size_to_fit(rounded(count), COUNT_ROOM[mark], 28)
