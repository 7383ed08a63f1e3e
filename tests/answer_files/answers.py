"""Small answers made by hand."""

from __future__ import annotations

from typing import Any

from recsys.answer import (
    Answer,
    ModelName,
    Reason,
    ReasonKind,
    Relaxation,
    ResolvedQuery,
    ResolvedSeed,
    Result,
)


def result(rank: int = 1, **facts: Any) -> Result:
    """A result; its reasons are given as texts."""
    reasons = tuple(Reason(ReasonKind.TONE, text, (), (), 0.1) for text in facts.pop("reasons", ()))
    known = {
        "id": f"t{rank}",
        "title": f"Title {rank}",
        "original_title": None,
        "year": 2019,
        "form": "film",
        "medium": "live-action",
        "countries": ("KR",),
        "score": 0.5,
        **facts,
    }
    return Result(rank=rank, reasons=reasons, parts=(), **known)


def answer(
    *results: Result, liked: tuple[str, ...] = ("The Lantern",), text: str = "", **more: Any
) -> Answer:
    """An answer to a question for titles like those named."""
    seeds = tuple(ResolvedSeed(name.lower().replace(" ", "-"), name, 1.0, "title") for name in liked)
    query = ResolvedQuery(seeds, text, (), (), {}, {}, {}, {}, {})
    return Answer(query, ModelName("1", "f"), results, **more)


NOTHING_LEFT = answer(relaxations=(Relaxation("genres", 1), Relaxation("year", 3)))
