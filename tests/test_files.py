"""Broken files are named with their line and with what to do."""

from pathlib import Path

import pytest

from bot.files import Edited, FileError, read_model, read_yaml


class Meal(Edited):
    """A file of two fields."""

    name: str
    courses: list[int] = []


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "meal.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name: [soup", 1, "not valid YAML"),
        ("name: soup\ncourses: [1\nother: 2", 3, "not valid YAML"),
        ("name: soup\nnmae: x", 2, "extra fields not permitted"),
        ("name: soup\ncourses:\n- 1\n- two", 4, "not a valid integer"),
        ("courses: [1]", 1, "field required"),
        (b"name: soup\ncourses: [\xff]", 2, "UTF-8"),
    ],
)
def test_when_a_file_is_broken_then_its_line_is_named(tmp_path: Path, text: str | bytes, line: int, says: str) -> None:
    with pytest.raises(FileError, match=says) as caught:
        read_model(written(tmp_path, text), Meal)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'meal.yml'}:{line}: ")


def test_when_a_file_is_missing_then_it_says_how_to_get_it_back(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="restore it"):
        read_yaml(tmp_path / "gone.yml")


def test_a_list_of_models_can_be_read(tmp_path: Path) -> None:
    path = written(tmp_path, "- name: soup\n- name: pie\n  courses: [2]")
    assert [meal.name for meal in read_model(path, list[Meal])] == ["soup", "pie"]
