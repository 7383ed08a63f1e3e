from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given

from recsys.catalogue import title_from_row
from recsys.catalogue.builtin import load_builtin
from recsys.catalogue.row import row_text
from recsys.catalogue.stored_row import sketch_of_stored_row, title_of_stored_row
from recsys.features.tokens import doubtful_tokens
from recsys.title import Title
from tests.catalogue.strategies import titles


@given(title=titles)
def test_what_was_written_is_read_back(title: Title) -> None:
    written = row_text(title)
    found = title_of_stored_row(json.loads(written))
    assert found == title
    assert row_text(found) == written


@given(title=titles)
def test_every_field_is_of_the_kind_that_the_full_reading_gives(title: Title) -> None:
    row = json.loads(row_text(title))
    short, full = title_of_stored_row(row), title_from_row(row)
    for field in fields(Title):
        assert repr(getattr(short, field.name)) == repr(getattr(full, field.name))


def test_every_built_in_title_is_read_back() -> None:
    for title in load_builtin():
        assert title_of_stored_row(json.loads(row_text(title))) == title


SKETCHED = (
    *("id", "title", "original_title", "aliases", "languages", "year", "form", "medium", "countries"),
    *("status", "tones", "tags", "inferred_tags", "sources", "label", "names"),
)


def assert_sketched(title: Title) -> None:
    sketch = sketch_of_stored_row(json.loads(row_text(title)))
    for fact in SKETCHED:
        assert repr(getattr(sketch, fact)) == repr(getattr(title, fact))
    assert doubtful_tokens(sketch) == doubtful_tokens(title)
    assert sketch.credits == ()


@given(title=titles)
def test_sketch_agrees_with_the_title_in_all_that_a_list_shows(title: Title) -> None:
    assert_sketched(title)


def test_every_built_in_title_is_sketched() -> None:
    for title in load_builtin():
        assert_sketched(title)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"id": "a"},
        {"id": "a", "title": "A", "form": "novel"},
        {"id": "a", "title": "A", "credits": [{"name": "B"}]},
        {"id": "a", "title": "A", "releases": [{"date": "someday"}]},
    ],
)
def test_row_that_nobody_wrote_is_refused(row: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        title_of_stored_row(row)
