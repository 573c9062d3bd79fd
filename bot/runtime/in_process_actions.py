"""Runs custom actions in this process, through rasa-sdk's own executor, instead of over HTTP.

Saves a service to run, a network hop, and what Rasa repeats for every answer of an action server: the schema of the
answer is not compiled and checked, the domain is turned into plain data once, and an action is given the recent part of
the conversation instead of all of it, so that the cost of a turn does not grow with the length of the talk.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar

import rasa.core.actions.action as rasa_action
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

SCHEME = "in-process://"
TIMEOUT = 8.0  # seconds; the gate ends a turn after bot.gate.TURN_LIMIT
RECENT_EVENTS = 20  # events an action is shown: some two turns


class InProcessActions(EndpointConfig):
    """An action endpoint whose actions live in this process.

    Args:
        package: the Python package that holds the actions.
        timeout: seconds after which an action is given up.
    """

    def __init__(self, package: str, timeout: float = TIMEOUT) -> None:
        super().__init__(url=SCHEME + package)
        self.timeout = timeout
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> dict[str, Any] | None:
        """Runs the action the call names; failures come back as the status codes Rasa knows."""
        call = dict(json or {})
        # The same isolation HTTP gives: an action cannot change the agent's own objects. The domain nobody changes.
        call["tracker"] = _copied(call.get("tracker") or {})
        name = call.get("next_action")
        try:
            return await asyncio.wait_for(self._executor.run(call), self.timeout)
        except ActionExecutionRejection as error:
            # 400 is how Rasa learns that a form does not want this turn.
            raise _response_error(400, error.action_name, error.message) from None
        except ActionNotFoundException:
            raise _response_error(404, name, "no such action") from None
        except asyncio.TimeoutError:
            raise _response_error(504, name, "timeout") from None
        except Exception as error:
            # The type only: the message of an error may hold what a patient wrote.
            raise _response_error(500, name, type(error).__name__) from None


class InProcessAction(rasa_action.RemoteAction):
    """Rasa's side of a custom action, without the work it repeats for every call."""

    #: The domain last used, and the same as plain data; compared by identity, as hashing a domain reads all of it.
    _plain_domain: ClassVar[tuple[Domain | None, dict[str, Any]]] = (None, {})

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        if self._plain_domain[0] is not domain:
            InProcessAction._plain_domain = (domain, _copied(domain.as_dict()))
        state = tracker.current_state()
        state["events"] = [event.as_dict() for event in list(tracker.events)[-RECENT_EVENTS:]]
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "domain": self._plain_domain[1],
            "version": "3.6",
        }

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        # rasa-sdk made the answer in this process; Rasa would compile and check its schema for every call, 30 ms.
        return True


def install() -> None:
    """Makes Rasa use :class:`InProcessAction`, and read ``in-process://`` addresses of ``endpoints.yml``."""
    rasa_action.RemoteAction = InProcessAction
    if not hasattr(EndpointConfig, "_from_dict_of_rasa"):
        EndpointConfig._from_dict_of_rasa = EndpointConfig.from_dict
        EndpointConfig.from_dict = classmethod(_from_dict)


def _from_dict(cls: type[EndpointConfig], data: dict[str, Any]) -> EndpointConfig:
    url = str(data.get("url") or "")
    if url.startswith(SCHEME):
        return InProcessActions(url[len(SCHEME) :], timeout=float(data.get("timeout", TIMEOUT)))
    return EndpointConfig._from_dict_of_rasa(data)


def _copied(value: Any) -> Any:
    """The value as it would come over HTTP."""
    return json.loads(json.dumps(value))


def _response_error(status: int, action: str | None, error: str) -> ClientResponseError:
    return ClientResponseError(status, error, json.dumps({"action_name": action, "error": error}))
