"""The tones of a title in words: what is there, what is known to be absent, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recsys.catalogue import tone_vocabulary, tones_of, warnings_of
from recsys.title import Title, Tone, ToneBasis, ToneState
from recsys.wording import ENGLISH, Language
from service.web.address import Address

STRENGTH = {1: "a trace", 2: "clear", 3: "strong"}
"""What an intensity is called."""


@dataclass(frozen=True, slots=True)
class ToneView:
    """One tone of a title.

    Parameters
    ----------
    id, name, group : str
        The tone and its group in the vocabulary.
    definition : str
        What it means.
    intensity : int
        1 to 3.
    strength, basis : str
        How strong it is and how that is known, in words.
    address : str
        Where titles of this tone are.
    """

    id: str
    name: str
    group: str
    definition: str
    intensity: int
    strength: str
    basis: str
    address: str


@dataclass(frozen=True, slots=True)
class ToneLists:
    """All that is known of how a title feels.

    Parameters
    ----------
    present, absent : tuple of ToneView
        What is there, the strongest first, and what is known not to be; endings apart.
    endings, other_endings : tuple of ToneView
        How it ends, and how it is known not to end.
    warnings : tuple of str or None
        Names of content warnings; None if nobody has looked.
    """

    present: tuple[ToneView, ...]
    absent: tuple[ToneView, ...]
    endings: tuple[ToneView, ...]
    other_endings: tuple[ToneView, ...]
    warnings: tuple[str, ...] | None


def tone_lists(title: Title, language: Language = ENGLISH) -> ToneLists:
    """Return how a title feels.

    Parameters
    ----------
    title : Title
        The title.
    language : Language
        The language of the names.

    Returns
    -------
    ToneLists
        In words.
    """
    tones = sorted(tones_of(title), key=lambda tone: (-tone.value, tone.id))
    told = [tone for tone in tones if not _is_ending(tone.id)]
    endings = [tone for tone in tones if _is_ending(tone.id)]
    warnings = warnings_of(title)
    return ToneLists(
        present=_views(told, ToneState.YES, language),
        absent=_views(told, ToneState.NO, language),
        endings=_views(endings, ToneState.YES, language),
        other_endings=_views(endings, ToneState.NO, language),
        warnings=None if warnings is None else tuple(language.tone(id) for id in warnings),
    )


def tone_view(tone: Tone, language: Language = ENGLISH) -> ToneView:
    """Return a tone in words.

    Parameters
    ----------
    tone : Tone
        Present or absent.
    language : Language
        The language of the names.

    Returns
    -------
    ToneView
        The same.
    """
    entry = tone_vocabulary().get(tone.id)
    return ToneView(
        id=tone.id,
        name=language.tone(tone.id),
        group=entry.group if entry else "none",
        definition=entry.definition if entry else "",
        intensity=tone.intensity,
        strength=STRENGTH[tone.intensity],
        basis=_basis(tone),
        address=str(Address().plus("tones", tone.id)),
    )


def _views(tones: Iterable[Tone], state: ToneState, language: Language) -> tuple[ToneView, ...]:
    return tuple(tone_view(tone, language) for tone in tones if tone.state is state)


def _is_ending(id: str) -> bool:
    entry = tone_vocabulary().get(id)
    return entry is not None and entry.spoiler


def _basis(tone: Tone) -> str:
    match tone.basis:
        case ToneBasis.STATED:
            told = "stated"
        case ToneBasis.COMPUTED:
            told = "follows from the facts"
        case ToneBasis.INFERRED:
            told = "inferred"
    return told if tone.confidence == 1 else f"{told}, {tone.confidence:.0%} sure"
