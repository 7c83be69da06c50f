"""Run the README's examples: each becomes a new file in a package of the bot during one test."""

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

README = Path(__file__).parents[1] / "README.md"


def example(heading: str) -> str:
    """Return the block of Python under this heading."""
    _, _, below = README.read_text(encoding="utf-8").partition(f"## {heading}\n")
    match = re.search(r"```python\n(.*?)```", below, re.DOTALL)
    assert match, f"no example under {heading}"
    return match[1]


@contextmanager
def new_file(
    package: ModuleType, folder: Path, name: str, source: str, load: Callable[[], object], *registries: dict[Any, Any]
) -> Iterator[None]:
    """Let the package discover a module of this name in `folder`, and remove it at the end.

    `registries` are the dictionaries that the module adds itself to; they are restored. Nothing is done if the package
    has a module of this name already: somebody is trying the example out.
    """
    load()
    if f"{package.__name__}.{name}" in sys.modules:
        yield
        return
    before = [dict(registry) for registry in registries]
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    package.__path__.append(str(folder))
    importlib.invalidate_caches()
    try:
        load()
        yield
    finally:
        package.__path__.remove(str(folder))
        sys.modules.pop(f"{package.__name__}.{name}")
        delattr(package, name)
        for registry, content in zip(registries, before, strict=True):
            registry.clear()
            registry.update(content)
