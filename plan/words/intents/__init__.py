"""The table of intents, in the order in which they are tried: the first that fits a sentence is what it means."""

from plan.words.intent import Intent
from plan.words.intents import (
    corrections,
    courtesies,
    directives,
    extensions,
    help,
    leave,
    nudges,
    queries,
    questions,
    reminders,
    reports,
    signing,
    undo,
)

INTENTS: tuple[Intent, ...] = (
    *courtesies.INTENTS,
    *corrections.INTENTS,
    *signing.INTENTS,
    *reports.SEVERAL,
    *questions.TASK_INTENTS,
    *undo.INTENTS,
    *reminders.INTENTS,
    *leave.INTENTS,
    *help.INTENTS,
    *extensions.INTENTS,
    *nudges.INTENTS,
    *directives.INTENTS,
    *reports.INTENTS,
    *questions.INTENTS,
    *queries.INTENTS,
    *directives.IN_FREE_WORDS,
)
