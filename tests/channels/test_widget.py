"""The widget as a website loads it, and the line that a clinic copies."""

import base64
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Served

from bot import paths
from bot.channels.web import WidgetFiles
from bot.channels.widget import script_line
from bot.files import FileError

SCRIPT = "customElements.define('backspasm-chat', class extends HTMLElement {});\n"
Serve = Callable[..., Served]


@pytest.fixture
def files(tmp_path: Path) -> WidgetFiles:
    (tmp_path / "widget.js").write_text(SCRIPT)
    (tmp_path / "es.json").write_text('{"lang": "es"}')
    (tmp_path / "secret.txt").write_text("not for websites")
    return WidgetFiles(tmp_path / "widget.js", tmp_path)


def test_every_website_may_load_the_script(serve: Serve, files: WidgetFiles) -> None:
    answer = serve(files=files).http.get("widget.js", headers={"origin": "https://anywhere.example"})
    assert answer.text == SCRIPT
    assert "javascript" in answer.headers["content-type"]
    assert {name: answer.headers[name] for name in ("access-control-allow-origin", "cache-control")} == {
        "access-control-allow-origin": "*",
        "cache-control": "public, max-age=300, must-revalidate",
    }
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_script_is_sent_compressed_where_the_browser_takes_it(serve: Serve, files: WidgetFiles) -> None:
    web = serve(files=files)
    assert web.http.get("widget.js").headers["content-encoding"] == "gzip"
    plain = web.http.get("widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == SCRIPT


@pytest.mark.parametrize("known", ["{}", '"older", {}', "*"])
def test_a_script_that_the_browser_has_is_not_sent_again(serve: Serve, files: WidgetFiles, known: str) -> None:
    web = serve(files=files)
    etag = web.http.get("widget.js").headers["etag"]
    answer = web.http.get("widget.js", headers={"if-none-match": known.format(etag)})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag


def test_a_script_that_was_built_anew_is_sent_without_a_restart(serve: Serve, files: WidgetFiles) -> None:
    web = serve(files=files)
    etag = web.http.get("widget.js").headers["etag"]
    files.script.write_text("// newer and longer\n" + SCRIPT)
    answer = web.http.get("widget.js", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert answer.text.startswith("// newer")


def test_the_texts_of_another_language_are_served_and_nothing_else(serve: Serve, files: WidgetFiles) -> None:
    web = serve(files=files)
    assert web.http.get("words/es.json").json() == {"lang": "es"}
    for name in ("fr.json", "secret.txt", "..%2Fsecret.txt", "%2e%2e%2fclinic.yml"):
        assert web.http.get(f"words/{name}").status_code == 404


def test_when_the_script_was_not_built_then_it_says_so(serve: Serve, tmp_path: Path) -> None:
    answer = serve(files=WidgetFiles(tmp_path / "widget.js", tmp_path)).http.get("widget.js")
    assert answer.status_code == 404
    assert "widget/" in answer.json()["error"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("url", ["https://bot.example", "https://bot.example/", "http://127.0.0.1:5005"])
def test_the_line_to_copy_names_the_script_and_its_hash(files: WidgetFiles, url: str) -> None:
    digest = base64.b64encode(hashlib.sha384(SCRIPT.encode()).digest()).decode()
    assert script_line(url, files.script) == (
        f'<script src="{url.rstrip("/")}/webhooks/web/widget.js" integrity="sha384-{digest}" '
        'crossorigin="anonymous" defer></script>'
    )


@pytest.mark.parametrize("url", ["bot.example", "ftp://bot.example", "https://", 'https://a"onload="x', "https://a?b"])
def test_when_the_address_is_none_then_there_is_no_line(files: WidgetFiles, url: str) -> None:
    with pytest.raises(ValueError, match=r"https://bot\.example"):
        script_line(url, files.script)


def test_when_there_is_no_script_then_there_is_no_line(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="the widget is missing"):
        script_line("https://bot.example", tmp_path / "widget.js")


def test_the_script_is_what_its_sources_give() -> None:
    """Its first line names them; when this fails: ``cd widget && npm run build``."""
    found = (file for file in paths.WIDGET_SOURCES.rglob("*") if file.is_file())
    files = {file.relative_to(paths.WIDGET_SOURCES).as_posix(): file for file in found}
    sources = hashlib.sha256()
    for name in sorted(files):
        sources.update(name.encode() + b"\0" + files[name].read_bytes() + b"\0")
    first_line = paths.WIDGET.read_text(encoding="utf-8").splitlines()[0]
    assert f"sources sha256 {sources.hexdigest()} " in first_line


def test_the_bundle_weighs_at_most_15_kilobytes() -> None:
    assert len(gzip.compress(paths.WIDGET.read_bytes(), 9, mtime=0)) <= 15 * 1024
