"""The JSON of a question, checked: one description for the command line and for HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from recsys.errors import QueryError
from recsys.query import (
    Blend,
    CountryFilter,
    Filters,
    Query,
    RelationPolicy,
    Seed,
    ToneCondition,
    Unknown,
)
from recsys.title import Form, Medium, PartialDate

MOST_EXCLUDED = 20_000
"""Ids that one question may leave out; more than anybody has seen."""

_Name = Annotated[str, Field(min_length=1, max_length=500)]  # as long as an id may be
_Names = Annotated[list[_Name], Field(max_length=50)]
_Amounts = Annotated[dict[_Name, Annotated[float, Field(ge=0, le=10, strict=True)]], Field(max_length=50)]
_Year = Annotated[int, Field(ge=1800, le=2200, strict=True)]


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
    released_by: str | None = Field(None, min_length=4, max_length=10, examples=["2025-10-28"])
    unknown: Unknown = Unknown.KEEP

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
        countries = {key: tuple(value) for key, value in self.countries.model_dump().items()}
        return Filters(
            countries=CountryFilter(**countries),
            form=self.form,
            medium=self.medium,
            year=None if self.year == (None, None) else self.year,
            genres=tuple(self.genres),
            tones=tuple(ToneCondition.parse(text) for text in self.tones),
            avoid=tuple(self.avoid),
            cast=tuple(self.cast),
            released_by=_date(self.released_by),
            unknown=self.unknown,
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
    escapism: float = Field(0, ge=-1, le=1, strict=True)
    diversity: float = Field(0, ge=0, le=1, strict=True)
    relations: Literal["exclude", "one", "include", "only"] = "one"
    exclude: Annotated[list[_Name], Field(max_length=MOST_EXCLUDED)] = []
    exclude_series: bool = False
    blend: Literal["mean", "nearest"] = "mean"
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
            escapism=self.escapism,
            diversity=self.diversity,
            relations=RelationPolicy(self.relations),
            exclude=tuple(self.exclude),
            exclude_series=self.exclude_series,
            blend=Blend(self.blend),
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


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except ValueError as error:
        raise QueryError(str(error)) from None
