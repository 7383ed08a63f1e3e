"""Invented titles in which ghosts are scary and bakers are cosy, as anybody can read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from recsys.title import Title
from tests.builders import title

GHOSTS = "a ghost haunts the cellar of a house"
BAKERS = "a baker kneads bread for the village"
_CROWD = ("ensemble-cast", "serialized", "hopeful", "grounded")


def labelled(n_each: int = 30) -> list[Title]:
    """Titles with five stated tones and one tag each: half of them ghosts, half of them bakers."""
    found = []
    for number in range(n_each):
        ghost = title(
            f"g{number}", synopsis=GHOSTS, genres=("horror",), tags=("Spooky",), tones=("creepy", *_CROWD)
        )
        baker = title(
            f"b{number}", synopsis=BAKERS, genres=("drama",), tags=("Homely",), tones=("healing", *_CROWD)
        )
        found += [ghost, baker]
    return found


def unlabelled(id: str, synopsis: str = "", **facts: Any) -> Title:
    """A title of which nobody has said a tone or a tag."""
    return replace(title(id, **facts), synopsis=synopsis)
