"""A question in the query string of a GET: its filters, and how the list is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from recsys.errors import QueryError
from recsys.query import Blend, Query, RelationPolicy
from recsys.query_document import query_from_json
from recsys.wording import ENGLISH
from service.filter_parameters import FilterParameters, TextList, listed, split

_Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=100)]


def _number(default: float | None, description: str, example: float, **bounds: Any) -> Any:
    return Field(default, allow_inf_nan=False, description=description, examples=[example], **bounds)


class SimilarParameters(FilterParameters):
    """What a result must fulfil, and what is asked for more or less; a name it lacks is refused."""

    k: int = Field(10, ge=1, le=100, description="How many results.", examples=[5])
    offset: int = Field(0, ge=0, le=10_000, description="How many results to skip.", examples=[0])
    more: TextList = listed(
        "Tones asked for more strongly: `tone` or `tone:amount`.", "tearjerker:2,found-family"
    )
    less: TextList = listed("Tones asked for less strongly: `tone` or `tone:amount`.", "love-triangle")
    escapism: float = _number(0, "-1 grounded, +1 escapist.", 0.5, ge=-1, le=1)
    fame: float = _number(0, "-1 little known, +1 famous; 0 does not ask.", -0.5, ge=-1, le=1)
    boost: TextList = listed(
        "Charts whose titles rise: `rank:JP`, `rank:JP:Netflix` or `rank:global`, and by how much after `=`.",
        "rank:JP,rank:global=0.5",
    )
    min_score: float | None = _number(None, "Titles below this score are left out.", 0.1, ge=-1000, le=1000)
    diversity: float = _number(
        0, "0 by score alone, 1 as different from each other as possible.", 0.4, ge=0, le=1
    )
    relations: RelationPolicy = Field(
        RelationPolicy.ONE, description="What happens to sequels, spin-offs and other versions."
    )
    seed: int | None = Field(None, ge=0, lt=2**32, description="Number that draws variety.", examples=[7])
    spoilers: bool = Field(False, description="Whether reasons and parts name endings.")
    language: str | None = Field(
        None,
        min_length=2,
        max_length=20,
        description="Language of names and reasons; else that of the header Accept-Language, else English.",
        examples=["ko"],
    )

    def to_query(self, like: str, accepted: str = ENGLISH.code) -> Query:
        """Return the question: what is similar to one title.

        Parameters
        ----------
        like : str
            Name or id of the title.
        accepted : str
            Language of the answer where the parameters name none.

        Returns
        -------
        Query
            The question.

        Raises
        ------
        QueryError
            If a list is too long, or an amount or intensity cannot be read.
        """
        return query_from_json({"language": accepted, **self.to_document(), "like": [{"title": like}]})

    def to_document(self) -> dict[str, Any]:
        """Return the question as its JSON document, but for the titles to start from.

        Returns
        -------
        dict
            What :func:`recsys.query_document.query_from_json` reads; a language only if one is named.

        Raises
        ------
        QueryError
            If an amount cannot be read.
        """
        return {
            "more": amounts(self.more),
            "less": amounts(self.less),
            "filters": self.filters_document(),
            "escapism": self.escapism,
            "fame": self.fame,
            "boost": _boosts(self.boost),
            "min_score": self.min_score,
            "diversity": self.diversity,
            "relations": self.relations.value,
            "spoilers": self.spoilers,
            "k": self.k,
            "offset": self.offset,
            "seed": self.seed,
            **({} if self.language is None else {"language": self.language}),
        }


class NamedSimilarParameters(SimilarParameters):
    """The same, with the title to start from."""

    title: str = Field(
        min_length=1,
        max_length=200,
        description="Any name of the title, or its id; a year may follow.",
        examples=["Crash Landing on You"],
    )


class RecommendParameters(SimilarParameters):
    """The same, with everything to start from: titles, a premise, or filters alone."""

    like: _Names = Field(
        [],
        description="Title to be near to, by any of its names or its id; may be repeated. Names hold commas: "
        "one a parameter.",
        examples=[["Crash Landing on You", "Goblin"]],
    )
    dislike: _Names = Field(
        [], description="Title to be far from; may be repeated.", examples=[["Squid Game"]]
    )
    text: str = Field(
        "",
        max_length=2000,
        description="A premise in one's own words.",
        examples=["two detectives, one case in Seoul and Tokyo"],
    )
    blend: Blend = Field(Blend.MEAN, description="Near to all liked titles together, or to any of them.")

    def to_question(self, accepted: str = ENGLISH.code) -> Query:
        """Return the question.

        Parameters
        ----------
        accepted : str
            Language of the answer where the parameters name none.

        Returns
        -------
        Query
            The question.

        Raises
        ------
        QueryError
            If it cannot be asked.
        """
        own = {name: getattr(self, name) for name in ("like", "dislike", "text", "blend")}
        return query_from_json({"language": accepted, **self.to_document(), **own})


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
    return dict(_amount(piece, ":", "tearjerker:2") for piece in split(texts))


def _boosts(texts: Iterable[str]) -> dict[str, float]:
    """Charts have colons in their names: the amount stands after another sign."""
    return dict(_amount(piece, "=", "rank:JP=2") for piece in split(texts))


def _amount(text: str, sign: str, example: str) -> tuple[str, float]:
    name, found, amount = text.partition(sign)
    try:
        return name.strip(), float(amount) if found else 1.0
    except ValueError:
        msg = f"{text[:80]!r}: write a name, or a name and an amount as in {example}"
        raise QueryError(msg) from None
