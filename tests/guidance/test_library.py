"""Cards are read whole or refused, with the file, the line and a sentence that helps to mend them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.files import FileError
from bot.guidance.library import Library, check_content

Content = Callable[..., tuple[Path, Path, Path]]

CARD = """\
- id: ice
  topic: heat_ice
  title: Ice
  asked_like: [a one, a two, a three, a four, a five, a six, a seven, a eight]
  statements:
    - say: Put ice on.
      from: ["004#Heat and cold"]
      facts: ["004-93"]
  related: []
"""


def test_when_the_content_is_sound_then_every_card_is_there(library: Library) -> None:
    assert list(library.cards) == ["how_long", "ice_first", "heat_later", "tens_use", "tens_skin", "see_doctor"]


def test_when_a_card_names_related_ones_then_the_library_finds_them(library: Library) -> None:
    assert [other.id for other in library.related(library.cards["ice_first"])] == ["heat_later", "how_long"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        # the form of a card
        ("id: ice", "id: Ice Pack", 1, "id"),
        ("title: Ice", "title: Ice in the very first days of a spasm", 3, "34"),
        (", a eight]", "]", 4, "8"),
        ("      from:", "      form:", 6, "from"),
        ('["004#Heat and cold"]', "[]", 7, "1"),
        ("  related: []", "  related: [a, b, c, d]", 9, "3"),
        ("  related: []", "  reviewed: {by: Dr Jo Field}", 9, "when"),
        ("- id: ice", "- id: [ice", 2, "not valid YAML"),
        # what a card refers to
        ("topic: heat_ice", "topic: ice", 2, "the file is heat_ice.yml"),
        ("004#Heat and cold", "005#Heat and cold", 7, "no page is called '005'"),
        ("004#Heat and cold", "004#Warmth", 7, "Heat and cold; How long it lasts"),
        ("004#Heat and cold", "004", 7, "names no heading"),
        ("  related: []", "  related: [heat]", 9, "'heat'"),
        ("  related: []", "  related: [ice]", 9, "'ice'"),
        ("  related: []", "  picture: none.svg", 9, "no picture 'none.svg'"),
        ("004-93", "000-93", 8, "000-93"),
        # what a timer counts
        (
            "  related: []",
            "  steps: [{say: Wait., from: [bot], timer: {phases: [{label: A, time: soon}]}}]",
            9,
            "15 to 30",
        ),
        (
            "  related: []",
            "  steps: [{say: Wait., from: [bot], timer: {phases: [{label: A, time: 5 minutes}]}}]",
            9,
            "does not say",
        ),
        # how the guide speaks
        ("Put ice on.", "Put ice on!", 6, "exclamation"),
        ("Put ice on.", "Call 999.", 6, "{emergency}"),
        ("Put ice on.", "Ask {nurse}.", 6, "{nurse}"),
        ("Put ice on.", "Ice. " * 81, 6, "the limit is 400"),
        ("  related: []", f"  cautions: [{{say: {'Ice. ' * 140}, from: [bot]}}]", 1, "the limit is 700"),
    ],
)
def test_when_a_card_is_wrong_then_the_line_and_the_mistake_are_named(
    content: Content, old: str, new: str, line: int, message: str
) -> None:
    folders = content(CARD.replace(old, new, 1))
    errors = check_content(*folders)
    assert [(error.path.name, error.line) for error in errors] == [("heat_ice.yml", line)]
    assert message in errors[0].message


def test_when_a_card_is_wrong_then_loading_raises_the_first_mistake(content: Content) -> None:
    with pytest.raises(FileError, match="exclamation"):
        Library.load(*content(CARD.replace("Put ice on.", "Put ice on!")))


def test_when_two_cards_have_one_id_then_the_second_is_named(content: Content) -> None:
    second = CARD.replace("a ", "b ")
    errors = check_content(*content(CARD + second))
    assert [(error.line, "rename" in error.message) for error in errors] == [(10, True)]


def test_when_two_cards_are_asked_alike_then_the_second_phrase_is_named(content: Content) -> None:
    second = CARD.replace("id: ice", "id: heat").replace("a ", "b ").replace("b three", "A  three")
    errors = check_content(*content(CARD + second))
    assert [(error.line, "card ice is asked in the same words" in error.message) for error in errors] == [(13, True)]


def test_when_a_file_is_broken_then_its_cards_are_not_missed_elsewhere(content: Content) -> None:
    cards, sources, pictures = content(CARD.replace("related: []", "related: [how_long]"))
    (cards / "duration.yml").write_text("- id: how_long\n", encoding="utf-8")
    assert [error.path.name for error in check_content(cards, sources, pictures)] == ["duration.yml"]


def test_when_the_sources_are_broken_then_the_cards_are_still_read(content: Content, tmp_path: Path) -> None:
    cards, _, pictures = content(CARD)
    (tmp_path / "sources.yml").write_text("documents: []\n", encoding="utf-8")
    assert [error.path.name for error in check_content(cards, tmp_path / "sources.yml", pictures)] == ["sources.yml"]


def test_when_there_is_no_card_then_that_is_a_mistake(tmp_path: Path, content: Content) -> None:
    _, sources, pictures = content(CARD)
    assert ["there is no card" in error.message for error in check_content(tmp_path, sources, pictures)] == [True]
