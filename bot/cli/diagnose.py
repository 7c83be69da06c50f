"""`duban doctor`: print one line per finding; the status is 1 if something needs a person."""

import argparse
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.doctor.backlog import backlog
from bot.doctor.database import database
from bot.doctor.finding import Case, Finding
from bot.doctor.running import running
from bot.doctor.surroundings import surroundings
from bot.settings import Settings
from bot.version import VERSION
from storage import diagnosis, lease


async def diagnose(_arguments: argparse.Namespace, settings: Settings) -> int:
    now = Clock(settings.zone).now()
    held = lease.held(settings.database_url)
    all_findings = list(findings(Case(settings, now, held, await diagnosis.of(settings.database_url, now))))
    for finding in all_findings:
        print(finding)
    count = sum(bool(finding.advice) for finding in all_findings)
    print(f"共 {count} 项需要处理。" if count else "一切正常。")
    return 1 if count else 0


def findings(case: Case) -> Iterator[Finding]:
    server = urlsplit(case.settings.bot_api_url).hostname
    token = "已设置" if case.settings.bot_token else "未设置（duban run 为演示模式）"
    yield Finding("设置", f"版本 {VERSION}；令牌{token}；服务器 {server}")
    yield from database(case)
    yield from running(case)
    yield from backlog(case)
    yield from surroundings(case)
