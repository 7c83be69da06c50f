"""`duban backup` and `duban restore`: complete, verified, all or nothing."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import plain_connection, snapshot
from storage.lease import Lease
from tests.bot.conftest import Duban
from tests.town import MONDAY, prepared

FILE = b"%PDF-1.4 proof"
NAME = hashlib.sha256(FILE).hexdigest()
GONE = hashlib.sha256(b"gone").hexdigest()
ROW = (
    "INSERT INTO evidence (person_id, kind, name, type, size, sha256, file_id, at, album, dropped)"
    " VALUES (1, 'document', 'a.pdf', 'pdf', 14, ?, 'x', '2020-03-02 01:00:00.000000', '', 0)"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a folder with a database that holds a plan and names a file, which is there."""
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / NAME).write_bytes(FILE)
    (tmp_path / "evidence" / ("e" * 64)).write_bytes(b"named by nobody")
    with closing(sqlite3.connect(tmp_path / "duban.db")) as db, db:
        db.execute("INSERT INTO people (id, telegram_id, name, joined_at, reachable) VALUES (1, 7, '演示', 0, 1)")
        db.execute(ROW, (NAME,))
    return tmp_path


def backed_up(duban: Duban, *arguments: str) -> Path:
    code, output, _ = duban("backup", *arguments)
    assert code == 0
    return Path(output.splitlines()[-1])


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
        return db.execute(query).fetchall()


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    destination = tmp_path / "new"
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{destination}/duban.db")
    return destination


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_there_and_back(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backed_up(duban)
    assert path.parent == office / "backups"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert tree(path.parent) == [path.name]
    with tarfile.open(path) as tar:
        assert tar.getnames() == ["duban.db", f"evidence/{NAME}", "manifest.json"]
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert manifest["counts"]["tasks"] == 109
    assert manifest["members"][f"evidence/{NAME}"] == {"size": 14, "sha256": NAME}
    assert manifest["made_at"].endswith("+08:00")

    destination = elsewhere(monkeypatch, office)
    code, output, _ = duban("restore", str(path))
    assert (code, "任务 109，" in output, "证据文件 1" in output) == (0, True, True)
    assert tree(destination) == ["duban.db", "evidence", f"evidence/{NAME}"]
    assert (destination / "evidence" / NAME).read_bytes() == FILE
    assert {destination.joinpath(name).stat().st_mode & 0o777 for name in ("duban.db", f"evidence/{NAME}")} == {0o600}
    same = "SELECT code, title, version FROM tasks JOIN assignments a ON a.task_id = tasks.id ORDER BY a.id"
    assert rows(destination / "duban.db", same) == rows(office / "duban.db", same)
    ((marked,),) = rows(destination / "duban.db", "SELECT value FROM settings WHERE owner = -1 AND name = 'restored'")
    assert json.loads(marked) | {"noticed_at": None} == {
        "cause": "backup", "known_until": manifest["made_at"], "noticed_at": None, "told_at": None,
    }  # fmt: skip
    code, _, error = duban("restore", str(path))
    assert (code, error) == (1, f"{destination}/duban.db 已存在，未恢复。请先将其移到别处。\n")


def test_a_folder_of_its_own_and_two_in_a_second(office: Path, duban: Duban) -> None:
    paths = {backed_up(duban, str(office / "disk")) for _ in range(3)}
    assert len(paths) == 3
    assert set(tree(office / "disk")) == {path.name for path in paths}


def test_evidence_that_is_gone_or_damaged_is_named(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / "evidence" / NAME).write_bytes(b"other")
    with closing(sqlite3.connect(office / "duban.db")) as db, db:
        db.execute(ROW, (GONE,))
    code, output, warning = duban("backup")
    assert code == 0
    assert f"1 个证据文件不在证据文件夹中：{GONE}" in warning
    assert f"1 个证据文件内容已改变：{NAME}" in warning
    destination = elsewhere(monkeypatch, office)
    assert duban("restore", output.splitlines()[-1])[0] == 0
    assert (destination / "evidence" / NAME).read_bytes() == b"other"


def test_nothing_to_back_up_or_no_room(tmp_path: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, error = duban("backup")
    assert (code, error, tree(tmp_path)) == (1, f"没有可以备份的数据库：{tmp_path}/duban.db\n", [])
    (tmp_path / "duban.db").write_bytes(b"This is a letter. " * 400)
    code, _, error = duban("backup")
    assert (code, error.count("\n"), "不是数据库文件，或已损坏" in error) == (1, 1, True)
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    (tmp_path / "file").touch()
    code, _, error = duban("backup", str(tmp_path / "file"))
    assert (code, error.startswith("备份未完成：")) == (1, True)
    assert tree(tmp_path / "backups") == []


@pytest.mark.parametrize("command", [("backup",), ("restore", "x.tar")])
def test_postgresql_has_its_own(duban: Duban, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://user:secret@host/db")
    code, output, error = duban(*command)
    assert (code, output, len(error.splitlines())) == (1, "", 1)
    assert "pg_dump" in error
    assert "secret" not in error


@contextmanager
def rewritten(path: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Iterator[Path]:
    """Write a copy of the backup with changed members and manifest."""
    with tarfile.open(path) as tar:
        content = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    manifest = json.loads(content.pop("manifest.json"))
    change(content, manifest)
    changed = path.with_name("changed.tar")
    with tarfile.open(changed, "w") as tar:
        for name, data in (*content.items(), ("manifest.json", json.dumps(manifest).encode())):
            header = tarfile.TarInfo(name)
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
    yield changed


def one_bit(content: dict[str, bytes], _: dict[str, Any]) -> None:
    content["duban.db"] = content["duban.db"][:-1] + bytes([content["duban.db"][-1] ^ 1])


def a_path(content: dict[str, bytes], manifest: dict[str, Any]) -> None:
    content["../outside"] = b"x"
    manifest["members"]["../outside"] = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}


def one_more(content: dict[str, bytes], _: dict[str, Any]) -> None:
    content["evidence/" + "a" * 64] = b"x"


def one_less(content: dict[str, bytes], _: dict[str, Any]) -> None:
    del content[f"evidence/{NAME}"]


def no_database(content: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del content["duban.db"], manifest["members"]["duban.db"]


def newer(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["schema_number"] = 999


def no_members(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["members"]


def other_counts(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["counts"]["reports"] = 12


def damaged_database(content: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """Damage the database and store the matching digest, as if it had been damaged before it was copied."""
    data = content["duban.db"]
    content["duban.db"] = data = data[:8192] + bytes(len(data) // 2) + data[8192 + len(data) // 2 :]
    manifest["members"]["duban.db"]["sha256"] = hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (one_bit, "备份文件已损坏（duban.db）"), (a_path, "备份文件中有不应有的内容"),
        (one_more, "备份文件的内容与其清单不一致"), (one_less, "备份文件的内容与其清单不一致"),
        (no_database, "备份文件的内容与其清单不一致"), (newer, "备份来自更新的版本，请先升级程序再恢复"),
        (no_members, "备份文件的清单无法识别"), (other_counts, "备份中的数据库与其清单不一致"),
        (damaged_database, "备份中的数据库已损坏"),
    ],
)  # fmt: skip
def test_what_is_not_restored(
    office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch, change: Callable[..., None], message: str
) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    with rewritten(path, change) as archive:
        code, out, error = duban("restore", str(archive))
    assert (code, out, error.startswith(message), len(error.splitlines())) == (1, "", True, 1)
    assert [name for name in (tree(destination) if destination.exists() else []) if name != "duban.db.lease"] == []
    assert not (office / "outside").exists()


def test_a_link_a_short_file_and_no_backup(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    link = office / "link.tar"
    with tarfile.open(link, "w") as tar:
        header = tarfile.TarInfo("duban.db")
        header.type, header.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(header)
    content = path.read_bytes()
    for length in (0, 100, 5000, len(content) // 2, len(content) - 12000):
        (office / f"short{length}.tar").write_bytes(content[:length])
    (office / "text.tar").write_bytes(b"This is a letter. " * 400)
    for archive in (link, *office.glob("short*.tar"), office / "text.tar", office / "none.tar", office):
        code, output, error = duban("restore", str(archive))
        assert (code, output, len(error.splitlines())) == (1, "", 1), archive
        assert not destination.exists()


def test_where_something_is_already(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    for name in ("duban.db", "duban.db-wal", "duban.db-shm", f"evidence/{NAME}"):
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        (destination / name).write_bytes(b"")
        before = tree(destination)
        code, _, error = duban("restore", str(path))
        assert (code, "请先将其移到别处。" in error, tree(destination)) == (1, True, before)
        (destination / name).unlink()
    lease = Lease(f"sqlite+aiosqlite:///{destination}/duban.db")
    code, _, error = duban("restore", str(path))
    assert (code, error) == (1, "督办正在运行，请先停止再恢复。\n")
    lease.release()
    assert duban("restore", str(path))[0] == 0


def test_no_room_for_all_of_it(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    monkeypatch.setattr(Path, "rename", full)
    code, _, error = duban("restore", str(path))
    assert (code, error) == (1, "未能恢复，已撤回全部写入：磁盘已满。\n")
    assert tree(destination) == []


def test_a_file_that_is_removed_meanwhile(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot removes a file after the database was copied and before the files are."""
    looked, count = snapshot.contents, 0

    def then_forgotten(path: Path) -> snapshot.Contents:
        nonlocal count
        contents, count = looked(path), count + 1
        if count == 1:
            with closing(sqlite3.connect(office / "duban.db")) as db, db:
                db.execute("DELETE FROM evidence")
            (office / "evidence" / NAME).unlink()
        return contents

    monkeypatch.setattr(snapshot, "contents", then_forgotten)
    code, output, warning = duban("backup")
    assert (code, warning, count) == (0, "", 2)
    with tarfile.open(output.splitlines()[-1]) as tar:
        assert tar.getnames() == ["duban.db", "manifest.json"]
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert (manifest["missing"], manifest["counts"]["evidence"]) == ([], 0)


def test_what_a_killed_restore_has_left_is_no_obstacle(
    office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    (destination / "evidence" / ".restoring").mkdir(parents=True)
    (destination / "evidence" / ".restoring" / NAME).write_bytes(b"half")
    (destination / ".duban.db.restoring").write_bytes(b"half")
    assert duban("restore", str(path))[0] == 0
    assert tree(destination) == ["duban.db", "evidence", f"evidence/{NAME}"]


def test_what_a_killed_restore_has_put_in_place_is_no_obstacle(
    office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of the same backup don't prevent a restore; another file, or a database, does."""
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    (destination / "evidence" / ".restoring").mkdir(parents=True)
    (destination / "evidence" / NAME).write_bytes(FILE)
    (destination / ".duban.db.restoring").write_bytes(b"half")
    (destination / "duban.db").touch()
    (destination / "evidence" / GONE).touch()
    assert duban("restore", str(path))[0] == 1
    (destination / "evidence" / GONE).unlink()
    assert duban("restore", str(path))[0] == 0
    assert tree(destination) == ["duban.db", "evidence", f"evidence/{NAME}"]


def header(kind: bytes, size: int, name: str = "duban.db") -> bytes:
    """Return a forged header of a tar member of this type; `size` may be negative or larger than any disk."""
    made = tarfile.TarInfo(name)
    made.type = kind
    block = bytearray(made.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = size.to_bytes(12, "big", signed=True) if size < 0 else b"\x80" + size.to_bytes(11, "big")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize(
    "content",
    [
        header(tarfile.REGTYPE, 2**70), header(tarfile.REGTYPE, -512), header(tarfile.REGTYPE, -1024),
        header(tarfile.GNUTYPE_LONGNAME, -512), header(tarfile.XHDTYPE, -512),
        header(tarfile.XHDTYPE, 512) + b"9" * 30 + b" path=a\n",
        (header(tarfile.GNUTYPE_LONGNAME, 1) + b"a" * 512) * 3000,
    ],
    ids=["huge", "negative", "before the file", "negative name", "negative record", "huge record", "names of names"],
)  # fmt: skip
def test_headers_that_nobody_writes(office: Path, duban: Duban, content: bytes) -> None:
    (office / "wrong.tar").write_bytes(content + bytes(4096))
    shutil.move(office / "duban.db", office / "old.db")
    shutil.move(office / "evidence", office / "old")
    before = tree(office)
    code, output, error = duban("restore", str(office / "wrong.tar"))
    assert (code, output, len(error.splitlines())) == (1, "", 1)
    assert error.startswith(
        ("不是完整的备份文件", "备份文件没有完整的清单", "备份文件无法读取", "备份文件中有不应有的内容")
    )
    assert tree(office) == before


def test_why_there_is_no_backup(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked database, and another program's, are not called damaged."""
    monkeypatch.setattr(plain_connection, "PATIENCE", 0.1)  # seconds
    with closing(sqlite3.connect(office / "duban.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert "数据库被其他程序占用" in duban("backup")[2]
    with closing(sqlite3.connect(office / "duban.db", isolation_level=None)) as other:
        other.execute("DROP TABLE versions")
    assert "不是督办的数据库" in duban("backup")[2]
    content = prepared(None, MONDAY)
    (office / "duban.db").write_bytes(content[: len(content) // 2])
    assert "数据库已损坏" in duban("backup")[2]
    assert tree(office / "backups") == []


@pytest.mark.parametrize("made_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_is_none(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch, made_at: str) -> None:
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)
    with rewritten(path, lambda _, manifest: manifest.update(made_at=made_at)) as archive:
        assert duban("restore", str(archive))[::2] == (1, "备份文件的清单无法识别。\n")
    assert not destination.exists()


def test_what_killed_backups_have_left_goes_after_a_day(office: Path, duban: Duban) -> None:
    folder = office / "backups"
    folder.mkdir()
    old, new = ".duban-20200229-020000.tar", ".duban-20200301-020000.tar"
    for name in (old, new):
        for ending in (".part", ".db.part", ".db.part-journal"):
            (folder / f"{name}{ending}").touch()
            if name == old:
                os.utime(folder / f"{name}{ending}", (0, 0))
    path = backed_up(duban)
    assert tree(folder) == sorted([path.name, *(f"{new}{end}" for end in (".part", ".db.part", ".db.part-journal"))])


def test_no_room_for_the_mark(office: Path, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the last write into the restored database: everything is removed again."""
    path = backed_up(duban)
    destination = elsewhere(monkeypatch, office)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(plain_connection, "put_program_value", full)
    code, _, error = duban("restore", str(path))
    assert (code, error) == (1, "未能恢复，已撤回全部写入：数据库无法使用：磁盘已满。\n")
    assert tree(destination) == []
