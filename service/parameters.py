"""A question in the query string of a GET: one name after the other, lists between commas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from recsys.catalogue.countries import split_countries
from recsys.errors import QueryError
from recsys.query import Query, RelationPolicy, Unknown
from recsys.query_document import query_from_json
from recsys.title import Form, Medium

# The limits that matter are those of QueryDocument; these bound what is split.
_Text = Annotated[str, Field(max_length=2000)]
_List = Annotated[list[_Text], Field(max_length=50)]
_Year = Annotated[int, Field(ge=1800, le=2200)]
_COUNTRIES = "Codes, names or regions, between commas"


def _list(description: str, example: str) -> Any:
    return Field([], description=description, examples=[[example]])


class SimilarParameters(BaseModel):
    """What a result must fulfil, and what is asked for more or less; a name it lacks is refused."""

    model_config = ConfigDict(extra="forbid")

    k: int = Field(10, ge=1, le=100, description="How many results.", examples=[5])
    offset: int = Field(0, ge=0, le=10_000, description="How many results to skip.", examples=[0])
    countries_all: _List = _list(f"{_COUNTRIES}: every one of these made it.", "JP,KR")
    countries_any: _List = _list(f"{_COUNTRIES}: at least one of these made it.", "KR,region:sea")
    countries_none: _List = _list(f"{_COUNTRIES}: none of these made it.", "US")
    countries_only: _List = _list(f"{_COUNTRIES}: these made it and no other.", "South Korea")
    form: Form | None = Field(None, description="How it is told.", examples=["film"])
    medium: Medium | None = Field(None, description="What it is made of.", examples=["animation"])
    year_from: _Year | None = Field(None, description="First year of release.", examples=[2015])
    year_to: _Year | None = Field(None, description="Last year of release.", examples=[2025])
    genres: _List = _list("Every one of these genres.", "romance,drama")
    tones: _List = _list("Every one of these tones, at least so strong.", "slow-burn-romance>=2,restrained")
    avoid: _List = _list("None of these tones or content warnings.", "tragic")
    cast: _List = _list("Every one of these people is seen or heard in it.", "Hyun Bin")
    released_by: str | None = Field(
        None, max_length=10, description="Out on that day or before.", examples=["2025-10-28"]
    )
    unknown: Unknown = Field(
        Unknown.KEEP, description="What a filter does with a title whose value is not known."
    )
    escapism: float = Field(
        0, ge=-1, le=1, allow_inf_nan=False, description="-1 grounded, +1 escapist.", examples=[0.5]
    )
    diversity: float = Field(
        0,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="0 by score alone, 1 as different from each other as possible.",
        examples=[0.4],
    )
    relations: RelationPolicy = Field(
        RelationPolicy.ONE, description="What happens to sequels, spin-offs and other versions."
    )
    more: _List = _list(
        "Tones asked for more strongly: `tone` or `tone:amount`.", "tearjerker:2,found-family"
    )
    less: _List = _list("Tones asked for less strongly: `tone` or `tone:amount`.", "love-triangle")
    seed: int | None = Field(None, ge=0, lt=2**32, description="Number that draws variety.", examples=[7])

    def to_query(self, like: str) -> Query:
        """Return the question: what is similar to one title.

        Parameters
        ----------
        like : str
            Name or id of the title.

        Returns
        -------
        Query
            The question.

        Raises
        ------
        QueryError
            If a list is too long, or an amount or intensity cannot be read.
        """
        return query_from_json({**self.to_document(), "like": [{"title": like}]})

    def to_document(self) -> dict[str, Any]:
        """Return the question as its JSON document, but for the titles to start from.

        Returns
        -------
        dict
            What :func:`recsys.query_document.query_from_json` reads.

        Raises
        ------
        QueryError
            If an amount cannot be read.
        """
        return {
            "more": amounts(self.more),
            "less": amounts(self.less),
            "filters": self._filters(),
            "escapism": self.escapism,
            "diversity": self.diversity,
            "relations": self.relations.value,
            "k": self.k,
            "offset": self.offset,
            "seed": self.seed,
        }

    def _filters(self) -> dict[str, Any]:
        has_year = (self.year_from, self.year_to) != (None, None)
        return {
            "countries": {
                rule: [code for text in getattr(self, f"countries_{rule}") for code in split_countries(text)]
                for rule in ("all", "any", "none", "only")
            },
            "form": self.form,
            "medium": self.medium,
            "year": (self.year_from, self.year_to) if has_year else None,
            "genres": _split(self.genres),
            "tones": _split(self.tones),
            "avoid": _split(self.avoid),
            "cast": _split(self.cast),
            "released_by": self.released_by,
            "unknown": self.unknown,
        }


class NamedSimilarParameters(SimilarParameters):
    """The same, with the title to start from."""

    title: str = Field(
        min_length=1,
        max_length=200,
        description="Any name of the title, or its id; a year may follow.",
        examples=["Crash Landing on You"],
    )


def _split(texts: Iterable[str]) -> list[str]:
    return [piece for text in texts for part in text.split(",") if (piece := part.strip())]


def amounts(texts: Iterable[str]) -> dict[str, float]:
    """Return what ``tone`` or ``tone:amount`` spells, between commas.

    Parameters
    ----------
    texts : iterable of str
        Lists of names, each with an amount or without.

    Returns
    -------
    dict of str to float
        Amount by name; 1 where none was given.

    Raises
    ------
    QueryError
        If an amount is no number.
    """
    return dict(_amount(piece) for piece in _split(texts))


def _amount(text: str) -> tuple[str, float]:
    name, colon, amount = text.partition(":")
    try:
        return name.strip(), float(amount) if colon else 1.0
    except ValueError:
        msg = f"{text[:80]!r}: write a name, or a name and an amount as in tearjerker:2"
        raise QueryError(msg) from None
