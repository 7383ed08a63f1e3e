"""The page that compares two titles: their score with its parts, their tones and their facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from recsys.answer import Reason
from recsys.comparison import ComparedTone, compare, rank_among_all
from recsys.errors import Choice
from recsys.model import Model
from recsys.ranking import HUBS
from recsys.title import Tone, ToneState
from recsys.wording import ENGLISH, Language
from service.web.asking import starters
from service.web.cards import TitleView, view_of
from service.web.facts import FactView, Value, kind_of, places_of
from service.web.meant import Meant, meant
from service.web.other_forms import more_like
from service.web.parts_table import BlockRows, block_rows
from service.web.told import EXPECTED_GENRES
from service.web.tone_list import ToneView, tone_view


@dataclass(frozen=True, slots=True)
class Doubt:
    """A typed name that leads to no single title.

    Parameters
    ----------
    meant : Meant
        The name.
    options : tuple of (Choice, str)
        Titles that may be meant, each with the address that compares it.
    """

    meant: Meant
    options: tuple[tuple[Choice, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a title among all others, as answers to another one.

    Parameters
    ----------
    of, to : str
        Name of the title that has the place, and of the one that is asked for.
    rank, n_others : int
        The place from 1, and how many titles have one.
    """

    of: str
    to: str
    rank: int
    n_others: int

    @property
    def ordinal(self) -> str:
        """The place in words: "1st"."""
        last = self.rank % 100
        ending = "th" if 10 < last < 20 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
        return f"{self.rank:,}{ending}"

    @property
    def share(self) -> float:
        """The place on a logarithmic scale: 0 the nearest, 1 the farthest."""
        return math.log(self.rank) / math.log(self.n_others) if self.n_others > 1 else 0.0


