"""Titles in which every block knows something."""

from __future__ import annotations

import pytest

from recsys.title import (
    Credit,
    Form,
    Medium,
    Period,
    Place,
    Role,
    Source,
    SourceKind,
    Studio,
    Title,
    Tone,
    ToneBasis,
)
from tests.builders import title

GUESS = Tone("creepy", basis=ToneBasis.INFERRED, confidence=0.7)


@pytest.fixture
def described() -> list[Title]:
    """Three titles with every kind of fact."""
    return [
        title(
            f"{name} story",
            genres=("drama", name),
            tags=(name, "shared tag"),
            tones=(*(("grounded", "restrained") if number else ("grounded",)), GUESS),
            countries=("JP", "KR")[: number + 1],
            languages=("ja",),
            credits=(
                Credit("Ahn Example", Role.ACTOR, order=1),
                Credit(f"{name} Writer", Role.WRITER),
            ),
            studios=(Studio("Example Works", "KR"),),
            setting_places=(Place("Busan", "KR"),),
            setting_period=Period(1990 + number, 1999),
            sources=(Source(SourceKind.NOVEL),),
            form=Form.SERIES,
            medium=Medium.ANIMATION,
            synopsis=f"A {name} cook keeps a lighthouse" + " and a lighthouse" * number,
        )
        for number, name in enumerate(("gentle", "brave", "quiet"))
    ]
