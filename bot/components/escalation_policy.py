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
from bot.escalation import SELF_HARM, question_of
from bot.recent import WITH_TALK, before_latest, screened
from bot.safety import Level, Screening
from bot.safety.answers import Answer, read_answer
from bot.safety.people import about
from bot.safety.retraction import Retraction, read_retraction
from bot.safety.verdict import RULE as LEARNED
from bot.signs import Signs

ESCALATE = "action_escalate"
CHECK = "action_check"
NOT_MEANT = "action_not_meant"
REMIND = "action_remind"
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
OWN_ACTIONS = frozenset({ESCALATE, CHECK, NOT_MEANT, REMIND, *ANSWERED.values()})
#: What is no question: after an emergency it is met with the advice, and not with a line of small talk.
SMALL = frozenset({"affirm", "deny", "unsure", "inform", "thank", "greet", "stop", "goodbye"})
SMALL |= {"feedback_good", "feedback_bad"}

SHORT = 4  # words; a longer answer may tell more than an answer
RECENT_EVENTS = 20  # events in which the messages before are looked for, where the gate did not know them


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
    screening = screening_of(message, tracker)
    if screening.level >= Level.urgent:
        return ESCALATE
    expecting, asked = tracker.get_slot("expecting"), tracker.get_slot("pending_flag")
    answer = read_answer(message.text, asked=asked if expecting == "check" else None)
    if answer is not None and (expecting, answer) in ANSWERED:
        return ANSWERED[expecting, answer]
    signs = Signs.of(tracker.get_slot).turned_to(about(message.text))
    taken_back = _taken_back(message.text, signs)
    if taken_back is not None:
        return taken_back
    question = question_of(screening, tracker.get_slot("denied_flags") or [])
    if question is not None and not (answer is not None and _only_sounds(screening, question, message.text)):
        return CHECK
    return REMIND if _passes_over(message, expecting, signs) else None


def screening_of(message: UserUttered, tracker: DialogueStateTracker) -> Screening:
    """The screening that the pipeline stored with the message, or a new one where that knew nothing of the talk."""
    stored = (message.parse_data or {}).get(SCREENING)
    with_talk = bool((message.metadata or {}).get(WITH_TALK))
    if stored and with_talk:
        return Screening.from_dict(stored)
    talk = before_latest([event.as_dict() for event in list(tracker.events)[-RECENT_EVENTS:]], tracker.get_slot)
    return screened(message.text or "", Screening.from_dict(stored) if stored else None, False, talk)


def _only_sounds(screening: Screening, flag: str, text: str) -> bool:
    """Whether a mere "I don't know" to nothing only sounds like a sign."""
    return len(text.split()) <= SHORT and all(found.rule == LEARNED for found in screening.flags if found.id == flag)


def _taken_back(text: str, signs: Signs) -> str | None:
    """What follows when a message takes back what was escalated before."""
    retraction = read_retraction(text)
    if retraction is None or signs.level is Level.none:
        return None
    if retraction is Retraction.CORRECTION or SELF_HARM in signs.flags:
        return NOT_MEANT
    return REMIND if signs.level >= Level.urgent else None


def _passes_over(message: UserUttered, expecting: str | None, signs: Signs) -> bool:
    """Whether small talk passes over an emergency; nobody in despair is met with a line about backs."""
    if message.intent.get("name") not in SMALL or signs.level is not Level.emergency:
        return False
    return expecting is None or (expecting == "check" and SELF_HARM in signs.flags)


def _actions_of_this_turn(tracker: DialogueStateTracker) -> set[str]:
    done: set[str] = set()
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            done.add(event.action_name)
    return done
