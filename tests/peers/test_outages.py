"""A service that fails or is away, many people at once, and a server that is killed: nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import httpx

from peers.people import Deliver
from peers.programs import until
from peers.slack import SlackWorld
from peers.telegram import TelegramWorld

#: Questions, and what only the answer to that one says.
QUESTIONS = {
    "where are you": "Riverside Walk",
    "what time do you open on saturdays": "9 am",
    "whats the capital of peru": "I only know about back spasms",
    "are you a robot": "program",
    "thanks a lot": "welcome",
}
World = TelegramWorld | SlackWorld


def test_a_service_that_asks_for_time_is_given_it(world: World) -> None:
    person = world.person()
    person.meet()
    world.proxy.fail_once(world.send_call, world.too_many(seconds=1))
    before = len(world.proxy.to(world.send_call))
    person.says("where are you")
    (answer,) = person.hears().texts
    assert "Riverside Walk" in answer
    refused, taken = world.proxy.to(world.send_call)[before:]
    assert (refused.status, taken.status) == (429, 200)
    assert taken.at - refused.at >= 1


def test_a_service_that_fails_is_asked_again(world: World) -> None:
    person = world.person()
    person.meet()
    world.proxy.fail_once(world.send_call, world.broken())
    person.says("where are you")
    (answer,) = person.hears().texts
    assert "Riverside Walk" in answer


def test_what_is_said_while_the_service_is_away_is_answered_in_its_order(world: World) -> None:
    person = world.person()
    person.meet()
    with world.proxy.refusing():
        for question in QUESTIONS:
            person.says(question)
            until(person.is_answered, "the question is answered")
        world.server.wait_for(world.name, "trouble")
        assert answers_over_rest(world)
    until(world.server.books.is_quiet, "everything is sent")
    world.server.wait_for(world.name, "ok")
    assert_answered(person.answers()[1:], list(QUESTIONS.values()))


def test_fifty_people_at_once_get_one_answer_each(world: World) -> None:
    people = [world.person() for _ in range(50)]
    asked = list(QUESTIONS) * 10
    deliveries = [person.prepare(question) for person, question in zip(people, asked, strict=True)]
    with ThreadPoolExecutor(50) as at_once:
        responses = list(at_once.map(lambda deliver: deliver(), deliveries))
    assert {response.status_code // 100 for response in responses} == {2}
    until(world.server.books.is_quiet, "everybody is answered")
    for person, question in zip(people, asked, strict=True):
        assert_answered(person.answers(), [QUESTIONS[question]])


def test_a_server_that_is_killed_answers_after_its_start(world: World) -> None:
    """The service is away when it starts, and delivers everything once more when it is back."""
    people = [world.person() for _ in range(10)]
    asked = list(QUESTIONS) * 2
    deliveries = [person.prepare(question) for person, question in zip(people, asked, strict=True)]
    urgent = world.person()
    deliveries.append(urgent.prepare("I can't feel my legs"))
    with world.proxy.holding(world.send_call):
        kill_at_first_acknowledgement(world, deliveries)
    assert world.server.books.open_updates() > 0
    with world.proxy.refusing():
        world.server.start()
        world.server.wait_for(world.name, "trouble")
        assert answers_over_rest(world)
    assert {deliver().status_code // 100 for deliver in deliveries} == {2}
    until(world.server.books.is_quiet, "everybody is answered")
    world.server.wait_for(world.name, "ok")
    for person, question in zip(people, asked, strict=True):
        assert_answered(person.answers(), [QUESTIONS[question]])
    assert_answered(urgent.answers(), ["999"])


def kill_at_first_acknowledgement(world: World, deliveries: Sequence[Deliver]) -> None:
    """Delivers everything at once, and kills the server as soon as it has taken one."""
    with ThreadPoolExecutor(len(deliveries)) as at_once:
        running: set[Future[httpx.Response]] = {at_once.submit(deliver) for deliver in deliveries}
        wait(running, return_when=FIRST_COMPLETED)
        world.server.kill()


def answers_over_rest(world: World) -> bool:
    """Whether another channel answers."""
    question = {"sender": "somebody", "message": "where are you"}
    messages = world.server.http.post("/webhooks/rest/webhook", json=question).json()
    return "Riverside Walk" in messages[0]["text"]


def assert_answered(answers: list[str], wanted: list[str]) -> None:
    """Each answer once, in its order, and nothing else."""
    assert len(answers) == len(wanted), answers
    for answer, words in zip(answers, wanted, strict=True):
        assert words in answer
