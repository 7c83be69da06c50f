"""What is masked in words that are kept without their writer."""

import pytest

from plan.masking import LONGEST, masked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("帮我写篇讲话稿", "帮我写篇讲话稿"),
        ("  两行\n和　空白 ", "两行 和 空白"),
        ("打13800000000问问", "打（号码）问问"),
        ("138 0000 0000", "（号码）"),
        ("138-0000-0000，急", "（号码）,急"),
        ("电话１３８００００００００", "电话（号码）"),
        ("025-83000000", "（号码）"),
        ("一三八〇〇〇〇〇〇〇〇", "（号码）"),
        ("320100199001011234", "（号码）"),
        ("12345", "12345"),
        ("2.2.4到9月30日做650家", "2.2.4到9月30日做650家"),
        ("2020-03-09开会", "2020-03-09开会"),
        ("2020-03-0912345", "（号码）"),
        ("AbC1dEfGhIjKlMnOpQrStU", "（代码）"),
        ("https://t.me/bot?start=AbC1dEfGhIjKlMnOpQrStU", "https://t.me/bot?start=（代码）"),
        ("zhishichanquanbaohuzhongxin", "zhishichanquanbaohuzhongxin"),
        ("", ""),
        ("\u200b", ""),
        ("字" * 200, "字" * LONGEST),
        ("字" * 95 + "13800000000", "字" * 95 + "（号码）"),
    ],
)
def test_masked(words: str, expected: str) -> None:
    assert masked(words) == expected
