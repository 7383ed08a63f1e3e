"""The tones of a title as a small figure: one spoke a tone, always at the same place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from recsys.catalogue import tone_vocabulary, tones_of
from recsys.catalogue.vocabulary import WARNING_GROUP
from recsys.title import Title, Tone, ToneBasis, ToneState
from recsys.wording import ENGLISH, Language

SIZE = 96.0
"""Width and height of the figure in its own units."""

_INNER, _STEP = 12.0, 11.0
_STRENGTH = {1: "a trace", 2: "clear", 3: "strong"}


@dataclass(frozen=True, slots=True)
class Spoke:
    """One tone in the figure.

    Parameters
    ----------
    name, group : str
        The tone and its group in the vocabulary.
    x1, y1, x2, y2 : float
        From where to where, in units of the figure.
    is_inferred : bool
        Whether nobody stated it.
    """

    name: str
    group: str
    x1: float
    y1: float
    x2: float
    y2: float
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The figure of one title.

    Parameters
    ----------
    spokes : tuple of Spoke
        Tones that are there, endings and warnings apart.
    group : str
        The group that weighs most; empty without tones.
    text : str
        The same in words.
    """

    spokes: tuple[Spoke, ...]
    group: str
    text: str


def fingerprint(title: Title, language: Language = ENGLISH) -> Fingerprint:
    """Return the figure of a title.

    Parameters
    ----------
    title : Title
        Any title.
    language : Language
        The language of the tones' names.

    Returns
    -------
    Fingerprint
        A tone has the same angle in every figure: titles that feel alike look alike.
    """
    places = _places()
    tones = sorted(
        (tone for tone in tones_of(title) if tone.id in places and tone.state is ToneState.YES),
        key=lambda tone: (-tone.value, tone.id),
    )
    weights: dict[str, float] = {}
    for tone in tones:
        weights[places[tone.id][0]] = weights.get(places[tone.id][0], 0.0) + tone.value
    told = ", ".join(f"{language.tone(tone.id)} ({_strength(tone)})" for tone in tones)
    return Fingerprint(
        spokes=tuple(_spoke(tone, language) for tone in tones),
        group=max(sorted(weights), key=weights.__getitem__, default=""),
        text=told or "no tone is known",
    )


@cache
def _places() -> Mapping[str, tuple[str, float]]:
    """Group and angle of each tone that may be seen; neighbours in a group stand together."""
    seen = [
        entry
        for entry in sorted(tone_vocabulary(), key=lambda entry: (entry.group, entry.id))
        if not (entry.spoiler or entry.content_warning or entry.group == WARNING_GROUP)
    ]
    return {entry.id: (entry.group, math.tau * place / len(seen)) for place, entry in enumerate(seen)}


def _spoke(tone: Tone, language: Language) -> Spoke:
    group, angle = _places()[tone.id]
    across, down = math.sin(angle), -math.cos(angle)
    centre, end = SIZE / 2, _INNER + _STEP * tone.intensity
    return Spoke(
        name=language.tone(tone.id),
        group=group,
        x1=round(centre + _INNER * across, 2),
        y1=round(centre + _INNER * down, 2),
        x2=round(centre + end * across, 2),
        y2=round(centre + end * down, 2),
        is_inferred=tone.basis is ToneBasis.INFERRED,
    )


def _strength(tone: Tone) -> str:
    strength = _STRENGTH[tone.intensity]
    return f"{strength}, inferred" if tone.basis is ToneBasis.INFERRED else strength
