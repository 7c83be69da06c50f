"""What was written, in the form in which it is understood. Only this form is read by rules; what is stored and shown to
others is what was written.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from plan.words.numerals import number

HAN_DIGIT = "[零〇一二两三四五六七八九十]"
INVISIBLE = ("Cf", "Cc", "Cs", "Co", "Cn")
"""Unicode's categories of zero-width and direction marks, of control characters, and of what is no character."""
SELECTORS = range(0xFE00, 0xFE10)
LONGEST_FORM = 4
"""A character such as ⒑ or ㈠ becomes at most so many; a ligature of a whole sentence stays as it is."""
LETTER_O = re.compile(r"(?<=\d)[oO](?=[\d%])|(?<=\d)[oO](?=\s|$)|(?<![A-Za-z])[oO](?=\d*%)")
SPOKEN = re.compile(rf"{HAN_DIGIT}{{1,3}}(?:点{HAN_DIGIT}{{1,3}}){{2,3}}")
"""`二点二点四`; with one 点 it may be a time."""
PERCENT_OF = re.compile(
    r"百分之(百|[零〇一二两三四五六七八九十]{1,3}|\d{1,3}(?:\.\d)?)(?![零〇一二两三四五六七八九十百点\d])"
)
TENTHS = re.compile(
    r"(?<![零〇一二两三四五六七八九十完建形生变养赞合组构促集])([一二两三四五六七八九十]|(?<!\d)\d)成(半|[一二三四五六七八九])?(?![立为员果本就品熟效套长功都员交\d])"
)
HALF = re.compile(r"(?:(?<=进度)|(?<=完成)|(?<=完成了)|(?<=到)|(?<=报))一半")
APART = re.compile(
    r"(?<![\d.])(\d{1,2})\s?([.。．,，、·-])\s?(\d{1,2})(?:\s?\2\s?(\d{1,2}))?"
    r"(?!\.?\d|\s?[季号日月天年个家项件次人份名期场批户篇万亿%])"
)
"""The parts of a number, kept apart by equal marks; not a list such as `1、2、4季度`."""
WRAPPED = re.compile(r"第\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[项条号]|[【\[（(]\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[】\]）)]")
BLANKS = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r" ?\n[\s\n]*")
EDGES = re.compile(r"\A\s+|\s+\Z")


@dataclass(frozen=True)
class Normal:
    """`text` is what is understood. `origins` are for each of its characters, and for its end, the place in `written`
    from which it comes."""

    text: str
    written: str
    origins: tuple[int, ...]

    def as_written(self, start: int, end: int) -> str:
        """Return what was written for `text[start:end]`."""
        return self.written[self.origins[start] : self.origins[end]]

    def sub(self, pattern: re.Pattern[str], changed: Callable[[re.Match[str]], str]) -> "Normal":
        """Return the text with each match replaced; a match that stays the same keeps its origins."""
        text, origins, at = "", [], 0
        for match in pattern.finditer(self.text):
            replacement = changed(match)
            if replacement == match[0]:
                continue
            text += self.text[at : match.start()] + replacement
            origins += [*self.origins[at : match.start()], *[self.origins[match.start()]] * len(replacement)]
            at = match.end()
        return Normal(text + self.text[at:], self.written, (*origins, *self.origins[at:])) if at else self


def normal(written: str, is_task: Callable[[str], bool] = lambda _number: False) -> Normal:
    """Return `written` in half width, without invisible characters, with numbers in digits.

    `is_task` says whether the plan has a task of that number: only then is `2-2-4` or `2、2、4` one number and not a
    list or a date.
    """
    result = _plain(written)
    for pattern, changed in STEPS:
        result = result.sub(pattern, changed)
    result = result.sub(APART, lambda match: _joined(match, is_task))
    return result.sub(WRAPPED, lambda match: f" {match[1] or match[2]} ").sub(BLANKS, _blank).sub(EDGES, _nothing)


def _plain(written: str) -> Normal:
    """Return the text in half width, without characters that cannot be seen."""
    text, origins = "", []
    for place, character in enumerate(written):
        plain = "" if _is_invisible(character) else unicodedata.normalize("NFKC", character)
        plain = plain if len(plain) <= LONGEST_FORM else character
        text += plain
        origins += [place] * len(plain)
    return Normal(text, written, (*origins, len(written)))


def _is_invisible(character: str) -> bool:
    if character.isspace():
        return False
    return unicodedata.category(character) in INVISIBLE or ord(character) in SELECTORS


def _blank(_match: re.Match[str]) -> str:
    return " "


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _apart(match: re.Match[str], digits: str) -> str:
    """Return the digits, with a blank if they would run together with those before them: `2.2.4七成`."""
    return f" {digits}" if match.string[: match.start()][-1:].isdigit() else digits


def _hundredths(words: str) -> str:
    return "100" if words == "百" else words if words[0].isdigit() else str(number(words))


def _tenths(tens: str, ones: str | None) -> int:
    return number(tens) * 10 + (5 if ones == "半" else number(ones) if ones else 0)


def _joined(match: re.Match[str], is_task: Callable[[str], bool]) -> str:
    """The number of a task, however its parts are kept apart, if the plan has such a task."""
    joined = ".".join(str(int(part)) for part in match.group(1, 3, 4) if part)
    return joined if is_task(joined) else match[0]


STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (BLANKS, _blank),
    (BLANK_LINES, lambda _match: "\n"),
    (EDGES, _nothing),
    (LETTER_O, lambda _match: "0"),
    (SPOKEN, lambda match: ".".join(str(number(part)) for part in match[0].split("点"))),
    (PERCENT_OF, lambda match: _apart(match, f"{_hundredths(match[1])}%")),
    (TENTHS, lambda match: _apart(match, f"{_tenths(match[1], match[2])}%")),
    (HALF, lambda _match: "50%"),
)
