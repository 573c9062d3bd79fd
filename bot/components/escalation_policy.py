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
from bot.safety.answers import Answer, read_answer

ESCALATE = "action_escalate"
CHECK = "action_check"
#: What an answer to a question about warning signs leads to. The classifier does not know what was asked, so a
#: short answer is read here first; what is not read here is left to the rules.
ANSWERED = {
    ("check", Answer.YES): "action_check_yes",
    ("check", Answer.NO): "action_check_no",
    ("check", Answer.UNSURE): "action_check_unsure",
    ("screen", Answer.YES): "action_screen_some",
    ("screen", Answer.NO): "action_screen_none",
    ("screen", Answer.UNSURE): "action_screen_unsure",
}
OWN_ACTIONS = frozenset({ESCALATE, CHECK, *ANSWERED.values()})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EscalationPolicy(Policy):
    """Predicts what a sign, a possible sign or an answer about a sign demands, and nothing otherwise."""

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
        """That action, then listening; no prediction where there is no sign."""
        # One of these actions a turn: what it asks or says is answered by the next message, not by this one.
        done = bool(OWN_ACTIONS & _actions_of_this_turn(tracker))
        action = ACTION_LISTEN_NAME if done else wanted_action(tracker)
        if action is None:
            return self._prediction(self._default_predictions(domain))
        leave_form: list[Event] = []
        if action == ESCALATE and tracker.active_loop_name:
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
    answer = read_answer(message.text)
    if answer is not None and (tracker.get_slot("expecting"), answer) in ANSWERED:
        return ANSWERED[tracker.get_slot("expecting"), answer]
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
