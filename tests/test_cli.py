"""The command line: what it prints, and what it says when something is wrong."""

import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli, paths, server
from bot.runtime import reloading, training

RUN = CliRunner()


def run(*arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = RUN.invoke(cli.app, list(arguments), input=typed)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["chat"],
        ["train"],
        ["screen"],
        ["widget"],
        ["content"],
        ["content", "check"],
        ["content", "reload"],
        ["evaluate"],
        ["evaluate", "nlu"],
        ["evaluate", "answers"],
        ["evaluate", "ranking"],
    ],
)
def test_every_command_explains_itself(command: list[str]) -> None:
    code, output = run(*command, "--help")
    assert code == 0
    assert "Usage" in output


def test_the_version_is_shown() -> None:
    assert run("--version")[1].startswith("backspasm 0.")


@pytest.mark.parametrize(
    ("text", "level", "sign"),
    [("i have wet myself and cant feel my legs", "emergency", "bladder_bowel"), ("my back is a bit stiff", "none", "")],
)
def test_screen_prints_the_level_and_the_signs(text: str, level: str, sign: str) -> None:
    code, output = run("screen", text)
    assert code == 0
    assert output.startswith(level)
    assert sign in output


def test_screen_explains_words_rule_and_reason() -> None:
    output = run("screen", "--explain", "i have no fever. i wet myself")[1]
    assert "bladder_bowel  emergency, present" in output
    assert "fever  emergency, absent" in output  # it would be one beside the other sign
    for part in ("words", "wet myself", "rule", "why", 'negated: "no"', "score", "source"):
        assert part in output


def test_screen_answers_line_by_line() -> None:
    lines = ['{"text": "i wet myself"}', "", '{"text": "is ice good"}', "not json", '{"text": 5}', "[]"]
    answers = [json.loads(line) for line in run("screen", "--jsonl", typed="\n".join(lines))[1].splitlines()]
    assert [answer.get("level") for answer in answers] == ["emergency", "none", None, None, None]
    assert set(answers[0]) == {"level", "check", "flags"}
    assert answers[0]["flags"][0]["id"] == "bladder_bowel"
    assert all("error" in answer for answer in answers[2:])


def test_screen_without_a_message_says_what_to_give() -> None:
    code, output = run("screen")
    assert code == 2
    assert "--jsonl" in output


def test_widget_prints_the_line_to_copy_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "widget.js"
    script.write_text("1;\n")
    monkeypatch.setattr(paths, "WIDGET", script)
    result = RUN.invoke(cli.app, ["widget", "--url", "https://bot.example"])
    assert result.stdout == (
        '<script src="https://bot.example/webhooks/web/widget.js" '
        'integrity="sha384-7ZqUC5maTZKJSEiIZbh0v126cyBxhHbd8THFh12kWJwy8MoPeX2A9d20JviByiml" '
        'crossorigin="anonymous" defer></script>\n'
    )
    assert "after each update" in result.stderr


def test_widget_says_what_to_give_and_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "WIDGET", tmp_path / "widget.js")
    code, output = run("widget", "--url", "bot.example")
    assert code == 2
    assert "https://bot.example" in output
    code, output = run("widget", "--url", "https://bot.example")
    assert code == 1
    assert "the widget is missing" in output


def test_content_check_finds_nothing_wrong_here() -> None:
    code, output = run("content", "check")
    assert code == 0, output
    assert "All well" in output


def test_content_check_prints_what_no_card_tells(tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"id": "009-01"}\n{"id": "004-93"}\n', encoding="utf-8")
    output = run("content", "check", "--facts", str(facts))[1]
    assert "009-01" in output
    assert "004-93" not in output


def test_content_check_names_file_line_and_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "domain.yml"
    broken.write_text('version: "3.1"\nslots: [\n', encoding="utf-8")
    monkeypatch.setattr(paths, "DOMAIN", broken)
    code, output = run("content", "check")
    assert code == 1
    assert "domain.yml:2" in output.replace("\n", "")


def test_when_the_port_is_taken_then_serve_names_another(model: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = run("serve", "--port", str(port))
    assert code == 1
    assert f"--port {port + 1}" in output


def test_serve_has_telegram_polled_where_that_is_asked_for(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr(server, "serve", lambda model, **options: given.update(options))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for options in ([], ["--telegram-polling"]):
        run("serve", "--port", port, *options)
        assert given["telegram_polling"] is bool(options)


def test_when_a_file_is_broken_then_serve_names_it_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "config.yml"
    broken.write_text("pipeline:\n- name: DIETClassifier\n", encoding="utf-8")
    monkeypatch.setattr(training.paths, "CONFIG", broken)
    monkeypatch.setattr(training, "fingerprint", lambda files: "changed")
    code, output = run("train")
    assert code == 1
    assert "config.yml:2" in output.replace("\n", "")
    assert "needs TensorFlow" in output


def test_another_python_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(SystemExit):
        cli.main()
    assert "Python 3.10 is needed" in capsys.readouterr().err


def test_rasas_own_commands_are_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["backspasm", "rasa", "shell", "--help"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0
    assert "rasa shell" in capsys.readouterr().out


def test_a_talk_in_the_terminal(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = iter(["my back has gone into spasm", "1", "i have wet myself", "quit"])
    monkeypatch.setattr(cli.out, "input", lambda _: next(said))
    code, shown = run("chat")
    assert code == 0
    assert "Where is the spasm" in shown
    assert "EMERGENCY" in shown


def test_the_terminal_names_the_times_of_a_timer(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = iter(["guide me through the breathing", "quit"])
    monkeypatch.setattr(cli.out, "input", lambda _: next(said))
    assert "Timer: Breathe in 0:00:05, then Pause 0:00:01" in run("chat")[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 0, "No server runs here."),
        ([reloading.Serving(7, "new")], 0, "The server of process 7 answers from the new cards."),
        ([reloading.Serving(7, "old", error="ice.yml:3: no title")], 1, "kept the cards it had. ice.yml:3: no title"),
    ],
)
def test_reload_tells_what_each_server_did(
    monkeypatch: pytest.MonkeyPatch, words: list[reloading.Serving], code: int, said: str
) -> None:
    monkeypatch.setattr(reloading, "ask", lambda: iter(words))
    assert run("content", "reload")[0] == code
    assert said in " ".join(run("content", "reload")[1].split())


def test_when_a_server_gives_no_word_then_reload_says_to_restart_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Iterator[reloading.Serving]:
        raise TimeoutError("The server of process 7 gave no answer. Restart it to be sure that it has the cards.")
        yield

    monkeypatch.setattr(reloading, "ask", never)
    code, output = run("content", "reload")
    assert code == 1
    assert "Restart it" in " ".join(output.split())
