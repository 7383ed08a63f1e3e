"""The words in which questions are asked."""

from __future__ import annotations

from pydantic import Field

from recsys.query import RelationPolicy
from recsys.title import Form, Medium, RelationKind, SourceKind, Status
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_BLOCK, BlockDocument


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
            "blocks": [EXAMPLE_BLOCK],
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
