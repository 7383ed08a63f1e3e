"""What is claimed of the speed, and the results that say whether it holds."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.timing import Ratio

RESULTS = "results.jsonl"
SMALL, LARGE = 100_000, 1_000_000
_PACKAGES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "numba",
    "pyarrow",
    "fastapi",
    "uvicorn",
    "sparse_dot_topn",
    "usearch",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One line of the table.

    Parameters
    ----------
    work : str
        What is done.
    peer : str
        What it is compared with.
    goals : mapping of int to tuple of float
        Floor and aim by the number of titles.
    unit : str
        Unit of the two figures.
    is_at_most : bool
        Whether the ratio (or, without a peer, our figure) is to stay below the goals.
    is_exponent : bool
        Whether the ratio is an exponent: how the figure grows with the number of titles.
    """

    work: str
    peer: str
    goals: Mapping[int, tuple[float, float]]
    unit: str = "ms"
    is_at_most: bool = False
    is_exponent: bool = False


SMALLEST = "the smallest catalogue"
_ANY = (SMALL, LARGE)
CLAIMS: Mapping[str, Claim] = {
    "vectorize": Claim(
        work="Parquet to weighted matrix",
        peer="scikit-learn",
        goals={SMALL: (10, 20), LARGE: (7, 15)},
        unit="s",
    ),
    "vectorize-memory": Claim(
        work="the same, peak memory",
        peer="scikit-learn",
        goals=dict.fromkeys(_ANY, (1 / 3, 1 / 3)),
        unit="MB",
        is_at_most=True,
    ),
    "vectorize-columns": Claim(
        work="Parquet to weighted matrix",
        peer="scikit-learn, column by column",
        goals={SMALL: (10, 20), LARGE: (7, 15)},
        unit="s",
    ),
    "vectorize-columns-memory": Claim(
        work="the same, peak memory",
        peer="scikit-learn, column by column",
        goals=dict.fromkeys(_ANY, (1 / 3, 1 / 3)),
        unit="MB",
        is_at_most=True,
    ),
    "neighbours": Claim(
        work="top 50 of all titles, two threads",
        peer="sparse_dot_topn, two threads",
        goals={SMALL: (6, 12), LARGE: (10, 25)},
        unit="ms a title",
    ),
    "cores": Claim(
        work="top 50 of many titles, two processes",
        peer="one process",
        goals={200_000: (1.6, 1.6)},
        unit="ms a title",
    ),
    "query-scikit-learn": Claim(
        work="one exact query",
        peer="cosine_similarity and argsort",
        goals={SMALL: (400, 1000), LARGE: (500, 1500)},
    ),
    "query-scipy": Claim(work="one exact query", peer="scipy, q @ X.T", goals={LARGE: (15, 40)}),
    "query-usearch": Claim(
        work="one exact query", peer="usearch on 128 dimensions of an SVD", goals={SMALL: (2, 4)}
    ),
    "filter": Claim(work="one query with a filter of 1 %", peer="without", goals=dict.fromkeys(_ANY, (2, 5))),
    "seeds": Claim(
        work="ten seeds, three of them disliked",
        peer="one seed",
        goals=dict.fromkeys(_ANY, (4, 2.5)),
        is_at_most=True,
    ),
    "http": Claim(
        work="plain similar over HTTP, asked before",
        peer="FastAPI, def and response_model, answers in memory",
        goals=dict.fromkeys(_ANY, (2.5, 7)),
        unit="ms of processor",
    ),
    "http-first": Claim(
        work="plain similar over HTTP, never asked before",
        peer="FastAPI, def and response_model, answers in memory",
        goals=dict.fromkeys(_ANY, (2.5, 7)),
        unit="ms of processor",
    ),
    "http-ordinary": Claim(
        work="plain similar over HTTP, asked before",
        peer="FastAPI, def and response_model over the same library, no memory of answers",
        goals=dict.fromkeys(_ANY, (2.5, 7)),
        unit="ms of processor",
    ),
    "http-ordinary-first": Claim(
        work="plain similar over HTTP, never asked before",
        peer="FastAPI, def and response_model over the same library",
        goals=dict.fromkeys(_ANY, (2.5, 7)),
        unit="ms of processor",
    ),
    "http-cards": Claim(
        work="plain similar over HTTP, asked before",
        peer="FastAPI, titles and scores without reasons",
        goals={},
        unit="ms of processor",
    ),
    "start-command": Claim(
        work="process start to first answer, command",
        peer="joblib pickle and scikit-learn",
        goals={LARGE: (10, 20)},
        unit="s",
    ),
    "start-http": Claim(
        work="process start to first answer, HTTP, all verified",
        peer="joblib pickle and scikit-learn",
        goals={LARGE: (5, 10)},
        unit="s",
    ),
    "worker-share": Claim(
        work="memory of the model with two workers",
        peer="with one",
        goals=dict.fromkeys(_ANY, (1.05, 1.02)),
        unit="MB",
        is_at_most=True,
    ),
    "worker-private": Claim(
        work="private memory of one more worker",
        peer="",
        goals=dict.fromkeys(_ANY, (120, 80)),
        unit="MB",
        is_at_most=True,
    ),
    "size": Claim(
        work="matrix and index, bytes a non-zero",
        peer="",
        goals=dict.fromkeys(_ANY, (16, 10)),
        unit="bytes",
        is_at_most=True,
    ),
    "scaling-query": Claim(work="one exact query", peer=SMALLEST, goals={}, is_exponent=True),
    "scaling-neighbours": Claim(
        work="top 50 of a title among many", peer=SMALLEST, goals={}, is_exponent=True
    ),
    "scaling-opening": Claim(
        work="opening a model, sizes compared", peer=SMALLEST, goals={}, is_exponent=True
    ),
    "scaling-size": Claim(work="matrix and index", peer=SMALLEST, goals={}, unit="MB", is_exponent=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one run has measured of a claim.

    Parameters
    ----------
    claim : str
        Key of :data:`CLAIMS`.
    titles : int
        Number of titles.
    ours : float
        Our figure, in the claim's unit.
    peer : float or None
        That of the peer.
    ratio, low, high : float
        What is compared with the goals, and its spread between rounds; without a peer our figure.
    checked : str
        How the results were compared in the run.
    machine : str
        Processor, cores and memory.
    versions : dict of str to str
        Of Python and the packages that matter.
    """

    claim: str
    titles: int
    ours: float
    peer: float | None
    ratio: float
    low: float
    high: float
    checked: str
    machine: str = field(default_factory=lambda: machine())
    versions: dict[str, str] = field(default_factory=lambda: versions())

    @property
    def reached(self) -> str:
        """``aim``, ``floor``, ``no``, or empty where nothing is claimed for this size."""
        claim = CLAIMS[self.claim]
        if self.titles not in claim.goals:
            return ""
        floor, aim = claim.goals[self.titles]
        figure, floor, aim = (-self.ratio, -floor, -aim) if claim.is_at_most else (self.ratio, floor, aim)
        return "aim" if figure >= aim else "floor" if figure >= floor else "no"


def result(
    claim: str, titles: int, ours: float, peer: float | None, ratio: Ratio | None, *, checked: str
) -> Result:
    """Return a result; without a ratio our figure itself is compared with the goals.

    Parameters
    ----------
    claim : str
        Key of :data:`CLAIMS`.
    titles : int
        Number of titles.
    ours, peer : float
        The two figures.
    ratio : Ratio or None
        Their ratio in the rounds.
    checked : str
        How the results were compared.

    Returns
    -------
    Result
        With the machine and the versions of now.
    """
    known = ratio or Ratio(ours, ours, ours)
    return Result(
        claim=claim, titles=titles, ours=ours, peer=peer, ratio=known.median, low=known.low, high=known.high,
        checked=checked,
    )  # fmt: skip


def report(found: Result, work: Path) -> None:
    """Append a result to the file of results, and print it.

    Parameters
    ----------
    found : Result
        The result.
    work : Path
        Folder of the benchmarks' files.
    """
    claim = CLAIMS[found.claim]
    work.mkdir(parents=True, exist_ok=True)
    with (work / RESULTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(found), sort_keys=True) + "\n")
    against = f" against {found.peer:,.4g} of {claim.peer}" if found.peer is not None else ""
    print(f"{claim.work}, {found.titles:,} titles: {found.ours:,.4g} {claim.unit}{against}")
    print(
        f"  ratio {found.ratio:,.4g} ({found.low:,.4g} to {found.high:,.4g}); reached: {found.reached or '-'}"
    )
    print(f"  {found.checked}", flush=True)


def read_results(lines: Iterable[str]) -> list[Result]:
    """Return the last result of each claim and size.

    Parameters
    ----------
    lines : iterable of str
        Lines of the file of results.

    Returns
    -------
    list of Result
        In the order of the claims, then by size.
    """
    order = {name: place for place, name in enumerate(CLAIMS)}
    last: dict[tuple[str, int], Result] = {}
    for line in lines:
        document: dict[str, Any] = json.loads(line)
        if document["claim"] in order:
            last[document["claim"], document["titles"]] = Result(**document)
    return [last[key] for key in sorted(last, key=lambda key: (order[key[0]], key[1]))]


def machine() -> str:
    """Return the processor, the number of cores and the memory of this machine.

    Returns
    -------
    str
        As Linux tells it; as Python does elsewhere.
    """
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    name, memory = platform.processor() or platform.machine(), ""
    if cpuinfo.is_file():
        models = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if "model name" in line
        ]
        name = models[0] if models else name
    if meminfo.is_file():
        memory = f", {int(meminfo.read_text().split()[1]) / 2**20:.0f} GiB"
    return f"{name}, {len(os.sched_getaffinity(0))} cores{memory}"


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that matter.

    Returns
    -------
    dict of str to str
        By name; packages that are missing are left out.
    """
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
