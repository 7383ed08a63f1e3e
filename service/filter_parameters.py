"""Filters in the query string of a GET: one name after the other, lists between commas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from recsys.catalogue.countries import split_countries
from recsys.filters import Unknown, Upcoming
from recsys.title import Form, Medium, SourceKind, Status


def split(texts: Iterable[str]) -> list[str]:
    """Return what stands between the commas of several texts.

    Parameters
    ----------
    texts : iterable of str
        As they were sent.

    Returns
    -------
    list of str
        Without blanks around and without what is empty.
    """
    return [piece for text in texts for part in text.split(",") if (piece := part.strip())]


def listed(description: str, example: str) -> Any:
    """Return the field of a list.

    Parameters
    ----------
    description : str
        What it is for.
    example : str
        One value, with or without commas.

    Returns
    -------
    Any
        What pydantic makes of a field: empty by default.
    """
    return Field([], description=description, examples=[[example]])


def _one(description: str, example: str | int, **bounds: Any) -> Any:
    return Field(None, description=description, examples=[example], **bounds)


# The limits that matter are those of QueryDocument; these bound what is split.
TextList = Annotated[list[Annotated[str, Field(max_length=2000)]], Field(max_length=50)]
_Sources = Annotated[list[SourceKind], BeforeValidator(split), Field(max_length=20)]
_States = Annotated[list[Status], BeforeValidator(split), Field(max_length=10)]
_Year = Annotated[int, Field(ge=1800, le=2200)]
_AnyYear = Annotated[int, Field(ge=-30_000, le=30_000)]
_Count = Annotated[int, Field(ge=1, le=1_000_000)]
_Date = Annotated[str, Field(min_length=4, max_length=10)]
_Name = Annotated[str, Field(min_length=1, max_length=100)]

_COUNTRIES = "Codes, names or regions, between commas"
_NATIONS = ("cast_from", "directors_from", "writers_from")
_SPLIT = ("genres", "tones", "avoid", "cast", "creators", "set_in", "filmed_in", "services", "within")
_AS_THEY_ARE = (
    *("form", "medium", "source", "status", "min_minutes", "max_minutes", "max_episodes", "region"),
    *("available_by", "released_by", "upcoming", "unknown", "inferred"),
)


class FilterParameters(BaseModel):
    """What a result must fulfil; a name it lacks is refused."""

    model_config = ConfigDict(extra="forbid")

    countries_all: TextList = listed(f"{_COUNTRIES}: every one of these made it.", "JP,KR")
    countries_any: TextList = listed(f"{_COUNTRIES}: at least one of these made it.", "KR,region:sea")
    countries_none: TextList = listed(f"{_COUNTRIES}: none of these made it.", "US")
    countries_only: TextList = listed(f"{_COUNTRIES}: these made it and no other.", "South Korea")
    form: Form | None = _one("How it is told.", "film")
    medium: Medium | None = _one("What it is made of.", "animation")
    year_from: _Year | None = _one("First year of release.", 2015)
    year_to: _Year | None = _one("Last year of release.", 2025)
    genres: TextList = listed("Every one of these genres.", "romance,drama")
    tones: TextList = listed(
        "Every one of these tones, at least so strong.", "slow-burn-romance>=2,restrained"
    )
    avoid: TextList = listed("None of these tones or content warnings.", "tragic")
    cast: TextList = listed("Every one of these people is seen or heard in it.", "Hyun Bin")
    creators: TextList = listed(
        "Every one of these people wrote it, made it up or directed it.", "Hong Jong-chan"
    )
    cast_from: TextList = listed(
        f"{_COUNTRIES}: somebody of the cast is a national of each of these.", "KR,JP"
    )
    directors_from: TextList = listed(f"{_COUNTRIES}: a director is a national of each of these.", "JP")
    writers_from: TextList = listed(f"{_COUNTRIES}: a writer is a national of each of these.", "KR")
    cities_all: TextList = listed("It is set or was filmed in every one of these places.", "Seoul,Tokyo")
    cities_any: TextList = listed("It is set or was filmed in at least one of these places.", "Seoul,Tokyo")
    set_in: TextList = listed("The story happens in every one of these places or countries.", "Seoul")
    filmed_in: TextList = listed("It was filmed in every one of these places or countries.", "Japan")
    period_from: _AnyYear | None = _one("First year of the time in which the story happens.", 1990)
    period_to: _AnyYear | None = _one("Last year of that time; a part of the story is enough.", 1999)
    source: _Sources = listed("It was one of these before it was filmed.", "novel,web-novel")
    status: _States = listed("Where it stands, as the catalogue says: one of these.", "released,airing")
    min_minutes: _Count | None = _one("Shortest length of the whole, all episodes together.", 60)
    max_minutes: _Count | None = _one("Longest length of the whole, all episodes together.", 600)
    max_episodes: _Count | None = _one("Most episodes; a film has none and passes.", 12)
    services: TextList = listed("It can be watched on one of these.", "Netflix")
    region: _Name | None = _one("Country in which it can be watched.", "SG")
    available_by: _Date | None = _one(
        "Of where it can be watched, only what was known on that day; with `services` or `region`.",
        "2025-10-28",
    )
    released_by: _Date | None = _one("Out on that day or before.", "2025-10-28")
    upcoming: Upcoming | None = Field(
        None,
        description="What happens to a title that is not out on the day of `released_by` (if left out: "
        "`drop`), or, without a day, to one that the catalogue calls upcoming (if left out: `keep`).",
        examples=["only"],
    )
    within: TextList = listed(
        "It is one of these titles: ids between commas, or names, one a parameter.",
        "crash-landing-on-you-2019,goblin-2016",
    )
    unknown: Unknown = Field(
        Unknown.KEEP, description="What a filter does with a title whose value is not known."
    )
    inferred: Unknown = Field(
        Unknown.KEEP, description="What happens to a title that passes by an inferred tone alone."
    )

    def filters_document(self) -> dict[str, Any]:
        """Return the filters as the JSON of a question holds them.

        Returns
        -------
        dict
            ``filters`` of what :func:`recsys.query_document.query_from_json` reads.
        """
        return {
            **{name: getattr(self, name) for name in _AS_THEY_ARE},
            **{name: split(getattr(self, name)) for name in _SPLIT},
            **{name: _countries(getattr(self, name)) for name in _NATIONS},
            "countries": {
                rule: _countries(getattr(self, f"countries_{rule}"))
                for rule in ("all", "any", "none", "only")
            },
            "cities": {rule: split(getattr(self, f"cities_{rule}")) for rule in ("all", "any")},
            "year": _span(self.year_from, self.year_to),
            "period": _span(self.period_from, self.period_to),
        }


def _countries(texts: Iterable[str]) -> list[str]:
    """What stands between commas, but for those of "Korea, Republic of"."""
    return [code for text in texts for code in split_countries(text)]


def _span(first: int | None, last: int | None) -> tuple[int | None, int | None] | None:
    return None if (first, last) == (None, None) else (first, last)
