"""The drawings as PNG, for services that show no SVG, and what is to be seen on them."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from resvg_py import svg_to_bytes

WIDTH = 960  # pixels: sharp on a phone held upright
_INK, _PAPER = "#1b2733", "#ffffff"  # a drawing takes the colour of the text around it; here there is none
_FONT = "DejaVu Sans"
_SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=64)
def png_of(svg_path: Path) -> bytes:
    """A drawing as PNG, dark on white; kept in memory after the first time. Raises ValueError where it is no SVG."""
    return svg_to_bytes(
        svg_path=str(svg_path),
        width=WIDTH,
        background=_PAPER,
        style_sheet=f"svg {{ color: {_INK} }}",
        # A server may have no fonts at all, and what it has may draw the figures in another width.
        skip_system_fonts=True,
        font_files=[str(font) for font in _fonts()],
        font_family=_FONT,
        sans_serif_family=_FONT,
    )


@lru_cache(maxsize=64)
def description_of(svg_path: Path) -> str:
    """What is to be seen on a drawing, in a sentence or two; empty where the drawing does not say."""
    described = ElementTree.parse(svg_path).getroot().find(f"{_SVG}desc")
    return " ".join((described.text or "").split()) if described is not None else ""


def _fonts() -> list[Path]:
    """The fonts that come with matplotlib, which Rasa needs; it is found without being imported."""
    (matplotlib,) = find_spec("matplotlib").submodule_search_locations  # type: ignore[union-attr, misc]
    folder = Path(matplotlib) / "mpl-data" / "fonts" / "ttf"
    return [folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"]
