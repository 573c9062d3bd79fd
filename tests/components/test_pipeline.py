"""The NLU pipeline and the policy as Rasa runs them, without the gate."""

from typing import Any

import pytest
from conftest import Talk
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage


async def parsed(talk: Talk, text: str) -> dict[str, Any]:
    return await talk.agent.parse_message(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello there", "greet"),
        ("what helps a back spasm", "ask_treatment"),
        ("how long is this going to last", "ask_duration"),
        ("can i take ibuprofen for it", "ask_medication"),
        ("does a tens machine help", "ask_technique"),
        ("when should i see a doctor about my back", "ask_when_to_see_doctor"),
        ("why did my back go into spasm", "ask_cause"),
        ("how do i stop it happening again", "ask_prevention"),
        ("what time do you open", "ask_hours"),
        ("delete everything i told you", "delete_data"),
    ],
)
async def test_plain_messages_have_their_intent(talk: Talk, text: str, intent: str) -> None:
    assert (await parsed(talk, text))["intent"]["name"] == intent


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("its my lower back", "body_part", "lower_back"),
        ("since three days ago", "duration", None),
        ("i was lifting a box", "onset", None),
        ("would an ice pack help", "treatment", "ice"),
        ("its about 8/10", "severity", None),
    ],
)
async def test_entities_are_found(talk: Talk, text: str, entity: str, value: str | None) -> None:
    found = {e["entity"]: e["value"] for e in (await parsed(talk, text))["entities"]}
    assert entity in found
    assert value is None or found[entity] == value


async def test_a_sign_is_an_entity_with_its_id_level_and_words(talk: Talk) -> None:
    message = "is ice ok, also i wet myself this morning"
    found = await parsed(talk, message)
    assert found["intent"]["name"] == "red_flag"
    sign = next(e for e in found["entities"] if e["entity"] == "red_flag")
    assert (sign["value"], sign["level"]) == ("bladder_bowel", "emergency")
    assert message[sign["start"] : sign["end"]] == sign["words"]


async def test_a_sign_for_a_routine_visit_leaves_the_intent(talk: Talk) -> None:
    found = await parsed(talk, "ive had this for three months, does heat help")
    assert found["intent"]["name"] != "red_flag"
    assert found["screening"]["level"] == "routine"


@pytest.mark.parametrize("text", ["", "   ", "😀", "?!", "\u200b", "日本語"])
async def test_messages_without_a_word_pass_the_pipeline(talk: Talk, text: str) -> None:
    assert "intent" in await parsed(talk, text)


class WithoutGate:
    """Messages that reach the agent by another road than the gate: ``rasa shell``, tests."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    async def say(self, text: str) -> list[dict[str, Any]]:
        output = CollectingOutputChannel()
        await self._talk.agent.handle_message(UserMessage(text, output, self._talk.sender))
        return [message["custom"] for message in output.messages if "custom" in message]


async def test_the_policy_escalates_out_of_a_form(talk: Talk) -> None:
    road = WithoutGate(talk)
    await road.say("my back has gone into spasm")
    await road.say("/screen_none")
    told = await road.say("lower back and i wet myself")
    assert [(t["kind"], t["level"]) for t in told] == [("escalation", "emergency")]
    assert await talk.slot("pain_place") is None
    assert await talk.slot("requested_slot") is None
    assert await talk.slot("triage_level") == "emergency"


async def test_the_policy_goes_on_with_the_form_after_a_routine_sign(talk: Talk) -> None:
    road = WithoutGate(talk)
    await road.say("my back has gone into spasm")
    await road.say("/screen_none")
    await road.say('/inform{"body_part": "lower_back"}')
    told = await road.say("about three months now")
    assert [t["kind"] for t in told] == ["escalation", "screen"]
    assert await talk.slot("pain_duration") == "weeks"


async def test_a_wording_no_rule_foresaw_is_asked_about(talk: Talk) -> None:
    assert (await parsed(talk, "all i manage is tiny little gasps of air"))["screening"]["flags"]
