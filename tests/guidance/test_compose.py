"""What people read: the words of a card, its steps and cautions, the pages it comes from, and what to ask next."""

import pytest

from bot.guidance.cards import Card
from bot.guidance.compose import Composer
from bot.guidance.library import Library
from bot.guidance.reply import Button


def test_an_answer_has_statements_then_cautions_then_pages(composer: Composer, library: Library) -> None:
    assert composer.answer(library.cards["ice_first"]).text.split("\n\n") == [
        "Put ice on for the first 2 to 3 days. Do 20 minutes at a time, then take a long break.",
        "Keep a cloth between the ice and your skin.",
        "From: “Heat and cold” in “Living with a bad back” (a health blog)",
    ]


def test_a_card_with_steps_is_told_with_the_first_and_leads_on(composer: Composer, library: Library) -> None:
    reply = composer.answer(library.cards["tens_use"])
    assert reply.text.split("\n\n")[1] == "Step 1 of 3: Clean the skin."
    assert reply.step == (1, 3)
    assert reply.custom()["step"] == {"number": 1, "of": 3}
    assert reply.buttons[:2] == (
        Button("Next step", '/answer_card{"card": "tens_use", "step": 2}'),
        Button("All the steps", '/answer_card{"card": "tens_use", "step": "all"}'),
    )


@pytest.mark.parametrize(
    ("number", "told", "titles"),
    [
        (0, "Step 1 of 3: Clean the skin.", ["Next step", "All the steps"]),
        (2, "Step 2 of 3: Put two pads beside the sore muscle.", ["Next step", "Step back", "Stop here"]),
        (3, "Step 3 of 3: Turn it up slowly.", ["Step back", "How long a spasm lasts"]),
        (9, "Step 3 of 3: Turn it up slowly.", ["Step back", "How long a spasm lasts"]),
    ],
)
def test_a_step_is_told_alone_with_the_way_on_and_back(
    composer: Composer, library: Library, number: int, told: str, titles: list[str]
) -> None:
    reply = composer.step(library.cards["tens_use"], number)
    assert reply.text.split("\n\n")[0] == told
    assert [button.title for button in reply.buttons] == titles


def test_the_last_step_comes_with_the_cautions_again(composer: Composer, library: Library) -> None:
    card = library.cards["tens_use"]
    assert "Ask your GP first if you have a pacemaker." in composer.step(card, 3).text
    assert "pacemaker" not in composer.step(card, 2).text


def test_all_steps_are_numbered_in_order(composer: Composer, library: Library) -> None:
    reply = composer.all_steps(library.cards["tens_use"])
    assert reply.text.split("\n\n")[0].splitlines() == [
        "1. Clean the skin.",
        "2. Put two pads beside the sore muscle.",
        "3. Turn it up slowly.",
    ]
    assert reply.buttons[0].title == "One step at a time"


def test_when_two_things_are_asked_then_steps_wait_behind_a_button(composer: Composer, library: Library) -> None:
    reply = composer.answer(library.cards["tens_use"], also=library.cards["how_long"])
    assert "Step 1" not in reply.text
    assert "How to use a TENS machine" in [button.title for button in reply.buttons]


def test_every_page_is_named_once_with_its_kind(composer: Composer, library: Library) -> None:
    footnote = composer.answer(library.cards["tens_use"]).text.rpartition("\n\n")[2]
    assert footnote == (
        "From: “Using TENS” in “Spasms and TENS” (a shop page); “Urgent” in “Back pain” (a guideline, NHS)"
    )


def test_when_a_statement_leads_then_the_others_keep_their_order(composer: Composer, library: Library) -> None:
    text = composer.answer(library.cards["ice_first"], lead=1).text
    assert text.startswith("Do 20 minutes at a time, then take a long break. Put ice on for the first 2 to 3 days.")


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("see_doctor", "Call your GP if it is no better after a week. If your legs go weak, call 999."),
        ("how_long", "If it is no better after a week, see your GP."),
    ],
)
def test_placeholders_are_filled_for_the_clinic(composer: Composer, library: Library, card: str, words: str) -> None:
    assert words in composer.answer(library.cards[card]).text


@pytest.mark.parametrize(
    ("card", "titles"),
    [
        ("ice_first", ["Tell me more", "Heat after the first days", "How long a spasm lasts"]),
        ("heat_later", ["Ice in the first days"]),
    ],
)
def test_the_buttons_are_more_and_what_is_related(
    composer: Composer, library: Library, card: str, titles: list[str]
) -> None:
    assert [button.title for button in composer.answer(library.cards[card]).buttons] == titles


