"""Findings about the database: whether it exists, can be read, is complete, and has this program's schema."""

from collections.abc import Iterator

from bot.backup.listing import backups_in
from bot.doctor.finding import Case, Finding, moment
from storage.diagnosis_queries import DatabaseFacts
from storage.lease import file_of
from storage.snapshot import SCHEMA

CLOSE_OTHERS = "关闭正在打开它的其他程序，如数据库工具、备份或同步软件。"
UNREADABLE = {
    "absent": ("没有数据库", "第一次使用的，运行 duban import 导入计划；否则核对 DATABASE_URL。"),
    "empty": (
        "数据库文件是空的",
        "找回该文件，或将它和剩下的文件移到别处后，运行 {restore}；确需从空白开始的，删除该文件及其 .count、-wal。",
    ),
    "foreign": ("不是督办的数据库", "核对 DATABASE_URL。"),
    "lost": ("数据库文件不见了", "找回该文件，或将剩下的文件移到别处后，运行 {restore}。"),
    "damaged": (
        "数据库文件已损坏（{words}）",
        "停止运行，将该文件及其 -wal、-shm 和证据文件夹移到别处，再运行 {restore}。",
    ),
    "locked": ("数据库被其他程序占用（{words}）", CLOSE_OTHERS),
    "unreadable": ("数据库无法读取（{words}）", "检查文件和文件夹的权限、磁盘，以及 DATABASE_URL。"),
}
CAUSES = {
    "copy": "这是运行中复制的数据库文件，复制后的记录不在其中",
    "shortened": "最新的记录缺失（-wal 文件被删除或截短，或放回了较早的数据库文件）",
}


def database(case: Case) -> Iterator[Finding]:
    diagnosis, path = case.diagnosis, file_of(case.settings.database_url) or "PostgreSQL"
    if diagnosis.facts is None:
        newest = max(backups_in(case.settings.backups), default="备份文件")
        words, advice = (
            text.format(words=" ".join(diagnosis.words.split()), restore=f"duban restore {newest}")
            for text in UNREADABLE[diagnosis.state]
        )
        yield Finding("数据库", f"{words}：{path}", advice)
        return
    yield _schema(diagnosis.facts.schema, path)
    if diagnosis.locked:
        yield Finding("数据库", "被其他程序占用，不能写入", CLOSE_OTHERS)
    if diagnosis.partial:
        yield Finding("数据库", "有 -wal 而没有 -shm（复制来的，或被其他程序独占），-wal 中最新的记录未计入以下各项")
    if diagnosis.missing:
        advice = "查明原因；有更新的备份的，停止后恢复。继续运行的，启动时将告知督办员和各岗位。"
        yield Finding("记录", CAUSES[diagnosis.missing], advice)
    elif diagnosis.facts.held and not case.running:
        yield Finding("记录", "上次没有正常结束（断电或被终止），已保存的记录完整，下次启动自动继续")
    yield from _restored(case, diagnosis.facts)


def _schema(number: int | None, path: str) -> Finding:
    if number is None:
        return Finding("数据库", f"不是督办的数据库：{path}", "核对 DATABASE_URL。")
    if number > SCHEMA:
        words = f"结构版本 {number}，高于本程序的 {SCHEMA}：{path}"
        return Finding("数据库", words, "升级程序后再启动。")
    older = f"（下次启动时升级到 {SCHEMA}）" if number < SCHEMA else ""
    return Finding("数据库", f"完好，结构版本 {number}{older}：{path}")


def _restored(case: Case, facts: DatabaseFacts) -> Iterator[Finding]:
    if (restored := facts.record_loss) is None:
        return
    since = moment(restored.known_until, case.now)
    if restored.told_at is None:
        yield Finding("恢复", f"已恢复到 {since} 的数据，下次启动时告知督办员和各岗位")
    else:
        yield Finding("恢复", f"{since} 至 {moment(restored.told_at, case.now)} 的记录缺失，已告知督办员和各岗位")
