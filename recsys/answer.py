"""What the engine answers: ranked titles, each with its reasons and the exact parts of its score."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class ReasonKind(StrEnum):
    """What a reason speaks of, in the order in which reasons are told."""

    GENRE = "genre"
    TONE = "tone"
    WORDS = "words"
    PEOPLE = "people"
    ORIGIN = "origin"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Part:
    """One signed summand of a score.

    Parameters
    ----------
    block : str
        Feature block, such as ``genres``, or the name of an added term, such as ``escapism``.
    feature : str
        Feature within the block; an ending is never named.
    seed : str or None
        Title id, ``text`` or ``more``/``less`` that brought it; None for an added term.
    value : float
        What it adds to the score.
    """

    block: str
    feature: str
    seed: str | None
    value: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a title is shown, in words, with the traits it shares and what they add to the score.

    Parameters
    ----------
    kind : ReasonKind
        What it speaks of.
    text : str
        As one would tell a friend.
    shared : tuple of str
        Names of the traits, the weightiest first.
    features : tuple of str
        The same traits as ``block/feature``, in the words of the parts.
    value : float
        What they add to the score.
    """

    kind: ReasonKind
    text: str
    shared: tuple[str, ...]
    features: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One recommended title.

    Parameters
    ----------
    rank : int
        Place in the whole list, from 1.
    id, title : str
        Facts of the title, as in the catalogue; so are those that follow.
    original_title : str or None
        Name in its own script.
    year : int or None
        Year of first release.
    form, medium : str or None
        How it is told, and of what it is made.
    countries : tuple of str
        Production countries, ISO 3166 alpha-2.
    score : float
        The raw score; comparable within one answer only.
    reasons : tuple of Reason
        Genre first, then tone, words, people, origin, structure.
    parts : tuple of Part
        Signed summands; they sum to the score within 1e-6.
    notes : tuple of str
        What one should know: "spin-off of Kill Boksoon", "not yet released", "form unknown".
    """

    rank: int
    id: str
    title: str
    original_title: str | None
    year: int | None
    form: str | None
    medium: str | None
    countries: tuple[str, ...]
    score: float
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedTitle:
    """A title of the same story world as a seed, kept apart from the merely similar.

    Parameters
    ----------
    id, title : str
        The title.
    year : int or None
        Year of first release.
    kind : str
        What it is to the seed.
    text : str
        The same as a sentence.
    is_version : bool
        Whether it tells the same story again, from the same source or as a remake, rather than
        carrying it on.
    """

    id: str
    title: str
    year: int | None
    kind: str
    text: str
    is_version: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One filter whose removal alone would give results, and how many."""

    drop: str
    results: int


@dataclass(frozen=True, slots=True)
class ResolvedSeed:
    """A seed as it was understood: which title, by which of its names, with which weight.

    Parameters
    ----------
    id, title : str
        The title.
    weight : float
        Positive for liked, negative for disliked.
    matched_by : str
        By which of its names.
    viewer : int or None
        Whose it is where several ask together, from 1.
    """

    id: str
    title: str
    weight: float
    matched_by: str
    viewer: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """The question as it was understood, with the weights that were really used.

    Parameters
    ----------
    seeds : tuple of ResolvedSeed
        Liked and disliked titles by id.
    text : str
        The text as it was given.
    understood, ignored : tuple of str
        What the text was read as, and its words that no title has.
    more, less : dict of str to float
        Tones by id, and how much more or less of them.
    weights : dict of str to float
        Block weights that were used.
    filters : dict of str to Any
        The filters that were set, countries as codes and tones as ids.
    options : dict of str to Any
        Escapism, fame, boost, diversity, relations, blend, language, k, offset, seed and what
        else was set.
    """

    seeds: tuple[ResolvedSeed, ...]
    text: str
    understood: tuple[str, ...]
    ignored: tuple[str, ...]
    more: dict[str, float]
    less: dict[str, float]
    weights: dict[str, float]
    filters: dict[str, Any]
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ModelName:
    """Which model answered: its published version and the fingerprint of its catalogue."""

    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Ranked, explained results, or none with the filters that left none.

    Parameters
    ----------
    query : ResolvedQuery
        The question as understood.
    model : ModelName
        Which model answered.
    results : tuple of Result
        Best first.
    related : tuple of RelatedTitle
        Sequels, spin-offs and other versions of the seeds.
    relaxations : tuple of Relaxation
        When nothing is left: which single filter to drop.
    notices : tuple of str
        What else one should know about this answer.
    """

    query: ResolvedQuery
    model: ModelName
    results: tuple[Result, ...]
    related: tuple[RelatedTitle, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON types, scores with six decimals and parts with nine.

        Parts that are rounded finer than their sum still sum to it within 1e-6.

        Returns
        -------
        dict
            The contract of the HTTP service and of ``--json``.
        """
        document = asdict(self)
        for result in document["results"]:
            result["score"] = round(result["score"], 6)
            for piece in (*result["parts"], *result["reasons"]):
                piece["value"] = round(piece["value"], 9)
        return document
