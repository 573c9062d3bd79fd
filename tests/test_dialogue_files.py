"""What the dialogue files have to keep to, so that a form never swallows a warning sign."""

from typing import Any

import pytest

from bot import paths
from bot.files import read_yaml

DOMAIN: dict[str, Any] = read_yaml(paths.DOMAIN)
FORM_SLOTS = [slot for form in DOMAIN["forms"].values() for slot in form["required_slots"]]


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_every_form_ignores_the_red_flag_intent(form: str) -> None:
    assert "red_flag" in DOMAIN["forms"][form]["ignored_intents"]


@pytest.mark.parametrize("slot", FORM_SLOTS)
def test_no_slot_of_a_form_takes_its_value_from_a_red_flag(slot: str) -> None:
    for mapping in DOMAIN["slots"][slot]["mappings"]:
        assert "red_flag" in str(mapping.get("not_intent"))


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_what_comes_after_a_form_is_conditioned_on_its_slots(form: str) -> None:
    rules = read_yaml(paths.DATA / "rules" / "rules.yml")["rules"]
    ends = [rule for rule in rules if {"action": form} == rule["steps"][0]]
    assert ends
    for rule in ends:
        conditions = [step["slot_was_set"][0] for step in rule["condition"] if "slot_was_set" in step]
        assert set(DOMAIN["forms"][form]["required_slots"]) <= set(conditions)


def test_every_line_of_small_talk_can_be_filled() -> None:
    from bot import knowledge

    for name, variants in DOMAIN["responses"].items():
        for variant in variants:
            assert variant["text"].format(**knowledge.words()), name


def test_every_action_of_the_domain_exists() -> None:
    from bot.runtime.in_process_actions import InProcessActions

    assert set(DOMAIN["actions"]) <= set(InProcessActions("actions")._executor.actions)
