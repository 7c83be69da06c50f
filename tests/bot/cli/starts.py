"""Run `duban` many times in one process: `python -m tests.bot.cli.starts FOLDER`, with the starts as JSON on stdin.

A start is a list of arguments and the environment added for it. It prints as JSON, for each, the exit status, what was
written to stdout and stderr, and whether the folder is as it was. A start that goes on, instead of being refused, never
ends.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from bot.__main__ import main

Result = tuple[int, str, str, bool]


def content(folder: Path) -> list[tuple[str, int]]:
    """Return the names and sizes of everything in the folder and below it."""
    return sorted((str(path.relative_to(folder)), path.lstat().st_size) for path in folder.rglob("*"))


def start(folder: Path, arguments: list[str], environment: dict[str, str]) -> Result:
    before, known = content(folder), dict(os.environ)
    os.environ.update(environment)
    sys.argv = ["duban", *arguments]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        status = main()
    os.environ.clear()
    os.environ.update(known)
    return status, out.getvalue(), err.getvalue(), content(folder) == before


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    print(json.dumps([start(folder, *each) for each in json.load(sys.stdin)]))
