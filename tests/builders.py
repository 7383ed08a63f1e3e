"""Small invented titles whose right answers are visible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recsys.catalogue import Catalogue
from recsys.model import Model
from recsys.title import Credit, Role, Title, Tone
from training.pipeline import train


def title(id: str, *, cast: Sequence[str] = (), tones: Sequence[str | Tone] = (), **facts: Any) -> Title:
    """Return a title; cast by names, tones by ids."""
    credits = tuple(Credit(name, role=Role.ACTOR, order=order) for order, name in enumerate(cast, start=1))
    known = tuple(tone if isinstance(tone, Tone) else Tone(tone) for tone in tones)
    return Title(**{"id": id, "title": id.title(), "credits": credits, "tones": known, **facts})


def model_of(*titles: Title) -> Model:
    """Return the model of a few titles."""
    return train(Catalogue(titles))
