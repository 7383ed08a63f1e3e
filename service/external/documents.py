"""Questions and answers in the ids of other sites, as the documentation describes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from recsys.query import MOST_TOGETHER
from recsys.query_document import MOST_EXCLUDED, QueryDocument, TasteDocument
from service.external.sites import TitleType
from service.parameters import SimilarParameters
from service.schemas.answers import ANSWER_EXAMPLE, ReasonDocument, RelaxationDocument
from service.schemas.document import Document, example
from service.schemas.model import ModelName
from service.schemas.problems import ChoiceDocument

_Site = Annotated[str, Field(min_length=1, max_length=40)]
_Sites = Annotated[list[_Site], Field(max_length=20)]
_REPLY = (
    "Sites whose ids are wanted, as the caller writes them: `Imdb`, `tmdb`, `MyAnimeList`; may be repeated. "
    "None asks for all that the catalogue holds."
)
_TYPE = (
    "Whether it is the number of a film or of a series; sites such as TMDB, TVDB and Trakt count them apart."
)


class ExternalIdDocument(BaseModel):
    """A title by its id at another site; the site `recsys` takes this catalogue's own ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: _Site = Field(description="The site, in any case: `Imdb`, `tmdb`.", examples=["Imdb"])
    id: str = Field(min_length=1, max_length=500, description="Its id there.", examples=["tt1216496"])
    type: TitleType | None = Field(None, description=_TYPE)


class ExternalSeedDocument(ExternalIdDocument):
    """A title to start from, by its id at another site."""

    weight: float | None = Field(None, ge=0, le=10, strict=True, allow_inf_nan=False)


_Seeds = Annotated[list[ExternalSeedDocument], Field(max_length=100)]
_Library = Annotated[list[ExternalIdDocument], Field(min_length=1, max_length=MOST_EXCLUDED, fail_fast=True)]
_Ids = Annotated[list[ExternalIdDocument], Field(max_length=MOST_EXCLUDED, fail_fast=True)]


class ExternalTasteDocument(TasteDocument):
    """One of several viewers, with likes by their ids elsewhere."""

    like: Annotated[list[ExternalSeedDocument], Field(min_length=1, max_length=100)]  # type: ignore[assignment]
    dislike: _Seeds = Field([])  # type: ignore[assignment]


class ExternalQuestionDocument(QueryDocument):
    """A question whose titles are named by ids of other sites; all else is as in `/v1/recommend`."""

    like: _Seeds = Field([])  # type: ignore[assignment]
    dislike: _Seeds = Field([])  # type: ignore[assignment]
    together: Annotated[list[ExternalTasteDocument], Field(max_length=MOST_TOGETHER)] = Field(  # type: ignore[assignment]
        [], description="Two to eight viewers, none of whom is to be left out; in place of like and dislike."
    )
    seen: _Ids = Field([], description="Titles that never come.")
    library: _Library | None = Field(
        None, description="Only these titles are shown: what the caller has. Left out: any title."
    )
    reply: _Sites = Field([], description=_REPLY)


class ExternalSimilarParameters(SimilarParameters):
    """What a result must fulfil, and the ids that are wanted; a name it lacks is refused."""

    type: TitleType | None = Field(None, description=_TYPE, examples=["series"])
    reply: _Sites = Field([], description=_REPLY, examples=[["imdb", "tmdb"]])


class ExternalResultDocument(Document):
    """One recommended title, by its ids elsewhere."""

    rank: int = Field(description="Place in the whole list, from 1.")
    id: str = Field(description="Identifier of the title in this catalogue.")
    label: str = Field(description="The title as people tell it apart: name, year and form.")
    type: TitleType | None = Field(
        description="Among what TMDB, TVDB and Trakt number it; null where that is not known."
    )
    ids: dict[str, str] = Field(description="Its ids by site, in the words of `reply`.")
    score: float = Field(description="Comparable within one answer only.")
    reasons: list[ReasonDocument]
    notes: list[str] = Field(description="What one should know, such as what is not known.")


class UnusedIdDocument(Document):
    """An id of the question that leads to no title, or to several."""

    place: str = Field(description="Where it stands: `like`, `library`, `together.0.like`.")
    site: str
    id: str


class AmbiguousIdDocument(UnusedIdDocument):
    """An id that several titles bear; none of them is taken for it."""

    choices: list[ChoiceDocument] = Field(
        description="The titles; of the first hundred of such ids, and none of further ones."
    )


_MODEL: dict[str, Any] = ANSWER_EXAMPLE["model"]


class ExternalAnswerDocument(Document):
    """What to show, in order, by ids of other sites, and all of the question that was not used."""

    model_config = example(
        {
            "model": _MODEL,
            "results": [
                {
                    "rank": 1,
                    "id": "the-chaser-2008",
                    "label": "The Chaser (2008, film)",
                    "type": "movie",
                    "ids": {"Imdb": "tt1190539", "Tmdb": "13855"},
                    "score": 0.3,
                    "reasons": ANSWER_EXAMPLE["results"][0]["reasons"],
                    "notes": [],
                }
            ],
            "without_ids": [{"id": "soul-mate-2025", "label": "Soul Mate (2025, series)"}],
            "unknown": [{"place": "library", "site": "Imdb", "id": "tt0000001"}],
            "ambiguous": [
                {
                    "place": "seen",
                    "site": "Tmdb",
                    "id": "7",
                    "choices": [{"id": "soul-mate-2025", "label": "Soul Mate (2025, series)"}],
                }
            ],
            "relaxations": [],
            "notices": [],
        }
    )

    model: ModelName
    results: list[ExternalResultDocument] = Field(description="Best first.")
    without_ids: list[ChoiceDocument] = Field(
        description="Results that have no id at any of the sites that were asked for; they are among the "
        "results, with this catalogue's id."
    )
    unknown: list[UnusedIdDocument] = Field(
        description="Ids of the question that no title of this catalogue bears."
    )
    ambiguous: list[AmbiguousIdDocument] = Field(
        description="Ids of the question that several titles bear: give a `type`, or this catalogue's id."
    )
    relaxations: list[RelaxationDocument] = Field(
        description="When nothing is left: which single filter to drop."
    )
    notices: list[str] = Field(description="What else one should know about this answer.")
