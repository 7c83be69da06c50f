"""`python -m tests.soak SECONDS=600 SEED=1` prints a table and ends with status 1 if the books don't balance."""

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests import postgres
from tests.soak.books import Entry
from tests.soak.faults import FAULTS
from tests.soak.figures import figures
from tests.soak.options import MIX, NONE, POSTGRES, Options, WrongOption, read
from tests.soak.report import balanced, table
from tests.soak.run import soak


def main(arguments: list[str]) -> int:
    try:
        options = read(arguments)
        if options.fault not in (MIX, NONE, *FAULTS):
            raise WrongOption(f"FAULT is one of {', '.join((MIX, NONE, *FAULTS))}")
        if options.database == POSTGRES and postgres.ABSENT:
            raise WrongOption(postgres.ABSENT)
    except WrongOption as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if options.keep:
        Path(options.keep).mkdir(parents=True, exist_ok=True)
        return _run(options, Path(options.keep).resolve())
    with tempfile.TemporaryDirectory() as folder:
        return _run(options, Path(folder))


def _run(options: Options, folder: Path) -> int:
    entries = asyncio.run(_entries(options, folder))
    print(table(entries))
    return 0 if balanced(entries) else 1


async def _entries(options: Options, folder: Path) -> list[Entry]:
    run = figures if options.figures else soak
    if options.database != POSTGRES:
        return await run(options, folder)
    async with postgres.database() as url:
        return await run(replace(options, database=url), folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
