"""A few hundred invented titles that share much, some of them all; of many something is not known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recsys.title import Credit, Form, Medium, Role, Title, Tone, ToneState

GENRES = ("romance", "drama", "thriller", "comedy", "crime", "fantasy")
TONES = ("slow-burn", "restrained", "healing", "dark", "epic", "love-triangle", "whimsical")
COUNTRIES = ("JP", "KR", "TH", "SG", "US")
CAST = tuple(f"Person {letter}" for letter in "ABCDEFGHJK")
_WORDS = ("letter", "harbour", "detective", "ghost", "kitchen", "train", "winter", "judge", "island")


def invented_titles(n: int, seed: int = 9) -> list[Title]:
    """Return titles, each tenth a double of the one before it but for its id.

    Parameters
    ----------
    n : int
        How many.
    seed : int
        Number that draws them.

    Returns
    -------
    list of Title
        In the order of their ids.
    """
    rng = np.random.default_rng(seed)
    titles: list[Title] = []
    for number in range(n):
        id = f"t{number:03d}"
        facts = _facts(rng) if number % 10 or not titles else _known(titles[-1])
        titles.append(Title(id=id, title=f"Title {number}", **facts))  # type: ignore[arg-type]
    return titles


def _known(title: Title) -> dict[str, object]:
    names = ("year", "form", "medium", "genres", "tones", "countries", "credits", "synopsis")
    return {name: getattr(title, name) for name in names}


def _facts(rng: np.random.Generator) -> dict[str, object]:
    return {
        "year": None if rng.random() < 0.1 else int(rng.integers(1985, 2026)),
        "form": _one_or_none(rng, (Form.SERIES, Form.FILM)),
        "medium": _one_or_none(rng, (Medium.LIVE_ACTION, Medium.ANIMATION)),
        "genres": _some(rng, GENRES, 3),
        "tones": tuple(_tone(rng, name) for name in _some(rng, TONES, 3)),
        "countries": _some(rng, COUNTRIES, 2),
        "credits": tuple(
            Credit(name, role=Role.ACTOR, order=place)
            for place, name in enumerate(_some(rng, CAST, 3), start=1)
        ),
        "synopsis": " ".join(_some(rng, _WORDS, 4)),
    }


def _tone(rng: np.random.Generator, name: str) -> Tone:
    if rng.random() < 0.15:
        return Tone(name, state=ToneState.NO)
    return Tone(name, intensity=int(rng.integers(1, 4)))


def _one_or_none(rng: np.random.Generator, values: Sequence[Form] | Sequence[Medium]) -> Form | Medium | None:
    place = int(rng.integers(0, len(values) + 1))
    return values[place] if place < len(values) else None


def _some(rng: np.random.Generator, values: Sequence[str], most: int) -> tuple[str, ...]:
    n = int(rng.integers(0, most + 1))
    return tuple(values[place] for place in sorted(rng.choice(len(values), n, replace=False)))
