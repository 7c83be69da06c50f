"""Long tables: `make test` tries every third case of each row, in the next row others; `make soak` tries all."""

import pytest

STRIDES = pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.soak)], ids=["third", "all"])
