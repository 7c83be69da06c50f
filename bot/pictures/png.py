"""Draw stored pictures as PNG, with the package's own fonts only, so that they are the same on every machine."""

from pathlib import Path

import resvg_py

from bot.pictures.svg import svg
from plan.picture import Picture

FONTS = [str(Path(__file__).parent / "fonts" / f"BoardSansSC-{weight}.ttf") for weight in ("Regular", "Bold")]
SVG_START = "<svg"
"""Before version 0.2.0 the SVG itself was stored instead of what the picture shows."""


def draw(stored: str) -> bytes:
    """Return the PNG of a stored picture, which is JSON or, from older versions, SVG. Raises ValueError for others."""
    return png(stored if stored.startswith(SVG_START) else svg(Picture.load(stored)))


def png(image: str) -> bytes:
    """Return the PNG of an SVG. Raises ValueError for anything that is no SVG."""
    return resvg_py.svg_to_bytes(
        svg_string=image, skip_system_fonts=True, font_files=FONTS, font_family="Board Sans SC"
    )
