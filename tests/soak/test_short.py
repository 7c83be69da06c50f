"""A soak of ten seconds with one kill and one fault."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.soak.options import Options, WrongOption, read
from tests.soak.report import balanced, table
from tests.soak.run import soak

SHORT = Options(seconds=10, kills=1, stops=0, fault="proxy_503", fault_seconds=3, rate=6, patience=60)


@pytest.mark.soak
async def test_the_books_balance() -> None:
    """Keep the files on a real disk, because the bot is killed."""
    with TemporaryDirectory() as folder:
        entries = await soak(SHORT, Path(folder))
    assert balanced(entries), table(entries)


def test_options() -> None:
    assert read(["SECONDS=60", "FAULT=502"]) == Options(seconds=60, fault="502")
    assert (read(["SECONDS=60"]).wanted_kills, read(["SECONDS=60", "FAULT=none"]).wanted_kills) == (2, 0)
    for wrong in ("SECOND=1", "SECONDS", "SECONDS=many"):
        with pytest.raises(WrongOption):
            read([wrong])
