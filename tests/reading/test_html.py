"""HTML becomes lines: paragraphs, and tables with one row a line."""

import pytest

from plan.reading import read
from plan.reading.html import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一、推进</p><p>二、落实</p>", "一、推进\n二、落实"),
        ("<p>推进<b>改革</b>&nbsp;&amp;开放<br>落实</p>", "推进改革\u00a0&开放\n落实"),
        ("<style>p{}</style><script>if(1<2){}</script><p>推进</p>", "推进"),
        (
            "<table><tr><th>任务</th><th>单位</th></tr><tr><td><p>推进，</p><p>落实</p></td><td>甲局</td></tr></table>",
            "任务 | 单位\n推进，落实 | 甲局",
        ),
        ("<table><tr><td>任务<td>单位<tr><td>推进<td>甲局</table>", "任务 | 单位\n推进 | 甲局"),
        ("<table><tr><td><p>一、推进</p><p>二、落实</p></td></tr><tr><td></td></tr></table>", "一、推进\n二、落实"),
        ("<div>推进<p>落实", "推进\n落实"),
        ("</td></tr><td>推进", "推进"),
        ("", ""),
    ],
)
def test_text_of(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_table_on_a_page_is_read() -> None:
    page = (
        "<h1>2020年任务清单</h1><table><tr><th>重点任务</th><th>责任单位</th></tr>"
        "<tr><td>推进建设</td><td>甲局、<br>乙局</td></tr></table>"
    )
    assert read(text_of(page)).sections[0].items[0].tasks[0].units == ("甲局", "乙局")
