"""The shared papers, scored against what a careful reader found; skipped where the shared folder is absent."""

import importlib.util
import json
import time
from pathlib import Path
from typing import Any

import pytest

from plan.reading import as_json, decode, read
from plan.reading.html import text_of

PLANS = Path(__file__).resolve().parents[3] / "shared" / "plans"
PRACTICE = PLANS / "practice"
SCORER = PRACTICE / "score.py"
PAPERS = {"00": "../jiangsu-ip-2020.txt", "05": "05-*.txt", "06": "06-*.txt", "06h": "06h-*.txt", "07": "07-*.txt"}
STRICT = {"tasks": 1.0, "targets": 0.95, "target_op": 0.95, "time_due": 0.95, "time_text": 0.95, "local": 0.95}
WIDE = {"tasks": 0.95, "targets": 0.9, "time_due": 0.9, "time_text": 0.9, "units": 0.9, "lead": 0.9, "local": 0.9}

pytestmark = [
    pytest.mark.skipif(not SCORER.exists(), reason="the shared plans are not beside this repository"),
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # score.py
]


def written(paper: str) -> str:
    pattern = PAPERS[paper]
    path = PLANS / pattern[3:] if pattern.startswith("../") else next(PRACTICE.glob(pattern))
    text = decode(path.read_bytes())
    return text_of(text) if paper == "06h" else text


def scores(paper: str, folder: Path) -> dict[str, dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    predicted = folder / "predicted.json"
    predicted.write_text(json.dumps(as_json(read(written(paper)))), encoding="utf-8")
    found: dict[str, dict[str, Any]] = scorer.main(str(PRACTICE / "gold" / f"{paper[:2]}.json"), str(predicted))
    return found


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_scores(paper: str, tmp_path: Path) -> None:
    found = scores(paper, tmp_path)
    for metric, least in (STRICT if paper == "00" else WIDE).items():
        for side in ("precision", "recall"):
            assert found[metric][side] is None or found[metric][side] >= least, (metric, found[metric])


def test_fast_enough() -> None:
    text = written("00")
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        read(text)
        best = min(best, time.perf_counter() - start)
    assert best < 0.05
