"""The translations that are shipped: complete, and of the messages that there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from recsys.wording.locales import FILES, OWN_FOLDER
from recsys.wording.messages import fields, read_po_file
from recsys.wording.templates import COMMAND, TEMPLATES, updated, write_all, written

SHIPPED = ("ko", "ja")
HINT = f"run `{COMMAND}`, then translate what is empty"


def shipped(code: str, name: str) -> Path:
    return OWN_FOLDER / code / "LC_MESSAGES" / name


def keys(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalog if message.id}


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text) if isinstance(text, tuple) else []


def untranslated(catalog: Catalog) -> list[object]:
    return [
        message.id
        for message in catalog
        if message.id and (message.fuzzy or not forms(message.string) or not all(forms(message.string)))
    ]


@pytest.fixture(scope="module")
def templates() -> dict[str, Catalog]:
    return {name: template() for name, template in TEMPLATES.items()}


@pytest.mark.parametrize("name", FILES)
def test_the_template_is_current(name: str, templates: dict[str, Catalog]) -> None:
    shipped = read_po_file(OWN_FOLDER / name.replace(".po", ".pot"), None)
    assert keys(shipped) == keys(templates[name]), HINT


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("code", SHIPPED)
def test_everything_is_translated(code: str, name: str, templates: dict[str, Catalog]) -> None:
    catalog = read_po_file(shipped(code, name), code)
    assert keys(templates[name]) - keys(catalog) == set(), HINT
    assert untranslated(catalog) == [], HINT


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("code", SHIPPED)
def test_nothing_is_kept_that_is_said_no_more(code: str, name: str, templates: dict[str, Catalog]) -> None:
    assert keys(read_po_file(shipped(code, name), code)) - keys(templates[name]) == set(), HINT


@pytest.mark.parametrize("code", SHIPPED)
def test_translations_have_the_placeholders_of_the_english(code: str) -> None:
    for message in read_po_file(shipped(code, "answers.po"), code):
        for form in forms(message.string) if message.id else []:
            assert fields(form) == fields(forms(message.id)[-1]), message.id


@pytest.mark.parametrize("code", SHIPPED)
def test_no_particle_follows_a_placeholder_whose_last_sound_is_not_known(code: str) -> None:
    """Korean particles have two forms; a sentence with a name before one would be wrong half of the time."""
    particles = ("은", "는", "이", "가", "을", "를", "과", "와", "으로", "로")
    for message in read_po_file(shipped(code, "answers.po"), code):
        for form in forms(message.string) if message.id and code == "ko" else []:
            after = [piece.split(" ")[0] for piece in form.split("}")[1:]]
            assert not set(after).intersection(particles), form


# Bringing them up to date


def template_of(*messages: str) -> Catalog:
    catalog = Catalog(fuzzy=False)
    for message in messages:
        catalog.add(message)
    return catalog


def strings(catalog: Catalog) -> dict[object, object]:
    return {message.id: message.string for message in catalog if message.id}


@pytest.fixture
def korean(tmp_path: Path) -> Path:
    catalog = Catalog(locale="ko", header_comment="# Korean.", fuzzy=False)
    catalog.add("ending", "결말")
    catalog.add("year", "연도")
    path = tmp_path / "ko.po"
    path.write_bytes(written(catalog))
    return path


def test_translations_outlive_an_update(korean: Path) -> None:
    again = updated(korean, "ko", template_of("new", "year", "ending"))
    assert strings(again) == {"new": None, "year": "연도", "ending": "결말"}


def test_a_message_that_comes_back_finds_its_translation(korean: Path) -> None:
    korean.write_bytes(written(updated(korean, "ko", template_of("year"))))
    assert strings(updated(korean, "ko", template_of("year"))) == {"year": "연도"}
    again = updated(korean, "ko", template_of("year", "ending"))
    assert strings(again) == {"year": "연도", "ending": "결말"}
    assert not again.obsolete


def test_an_update_of_what_is_current_changes_nothing(korean: Path) -> None:
    template = template_of("ending", "year")
    once = written(updated(korean, "ko", template))
    korean.write_bytes(once)
    assert written(updated(korean, "ko", template)) == once


def test_a_new_language_begins_with_everything_to_be_translated(
    tmp_path: Path, templates: dict[str, Catalog]
) -> None:
    (tmp_path / "th").mkdir()
    write_all(tmp_path)
    for name in FILES:
        begun = read_po_file(tmp_path / "th" / "LC_MESSAGES" / name, "th")
        assert keys(begun) == keys(templates[name])
        assert len(untranslated(begun)) == len(keys(begun))


def test_a_message_file_says_nothing_of_when_and_by_what_it_was_written(korean: Path) -> None:
    head = korean.read_text(encoding="utf-8").split("\n\n")[0]
    assert "Language: ko" in head
    assert not [
        word for word in ("Date", "Generated-By", "EMAIL", "li.org", "PROJECT VERSION") if word in head
    ]
