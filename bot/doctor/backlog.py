"""Findings about updates, answers and letters that wait, and about what failed."""

from collections.abc import Iterator
from datetime import timedelta

import schedules
from bot.doctor.finding import Case, Finding, age, moment
from schedules import SCHEDULES
from storage.diagnosis_queries import DatabaseFacts, Queue

LATE = timedelta(minutes=10)
SHOWN = 5
LOOK = "查看日志，并检查网络和 Telegram 是否连通。"


def backlog(case: Case) -> Iterator[Finding]:
    facts = case.diagnosis.facts
    if facts is None:
        return
    yield Finding("现行计划", facts.plan or "无，可用 duban import 导入")
    for label, queue in (("待处理的消息", facts.updates), ("待发的答复", facts.answers), ("待发的提醒", facts.letters)):
        if queue is not None:
            yield _queue(case, label, queue)
    yield from _undelivered(facts)
    yield from _failed(case, facts)


def _queue(case: Case, label: str, queue: Queue) -> Finding:
    if queue.oldest is None:
        return Finding(label, "无")
    waits = case.now - queue.oldest
    advice = LOOK if waits > LATE and case.running else ""
    return Finding(label, f"{queue.count} 条，最早的已等{age(waits)}", advice)


def _undelivered(facts: DatabaseFacts) -> Iterator[Finding]:
    """No advice for the administrator: the clerk sees these letters in the chat, and phones the people."""
    if facts.failed or facts.unclear:
        words = f"近7天未送达 {facts.failed or 0} 条，不明 {facts.unclear or 0} 条，督办员可在“送达”中查看并电话联系"
        yield Finding("送达", words)


def _failed(case: Case, facts: DatabaseFacts) -> Iterator[Finding]:
    schedules.load()
    for run in (facts.runs or [])[:SHOWN]:
        words = f"{_label(run.schedule)} {moment(run.nominal, case.now)} 失败{run.attempts}次：{run.error}"
        yield Finding("定时任务", words, "查看日志；原因排除后自动补上。")
    for id, error in (facts.poison or [])[:SHOWN]:
        yield Finding("未能处理的消息", f"{id}：{error}", "查看日志，将错误报告给开发者，并请发送人重新发送。")
    more = max(len(facts.runs or []) - SHOWN, 0) + max(len(facts.poison or []) - SHOWN, 0)
    if more:
        yield Finding("未能处理的消息", f"还有 {more} 条", "查看日志。")


def _label(schedule: str) -> str:
    return SCHEDULES[schedule].label if schedule in SCHEDULES else schedule
