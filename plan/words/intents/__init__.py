"""The table of intents, in the order in which they are tried."""

from plan.words.intent import Intent
from plan.words.intents import courtesies, queries, questions, reports, requests

INTENTS: tuple[Intent, ...] = (
    *courtesies.INTENTS, *reports.INTENTS, *questions.TASK_INTENTS, *requests.INTENTS, *reports.REPORT_INTENTS,
    *questions.INTENTS, *queries.INTENTS, *requests.DIRECTIVES,
)  # fmt: skip
