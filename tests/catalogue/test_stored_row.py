from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given

from recsys.catalogue import title_from_row
from recsys.catalogue.builtin import load_builtin
from recsys.catalogue.row import row_text
from recsys.catalogue.stored_row import title_of_stored_row
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
