from __future__ import annotations

import io
import json
import unicodedata
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from recsys.cli.terminal import clean, stdout, write, write_json
from tests.cli.conftest import Run


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    return Terminal()


def test_markup_in_a_title_is_only_text(run: Run, model: Path) -> None:
    shown = run("similar", "Twin Peaks of Rice", "--model", model).stdout
    assert "[bold]Loud[/bold] :smile:" in shown


def test_marks_that_turn_the_text_of_a_terminal_around_are_replaced(run: Run, model: Path) -> None:
    shown = run("similar", "Twin Peaks of Rice", "--model", model).stdout
    assert "Bell\ufffdRing" in shown


def test_json_escapes_those_marks_and_keeps_them(run: Run, model: Path) -> None:
    raw = run("similar", "Twin Peaks of Rice", "--model", model, "--json").stdout
    assert "Bell\u202eRing" in {entry["title"] for entry in json.loads(raw)["results"]}
    assert "\u202e" not in raw


@pytest.mark.parametrize("form", [("--json",), ()])
def test_control_characters_that_were_typed_are_not_written_back(
    run: Run, model: Path, form: tuple[str, ...]
) -> None:
    for command in ("similar", "search"):
        result = run(command, "zz\x1b[31m\x07\x9bqq", "--model", model, *form)
        assert result.exit_code in (3, 5)
        assert not {"\x1b", "\x07", "\x9b"} & set(result.output)


def test_clean_text_shows_where_something_was() -> None:
    assert clean("a\x1b[31m\x9b2J\tb\r\nc") == "a\ufffd[31m\ufffd2J b c"


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in cleaned)
    assert len(cleaned.splitlines()) <= 1
    cleaned.encode()


@given(st.text(st.characters(exclude_categories=())))
def test_json_survives_the_escaping(text: str) -> None:
    with redirect_stdout(io.StringIO()) as stream:
        write_json({"text": text})
    stream.getvalue().encode()
    assert json.loads(stream.getvalue()) == {"text": text}


def test_terminal_gets_colour(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        write(stdout(), Text("word", "red"))
    assert "\x1b[31mword" in terminal.getvalue()


def test_no_color_gives_plain_text(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stdout(terminal):
        write(stdout(), Text("word", "bold red"))
    assert terminal.getvalue().split() == ["word"]


def test_terminal_wraps_a_line_under_its_beginning(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        write(stdout(), "word " * 12, indent=6)
    lines = terminal.getvalue().splitlines()
    assert len(lines) > 1
    assert all(line.startswith("      word") for line in lines)


def test_pipe_gets_a_line_whole(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    write(stdout(), "word " * 100)
    assert len(capsys.readouterr().out.splitlines()) == 1
