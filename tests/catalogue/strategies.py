"""Hypothesis strategies for titles as reading gives them: sets sorted, names clean."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from recsys.catalogue.row_model import NATIVE_KEYS, clean_name
from recsys.catalogue.vocabulary import WARNING_GROUP, genre_vocabulary, tone_vocabulary
from recsys.title import (
    Alias,
    AliasKind,
    Availability,
    Credit,
    Fact,
    Form,
    InferredTag,
    Medium,
    PartialDate,
    Period,
    Place,
    Rank,
    Relation,
    RelationKind,
    Release,
    Role,
    Source,
    SourceKind,
    Status,
    Studio,
    Title,
    Tone,
    ToneBasis,
    ToneState,
)

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(clean_name).filter(bool)
maybe_names = st.none() | names
countries = st.sampled_from(["KR", "JP", "HK", "TW", "SU", "FR", "US"])
maybe_countries = st.none() | countries
dates = st.sampled_from(["2019-12-14", "2019-12", "2025-Q2", "2026", "1954"]).map(PartialDate)
confidences = st.floats(0, 1)
counts = st.integers(1, 10_000)
years = st.integers(1, 9999)


def tuples(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Short tuples without repetition, in any order."""
    return st.lists(values, max_size=most, unique=True).map(tuple)


def sets(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Short sorted tuples without repetition."""
    return st.lists(values, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))


_writable = sorted(tone.id for tone in tone_vocabulary() if tone.group != WARNING_GROUP)
_warnings = sorted(tone.id for tone in tone_vocabulary() if tone.content_warning)
tones = st.lists(
    st.builds(
        Tone,
        st.sampled_from(_writable),
        st.integers(1, 3),
        st.sampled_from(ToneState),
        st.sampled_from(ToneBasis),
        confidences,
    ),
    max_size=4,
    unique_by=lambda tone: tone.id,
).map(lambda found: tuple(sorted(found, key=lambda tone: tone.id)))
inferred_tags = st.lists(
    st.builds(InferredTag, names, confidences), max_size=3, unique_by=lambda tag: tag.name
).map(lambda found: tuple(sorted(found, key=lambda tag: tag.name)))
relations = st.lists(
    st.builds(Relation, st.sampled_from(RelationKind), names.map("other ".__add__)), max_size=3, unique=True
).map(lambda found: tuple(sorted(found, key=lambda relation: (relation.kind, relation.id))))
periods = st.tuples(st.integers(-3000, 3000), st.integers(0, 500)).map(lambda p: Period(p[0], p[0] + p[1]))
json_values = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | names,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=4,
)
extras = st.dictionaries(names.filter(lambda key: key not in NATIVE_KEYS), json_values, max_size=2)

titles = st.builds(
    Title,
    id=names.filter(lambda id: not id.startswith("other ")),
    title=names,
    original_title=maybe_names,
    aliases=tuples(
        st.builds(Alias, names, st.sampled_from([None, "ko", "zh-Hant"]), st.sampled_from(AliasKind))
    ),
    year=st.none() | years,
    releases=tuples(st.builds(Release, dates, maybe_countries)),
    form=st.none() | st.sampled_from(Form),
    medium=st.none() | st.sampled_from(Medium),
    genres=sets(st.sampled_from([*sorted(genre_vocabulary()), "ecchi", "award-winning"])),
    tags=sets(names),
    inferred_tags=inferred_tags,
    tones=tones,
    countries=sets(countries),
    languages=sets(st.sampled_from(["ko", "ja", "yue", "fil"])),
    credits=tuples(
        st.builds(
            Credit,
            names,
            st.sampled_from(Role),
            maybe_names,
            tuples(names),
            maybe_names,
            st.none() | counts,
            sets(countries),
            maybe_names,
        )
    ),
    studios=tuples(st.builds(Studio, names, maybe_countries)),
    availability=tuples(st.builds(Availability, names, maybe_countries, st.none() | dates)),
    ranks=tuples(st.builds(Rank, names, counts, maybe_countries, maybe_names, st.none() | dates)),
    filming_places=tuples(st.builds(Place, names, maybe_countries)),
    setting_places=tuples(st.builds(Place, names, maybe_countries)),
    setting_period=st.none() | periods,
    sources=tuples(st.builds(Source, st.sampled_from(SourceKind), maybe_names, maybe_names)),
    relations=relations,
    status=st.none() | st.sampled_from(Status),
    episodes=st.none() | counts,
    minutes=st.none() | counts,
    synopsis=st.just("") | names,
    content_warnings=st.none() | sets(st.sampled_from(_warnings)),
    external_ids=st.dictionaries(st.sampled_from(["imdb", "tmdb"]), names).map(MappingProxyType),
    facts=tuples(st.builds(Fact, names, names, names, st.none() | confidences)),
    popularity=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    extra=extras.map(MappingProxyType),
)
