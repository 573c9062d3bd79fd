"""Actions in this process: the same failures Rasa knows from an action server, and nothing private in them."""

import asyncio
import json
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.runtime.in_process_actions import InProcessActions


@pytest.fixture
def actions() -> InProcessActions:
    return InProcessActions("actions", timeout=0.05)


def run(actions: InProcessActions, name: str) -> Any:
    tracker = {
        "sender_id": "a",
        "slots": {},
        "latest_message": {},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
    call = {"next_action": name, "sender_id": "a", "tracker": tracker, "domain": {}}
    return actions.request(json=call, method="post", timeout=1, compress=False)


async def rejecting(*_: Any) -> None:
    raise ActionExecutionRejection("form", "not mine")


async def failing(*_: Any) -> None:
    raise ValueError("mrs blenkinsop said")


async def hanging(*_: Any) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("action", "status"), [(rejecting, 400), (failing, 500), (hanging, 504)], ids=["rejects", "fails", "hangs"]
)
async def test_a_failure_comes_back_as_a_status(actions: InProcessActions, action: Any, status: int) -> None:
    actions._executor.actions["broken"] = action
    with pytest.raises(ClientResponseError) as caught:
        await run(actions, "broken")
    assert caught.value.status == status
    assert "blenkinsop" not in str(caught.value)
    assert json.loads(caught.value.text)["action_name"]


async def test_an_action_that_is_not_there_is_a_404(actions: InProcessActions) -> None:
    with pytest.raises(ClientResponseError) as caught:
        await run(actions, "action_unheard_of")
    assert caught.value.status == 404


def test_other_addresses_are_left_to_rasa() -> None:
    assert type(EndpointConfig.from_dict({"url": "http://127.0.0.1:1/webhook"})) is EndpointConfig
    assert isinstance(EndpointConfig.from_dict({"url": "in-process://actions"}), InProcessActions)
