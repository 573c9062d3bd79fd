"""clinic.yml and the numbers of its country."""

from pathlib import Path

import pytest

from bot import paths
from bot.clinic.config import Region, load_clinic
from bot.files import FileError, read_model

GOOD = "name: Hill Clinic\ncountry: AU\nprivacy: Kept for 30 days.\n"


def clinic_file(folder: Path, text: str) -> Path:
    path = folder / "clinic.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "999"), ("US", "911"), ("AU", "000"), ("NZ", "111"), ("IE", "999"), ("EU", "112")]
)
def test_the_emergency_number_is_that_of_the_country(tmp_path: Path, country: str, number: str) -> None:
    path = clinic_file(tmp_path, GOOD.replace("AU", country))
    assert load_clinic(path, paths.REGIONS).region.emergency == number


def test_a_clinic_replaces_a_number_of_its_region(tmp_path: Path) -> None:
    path = clinic_file(tmp_path, GOOD + "numbers:\n  urgent_line: our nurse on 1234\n")
    region = load_clinic(path, paths.REGIONS).region
    assert region.urgent_line == "our nurse on 1234"
    assert region.emergency == "000"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("AU", "Atlantis"), 2, "Atlantis.*choose one of"),
        (GOOD + "phone: ' '\n", 4, "is empty"),
        (GOOD + "opening: 9\n", 4, "extra fields"),
        ("name: x\ncountry: GB\n", 1, "privacy: field required"),
    ],
)
def test_when_clinic_yml_is_wrong_then_the_line_is_named(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(FileError, match=says) as caught:
        load_clinic(clinic_file(tmp_path, text), paths.REGIONS)
    assert caught.value.line == line


def test_every_region_names_where_its_numbers_come_from() -> None:
    regions = read_model(paths.REGIONS, dict[str, Region])
    assert all(region.source for region in regions.values())
