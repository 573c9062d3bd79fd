"""What the clinic's desk would say."""

import pytest

from bot.clinic import desk
from bot.clinic.config import Clinic, ClinicFile, Region

REGION = Region(
    **{"name": "Here", "emergency": "999", "emergency_department": "A&E", "doctor": "GP", "from": "a test"},
    urgent_line="NHS 111",
)
FULL = ClinicFile(
    name="Hill Clinic",
    country="GB",
    phone="0123",
    address="1 Hill Road",
    hours="9 to 5",
    booking="Call us.",
    cost="Ask us.",
    privacy="Kept.",
)


def clinic(**left_out: None) -> Clinic:
    return Clinic(about=FULL.copy(update=left_out), region=REGION)


@pytest.mark.parametrize(
    ("subject", "says"), [("hours", "9 to 5"), ("place", "1 Hill Road"), ("booking", "0123"), ("cost", "Ask us.")]
)
def test_what_the_clinic_gave_is_said(subject: str, says: str) -> None:
    reply = desk.about(subject, clinic())
    assert reply.kind == "clinic"
    assert says in reply.text


@pytest.mark.parametrize(
    ("subject", "field"), [("hours", "hours"), ("place", "address"), ("booking", "booking"), ("cost", "cost")]
)
def test_what_the_clinic_left_out_is_not_made_up(subject: str, field: str) -> None:
    text = desk.about(subject, clinic(**{field: None})).text
    assert "don't have that" in text
    assert "0123" in text


def test_a_hand_off_names_the_phone_the_hours_and_whom_to_call_otherwise() -> None:
    text = desk.hand_off(clinic()).text
    assert all(part in text for part in ("0123", "9 to 5", "NHS 111", "999"))


def test_a_clinic_without_a_phone_still_hands_off() -> None:
    reply = desk.hand_off(clinic(phone=None, hours=None))
    assert reply.kind == "handoff"
    assert "Phone" not in reply.text
