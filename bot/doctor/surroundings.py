"""Findings about disks, evidence, clock, calendar and backups."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.backup.listing import backups_in, made_at
from bot.doctor.finding import Case, Finding, age, byte_size, moment
from plan.moments import wanted_year
from storage import workdays
from storage.lease import file_of

LEAST_FREE = 1024**3
DRIFT = timedelta(minutes=5)
BACKUP_IS_OLD = timedelta(hours=26)
"""One nightly backup is missing."""
QUOTA_IS_NEAR = 0.9


def surroundings(case: Case) -> Iterator[Finding]:
    yield from _disk(case)
    facts = case.diagnosis.facts
    if facts is not None:
        if facts.evidence is not None:
            yield _evidence(case, facts.evidence)
        yield from _missing(case, facts.digests or [])
        if facts.latest and facts.latest > case.now + DRIFT:
            words = f"系统时间 {case.now:%Y-%m-%d %H:%M}，而已有 {moment(facts.latest, case.now)} 的记录"
            yield Finding("时钟", words, "校准系统时间（如启用 NTP）和 TIMEZONE。")
        else:
            yield Finding("时钟", f"{case.now:%Y-%m-%d %H:%M}（{case.settings.timezone}）")
        year = wanted_year(case.now.date())
        known = workdays.calendar_in(dict(sorted(facts.bureau.items()))).known(year)
        yield Finding("日历", f"{year}年放假安排{'已设定' if known else '尚未设定'}",
                      "" if known else "请督办员在对话中发送“放假通知”，粘贴国务院办公厅的通知。")  # fmt: skip
    yield _backup(case)


def _disk(case: Case) -> Iterator[Finding]:
    path = file_of(case.settings.database_url)
    size = sum(_size(f"{path}{ending}") for ending in ("", "-wal")) if path else 0
    places = {"数据库": Path(path)} if path else {}
    for label, place in (places | {"证据": case.settings.files, "备份": case.settings.backups}).items():
        if (there := _existing(place)) is None:
            continue
        free = shutil.disk_usage(there).free
        words = f"所在磁盘剩余 {byte_size(free)}" + (f"，数据库 {byte_size(size)}" if label == "数据库" else "")
        yield Finding(f"{label}磁盘", words, "清理或扩大磁盘。" if free < max(LEAST_FREE, 2 * size) else "")


def _existing(path: Path) -> Path | None:
    """Return the path, or the nearest existing folder above it, None if there is none."""
    return next((place for place in (path.absolute(), *path.absolute().parents) if place.exists()), None)


def _size(path: str) -> int:
    there = Path(path)
    return there.stat().st_size if there.exists() else 0


def _evidence(case: Case, size: int) -> Finding:
    quota = case.settings.evidence_gb_in_all
    full = size >= QUOTA_IS_NEAR * quota * 1024**3
    return Finding("证据", f"{byte_size(size)}，上限 {quota:g} GB", "提高上限，或将旧文件存档后清理。" if full else "")


def _missing(case: Case, digests: list[str]) -> Iterator[Finding]:
    """Report evidence that is not in its folder, as when a disk is not mounted: backups would lack it too."""
    try:
        there = {path.name for path in case.settings.files.iterdir()}
    except OSError:
        there = set()
    if gone := sum(digest not in there for digest in digests):
        words = f"{case.settings.files} 中缺少 {gone} 个文件（共 {len(digests)} 个）"
        advice = "检查该文件夹所在磁盘是否已挂载，以及 EVIDENCE_DIR；找不到的，从较早的备份中取回。"
        yield Finding("证据文件", words, advice)


def _backup(case: Case) -> Finding:
    if file_of(case.settings.database_url) is None:
        return Finding("备份", f"PostgreSQL 请用 pg_dump 备份，并另存文件夹 {case.settings.files}")
    paths = backups_in(case.settings.backups)
    if not paths:
        return Finding("备份", f"{case.settings.backups} 中没有备份", "运行 duban backup。")
    made = made_at(paths[-1], case.settings.zone)
    words = f"最近一次 {moment(made, case.now)}，距今{age(case.now - made)}，共 {len(paths)} 个：{paths[-1]}"
    return Finding("备份", words, "运行 duban backup，并查看日志。" if case.now - made > BACKUP_IS_OLD else "")
