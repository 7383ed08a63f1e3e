"""The native catalogue row as pydantic sees it: types, limits and descriptions of each key.

The JSON Schema of the format is made from these classes, so what stands here is the format.
Keys that are not listed are let through; the reader keeps those of the row and reports all.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from recsys.catalogue.countries import country_code
from recsys.catalogue.languages import language_code, language_tag
from recsys.catalogue.problems import shown
from recsys.title import (
    AliasKind,
    DatePrecision,
    Form,
    Medium,
    PartialDate,
    RelationKind,
    Role,
    SourceKind,
    Status,
    ToneBasis,
    ToneState,
)

SCHEMA = 1
LONGEST_NAME = 500
LONGEST_SYNOPSIS = 20_000
LONGEST_LIST = 2_000
HIGHEST_COUNT = 1_000_000
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)))
_CONTROLS_IN_PROSE = {code: None for code in _CONTROLS if chr(code) not in "\t\n"}
_DATE_PATTERN = r"^\d{4}(-(Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?))?$"


def clean_name(text: str) -> str:
    """Return a name with single spaces and without control characters.

    Parameters
    ----------
    text : str
        A name as it stands in a file.

    Returns
    -------
    str
        The name; empty if nothing is left.
    """
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(text.translate(_CONTROLS).split())


def _name(text: str) -> str:
    if not (name := clean_name(text)):
        msg = f"{shown(text)} is empty"
        raise ValueError(msg)
    return name


def _prose(text: str) -> str:
    return (text if text.isprintable() else text.translate(_CONTROLS_IN_PROSE)).strip()


def _country(text: str) -> str:
    if (code := country_code(text)) is None:
        msg = f"{shown(text)} is no country: write an ISO 3166 code such as KR, or a name"
        raise ValueError(msg)
    return code


def _language(text: str) -> str:
    if (code := language_code(text)) is None:
        msg = f"{shown(text)} is no language: write an ISO 639 code such as ko, or a name"
        raise ValueError(msg)
    return code


def _tag(text: str) -> str:
    if (tag := language_tag(text)) is None:
        msg = f"{shown(text)} is no language: write a tag such as ko or zh-Hant"
        raise ValueError(msg)
    return tag


def _date(text: str) -> str:
    written = PartialDate(text)
    try:
        if not text.isascii():
            raise ValueError
        if written.precision is DatePrecision.DAY:
            date.fromisoformat(text)
    except ValueError as error:
        msg = f"{shown(text)} is not a date of the calendar"
        raise ValueError(msg) from error
    return text


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_name)]
Country = Annotated[str, AfterValidator(_country)]
Language = Annotated[str, AfterValidator(_language)]
Date = Annotated[str, Field(json_schema_extra={"pattern": _DATE_PATTERN}), AfterValidator(_date)]
Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1, le=9999)]
Count = Annotated[int, Field(ge=1, le=HIGHEST_COUNT)]
# Strict validation wants members of an enum; a file has their values.
AsText = Field(strict=False)


def _many(description: str | None = None) -> Any:
    """A list that may be left out.

    pydantic makes a deep copy of a default that can be changed, twenty of them a row; a factory is
    much cheaper, but does not enter the schema by itself.
    """
    return Field(
        default_factory=list,
        max_length=LONGEST_LIST,
        description=description,
        json_schema_extra={"default": []},
    )


class Piece(BaseModel):
    """Part of a row: strict about types, silent about keys that it does not know."""

    model_config = ConfigDict(strict=True, extra="allow")


class AliasRow(Piece):
    """Another name of the title."""

    name: Name
    language: Annotated[str, AfterValidator(_tag)] | None = Field(None, description="BCP 47 tag.")
    kind: Annotated[AliasKind, AsText] = AliasKind.OTHER


class ReleaseRow(Piece):
    """When the title came out, and where; without a country: worldwide."""

    date: Date
    country: Country | None = None


class ToneRow(Piece):
    """One tone of the vocabulary."""

    id: Name
    intensity: int = Field(2, ge=1, le=3, description="1 a trace, 2 clear, 3 what it is about.")
    state: Annotated[ToneState, AsText] = Field(ToneState.YES, description="no: known to be absent.")
    basis: Annotated[ToneBasis, AsText] = ToneBasis.STATED
    confidence: Confidence = 1.0


class InferredTagRow(Piece):
    """A free tag that a model expects of the title."""

    name: Name
    confidence: Confidence


class CreditRow(Piece):
    """One person's work on the title."""

    person: Name = Field(description="The name known in English.")
    role: Annotated[Role, AsText]
    native: Name | None = Field(None, description="The name in the person's own script.")
    aliases: list[Name] = _many("Other spellings.")
    character: Name | None = None
    order: Count | None = Field(None, description="Billing, from 1.")
    nationality: list[Country] = _many()
    person_id: Name | None = Field(None, description="Tells two people of one name apart.")


