"""The limit on all evidence holds while many people send files at the same moment."""

import signal
from pathlib import Path

from tests.bot.process import posted, program

PDF = b"%PDF-1.7\n"


async def test_many_at_once_do_not_get_past_the_limit(tmp_path: Path) -> None:
    """Eight people send two files each at the same moment, more than the limit in all."""
    async with program(tmp_path) as duban:
        duban.environment |= {"EVIDENCE_GB_IN_ALL": str(4.5 / 1024), "EVIDENCE_MB_PER_PERSON_A_DAY": "2.5"}
        for person, _, code in await posted(duban, 8):
            for n in (1, 2):
                content = (PDF + f"{person}.{n}".encode()).ljust(2**20 // n, b"0")
                duban.world.upload(person, f"{n}.pdf", content, caption=f"{code} {n}0% 推进之{n}")
        running = await duban.start()
        await duban.until(lambda: duban.message_count() >= 16 and duban.idle())
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
        assert duban.sql("SELECT count(*) FROM reports") == [(16,)], "words take effect whatever becomes of the file"
        copies = [path.stat().st_size for path in (tmp_path / "evidence").iterdir()]
        assert duban.sql("SELECT sum(size), count(*) FROM evidence") == [(sum(copies), len(copies))]
        assert 4 * 2**20 <= sum(copies) <= 4.5 * 2**20
