"""The table of intents, in the order in which they are tried: the first that fits a sentence is what it means."""

from plan.words.intent import Intent
from plan.words.intents import (
    bureau_questions,
    complaints,
    corrections,
    courtesies,
    directives,
    extensions,
    help,
    leave,
    nudges,
    queries,
    reminders,
    reports,
    reviews,
    signing,
    task_questions,
    undo,
    unit_questions,
)

CHANGES = (
    corrections.INTENTS, signing.INTENTS, reviews.INTENTS, reports.SEVERAL, task_questions.INTENTS, undo.INTENTS,
    reminders.INTENTS, leave.INTENTS, help.INTENTS, extensions.INTENTS, nudges.INTENTS, directives.INTENTS,
    reports.INTENTS,
)  # fmt: skip
QUESTIONS = (
    unit_questions.INTENTS, bureau_questions.INTENTS, complaints.INTENTS, queries.INTENTS, task_questions.OF_TOPICS,
)  # fmt: skip
INTENTS: tuple[Intent, ...] = (
    *courtesies.INTENTS,
    *(intent for intents in (*CHANGES, *QUESTIONS) for intent in intents),
    *directives.IN_FREE_WORDS,
)
