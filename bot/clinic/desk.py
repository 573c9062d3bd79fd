"""What the clinic's desk would say: replies built from ``clinic.yml``."""

from __future__ import annotations

from bot.clinic.config import Clinic
from bot.guidance.reply import PERSON, Reply


def about(subject: str, clinic: Clinic) -> Reply:
    """Hours, place, booking or cost of the clinic; where it gave none, whom to ask.

    Args:
        subject: one of ``hours``, ``place``, ``booking``, ``cost``.
    """
    desk = clinic.about
    known = {
        "hours": desk.hours and f"{desk.name} is open: {desk.hours}",
        "place": desk.address and f"{desk.name} is at {desk.address}.",
        "booking": desk.booking and f"{desk.booking} {_phone(clinic)}",
        "cost": desk.cost and f"{desk.cost} {_phone(clinic)}",
    }
    answer = known.get(subject) or f"I don't have that here. The desk of {desk.name} can tell you. {_phone(clinic)}"
    return Reply(answer.strip(), "clinic", buttons=() if subject in ("hours", "place") else (PERSON,))


def hand_off(clinic: Clinic) -> Reply:
    """How to reach a person at the clinic, and whom to call when it is closed or cannot wait."""
    desk, region = clinic.about, clinic.region
    lines = [f"You can talk to a person at {desk.name}. {_phone(clinic)}".strip()]
    if desk.hours:
        lines.append(f"Someone is there: {desk.hours}")
    outside = f"Outside those hours call {region.urgent_line}. " if region.urgent_line else ""
    lines.append(f"{outside}In an emergency call {region.emergency}.")
    return Reply("\n\n".join(lines), "handoff")


def _phone(clinic: Clinic) -> str:
    return f"Phone: {clinic.about.phone}." if clinic.about.phone else ""
