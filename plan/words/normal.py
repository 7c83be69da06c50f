"""What was written, in the form in which it is understood. Only this form is read by rules; what is stored and shown to
others is what was written.
"""

import re
import unicodedata
from collections.abc import Callable

from plan.words.numerals import number

HAN_DIGIT = "[零〇一二两三四五六七八九十]"
INVISIBLE = ("Cf", "Cc", "Cs", "Co", "Cn")
"""Unicode's categories of zero-width and direction marks, of control characters, and of what is no character."""
SELECTORS = range(0xFE00, 0xFE10)
LETTER_O = re.compile(r"(?<=\d)[oO](?=[\d%])|(?<=\d)[oO](?=\s|$)|(?<![A-Za-z])[oO](?=\d*%)")
SPOKEN = re.compile(rf"{HAN_DIGIT}{{1,3}}(?:点{HAN_DIGIT}{{1,3}}){{2,3}}")
"""`二点二点四`; with one 点 it may be a time."""
PERCENT_OF = re.compile(r"百分之(百|[零〇一二两三四五六七八九十]{1,3}|\d{1,3}(?:\.\d)?)")
TENTHS = re.compile(
    r"(?<![\d零〇一二两三四五六七八九十完建形生变养赞合组构促集])([一二两三四五六七八九十]|\d)成(半|[一二三四五六七八九])?(?![立为员果本就品熟效套长功都员交])"
)
HALF = re.compile(r"(?:(?<=进度)|(?<=完成)|(?<=完成了)|(?<=到)|(?<=报))一半")
APART = re.compile(r"(?<![\d.])(\d{1,2})\s?[.。．,，、·-]\s?(\d{1,2})(?:\s?[.。．,，、·-]\s?(\d{1,2}))?(?![\d])")
WRAPPED = re.compile(r"第\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[项条号]|[【\[（(]\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[】\]）)]")


def normal(text: str, is_task: Callable[[str], bool] = lambda _number: False) -> str:
    """Return `text` in half width, without invisible characters, with numbers in digits.

    `is_task` says whether the plan has a task of that number: only then is `2-2-4` or `2、2、4` one number and not a
    list or a date.
    """
    text = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text))
    text = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    text = LETTER_O.sub("0", text)
    text = SPOKEN.sub(lambda match: ".".join(str(number(part)) for part in match[0].split("点")), text)
    text = PERCENT_OF.sub(lambda match: f"{_hundredths(match[1])}%", text)
    text = TENTHS.sub(lambda match: f"{_tenths(match[1], match[2])}%", text)
    text = HALF.sub("50%", text)
    text = APART.sub(lambda match: _joined(match, is_task), text)
    return WRAPPED.sub(lambda match: f" {match[1] or match[2]} ", text).strip()


def _plain(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in INVISIBLE and not character.isspace():
        return ""
    return "" if ord(character) in SELECTORS else character


def _hundredths(words: str) -> str:
    return "100" if words == "百" else words if words[0].isdigit() else str(number(words))


def _tenths(tens: str, ones: str | None) -> int:
    return number(tens) * 10 + (5 if ones == "半" else number(ones) if ones else 0)


def _joined(match: re.Match[str], is_task: Callable[[str], bool]) -> str:
    """The number of a task, however its parts are kept apart, if the plan has such a task."""
    joined = ".".join(str(int(part)) for part in match.groups() if part)
    return joined if is_task(joined) else match[0]
