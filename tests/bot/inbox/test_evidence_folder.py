"""If the folder of evidence can't be written, a report with a file is recorded, and the file asked for again."""

import errno
import logging
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.town import LIAISON, Town

PDF = b"%PDF-1.7\n"
NOT_STORED = "材料未能保存，请稍后重新发送。"


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """Limit files to `most` bytes, so that writing fails in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_file_in_its_place(bureau: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "evidence").write_text("not a folder")
    card = await bureau.send(LIAISON, "演示名单.pdf", PDF, "2.2.3 30% 已启动")
    assert card.startswith(f"{NOT_STORED}\n\n已记录：30%。")
    assert await bureau.send(LIAISON, "演示名单.pdf", PDF) == NOT_STORED
    assert NOT_STORED in await bureau.send(LIAISON, "演示名单.pdf", PDF, "2.2.3")
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1, "the cause is logged once"
    assert errors[0].startswith(f"files can't be kept in {tmp_path}/evidence: ")
    assert "演示" not in caplog.text
    (tmp_path / "evidence").unlink()
    assert "共附 1 份" in await bureau.send(LIAISON, "演示名单.pdf", PDF, "2.2.3")


async def test_a_full_disk(bureau: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    with small_files(12 << 20):
        card = await bureau.send(LIAISON, "演示.pdf", PDF + b"0" * (13 << 20), "2.2.3 60% 已完成中期评审")
        assert card.startswith(f"{NOT_STORED}\n\n已记录：60%。")
        assert await bureau.send(LIAISON, "演示.pdf", PDF + b"0" * (13 << 20)) == NOT_STORED
    assert len(list((tmp_path / "evidence").iterdir())) == 1, "no half of a file stays"
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == [f"files can't be kept in {tmp_path}/evidence: {os.strerror(errno.EFBIG)}"]


async def test_what_was_asked_stays_open(bureau: Town, tmp_path: Path) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.tap(liaison, "滞后")
    (tmp_path / "evidence").symlink_to(tmp_path / "nowhere" / "at" / "all")
    (tmp_path / "nowhere").touch()
    assert await bureau.send(liaison, "a.pdf", PDF) == NOT_STORED
    answer = await bureau.send(liaison, "a.pdf", PDF, "101% 数据未报齐")
    assert answer.startswith(f"{NOT_STORED}百分比请填0到100之间的整数")
    assert "已记录：滞后 40%" in await bureau.say(liaison, "40% 数据未报齐")


async def test_words_that_name_no_task(bureau: Town, tmp_path: Path) -> None:
    (tmp_path / "evidence").touch()
    assert await bureau.send(LIAISON, "a.pdf", PDF, "推进会已召开") == f"{NOT_STORED}说明文字已保留。"