class StudioRow(Piece):
    """A company that made the title."""

    name: Name
    country: Country | None = None


class AvailabilityRow(Piece):
    """Where the title could be watched; without a country: everywhere known."""

    service: Name
    country: Country | None = None
    date: Date | None = None


class RankRow(Piece):
    """A place in a chart; without a country: global."""

    platform: Name
    rank: Count
    country: Country | None = None
    chart: Name | None = None
    week: Date | None = None


class PlaceRow(Piece):
    """A place with its country."""

    name: Name
    country: Country | None = None


class PeriodRow(Piece):
    """The years in which the story is set."""

    start: int = Field(ge=-30_000, le=30_000)
    end: int | None = Field(None, ge=-30_000, le=30_000, description="Equals the start if left out.")

    @model_validator(mode="after")
    def _in_order(self) -> PeriodRow:
        if self.end is not None and self.end < self.start:
            msg = f"ends in {self.end}, before its start in {self.start}"
            raise ValueError(msg)
        return self


class SourceRow(Piece):
    """What the story was before it was filmed."""

    kind: Annotated[SourceKind, AsText]
    name: Name | None = None
    author: Name | None = None


class RelationRow(Piece):
    """Another title, and what that title is to this one."""

    kind: Annotated[RelationKind, AsText]
    id: Name


class FactRow(Piece):
    """Who says what of one field."""

    field: Name
    value: Name
    source: Name
    confidence: Confidence | None = None


class TitleRow(Piece):
    """One film or series. A key that is left out is unknown, which is never "no"."""

    # `schema` and `credits` are words of pydantic and of site.py; the row has the better right.
    schema_: Literal[1] = Field(1, alias="schema", description="Version of this format.")
    id: Name = Field(description="Unique in the catalogue.")
    title: Name = Field(description="The name known in English.")
    original_title: Name | None = Field(None, description="The name in its own language and script.")
    aliases: list[AliasRow] = _many("Other names that people type.")
    year: Year | None = Field(None, description="Year of first release.")
    releases: list[ReleaseRow] = _many("Release dates by country.")
    form: Annotated[Form, AsText] | None = Field(None, description="How it is told.")
    medium: Annotated[Medium, AsText] | None = Field(None, description="What it is made of.")
    status: Annotated[Status, AsText] | None = Field(None, description="Where it stands in its life.")
    episodes: Count | None = None
    minutes: Count | None = Field(None, description="Of one episode, or of the film.")
    genres: list[Name] = _many("Genres of the vocabulary where they map, else as given.")
    tags: list[Name] = _many("Free tags as given.")
    inferred_tags: list[InferredTagRow] = _many("Free tags that a model expects, each with its confidence.")
    tones: list[ToneRow] = _many("Tones of the vocabulary; those that follow from facts are not written.")
    countries: list[Country] = _many("The set of production countries.")
    languages: list[Language] = _many("Original languages.")
    credits: list[CreditRow] = _many("Cast and crew.")
    studios: list[Annotated[StudioRow, BeforeValidator(_named, json_schema_input_type=StudioRow | str)]] = (
        _many("Companies that made it; a plain name will do.")
    )
    availability: list[AvailabilityRow] = _many("Where it could be watched.")
    ranks: list[RankRow] = _many("Places in charts.")
    filming_places: list[PlaceRow] = _many("Where it was shot.")
    setting_places: list[PlaceRow] = _many("Where the story happens.")
    setting_period: PeriodRow | None = Field(None, description="When the story happens.")
    sources: list[SourceRow] = _many("What it was before it was filmed.")
    relations: list[RelationRow] = _many("Other titles of the catalogue and what they are to this one.")
    synopsis: Annotated[str, AfterValidator(_prose)] = Field("", max_length=LONGEST_SYNOPSIS)
    content_warnings: list[Name] | None = Field(
        None, max_length=LONGEST_LIST, description="Left out: nobody has looked. Empty: looked, none found."
    )
    external_ids: dict[str, Name] = Field(
        default_factory=dict,
        max_length=LONGEST_LIST,
        description="Ids elsewhere by site.",
        json_schema_extra={"default": {}},
    )
    facts: list[FactRow] = _many("Sources of single facts, and what contradicts them.")
    popularity: float | None = Field(
        None, allow_inf_nan=False, description="Some measure of fame; weighs nothing unless asked."
    )


NATIVE_KEYS = frozenset(field.alias or name for name, field in TitleRow.model_fields.items())
