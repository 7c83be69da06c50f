"""Findings about the running bot: since when, in which version, and whether it reaches Telegram."""

from collections.abc import Iterator
from datetime import timedelta

from bot.doctor.finding import Case, Finding, age, moment
from bot.version import VERSION

SILENT = timedelta(minutes=5)
CONNECT = "检查网络、代理 PROXY_URL 和令牌 BOT_TOKEN，并查看日志。"


def running(case: Case) -> Iterator[Finding]:
    facts = case.diagnosis.facts
    health = facts.heartbeat if facts else None
    if not case.running:
        words = f"没有运行，最近一次记录于 {moment(health.at, case.now)}" if health else "没有运行"
        yield Finding("运行", words, "运行 duban run（或启动其系统服务），并查看日志。")
        return
    begun = facts.held if facts else None
    if begun and (health is None or health.at < begun):  # It still waits for Telegram's first answer.
        yield Finding("运行", f"正在运行，自 {moment(begun, case.now)} 起")
        yield Finding("Telegram", "启动后尚未连通", CONNECT if case.now - begun > SILENT else "")
        return
    if health is None:
        yield Finding("运行", "正在运行，尚无运行记录")
        return
    words = f"正在运行，自 {moment(health.started_at, case.now)} 起，版本 {health.version}"
    if health.version != VERSION:
        words += f"（已安装 {VERSION}，重启后生效）"
    silent = case.now - health.at
    stuck = "查看日志；没有进展的，停止后重新启动。" if silent > SILENT else ""
    yield Finding("运行", words + (f"，但已{age(silent)}没有记录" if stuck else ""), stuck)
    if health.last_poll is None:
        yield Finding("Telegram", "启动后尚未连通", CONNECT if case.now - health.started_at > SILENT else "")
        return
    away = case.now - health.last_poll
    advice = CONNECT if away > SILENT else ""
    words = f"最近一次连通于 {moment(health.last_poll, case.now)}" + (f"，已{age(away)}未连通" if advice else "")
    yield Finding("Telegram", words, advice)
