"""The percent of a report as people type it behind the task's number."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from handlers.inputs import Input
from plan.words.intents.report_words import OF_SOMETHING_ELSE
from plan.words.message import COUNTED

ReportPercent = Annotated[
    int,
    BeforeValidator(lambda word: word.rstrip("%％").strip()),
    Field(ge=0, le=100),
    Input(
        "百分比",
        "60%",
        rf"-?\d{{1,9}}(\.\d+)?(\s*[%％](?!{OF_SOMETHING_ELSE.pattern})|(?=\s*$)|(?=\s+\d)|(?=[\s,，;；:：。]+(?!{COUNTED})[^\s\d]))",
        "百分比请填0到100之间的整数，例如 60%。如是数量，请带上单位，例如 650家。",
        after="",
    ),
]  # fmt: skip
"""`60%已完成初稿` needs no blank. A number without the sign is a percent at the end of the input and before a pause, as
in `60 已完成初稿`; but not in `60家企业`, `12 个园区` or the list `1、完成调研`."""
