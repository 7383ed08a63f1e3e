"""The JSON of a question, checked: one description for the command line and for HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from recsys.errors import QueryError
from recsys.filters import CountryFilter, Filters, PlaceFilter, ToneCondition, Unknown, Upcoming
from recsys.query import MOST_TOGETHER, Blend, Query, RelationPolicy, Seed, Taste
from recsys.title import Form, Medium, PartialDate, SourceKind, Status

MOST_EXCLUDED = 20_000
"""Ids that one question may leave out, or choose within; more than anybody has seen."""

_Name = Annotated[str, Field(min_length=1, max_length=500)]  # as long as an id may be
_Names = Annotated[list[_Name], Field(max_length=50)]
_Amounts = Annotated[dict[_Name, Annotated[float, Field(ge=0, le=10, strict=True)]], Field(max_length=50)]
_Year = Annotated[int, Field(ge=1800, le=2200, strict=True)]
_AnyYear = Annotated[int, Field(ge=-30_000, le=30_000, strict=True)]
_Count = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
_Date = Annotated[str, Field(min_length=4, max_length=10)]


_ALTERNATIVES = frozenset({"SeedDocument", "constrained-str", "str"})
"""What pydantic puts into the place of an error where a value may have several shapes."""


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SeedDocument(_Document):
    """A title to start from, by id or by any name it bears."""

    id: _Name | None = None
    title: _Name | None = None
    weight: float | None = Field(None, ge=0, le=10, strict=True)

    def to_seed(self) -> Seed:
        """Return the seed.

        Returns
        -------
        Seed
            The seed.

        Raises
        ------
        QueryError
            If neither or both of id and title are given.
        """
        if (self.id is None) == (self.title is None):
            msg = "a seed has either an id or a title"
            raise QueryError(msg)
        return Seed(self.id or self.title or "", self.weight, is_id=self.id is not None)


class CountriesDocument(_Document):
    """Conditions on the set of production countries: codes, names, or regions as ``region:sea``."""

    all: _Names = []
    any: _Names = []
    none: _Names = []
    only: _Names = []


class PlacesDocument(_Document):
    """Places where the story happens or where it was shot."""

    all: _Names = []
    any: _Names = []


class FiltersDocument(_Document):
    """What a result must fulfil."""

    countries: CountriesDocument = CountriesDocument()
    form: Form | None = None
    medium: Medium | None = None
    year: tuple[_Year | None, _Year | None] | None = None
    genres: _Names = []
    tones: _Names = Field([], examples=[["slow-burn-romance>=2"]])
    avoid: _Names = []
    cast: _Names = []
    creators: _Names = []
    cast_from: _Names = []
    directors_from: _Names = []
    writers_from: _Names = []
    cities: PlacesDocument = PlacesDocument()
    set_in: _Names = []
    filmed_in: _Names = []
    period: tuple[_AnyYear | None, _AnyYear | None] | None = None
    source: Annotated[list[SourceKind], Field(max_length=20)] = []
    status: Annotated[list[Status], Field(max_length=10)] = []
    min_minutes: _Count | None = None
    max_minutes: _Count | None = None
    max_episodes: _Count | None = None
    services: _Names = []
    region: _Name | None = None
    available_by: _Date | None = Field(None, examples=["2025-10-28"])
    released_by: _Date | None = Field(None, examples=["2025-10-28"])
    upcoming: Upcoming | None = None
    within: Annotated[list[_Name], Field(max_length=MOST_EXCLUDED, fail_fast=True)] = []
    unknown: Unknown = Unknown.KEEP
    inferred: Unknown = Unknown.KEEP

    def to_filters(self) -> Filters:
        """Return the filters.

        Returns
        -------
        Filters
            The same conditions.

        Raises
        ------
        QueryError
            If a tone's intensity or the date cannot be read.
        """
        asis: dict[str, Any] = {name: getattr(self, name) for name in _AS_THEY_ARE}
        lists: dict[str, Any] = {name: tuple(getattr(self, name)) for name in _LISTS}
        return Filters(
            **asis,
            **lists,
            countries=CountryFilter(**{key: tuple(value) for key, value in self.countries}),
            cities=PlaceFilter(**{key: tuple(value) for key, value in self.cities}),
            year=_span(self.year),
            period=_span(self.period),
            tones=tuple(ToneCondition.parse(text) for text in self.tones),
            available_by=_date(self.available_by),
            released_by=_date(self.released_by),
        )


_AS_THEY_ARE = (
    *("form", "medium", "min_minutes", "max_minutes", "max_episodes", "region"),
    *("upcoming", "unknown", "inferred"),
)
_LISTS = (
    *("genres", "avoid", "cast", "creators", "cast_from", "directors_from", "writers_from"),
    *("set_in", "filmed_in", "source", "status", "services", "within"),
)


class TasteDocument(_Document):
    """One of several viewers who want to see something together."""

    like: Annotated[list[SeedDocument | _Name], Field(min_length=1, max_length=100)]
    dislike: Annotated[list[SeedDocument | _Name], Field(max_length=100)] = []
    name: str = Field("", max_length=100)
    blend: Literal["mean", "nearest"] = "mean"

    def to_taste(self) -> Taste:
        """Return the taste.

        Returns
        -------
        Taste
            The same viewer.

        Raises
        ------
        QueryError
            If a seed has neither an id nor a title, or both.
        """
        return Taste(
            like=tuple(map(_seed, self.like)),
            dislike=tuple(map(_seed, self.dislike)),
            name=self.name,
            blend=Blend(self.blend),
        )


class QueryDocument(_Document):
    """A question: ``{"like": ["Crash Landing on You"]}`` is enough."""

    like: Annotated[list[SeedDocument | _Name], Field(max_length=100)] = []
    dislike: Annotated[list[SeedDocument | _Name], Field(max_length=100)] = []
    text: str = Field("", max_length=2000)
    more: _Amounts = {}
    less: _Amounts = {}
    weights: Annotated[dict[_Name, Annotated[float, Field(strict=True)]], Field(max_length=50)] = {}
    filters: FiltersDocument = FiltersDocument()
    together: Annotated[list[TasteDocument], Field(max_length=MOST_TOGETHER)] = []
    escapism: float = Field(0, ge=-1, le=1, strict=True)
    fame: float = Field(0, ge=-1, le=1, strict=True)
    boost: _Amounts = Field({}, examples=[{"rank:JP": 1}])
    min_score: float | None = Field(None, ge=-1000, le=1000, strict=True)
    diversity: float = Field(0, ge=0, le=1, strict=True)
    relations: Literal["exclude", "one", "include", "only"] = "one"
    exclude: Annotated[list[_Name], Field(max_length=MOST_EXCLUDED, fail_fast=True)] = []
    exclude_series: bool = Field(False, strict=True)
    blend: Literal["mean", "nearest"] = "mean"
    spoilers: bool = Field(False, strict=True)
    language: str = Field("en", min_length=2, max_length=20, examples=["ko"])
    k: int = Field(10, ge=1, le=100, strict=True)
    offset: int = Field(0, ge=0, le=10_000, strict=True)
    seed: int | None = Field(None, ge=0, lt=2**32, strict=True)

    def to_query(self) -> Query:
        """Return the question.

        Returns
        -------
        Query
            The same question.

        Raises
        ------
        QueryError
            If it cannot be asked.
        """
        return Query(
            like=tuple(_seed(item) for item in self.like),
            dislike=tuple(_seed(item) for item in self.dislike),
            text=self.text,
            more=self.more,
            less=self.less,
            weights=self.weights,
            filters=self.filters.to_filters(),
            together=tuple(taste.to_taste() for taste in self.together),
            escapism=self.escapism,
            fame=self.fame,
            boost=self.boost,
            min_score=self.min_score,
            diversity=self.diversity,
            relations=RelationPolicy(self.relations),
            exclude=tuple(self.exclude),
            exclude_series=self.exclude_series,
            blend=Blend(self.blend),
            spoilers=self.spoilers,
            language=self.language,
            k=self.k,
            offset=self.offset,
            seed=self.seed,
        )


def query_from_json(document: object) -> Query:
    """Return the question that a JSON document asks.

    Parameters
    ----------
    document : object
        Decoded JSON.

    Returns
    -------
    Query
        The question.

    Raises
    ------
    QueryError
        If the document is not a question; the message names the field.
    """
    try:
        return QueryDocument.model_validate(document).to_query()
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step)[:40] for step in first["loc"][:6] if str(step) not in _ALTERNATIVES)
        raise QueryError(f"{place or 'query'}: {first['msg'][:200]}") from None


def _seed(item: SeedDocument | str) -> Seed:
    return Seed(item) if isinstance(item, str) else item.to_seed()


def _span(span: tuple[int | None, int | None] | None) -> tuple[int | None, int | None] | None:
    return None if span == (None, None) else span


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except ValueError as error:
        raise QueryError(str(error)) from None
