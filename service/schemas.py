"""What the service answers, as the documentation describes it; answers to questions: ``answers.py``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from recsys.catalogue.claims import Verdict
from recsys.query import RelationPolicy
from recsys.title import Form, Medium, RelationKind, Role, SourceKind, Status, ToneBasis, ToneState


class Document(BaseModel):
    """A JSON object with exactly the keys that are described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def example(document: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a document that bears an example.

    FastAPI leaves nulls out of its description: an example has none.

    Parameters
    ----------
    document : dict
        The example.

    Returns
    -------
    ConfigDict
        To be assigned to ``model_config``.
    """
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [document]})


class ChoiceDocument(Document):
    """A title that may have been meant."""

    id: str = Field(description="Identifier of the title.")
    label: str = Field(description="The title as people tell it apart: name, year and form.")


class FieldProblem(Document):
    """A field of the request that is not valid; what stood in it is not repeated."""

    field: str = Field(description="Where: `query.k`, `body.filters.year.0`, `path.id`.")
    detail: str = Field(description="What was expected.")


class Problem(Document):
    """What went wrong, as a problem document (RFC 9457)."""

    model_config = example(
        {
            "type": "/problems/not-found",
            "title": "No title is called so",
            "status": 404,
            "detail": "no title is called 'Goblin 3'; the nearest names are: Goblin (2016, series)",
            "choices": [{"id": "goblin-2016", "label": "Goblin (2016, series)"}],
        }
    )

    type: str = Field(description="Kind of problem; `about:blank` if the status says all.")
    title: str = Field(description="The kind in words; the same each time.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong this time, what was expected, what to do next.")
    choices: list[ChoiceDocument] | None = Field(
        None, description="404: the nearest names. 409: the titles that may be meant."
    )
    errors: list[FieldProblem] | None = Field(None, description="422: the fields that are not valid.")


class ModelName(Document):
    """Which model answered."""

    version: str = Field(description="Published version.")
    fingerprint: str = Field(description="sha256 of the catalogue that it was trained on.")


_MODEL = {"version": "c8095e958c3d42c7", "fingerprint": "5b1e" * 16}


class TitleHit(Document):
    """A title that a search found."""

    id: str
    title: str
    original_title: str | None
    year: int | None
    form: Form | None
    medium: Medium | None
    countries: list[str]
    name: str = Field(description="The name that matched, as the catalogue writes it.")
    matched_by: str = Field(
        description="`id`, the kind of the name such as `working title`, `beginning`, `word` or `spelling`."
    )


class SearchDocument(Document):
    """Titles that a typed text may mean, the likeliest first."""

    model_config = example(
        {
            "model": _MODEL,
            "results": [
                {
                    "id": "wall-to-wall-2025",
                    "title": "Wall to Wall",
                    "original_title": "84제곱미터",
                    "year": 2025,
                    "form": "film",
                    "medium": "live-action",
                    "countries": ["KR"],
                    "name": "84 Square Meters",
                    "matched_by": "working title",
                }
            ],
        }
    )

    model: ModelName
    results: list[TitleHit]


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
            "model": _MODEL,
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


class BlockDocument(Document):
    """A feature block: one field of the titles, as the model compares it."""

    name: str
    reason: str = Field(description="What a shared feature of the block is called in an explanation.")
    weight: float = Field(description="Its default weight; 0 is off until a question turns it on.")
    on_request: float = Field(description="Its weight when the text of a question names something in it.")
    is_trait: bool = Field(description="Whether sharing this alone is reason enough to show a title.")
    n_features: int = Field(description="Distinct features of this catalogue.")


_BLOCK = {
    "name": "genres",
    "reason": "genre",
    "weight": 0.2036,
    "on_request": 0.0,
    "is_trait": True,
    "n_features": 29,
}


class ModelDocument(Document):
    """The model that answers."""

    model_config = example(
        {
            **_MODEL,
            "n_titles": 322,
            "weights": {"genres": 0.2036, "year": 0.2048},
            "nearest": {"genres": 0.734, "year": 0.9408},
            "blocks": [_BLOCK],
        }
    )

    version: str = Field(description="Published version.")
    fingerprint: str = Field(description="sha256 of the catalogue that it was trained on.")
    n_titles: int
    weights: dict[str, float] = Field(description="Default weight of each block, and of the year.")
    nearest: dict[str, float] = Field(
        description="What the weights were calibrated from: mean similarity of the nearest titles."
    )
    blocks: list[BlockDocument]


class VocabularyTone(Document):
    """A tone that may be asked for."""

    id: str
    name: str
    group: str
    definition: str
    spoiler: bool = Field(description="Whether naming it gives the story away.")
    content_warning: bool = Field(description="Whether some viewers want to be warned of it.")


class VocabularyGenre(Document):
    """A genre that may be asked for."""

    id: str
    name: str


class VocabularyRegion(Document):
    """A group of countries; write `region:` before its id where a country is expected."""

    id: str
    countries: list[str] = Field(description="ISO 3166 alpha-2 codes.")


class VocabularyService(Document):
    """Where titles of this catalogue can be watched; its id may be written into `services`."""

    id: str = Field(description="Its name in small letters.")
    countries: list[str] = Field(
        description="Countries of which that is known, ISO 3166 alpha-2; empty where none is named."
    )


class VocabularyChart(Document):
    """A chart in which titles of this catalogue stood; its id may be written into `boost`."""

    id: str
    country: str | None = Field(description="ISO 3166 alpha-2; null is the whole world.")
    platform: str


class VocabularyDocument(Document):
    """The words that a question may use."""

    model_config = example(
        {
            "tones": [
                {
                    "id": "slow-burn",
                    "name": "Slow Burn",
                    "group": "pace",
                    "definition": "Tension grows by small steps over many episodes and pays off late.",
                    "spoiler": False,
                    "content_warning": False,
                }
            ],
            "genres": [{"id": "romance", "name": "Romance"}],
            "regions": [{"id": "baltic", "countries": ["EE", "LT", "LV"]}],
            "forms": ["series", "film", "special", "short"],
            "media": ["live-action", "animation"],
            "relation_kinds": ["sequel", "prequel"],
            "relation_policies": ["exclude", "one", "include", "only"],
            "source_kinds": ["original", "novel"],
            "statuses": ["released", "airing", "upcoming", "cancelled"],
            "languages": ["en", "ja", "ko"],
            "services": [{"id": "netflix", "countries": ["KR", "SG"]}],
            "charts": [{"id": "rank:JP:netflix", "country": "JP", "platform": "netflix"}],
            "blocks": [_BLOCK],
        }
    )

    tones: list[VocabularyTone]
    genres: list[VocabularyGenre]
    regions: list[VocabularyRegion]
    forms: list[Form]
    media: list[Medium]
    relation_kinds: list[RelationKind] = Field(description="What one title can be to another.")
    relation_policies: list[RelationPolicy] = Field(description="Values of `relations` in a question.")
    source_kinds: list[SourceKind] = Field(description="Values of `source` in a question.")
    statuses: list[Status] = Field(description="Values of `status` in a question.")
    languages: list[str] = Field(description="Languages in which answers can be given, BCP 47.")
    services: list[VocabularyService] = Field(description="Services that this catalogue knows.")
    charts: list[VocabularyChart] = Field(description="Charts that this catalogue knows.")
    blocks: list[BlockDocument] = Field(description="Feature blocks of the model; names for `weights`.")


class AliveDocument(Document):
    """The process answers."""

    model_config = example({"status": "ok"})

    status: Literal["ok"]


class ReadyDocument(Document):
    """A model is served."""

    model_config = example({"status": "ready", "model": _MODEL, "last_failure": "The model is damaged"})

    status: Literal["ready"]
    model: ModelName
    last_failure: str | None = Field(
        description="Why a newer model is not served, if the last one could not be opened."
    )


class RootDocument(Document):
    """What this service is, and where to go on."""

    model_config = example({"name": "recsys", "model": _MODEL, "links": {"openapi": "/openapi.json"}})

    name: Literal["recsys"]
    model: ModelName | None = Field(description="Null if no model is served yet.")
    links: dict[str, str] = Field(description="Pages by what they give.")
