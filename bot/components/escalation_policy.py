"""The second lock: predicts the escalation ahead of forms, rules and fallbacks.

The gate escalates before Rasa sees a message. This policy stands for messages that reach the agent by another road
(``rasa shell``, tests, stories), and asks the check question when a sign is possible but not certain.

Only a prediction that says ``is_no_user_prediction`` wins over an active form; priority alone does not.
"""

from __future__ import annotations

from typing import Any

from rasa.core.constants import RULE_POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.red_flag_screener import SCREENING
from bot.safety import Level, Screening, screen

ESCALATE = "action_escalate"
CHECK = "action_check"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EscalationPolicy(Policy):
    """Predicts ``action_escalate`` or ``action_check`` after a message with a sign, and nothing otherwise."""

    @staticmethod
    def supported_data() -> SupportedData:
        """It reads no training data of either kind."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Ahead of the rules."""
        return {"priority": RULE_POLICY_PRIORITY + 1}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EscalationPolicy:
        """Creates the policy; there is nothing to load."""
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """There is nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The escalation or the check, then listening; no prediction where there is no sign."""
        wanted = wanted_action(tracker)
        if wanted is None:
            return self._prediction(self._default_predictions(domain))
        done = wanted in _actions_of_this_turn(tracker)
        action = ACTION_LISTEN_NAME if done else wanted
        leave_form: list[Event] = []
        if wanted == ESCALATE and not done and tracker.active_loop_name:
            leave_form = [ActiveLoop(None), SlotSet("requested_slot", None)]
        return self._prediction(
            [1.0 if name == action else 0.0 for name in domain.action_names_or_texts],
            optional_events=leave_form,
            is_no_user_prediction=True,
        )


def wanted_action(tracker: DialogueStateTracker) -> str | None:
    """The action that the latest message demands because of a sign, or ``None``."""
    message = tracker.latest_message
    if message is None or not message.text or message.text.startswith("/"):
        return None
    screening = screening_of(message)
    if screening.level >= Level.urgent:
        return ESCALATE
    denied = set(tracker.get_slot("denied_flags") or [])
    if screening.check and screening.question_flag is not None and screening.question_flag.id not in denied:
        return CHECK
    return None


def screening_of(message: UserUttered) -> Screening:
    """The screening that the pipeline stored with the message, or a new one."""
    stored = (message.parse_data or {}).get(SCREENING)
    return Screening.from_dict(stored) if stored else screen(message.text or "")


def _actions_of_this_turn(tracker: DialogueStateTracker) -> set[str]:
    done: set[str] = set()
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            done.add(event.action_name)
    return done
