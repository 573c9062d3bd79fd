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
        (GOOD + "website:\n  origin: x\n", 5, "extra fields"),
    ],
)
def test_when_clinic_yml_is_wrong_then_the_line_is_named(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(FileError, match=says) as caught:
        load_clinic(clinic_file(tmp_path, text), paths.REGIONS)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "origin",
    ["https://www.clinic.example", "http://localhost:8000", "https://clinic.example:8443", "http://[::1]:8000"],
)
def test_a_website_of_the_clinic_is_an_origin(tmp_path: Path, origin: str) -> None:
    path = clinic_file(tmp_path, GOOD + f'website:\n  origins:\n  - "{origin}"\n')
    assert load_clinic(path, paths.REGIONS).about.website.origins == (origin,)


def test_no_other_website_unless_named(tmp_path: Path) -> None:
    assert load_clinic(clinic_file(tmp_path, GOOD), paths.REGIONS).about.website.origins == ()


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("https://www.clinic.example/", "write https://www.clinic.example"),
        ("https://www.clinic.example/contact?a=1", "write https://www.clinic.example"),
        ("www.clinic.example", "write https://www.clinic.example"),
        ("clinic.example:8443/back", "write https://clinic.example:8443"),
        ("HTTPS://Clinic.Example", "write https://clinic.example"),
        ("https://clinic.example:443", "write https://clinic.example"),
        ("http://clinic.example:80", "write http://clinic.example"),
        ("https://someone@clinic.example", "write https://clinic.example"),
        ("https://rücken.example", "write https://xn--rcken-kva.example"),
        ("*", "write each one"),
        ("https://*.clinic.example", "write each one"),
        ("ftp://clinic.example", "not the address of a website"),
        ("https://", "not the address of a website"),
        ("https://clinic.example:port", "not the address of a website"),
        ("", "not the address of a website"),
    ],
)
def test_when_an_origin_is_written_otherwise_then_it_says_what_to_write(
    tmp_path: Path, written: str, says: str
) -> None:
    text = GOOD + f'website:\n  origins:\n  - https://good.example\n  - "{written}"\n'
    with pytest.raises(FileError) as caught:
        load_clinic(clinic_file(tmp_path, text), paths.REGIONS)
    assert says in caught.value.message
    assert caught.value.line == 7


def test_every_region_names_where_its_numbers_come_from() -> None:
    regions = read_model(paths.REGIONS, dict[str, Region])
    assert all(region.source for region in regions.values())
