"""Text fitting: where names are wrapped, and where they are cut."""

import pytest

from bot.pictures.text_fit import fold


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("办公室", ["办公室"]),
        ("知识产权保护与运用促进处", ["知识产权保护", "与运用促进处"]),
        ("黔西南布依族苗族自治州知识产权局", ["黔西南布依族", "苗族自治州…"]),
        ("人事处(机关党委)", ["人事处(机关", "党委)"]),
        ("运用促进处（代）", ["运用促进处", "（代）"]),
        ("知识产权运用（处）室", ["知识产权运用", "（处）室"]),
        ("保护中心南京分局，驻常州", ["保护中心南京", "分局，驻常州"]),
        ("知识产权保护局，驻常州市", ["知识产权保护", "局，驻常州市"]),
        ("知识产权保护，驻常州处", ["知识产权保", "护，驻常州处"]),
        ("A\x00B\n处", ["A B 处"]),
        ("", [""]),
    ],
)
def test_fold(text: str, lines: list[str]) -> None:
    assert fold(text, 6.2) == lines
