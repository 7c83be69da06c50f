"""What a message says first where it comes late."""

from dataclasses import replace

from markupsafe import Markup

from plan.reply import Reply


def delayed(reply: Reply, words: str) -> Reply:
    """`（延迟送达：原定3月2日 08:30）` above the text; a reply without a text, as a file alone, stays as it is."""
    return replace(reply, text=Markup("（{}）\n\n{}").format(words, Markup(reply.html))) if reply.text else reply  # noqa: S704
