"""What only Slack has to say."""

from __future__ import annotations

from bot.clinic.config import Clinic

WRITE_TO_ME = "Write to me in private"
HOME_TITLE = "Back-spasm guide"


def answered_in_private(clinic: Clinic) -> str:
    """What follows a slash command in the place where it was given; only that person sees it."""
    return (
        "I answer in our private conversation: you find it under Apps, at the side. "
        f"In an emergency call {clinic.region.emergency}."
    )


def home(clinic: Clinic) -> str:
    """What the home page says."""
    return (
        f"I'm the back-spasm guide of {clinic.name}. Under Messages, tell me in your own words what your back is "
        "doing, or ask me something. Or choose here; I answer under Messages."
    )


def home_in_emergency(clinic: Clinic) -> str:
    """What the home page says of emergencies."""
    return f"I'm a program, not a doctor. In an emergency call {clinic.region.emergency}."
