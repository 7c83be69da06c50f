"""Read work plans from files on this machine."""

from pathlib import Path

from plan import adopt, builtin, reading
from plan.paper import PlanPaper
from plan.refusal import Refusal

LARGEST = 20 * 1024 * 1024


def read_document(path: Path) -> reading.Document:
    """Raises Refusal, with the reason, for a file that can't be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"{path.name} 超过20MB，未读取。")
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"无法打开 {path.name}：{error.strerror}。") from None
    return reading.read(reading.decode(data), name=path.name)


def load_plan(name: str, year: int | None) -> PlanPaper:
    """`name` is a file's path, or `builtin`; dates move to `year` if it is given. Raises Refusal."""
    if name == "builtin":
        return builtin.load(year or builtin.YEAR)
    return adopt.plan(read_document(Path(name)), year)
