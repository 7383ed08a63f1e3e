from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.plain_credits import plain_credits
from recsys.catalogue.problems import RowReport
from recsys.catalogue.row import read_row
from recsys.title import Credit, Role

NAMES = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        ["Ahn Example", " Ahn  Example ", "a\tb", "\u200b", "x" * 501, "\ud800", "안예시", "\u3000"]
    ),
)
VALUES = st.one_of(NAMES, st.none(), st.integers(-1, 3), st.booleans(), st.just(["drama"]), st.just(1.0))
PIECES = st.dictionaries(
    st.sampled_from(["person", "role", "order", "native", "character", "person_id", "aliases", "salary"]),
    VALUES,
)
SOUND = st.fixed_dictionaries({"person": NAMES, "role": st.sampled_from([*Role, *map(str, Role), "cook"])})


def _in_full(pieces: list[dict[str, Any]]) -> tuple[tuple[Credit, ...], RowReport]:
    """Credits by the full reading: a key that nobody knows keeps a piece from being plain."""
    report = RowReport()
    title = read_row({"id": "a", "title": "A", "credits": [{**piece, "_": 0} for piece in pieces]}, report)
    assert title is not None
    return title.credits, report


@given(st.lists(st.builds(dict.__or__, PIECES, SOUND) | PIECES, max_size=3))
def test_what_is_plain_is_what_the_full_reading_gives_without_a_problem(pieces: list[dict[str, Any]]) -> None:
    plain = plain_credits(pieces)
    if plain is not None:
        credits, report = _in_full(pieces)
        assert not report.problems
        assert tuple(dict.fromkeys(plain)) == credits


def test_names_roles_and_billing_are_read() -> None:
    piece = {"person": " Ahn  Example", "role": "voice", "order": 2, "character": "Cook", "native": "안예시"}
    assert plain_credits([piece]) == (Credit("Ahn Example", Role.VOICE, "안예시", (), "Cook", 2),)
    assert plain_credits([]) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "Ahn Example",
        {"person": "Ahn Example"},
        {"person": "", "role": "actor"},
        {"person": "  ", "role": "actor"},
        {"person": "Ahn\nExample", "role": "actor"},
        {"person": "Ahn Example", "role": "cook"},
        {"person": "Ahn Example", "role": ["actor"]},
        {"person": "Ahn Example", "role": "actor", "order": 0},
        {"person": "Ahn Example", "role": "actor", "order": True},
        {"person": "Ahn Example", "role": "actor", "aliases": []},
        {"person": "Ahn Example", "role": "actor", "character": 7},
    ],
)
def test_what_may_need_repair_is_left_to_the_full_reading(piece: Any) -> None:
    assert plain_credits([{"person": "Baek Example", "role": "actor"}, piece]) is None


def test_somebody_credited_twice_in_the_same_way_is_credited_once() -> None:
    piece = {"person": "Ahn Example", "role": "actor"}
    title = read_row(
        {"id": "a", "title": "A", "credits": [piece, piece, {**piece, "role": "writer"}]}, RowReport()
    )
    assert title is not None
    assert [credit.role for credit in title.credits] == [Role.ACTOR, Role.WRITER]
