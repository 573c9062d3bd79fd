"""What only a messenger has to say: who runs it, what it cannot read, where to write in private."""

from __future__ import annotations

from bot.clinic.config import Clinic
from bot.guidance.reply import PERSON, Button, Reply

DELETE = Button("Delete this conversation", "/delete_data")

#: Marks the title of a button that was pressed.
USED = "✓ "

#: What cannot be read, as it is named to the person.
MEDIA = {
    "photo": "look at photos",
    "video": "watch videos",
    "voice": "listen to voice messages",
    "audio": "listen to recordings",
    "sticker": "see stickers",
    "file": "open files",
    "location": "see where you are",
    "contact": "use contacts",
    "poll": "read polls",
    "other": "read that kind of message",
}


def notice(clinic: Clinic, company: str, command: str) -> Reply:
    """What everybody is told once, before the first answer.

    Args:
        clinic: who runs the guide.
        company: who carries the messages.
        command: how a conversation is deleted.
    """
    return Reply(
        f"This is the back-spasm guide of {clinic.name}. I'm a program, not a doctor, and this is not an emergency "
        f"service: in an emergency call {clinic.region.emergency}.\n\n{_carrier(company)} "
        f"To delete this conversation, send {command}.",
        "privacy",
    )


def privacy(clinic: Clinic, company: str) -> Reply:
    """What is kept, and who else can see it."""
    return Reply(
        f"{clinic.about.privacy} I keep your account under a code, not under your name or number.\n\n"
        f"{_carrier(company)} What I delete here stays in your {company} until you delete it there, too.",
        "privacy",
        buttons=(DELETE, PERSON),
    )


def unreadable(media: str, clinic: Clinic) -> Reply:
    """An answer to what has no words."""
    return Reply(
        f"I can't {MEDIA[media]}. Please tell me in words what your back is doing, or what you would like to know. "
        f"In an emergency call {clinic.region.emergency}.",
        "fallback",
    )


def went_by_words(media: str) -> Reply:
    """What follows the answer to the words that came with something unreadable."""
    return Reply(f"I can't {MEDIA[media]}, so I went by your words alone.", "fallback")


def old_button() -> Reply:
    """A button of a conversation that was deleted, or of somebody else's."""
    return Reply("That button belongs to an earlier conversation. Just write to me what you need.", "fallback")


def timer_runs(label: str, length: str, end: Button) -> Reply:
    """A timer was started."""
    return Reply(f"{label}: I'll write to you when {length} are over.", "answer", buttons=(end,))


def time_is_up(label: str, length: str, following: tuple[str, str] | None, end: Button) -> Reply:
    """One stretch of a timer is over.

    Args:
        label: what was done meanwhile.
        length: for how long, in words.
        following: the same of the next stretch; ``None`` after the last one.
        end: ends the timer.
    """
    if following is None:
        return Reply(f"{length} are over. {label}: done.", "answer")
    return Reply(f"{length} are over. Now: {following[0].lower()}, {following[1]}.", "answer", buttons=(end,))


def timer_ended() -> Reply:
    """A person ended the timer."""
    return Reply("OK, the timer is off.", "smalltalk")


def pressed_before() -> str:
    """A button was pressed a second time; shown in passing."""
    return "You have chosen this already."


def write_in_private(clinic: Clinic) -> str:
    """What a group is told."""
    return (
        "I only talk in private, so that nobody else reads about your health. "
        f"Write to me there. In an emergency call {clinic.region.emergency}."
    )


def _carrier(company: str) -> str:
    return f"{company} carries these messages and can see them, so please leave out names, addresses and numbers."