@dataclass(frozen=True, slots=True)
class ToneOfTwo:
    """A tone in words, as either title has it.

    Parameters
    ----------
    view : ToneView
        The tone of that title which has it.
    a, b : str
        Strength in either title, "no" where it is known to be absent, "–" where nothing is known.
    """

    view: ToneView
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class FactOfTwo:
    """A fact of two titles side by side.

    Parameters
    ----------
    name : str
        The fact.
    a, b : tuple of Value
        Values of either; empty where nothing is known.
    shared : frozenset of str
        Values that both have.
    """

    name: str
    a: tuple[Value, ...]
    b: tuple[Value, ...]
    shared: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two titles side by side.

    Parameters
    ----------
    score : float
        The score of the second as an answer to the first.
    n_parts : int
        How many parts it has.
    blocks : tuple of BlockRows
        Its exact parts.
    reasons : tuple of Reason
        The same in words.
    places : tuple of Place
        How near each is to the other, among all titles.
    shared, only_a, only_b, contradicting : tuple of ToneOfTwo
        Their tones, the strongest first.
    shared_names : frozenset of str
        Names of the shared tones, as the figures know them.
    where, what : tuple of FactOfTwo
        The four places and the time; form, medium and the like.
    swapped : str
        Address of the same comparison the other way round.
    again : tuple of (str, str)
        Addresses that compare either title with another one.
    is_only_expected : bool
        Whether they share no fact, only genres that the rest of each lets one expect.
    has_hubs : bool
        Whether a part is told of how many others the second title is near to.
    """

    score: float
    n_parts: int
    blocks: tuple[BlockRows, ...]
    reasons: tuple[Reason, ...]
    places: tuple[Place, ...]
    shared: tuple[ToneOfTwo, ...]
    only_a: tuple[ToneOfTwo, ...]
    only_b: tuple[ToneOfTwo, ...]
    contradicting: tuple[ToneOfTwo, ...]
    shared_names: frozenset[str]
    where: tuple[FactOfTwo, ...]
    what: tuple[FactOfTwo, ...]
    swapped: str
    again: tuple[str, str]
    is_only_expected: bool
    has_hubs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """All that the page shows.

    Parameters
    ----------
    a, b : TitleView or None
        The titles that are settled.
    doubts : tuple of Doubt
        Names that are not.
    compared : Compared or None
        None while a title is missing, or both are one.
    near : tuple of (TitleView, str)
        Titles near to the one that is given, each with the address that compares it.
    example : tuple of TitleView
        Two titles that are near each other, where nothing is given; may be empty.
    """

    a: TitleView | None
    b: TitleView | None
    doubts: tuple[Doubt, ...]
    compared: Compared | None
    near: tuple[tuple[TitleView, str], ...]
    example: tuple[TitleView, ...]

    @property
    def is_one_title(self) -> bool:
        """Whether the same title was given twice."""
        return self.a is not None and self.b is not None and self.a.id == self.b.id


def comparing(model: Model, a: str, b: str, language: Language = ENGLISH) -> ComparePage:
    """Return what the page shows for two typed names.

    Parameters
    ----------
    model : Model
        The model that compares.
    a, b : str
        Names or ids; blank where nothing is given.
    language : Language
        The language of names, tones and facts.

    Returns
    -------
    ComparePage
        With a comparison, or with what is to be settled first.
    """
    one, other = (meant(model, typed) if typed else None for typed in (a.strip(), b.strip()))
    rows = [found.row for found in (one, other) if found is not None and found.row is not None]
    views = [
        None if found is None or found.row is None else view_of(model, found.row, language)
        for found in (one, other)
    ]
    return ComparePage(
        a=views[0],
        b=views[1],
        doubts=tuple(_doubts(one, other)),
        compared=_compared(model, *rows, language=language) if len(set(rows)) == 2 else None,
        near=tuple(_near(model, rows[0], language)) if rows and (one is None or other is None) else (),
        example=_example(model, language) if one is None and other is None else (),
    )


def pair_address(a: str, b: str) -> str:
    """Return the address of the page for two names, of which one may be missing.

    Parameters
    ----------
    a, b : str
        Ids or typed names.

    Returns
    -------
    str
        Path and query.
    """
    given = [(name, value) for name, value in (("a", a), ("b", b)) if value]
    return f"/compare?{urlencode(given)}" if given else "/compare"


def _doubts(one: Meant | None, other: Meant | None) -> Iterator[Doubt]:
    a, b = (found.typed if found else "" for found in (one, other))
    if one is not None and one.row is None:
        yield Doubt(one, tuple((choice, pair_address(choice.id, b)) for choice in one.choices))
    if other is not None and other.row is None:
        yield Doubt(other, tuple((choice, pair_address(a, choice.id)) for choice in other.choices))


def _near(model: Model, row: int, language: Language) -> Iterator[tuple[TitleView, str]]:
    title = model.title(row)
    for near in more_like(model, title, language).titles:
        yield near.view, pair_address(title.id, near.view.id)


def _example(model: Model, language: Language) -> tuple[TitleView, ...]:
    """Two titles of which one is the nearest of the other."""
    for view in starters(model, language):
        near = more_like(model, model.title(model.row(view.id)), language).titles
        if near:
            return view, near[0].view
    return ()


def _compared(model: Model, row_a: int, row_b: int, *, language: Language) -> Compared:
    found = compare(model, row_a, row_b)
    a, b = model.title(row_a), model.title(row_b)
    shared = _tones(found.shared, language)
    blocks = {part.block for part in found.parts}
    return Compared(
        score=found.score,
        n_parts=len(found.parts),
        blocks=block_rows(found.parts, model.people, language),
        reasons=found.reasons,
        places=(_place(model, row_b, row_a, language), _place(model, row_a, row_b, language)),
        shared=shared,
        only_a=_tones(found.only_a, language),
        only_b=_tones(found.only_b, language),
        contradicting=_tones(found.contradicting, language),
        shared_names=frozenset(tone.view.name for tone in shared),
        where=_facts(places_of(a, language), places_of(b, language)),
        what=_facts(kind_of(a, language), kind_of(b, language)),
        swapped=pair_address(b.id, a.id),
        again=(pair_address(a.id, ""), pair_address(b.id, "")),
        is_only_expected=bool(blocks) and blocks <= {EXPECTED_GENRES, HUBS},
        has_hubs=HUBS in blocks,
    )


def _place(model: Model, row: int, to: int, language: Language) -> Place:
    rank = rank_among_all(model, to, row)
    return Place(language.title(model.title(row)), language.title(model.title(to)), rank, len(model) - 1)


def _tones(tones: Iterable[ComparedTone], language: Language) -> tuple[ToneOfTwo, ...]:
    return tuple(ToneOfTwo(tone_view(_borne(tone), language), _told(tone.a), _told(tone.b)) for tone in tones)


def _borne(tone: ComparedTone) -> Tone:
    """The stronger of the two: one of them is there."""
    return max((each for each in (tone.a, tone.b) if each is not None), key=lambda each: each.value)


def _told(tone: Tone | None) -> str:
    if tone is None:
        return "–"
    return tone_view(tone).strength if tone.state is ToneState.YES else "no"


def _facts(ours: Iterable[FactView], theirs: Iterable[FactView]) -> tuple[FactOfTwo, ...]:
    return tuple(
        FactOfTwo(a.name, a.values, b.values, frozenset(_texts(a)).intersection(_texts(b)))
        for a, b in zip(ours, theirs, strict=True)
    )


def _texts(fact: FactView) -> Iterator[str]:
    return (value.text for value in fact.values)
