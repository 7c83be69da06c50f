"""What must not be read in a log or a stored error: tokens, passwords, invitation codes, phone numbers."""

import re

TOKEN = re.compile(r"\d{3,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)
PASSWORD = re.compile(r"(?<=://)[^/\s@\"']+@")
"""Of a proxy's or a database's address."""
START = re.compile(r"(/start(?:@\w+)?(?:\s|\\+n|%20|\+)+|start(?:group)?(?:=|%3D))[\w-]{16,}", re.IGNORECASE)
CODE = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{22}(?![\w-])")
"""An invitation code by its shape alone; one of fifty has no digit, and is found by what stands before it."""
PHONE = re.compile(
    r"(?<![a-zA-Z0-9_.:-])(?:(?:\+|00)86[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?![a-zA-Z0-9_.:-])"
)
"""Mobile and fixed, as written in China. A Telegram id has ten digits at most, or thirteen with its sign."""
QUOTED = re.compile(r"(?:[\"`“]|(?<![A-Za-z])')(?:.*[\"'`”]|.*)")
"""From the first quote to the last: what is quoted may hold quotes itself. The one in `can't` is none."""
FOREIGN = re.compile(r"[^\x20-\x7e]+")
LONGEST = 200


def redacted(text: str) -> str:
    """The same text with a name in place of each secret."""
    text = TOKEN.sub("<token>", text)
    text = PASSWORD.sub("<password>@", text)
    text = START.sub(r"\1<code>", text)
    text = CODE.sub("<code>", text)
    return PHONE.sub("<phone>", text)


def bare(text: str) -> str:
    """The first line of a program's own English words, without what they quote: that may be somebody's text or name."""
    first = text.strip().partition("\n")[0]
    return redacted(FOREIGN.sub("…", QUOTED.sub("…", first)))[:LONGEST]
