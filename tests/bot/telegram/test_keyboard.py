"""Buttons as Telegram's inline keyboard: its 64 bytes, links, and what a tap brings back."""

import pytest

from bot.telegram.keyboard import MAX_CALLBACK_BYTES, callback_data, keyboard, tapped
from plan.reply import Button

LONGEST = "/" + "字" * 21


def shown(*buttons: Button) -> list[tuple[str, object, str | None]]:
    markup = keyboard((buttons,), "test_bot")
    rows = markup.inline_keyboard if markup else ()
    return [(button.text, button.callback_data, button.url) for row in rows for button in row]


@pytest.mark.parametrize(
    ("button", "data", "url"),
    [
        (Button("查看", "/my"), "/my", None),
        (Button("查看", "/my", fresh=True), "+/my", None),
        (Button("查看", LONGEST), LONGEST, None),
        (Button("打开", url="?start=my"), None, "https://t.me/test_bot?start=my"),
        (Button("打开", url="https://example.org/"), None, "https://example.org/"),
    ],
)
def test_what_telegram_is_given(button: Button, data: str | None, url: str | None) -> None:
    assert shown(button) == [(button.label, data, url)]


def test_the_longest_line_has_64_bytes() -> None:
    assert len(LONGEST.encode()) == MAX_CALLBACK_BYTES == 64


@pytest.mark.parametrize("button", [Button("长", LONGEST + "x"), Button("长", LONGEST, fresh=True)])
def test_a_button_that_is_too_long_is_left_out_and_logged(button: Button, caplog: pytest.LogCaptureFixture) -> None:
    """Telegram would refuse the whole message. Only the command of the line is logged, without its words."""
    assert shown(button, Button("查看", "/my")) == [("查看", "/my", None)]
    (record,) = caplog.records
    assert record.getMessage() == f"a button of {button.line} is left out: 65 bytes"
    caplog.clear()  # tests/conftest.py lets no other test leave out a button


def test_no_buttons() -> None:
    assert keyboard((), "test_bot") is None


@pytest.mark.parametrize("is_fresh", [True, False])
def test_a_tap_brings_back_the_line(is_fresh: bool) -> None:
    assert tapped(callback_data(Button("查看", "/task 2.2.4", fresh=is_fresh))) == ("/task 2.2.4", is_fresh)
