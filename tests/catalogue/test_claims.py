"""Who says what of a title, and whether they contradict each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue import load_builtin
from recsys.catalogue.claims import FieldClaims, Verdict, claims_of, field_name
from recsys.title import Fact, Form, PartialDate, Rank, Source, SourceKind, Title, Tone, ToneState


def claimed(field: str, *values: str, **facts: Any) -> FieldClaims:
    """What sources A, B, … say of one field of a title."""
    said = tuple(Fact(field, value, chr(ord("A") + place)) for place, value in enumerate(values))
    (claims,) = claims_of(Title(**{"id": "a", "title": "A", "facts": said, **facts}))
    return claims


def test_both_of_two_sources_that_contradict_each_other_are_kept() -> None:
    claims = claimed("sources", "manga", "manhwa")
    assert [(one.value, one.source) for one in claims.claims] == [("manga", "A"), ("manhwa", "B")]
    assert claims.is_conflict


def test_road_is_a_manga_to_one_source_and_a_manhwa_to_another() -> None:
    (sources,) = [one for one in claims_of(load_builtin().by_id["road-2026"]) if one.field == "sources"]
    assert {(one.value, one.source) for one in sources.claims} == {
        ("manga", "All Japan Press"),
        ("manhwa", "Netflix"),
    }
    assert sources.is_conflict
    assert sources.held[0].startswith("comic Blue Road")


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("source", "sources"),
        ("Source material", "sources"),
        ("sources", "sources"),
        ("production-country", "countries"),
        ("nobody knows it", "nobody_knows_it"),
        ("external_ids.imdb", "external_ids.imdb"),
        ("extra.OwnKey", "extra.OwnKey"),
    ],
)
def test_fields_are_called_as_the_row_calls_them(written: str, field: str) -> None:
    assert field_name(written) == field


def test_spellings_of_one_field_are_told_together() -> None:
    facts = Fact("source", "novel", "A"), Fact("sources", "game", "B")
    (claims,) = claims_of(Title(id="a", title="A", facts=facts))
    assert (claims.field, len(claims.claims), claims.is_conflict) == ("sources", 2, True)


@pytest.mark.parametrize(
    ("field", "values", "facts", "verdict"),
    [
        ("year", ["2025"], {"year": 2026}, Verdict.CONFLICT),
        ("year", ["2026: in spring"], {"year": 2026}, Verdict.AGREE),
        ("year", ["soon"], {"year": 2026}, Verdict.NOT_COMPARED),
        ("year", ["2026"], {}, Verdict.NOT_HELD),
        ("year", ["2025", "2026"], {}, Verdict.CONFLICT),
        ("form", ["film"], {"form": Form.SERIES}, Verdict.CONFLICT),
        ("countries", ["Korea and Japan"], {"countries": ("JP", "KR")}, Verdict.AGREE),
        ("countries", ["KR: paid by one studio"], {"countries": ("JP", "KR")}, Verdict.CONFLICT),
        ("countries", ["somewhere"], {"countries": ("JP",)}, Verdict.NOT_COMPARED),
        ("countries", ["Bosnia and Herzegovina"], {"countries": ("BA",)}, Verdict.AGREE),
        ("languages", ["Korean"], {"languages": ("ko",)}, Verdict.AGREE),
        ("title", ["The A!"], {}, Verdict.AGREE),
        ("sources", ["a light novel"], {"sources": (Source(SourceKind.NOVEL),)}, Verdict.AGREE),
        ("sources", ["a light novel", "a web novel"], {}, Verdict.CONFLICT),
        ("sources", ["a play"], {"sources": (Source(SourceKind.NOVEL),)}, Verdict.CONFLICT),
        ("sources", ["manga"], {"sources": (Source(SourceKind.COMIC),)}, Verdict.AGREE),
        (
            "sources",
            ["novel"],
            {"sources": (Source(SourceKind.NOVEL), Source(SourceKind.PLAY))},
            Verdict.AGREE,
        ),
        ("tones", ["no love-triangle"], {"tones": (Tone("love-triangle"),)}, Verdict.CONFLICT),
        ("tones", ["dark"], {"tones": (Tone("love-triangle", state=ToneState.NO),)}, Verdict.AGREE),
        ("genres", ["drama, war"], {"genres": ("drama", "romance", "war")}, Verdict.AGREE),
        ("genres", ["drama, war"], {"genres": ("romance",)}, Verdict.NOT_COMPARED),
        ("external_ids.imdb", ["tt1", "tt2"], {"external_ids": {"imdb": "tt1"}}, Verdict.CONFLICT),
        ("nobody knows it", ["x"], {}, Verdict.NOT_HELD),
    ],
)
def test_claims_are_held_against_the_row(
    field: str, values: list[str], facts: dict[str, Any], verdict: Verdict
) -> None:
    assert claimed(field, *values, **facts).verdict is verdict


def test_words_that_nothing_can_compare_are_no_conflict() -> None:
    ranks = (Rank("Netflix", 1, country="JP", week=PartialDate("2025-10-19")),)
    claims = claimed("rank", "first for a week", "first after a week", ranks=ranks)
    assert (claims.field, claims.verdict) == ("ranks", Verdict.NOT_COMPARED)
    assert claims.held == ("No. 1 on Netflix JP 2025-10-19",)


def test_title_without_facts_has_no_claims() -> None:
    assert claims_of(Title(id="a", title="A")) == ()


def test_claims_as_json_name_everything() -> None:
    assert claimed("year", "2025", year=2026).to_dict() == {
        "field": "year",
        "held": ["2026"],
        "claims": [{"value": "2025", "source": "A", "confidence": None}],
        "verdict": "conflict",
        "is_conflict": True,
    }


FIELDS = st.sampled_from(["year", "source", "countries", "title", "tones", "extra.X", "label", "x.y"])


@given(st.lists(st.builds(Fact, FIELDS | st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))))
def test_no_claim_is_lost_whatever_it_says(facts: list[Fact]) -> None:
    claims = claims_of(Title(id="a", title="A", year=2000, facts=tuple(facts)))
    assert sorted(map(repr, facts)) == sorted(repr(fact) for one in claims for fact in one.claims)
    assert [one.field for one in claims] == sorted({field_name(fact.field) for fact in facts})


@given(st.lists(st.text(min_size=1), min_size=2, max_size=4))
def test_order_of_the_sources_does_not_matter(values: list[str]) -> None:
    for field in ("year", "sources", "countries", "title", "tones"):
        assert claimed(field, *values).verdict is claimed(field, *reversed(values)).verdict
