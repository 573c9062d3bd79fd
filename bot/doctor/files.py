"""The files people edit, and the model made of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot import content_check
from bot.doctor.finding import Check, Finding, ok, warning, wrong
from bot.runtime import training

SHOWN = 3  # mistakes; content check tells the others


class Files:
    """What ``content check`` looks at."""

    title = "Files"

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Two checks."""
        yield "what people edit", self.edited
        yield "model", self.model

    def edited(self) -> Finding:
        """clinic.yml, credentials.yml, endpoints.yml, the cards, the warning signs, the training data."""
        mistakes = content_check.mistakes()
        if not mistakes:
            return ok(content_check.summary())
        more = f" And {len(mistakes) - SHOWN} more." if len(mistakes) > SHOWN else ""
        return wrong(
            " ".join(str(mistake) for mistake in mistakes[:SHOWN]) + more,
            "Mend the line that is named, then: uv run backspasm content check",
        )

    def model(self) -> Finding:
        """Whether the server can start at once."""
        if training.current_model() is None:
            return warning(
                "There is no model of the files as they are now. The server trains one when it starts.",
                "To have it ready before: uv run backspasm train",
            )
        return ok("It fits the files as they are now.")
