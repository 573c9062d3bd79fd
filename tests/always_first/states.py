"""The states of a conversation in which a sign may be told, each with the way into it.

A state is entered before the sign is told and left afterwards; what it breaks is mended when it is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from always_first.served import Bot, Person
from bot import paths
from bot.files import read_yaml

State = Callable[[Person, Bot, str], AbstractContextManager[None]]

DOMAIN = read_yaml(paths.DOMAIN)
#: Every slot that a form asks for, by form.
SLOTS: dict[str, list[str]] = {name: form["required_slots"] for name, form in DOMAIN["forms"].items()}

#: Two signs that may have been told earlier, with words for each; the one that is not told again now is taken.
_EMERGENCIES = {"breathing": "im struggling to breathe", "bladder_bowel": "i wet myself"}
_URGENT = {"fever": "ive got a temperature of 39", "urinary_symptoms": "there is blood in my urine"}
_SPASM = "my back has gone into spasm"

STATES: dict[str, State] = {}
#: Those in which something is waited for in vain; where that reaches the person, they make a run long.
WAITING = frozenset(
    {"actions_hanging", "actions_hanging_after_an_answer", "database_locked", "database_locked_after_an_answer"}
)


def state(enter: Callable[[Person, Bot, str], Iterator[None]]) -> State:
    """Registers a state under the name of its function."""
    STATES[enter.__name__] = contextmanager(enter)
    return STATES[enter.__name__]


@state
def fresh(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    yield


@state
def screening_question_open(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("screen", _SPASM)
    yield


def _in_form(form: str, slot: str) -> Callable[[Person, Bot, str], Iterator[None]]:
    entity = next(mapping["entity"] for mapping in DOMAIN["slots"][slot]["mappings"] if "entity" in mapping)

    def enter(person: Person, bot: Bot, flag: str) -> Iterator[None]:
        person.reach("screen", _SPASM)
        person.press("screen", "None of these")
        for _ in range(SLOTS[form].index(slot)):
            person.press_any("screen")
        assert all(entity in payload for payload in person.replies[-1].buttons.values())
        yield

    enter.__name__ = f"{form}_{slot}"
    return enter


for _form, _slots in SLOTS.items():
    for _slot in _slots:
        state(_in_form(_form, _slot))


@state
def check_question_open(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("check", "not sure if my leg is numb")
    yield


@state
def check_question_passed_over(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("check", "not sure if my leg is numb")
    person.reach("check", "should i use ice")
    yield


@state
def taking_back_open(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    """The person said that an escalation was not what they meant, and is asked about the sign."""
    _tell(person, _EMERGENCIES, flag)
    person.press("check", "That's not what I meant")
    yield


@state
def after_a_fallback(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("fallback", "what is the capital of peru")
    yield


@state
def after_suggestions(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    with bot.only_suggesting():
        person.reach("suggestions", "what about my chair")
    yield


@state
def after_an_answer(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("answer", "should i use ice")
    yield


@state
def after_small_talk(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("smalltalk", "hello")
    yield


@state
def after_a_handoff(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("handoff", "can i talk to a real person")
    yield


@state
def about_to_delete(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("privacy", "delete my data")
    yield


@state
def after_an_emergency(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    _tell(person, _EMERGENCIES, flag)
    yield


@state
def after_an_urgent_sign(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    _tell(person, _URGENT, flag)
    yield


@state
def paused(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("smalltalk", "hello")
    bot.pause(person.sender)
    yield


@state
def actions_raising(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    with bot.actions_raising():
        yield


@state
def actions_raising_in_a_form(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("screen", _SPASM)
    person.press("screen", "None of these")
    with bot.actions_raising():
        yield


@state
def actions_hanging(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    with bot.actions_hanging():
        yield


@state
def actions_hanging_after_an_answer(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("answer", "should i use ice")
    with bot.actions_hanging():
        yield


@state
def database_locked(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    with bot.database_locked():
        yield


@state
def database_locked_after_an_answer(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    person.reach("answer", "should i use ice")
    with bot.database_locked():
        yield


@state
def without_model(person: Person, bot: Bot, flag: str) -> Iterator[None]:
    with bot.without_model():
        yield


def _tell(person: Person, signs: dict[str, str], flag: str) -> None:
    """Tells a sign other than the one that will be told, and remembers which."""
    words = next(words for sign, words in signs.items() if sign != flag)
    person.reach("escalation", words)
    person.earlier = frozenset(person.replies[0].custom["flags"])