def test_a_button_of_a_card_names_it(composer: Composer, library: Library) -> None:
    button = composer.answer(library.cards["heat_later"]).buttons[0]
    assert button == Button("Ice in the first days", '/answer_card{"card": "ice_first"}')


def test_the_facts_about_an_answer_go_with_it(composer: Composer, library: Library) -> None:
    custom = composer.answer(library.cards["ice_first"]).custom()
    assert (custom["kind"], custom["card"], custom["picture"]) == ("answer", "ice_first", "ice.svg")
    assert custom["sources"][0] == {"doc": "004", "section": "Heat and cold", "title": "Living with a bad back"}


def test_when_two_things_are_asked_then_both_are_told_with_all_pages(composer: Composer, library: Library) -> None:
    reply = composer.answer(library.cards["ice_first"], also=library.cards["tens_skin"])
    assert "The pads may make the skin red or sore." in reply.text
    assert "“Spasms and TENS”" in reply.text
    assert [button.title for button in reply.buttons][1] == "Does TENS hurt the skin"


def test_more_tells_the_rest_and_repeats_the_cautions(composer: Composer, library: Library) -> None:
    text = composer.more(library.cards["ice_first"]).text
    assert text.startswith("One page switches between cold and heat.\n\nKeep a cloth")
    assert text.endswith("From: “Causes” in “Spasms and TENS” (a shop page)")


def test_when_there_is_no_more_then_that_is_said_and_the_way_on_offered(composer: Composer, library: Library) -> None:
    reply = composer.more(library.cards["heat_later"])
    assert reply.text == "That is all I have on “Heat after the first days”."
    assert [button.title for button in reply.buttons] == ["Ice in the first days"]
    assert reply.sources == ()


def test_suggestions_are_three_buttons_at_most(composer: Composer, library: Library) -> None:
    reply = composer.suggestions(list(library.cards.values()))
    assert (reply.kind, len(reply.buttons)) == ("suggestions", 3)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("ice_first", "“Living with a bad back”, a health blog (publisher: not named on the page): “Heat and cold”."),
        ("ice_first", "this guide's own safety advice"),
        ("ice_first", "No clinician has reviewed this answer yet."),
        ("how_long", "Dr Jo Field read this answer on 5 March 2024."),
    ],
)
def test_where_an_answer_comes_from_is_told(composer: Composer, library: Library, card: str, words: str) -> None:
    assert words in composer.sources(library.cards[card]).text


def test_all_pages_are_told_with_what_they_are(composer: Composer) -> None:
    assert composer.all_sources().text.splitlines()[1:] == [
        "- “Spasms and TENS”. A page of a shop.",
        "- “Living with a bad back”. A blog page.",
    ]


def test_advice_is_one_card_in_full_and_of_another_the_statements(composer: Composer, library: Library) -> None:
    text = composer.advice([library.cards["ice_first"], library.cards["how_long"]]).text
    assert "Keep a cloth between the ice and your skin." in text
    assert "One cramp lasts minutes." in text
    assert "If it is no better after a week" not in text


def test_a_response_has_the_text_the_buttons_and_the_facts(composer: Composer, library: Library) -> None:
    response = composer.answer(library.cards["heat_later"]).response()
    assert response["text"].startswith("After the first days warmth may feel better.")
    assert response["buttons"] == [{"title": "Ice in the first days", "payload": '/answer_card{"card": "ice_first"}'}]
    assert response["custom"]["card"] == "heat_later"


def test_the_second_of_two_answers_says_what_it_is_about(composer: Composer, library: Library) -> None:
    reply = composer.answer(library.cards["tens_use"], also=library.cards["how_long"])
    assert "On “How long a spasm lasts”: One cramp lasts minutes." in reply.text


def test_a_yes_stands_only_before_what_it_can_answer(composer: Composer, library: Library) -> None:
    card = saying(library, "Yes, for some days.", "Yes. Longer after a strain.")
    assert composer.answer(card).text.startswith("Yes, for some days.")
    assert composer.answer(card, plain=True).text.startswith("For some days. Yes. Longer")


def test_a_statement_that_leans_on_the_one_before_never_leads(composer: Composer, library: Library) -> None:
    card = saying(library, "One cramp lasts minutes.", "It may thus come back.", "A strain lasts a week.")
    assert composer.answer(card, lead=1).text.startswith("One cramp")
    assert composer.answer(card, lead=2).text.startswith("A strain")


def saying(library: Library, *words: str) -> Card:
    """A card with these statements."""
    card = library.cards["how_long"]
    return card.copy(update={"statements": tuple(card.statements[0].copy(update={"say": one}) for one in words)})
