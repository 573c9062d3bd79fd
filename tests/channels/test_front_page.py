"""The page at ``/``: what it says of the clinic, what it allows, and the hash for the line to copy."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from conftest import Running
from sanic import Sanic

from bot import knowledge, paths
from bot.channels.front_page import FILES, TEMPLATE, add_page, filled, page_values

SCRIPT = "customElements.define('backspasm-chat', class extends HTMLElement {});\n"
Open = Callable[..., httpx.Client]


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and its words outside of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def by_id(self, name: str) -> dict[str, str]:
        [attributes] = [attributes for _, attributes in self.elements if attributes.get("id") == name]
        return attributes


@pytest.fixture
def widget(tmp_path: Path) -> Path:
    script = tmp_path / "widget.js"
    script.write_text(SCRIPT)
    return script


@pytest.fixture
def open_page(widget: Path) -> Iterator[Open]:
    """Serves the page of a clinic: ``open_page(name=…, phone=…)`` replaces what clinic.yml says."""
    started: list[tuple[Running, httpx.Client]] = []

    def start(**about: str | None) -> httpx.Client:
        clinic = knowledge.clinic()
        clinic = clinic.copy(update={"about": clinic.about.copy(update=about)})

        async def app() -> Sanic:
            app = Sanic("front_page")
            add_page(app, clinic, knowledge.library().sources, widget=widget)
            return app

        running = Running(app)
        started.append((running, httpx.Client(base_url=running.address)))
        return started[-1][1]

    yield start
    for running, http in started:
        http.close()
        running.stop()


def test_the_page_names_the_clinic_its_numbers_and_what_is_kept(open_page: Open) -> None:
    page = Page(open_page(name="Hill Clinic", phone="020 7946 0999", privacy="We keep it for a week.").get("/").text)
    links = {link["href"] for link in page.all("a")}
    assert {"tel:999", "tel:02079460999"} <= links
    for words in ("Hill Clinic", "020 7946 0999", "United Kingdom", "We keep it for a week."):
        assert words in page.words


def test_what_a_clinic_writes_stays_text(open_page: Open) -> None:
    name = """<script>alert(1)</script> & "Sons" {{privacy}}"""
    answer = open_page(name=name, phone='1" onclick="x')
    page = Page(answer.get("/").text)
    assert name in page.words
    assert len(page.all("script")) == 2
    assert not any("onclick" in attributes for _, attributes in page.elements)


def test_when_the_clinic_has_no_phone_then_there_is_no_empty_link(open_page: Open) -> None:
    page = Page(open_page(phone=None).get("/").text)
    assert {link["href"] for link in page.all("a") if link["href"].startswith("tel:")} == {"tel:999"}
    assert "please ask at the desk" in page.words


def test_without_javascript_the_page_says_whom_to_call(open_page: Open) -> None:
    text = open_page(phone="020 7946 0999").get("/").text
    said = re.search(r"<noscript>(.*?)</noscript>", text, re.DOTALL)
    assert said
    assert 'href="tel:02079460999"' in said[1]
    assert 'href="tel:999"' in said[1]


def test_each_page_that_tips_come_from_is_named_with_its_kind(client: httpx.Client) -> None:
    words = Page(client.get("/").text).words
    for document in knowledge.library().sources.documents:
        assert f"{document.title} {document.about}" in words


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(client: httpx.Client) -> None:
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    page = Page(answer.text)
    for _, attributes in page.elements:
        assert not {"style", "srcdoc"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert not page.all("style")
    assert all("src" in script for script in page.all("script"))
    loaded = [a["src"] for a in page.all("script") + page.all("img")] + [a["href"] for a in page.all("link")]
    # Relative, so that the page works below a path of the clinic's own website.
    assert [url for url in loaded if not url.startswith("data:image/") and re.match(r"/|\w+:", url)] == []


@pytest.mark.parametrize("header", ["referrer-policy", "x-content-type-options", "cache-control"])
def test_the_page_is_guarded(client: httpx.Client, header: str) -> None:
    safe = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff", "cache-control": "no-store"}
    assert client.get("/").headers[header] == safe[header]


def test_everything_the_page_loads_is_served(client: httpx.Client) -> None:
    page = Page(client.get("/").text)
    loaded = [a["src"] for a in page.all("script") + page.all("img")] + [a["href"] for a in page.all("link")]
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for url in loaded:
        if url.startswith("data:"):
            continue
        answer = client.get(f"/{url}")
        assert answer.status_code == 200, url
        assert kinds[Path(url).suffix] in answer.headers["content-type"]


def test_a_browser_asks_for_the_files_of_the_page_again_after_an_update(client: httpx.Client) -> None:
    for name in ("page.js", "page.css", "contrast.js"):
        headers = client.get(f"/page/{name}").headers
        assert headers["cache-control"] == "no-cache"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_warns_of_a_colour_by_the_rules_of_the_widget(client: httpx.Client) -> None:
    assert client.get("/page/contrast.js").text == paths.WIDGET_CONTRAST.read_text(encoding="utf-8")


def test_the_colour_of_the_form_is_the_one_the_widget_has_without_an_option(client: httpx.Client) -> None:
    [default] = re.findall(r'DEFAULT_COLOR = "(#\w+)"', paths.WIDGET_CONTRAST.read_text(encoding="utf-8"))
    page = Page(client.get("/").text)
    assert page.by_id("color")["value"] == page.by_id("picker")["value"] == default


def test_every_language_of_the_interface_can_be_chosen(client: httpx.Client) -> None:
    offered = {option["value"] for option in Page(client.get("/").text).all("option")}
    assert offered == {"", *(file.stem for file in paths.WIDGET_WORDS.glob("*.json"))}


def test_the_hash_is_that_of_the_script_as_it_is_now(open_page: Open, widget: Path) -> None:
    http = open_page()
    for script in (SCRIPT, SCRIPT + "// built anew\n"):
        widget.write_text(script)
        digest = base64.b64encode(hashlib.sha384(script.encode()).digest()).decode()
        assert Page(http.get("/").text).by_id("integrity")["value"] == f"sha384-{digest}"


def test_when_the_script_is_missing_then_the_page_is_still_there(open_page: Open, widget: Path) -> None:
    http = open_page()
    widget.unlink()
    answer = http.get("/")
    assert answer.status_code == 200
    assert Page(answer.text).by_id("integrity")["value"] == ""


def test_every_control_has_a_name_for_those_who_do_not_see_it(client: httpx.Client) -> None:
    text = client.get("/").text
    page = Page(text)
    labelled = {label["for"] for label in page.all("label") if "for" in label}
    inside = re.findall(r'<label class="choice"><input type="\w+"[^>]*>', text)
    controls = page.all("input") + page.all("select")
    named = [c for c in controls if c.get("id") in labelled or "aria-label" in c]
    assert len(named) + len(inside) == len(controls)


def test_what_a_control_points_to_is_there(client: httpx.Client) -> None:
    page = Page(client.get("/").text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = {
        name
        for _, attributes in page.elements
        for kind in ("for", "aria-labelledby", "aria-describedby")
        for name in attributes.get(kind, "").split()
    }
    pointed |= {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    used_by_script = set(re.findall(r'find\("([\w-]+)"\)', (FILES / "page.js").read_text(encoding="utf-8")))
    assert (pointed | used_by_script) <= set(ids)


def test_the_page_has_one_heading_of_the_first_rank(client: httpx.Client) -> None:
    page = Page(client.get("/").text)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


def test_when_the_template_names_an_unknown_value_then_it_is_not_shown_as_it_is() -> None:
    with pytest.raises(KeyError, match="clinic_fax"):
        filled("{{clinic_fax}}", {"clinic_name": "Hill Clinic"})


def test_every_value_stands_in_the_page() -> None:
    named = set(re.findall(r"\{\{(\w+)\}\}", TEMPLATE.read_text(encoding="utf-8")))
    assert named == {*page_values(knowledge.clinic(), knowledge.library().sources), "integrity"}


def test_drawings_may_be_shown_and_described_on_other_websites(client: httpx.Client) -> None:
    drawing = client.get("/pictures/cat_cow.svg", headers={"origin": "https://www.clinic.example"})
    assert drawing.headers["access-control-allow-origin"] == "*"
    assert drawing.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-origin" not in client.get("/page/page.js").headers
