"""The arithmetic of a catalogue of any size: what is measured grows on by its power law."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from benchmarks.capacity.growth import Growth
from benchmarks.capacity.measure import Figures
from benchmarks.capacity.parts import FromParts

PATIENCE_MS = 50.0
"""Processor time that one search may take: more, and the catalogue is divided."""
BUSY = 0.6
"""Share of a core that is planned with; the rest is for moments of many questions."""
SECONDS_AN_HOUR = 3600
_MB_A_GB = 1e3
_NOT_GROWING = frozenset({"titles", "machine"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a catalogue of a size needs.

    Parameters
    ----------
    titles : int
        The size.
    training_hours : float
        From Parquet to a published model, on the machine that was measured.
    training_gb : float
        Memory meanwhile.
    artifact_gb : float
        On disk.
    searched_gb : float
        What a machine that answers should have in memory, shared by all of its workers.
    query_ms, answer_ms : float
        Processor time of a search, and of a whole answer that was never asked before.
    cores : float
        For a thousand such answers a second.
    neighbours_hours : float
        Processor hours for the nearest of all titles.
    shards : int
        Parts in which no search takes longer than :data:`PATIENCE_MS`.
    """

    titles: int
    training_hours: float
    training_gb: float
    artifact_gb: float
    searched_gb: float
    query_ms: float
    answer_ms: float
    cores: float
    neighbours_hours: float
    shards: int


def growths(measured: Sequence[Figures], larger: Sequence[FromParts] = ()) -> dict[str, Growth]:
    """Return how each figure grows.

    Parameters
    ----------
    measured : sequence of Figures
        Of at least two sizes.
    larger : sequence of FromParts
        What was measured of larger catalogues: their training, and their searches.

    Returns
    -------
    dict of str to Growth
        By name of the figure.
    """
    names = [field.name for field in fields(Figures) if field.name not in _NOT_GROWING]
    series = {name: {each.titles: getattr(each, name) for each in measured} for name in names}
    for each in larger:
        series["training_seconds"][each.titles] = each.training_seconds
        series["query_ms"][each.titles] = each.query_ms
    return {name: Growth.of(figures) for name, figures in series.items()}


def beside_search(measured: Sequence[Figures]) -> float:
    """Return what an answer takes beside its search: names, reasons and parts do not grow with the catalogue.

    Parameters
    ----------
    measured : sequence of Figures
        By size.

    Returns
    -------
    float
        Milliseconds of processor time, at the largest size.
    """
    return measured[-1].answer_ms - measured[-1].query_ms


def needs(laws: Mapping[str, Growth], titles: int, *, beside_ms: float) -> Needs:
    """Return what a catalogue of a size needs.

    Parameters
    ----------
    laws : mapping of str to Growth
        As :func:`growths` gives them.
    titles : int
        The size, not below the largest one that was measured.
    beside_ms : float
        What :func:`beside_search` gives.

    Returns
    -------
    Needs
        By plain arithmetic.
    """
    at = {name: law.at(titles) for name, law in laws.items()}
    answer_ms = at["query_ms"] + beside_ms
    return Needs(
        titles=titles,
        training_hours=at["training_seconds"] / SECONDS_AN_HOUR,
        training_gb=at["training_mb"] / _MB_A_GB,
        artifact_gb=(at["searched_mb"] + at["shown_mb"] + at["other_mb"]) / _MB_A_GB,
        searched_gb=at["searched_mb"] / _MB_A_GB,
        query_ms=at["query_ms"],
        answer_ms=answer_ms,
        cores=answer_ms / BUSY,
        neighbours_hours=titles * at["neighbours_ms"] / 1e3 / SECONDS_AN_HOUR,
        shards=math.ceil(at["query_ms"] / PATIENCE_MS),
    )
