"""The drawings as PNG."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot import paths
from bot.channels.messenger.pictures import WIDTH, description_of, png_of

DRAWINGS = sorted(paths.PICTURES.glob("*.svg"))


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_dark_on_white_and_large_enough(drawing: Path) -> None:
    image = Image.open(io.BytesIO(png_of(drawing))).convert("L")
    assert image.width == WIDTH
    assert image.getpixel((0, 0)) == 255
    assert image.getextrema()[0] < 60


def test_words_are_drawn_without_a_font_of_the_system(tmp_path: Path) -> None:
    words = '<text x="10" y="60" font-family="system-ui, sans-serif" font-size="50">20</text>'
    svg = tmp_path / "words.svg"
    svg.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 75">{words}</svg>')
    assert Image.open(io.BytesIO(png_of(svg))).convert("L").getextrema()[0] < 60


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_every_drawing_can_be_told_in_words(drawing: Path) -> None:
    assert description_of(drawing).endswith(".")
