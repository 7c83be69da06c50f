"""Replace secrets in texts that are logged or stored: tokens, passwords, invitation codes, phone numbers."""

import re

TOKEN = re.compile(r"\d{3,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)
PASSWORD = re.compile(r"(?<=://)[^/\s@\"']+@")
"""User and password in the address of a proxy or a database."""
START = re.compile(r"(/start(?:@\w+)?(?:\s|\\+n|%20|\+)+|start(?:group)?(?:=|%3D))[\w-]{16,}", re.IGNORECASE)
CODE = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{22}(?![\w-])")
"""An invitation code by its shape. One of fifty has no digit; those are recognised by START only."""
PHONE = re.compile(
    r"(?<![a-zA-Z0-9_.:-])(?:(?:\+|00)86[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?![a-zA-Z0-9_.:-])"
)
"""Mobile and fixed, as written in China. A Telegram id has ten digits at most, or thirteen with its sign."""
QUOTED = re.compile(r"(?:[\"`“]|(?<![A-Za-z])')(?:.*[\"'`”]|.*)")
"""From the first quotation mark to the last, because a quoted text may hold some itself. An apostrophe is none."""
FOREIGN = re.compile(r"[^\x20-\x7e]+")
LONGEST = 200


def redacted(text: str) -> str:
    """Return the text with a placeholder in place of each secret."""
    text = TOKEN.sub("<token>", text)
    text = PASSWORD.sub("<password>@", text)
    text = START.sub(r"\1<code>", text)
    text = CODE.sub("<code>", text)
    return PHONE.sub("<phone>", text)


def bare(text: str) -> str:
    """Return the first line of an English message, without what it quotes: that may be somebody's text or name."""
    first = text.strip().partition("\n")[0]
    return redacted(FOREIGN.sub("…", QUOTED.sub("…", first)))[:LONGEST]
