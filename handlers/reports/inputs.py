"""The percent of a report as people type it behind the task's number."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from handlers.inputs import Input
from plan.words.stated_percents import OF_SOMETHING

COUNTED = (
    r"家|个(?!别)|件|名(?!单)|户|次|份|套|场|届|条|篇|张|余|多|万|亿|元|号|日|月|季|周|天|轮|台|种|类|项(?!目)|人(?!员)|期(?!间)"
    r"|部(?!署|门|分)|本(?!月|周|季|年|处|局|市|单位|次|期)|批(?!复|准|示)|组(?!织)|处(?!理|置)|所(?!有|需)|位(?!于)|款(?!项)"
    r"|年(?!度)|点(?!位)|只(?!剩|差|有)"
)
"""What makes a count or a date of a number before it, as in `60 家企业` or `3 月底`, but not in `60 名单已公布`."""
ReportPercent = Annotated[
    int,
    BeforeValidator(lambda word: word.rstrip("%％").strip()),
    Field(ge=0, le=100),
    Input(
        "百分比",
        "60%",
        rf"-?\d{{1,9}}(\.\d+)?(\s*[%％](?!{OF_SOMETHING})|(?=\s*$)|(?=\s+\d)|(?=[\s,，;；:：。]+(?!{COUNTED})[^\s\d]))",
        "百分比请填0到100之间的整数，例如 60%。如是数量，请带上单位，例如 650家。",
        after="",
    ),
]  # fmt: skip
"""`60%已完成初稿` needs no blank. A number without the sign is a percent at the end of the input and before a pause, as
in `60 已完成初稿`; but not in `60家企业`, `12 个园区` or the list `1、完成调研`."""
