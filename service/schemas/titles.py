"""All that is known of a title, and where it is known from."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from recsys.catalogue.claims import Verdict
from recsys.title import RelationKind, Role, ToneBasis, ToneState
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName


class ToneDocument(Document):
    """A tone of a title, and how it came to be known."""

    id: str
    name: str
    group: str
    spoiler: bool = Field(description="Whether naming it gives the story away.")
    intensity: int = Field(description="1 a trace, 2 clear, 3 what the title is about.")
    state: ToneState = Field(description="`no` says that it is known to be absent.")
    basis: ToneBasis = Field(description="Stated, computed from other facts, or inferred from tags.")
    confidence: float = Field(description="0 to 1; 1 for what is stated or computed.")


class RelatedTitle(Document):
    """A title of the same story world, or another version of the story."""

    id: str
    title: str
    year: int | None
    kind: RelationKind | Literal["same-franchise"] = Field(description="What this title is to the other one.")
    text: str = Field(description="The same as a sentence.")
    is_version: bool = Field(
        description="Whether it tells the same story again, as a remake or from the same source."
    )


class PersonDocument(Document):
    """A person who worked on a title."""

    name: str
    role: Role
    nationality: list[str] | None = Field(description="ISO 3166 codes; null says that it is not known.")


class NationsDocument(Document):
    """Where some people of a title come from."""

    count: int = Field(description="Nations for certain: somebody with two passports alone makes one.")
    people: dict[str, int] = Field(description="People by ISO 3166 code, the most frequent first.")
    unknown: int = Field(description="People whose nationality is not known.")


class TitleNations(Document):
    """Where people of a title come from, beside where it was produced."""

    production: list[str] = Field(description="Production countries.")
    cast: NationsDocument
    crew: NationsDocument = Field(description="Directors, writers and creators.")
    crosses_borders: bool | None = Field(
        description="Whether crew or studios are of several countries, or of others than the production; "
        "null says that too little is known."
    )


class ClaimDocument(Document):
    """Who says what."""

    value: str
    source: str
    confidence: float | None = Field(description="0 to 1, where somebody has judged it.")


class FieldClaimsDocument(Document):
    """All that sources say of one field, beside what the row says."""

    field: str = Field(description="Field of the row.")
    held: list[str] = Field(description="What the row itself holds, in short words; empty if it is unknown.")
    claims: list[ClaimDocument]
    verdict: Verdict = Field(
        description="`conflict`: sources contradict each other or the row. `not-held`: the row says nothing. "
        "`not-compared`: free words, for a reader to judge."
    )
    is_conflict: bool


class TitleDocument(Document):
    """All that is known of one title."""

    model_config = example(
        {
            "model": EXAMPLE_MODEL,
            "label": "Mantis (2025, film)",
            "row": {
                "countries": ["KR"],
                "form": "film",
                "id": "mantis-2025",
                "relations": [{"id": "kill-boksoon-2023", "kind": "parent"}],
                "schema": 1,
                "title": "Mantis",
                "year": 2025,
            },
            "tones": [
                {
                    "id": "spin-off",
                    "name": "Spin-off",
                    "group": "source_material",
                    "spoiler": False,
                    "intensity": 2,
                    "state": "yes",
                    "basis": "computed",
                    "confidence": 1.0,
                }
            ],
            "content_warnings": ["cw-gore"],
            "related": [
                {
                    "id": "kill-boksoon-2023",
                    "title": "Kill Boksoon",
                    "year": 2023,
                    "kind": "parent",
                    "text": "Mantis is a spin-off of Kill Boksoon",
                    "is_version": False,
                }
            ],
            "people": [{"name": "Yim Si-wan", "role": "actor", "nationality": ["KR"]}],
            "nations": {
                "production": ["KR"],
                "cast": {"count": 1, "people": {"KR": 1}, "unknown": 0},
                "crew": {"count": 1, "people": {"KR": 1}, "unknown": 0},
                "crosses_borders": False,
            },
            "claims": [
                {
                    "field": "sources",
                    "held": ["comic Blue Road"],
                    "claims": [
                        {"value": "manga", "source": "a newspaper", "confidence": 0.8},
                        {"value": "manhwa", "source": "a service", "confidence": 0.8},
                    ],
                    "verdict": "conflict",
                    "is_conflict": True,
                }
            ],
        }
    )

    model: ModelName
    label: str = Field(description="The title as people tell it apart: name, year and form.")
    row: dict[str, Any] = Field(
        description="The catalogue's row in its canonical form; a key that is missing is unknown, never no."
    )
    tones: list[ToneDocument] = Field(description="Stated, computed and inferred tones, sorted by id.")
    content_warnings: list[str] | None = Field(
        description="Ids of tones of that group; null says that nobody has looked."
    )
    related: list[RelatedTitle] = Field(
        description="Direct relations first, then the rest of the story world."
    )
    people: list[PersonDocument] = Field(description="Credits in the order of the row.")
    nations: TitleNations
    claims: list[FieldClaimsDocument] = Field(
        description="What single sources say, by field; conflicting sources are all kept."
    )
