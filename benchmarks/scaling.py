"""How times and sizes grow from 10,000 to a million titles.

Usage: ``python -m benchmarks.scaling --titles 1000000``. Each figure is measured at every power of ten up
to the given size; its exponent is the slope of the straight line through the logarithms: 1 is growth in
proportion, less is better. Sizes of which no model is there are trained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.all_neighbours_speed import our_neighbours
from benchmarks.claims import report, result
from benchmarks.index_size import searched_bytes
from benchmarks.options import Options, read_options
from benchmarks.questions import asker, chosen_rows, seed_questions
from benchmarks.sized_model import model_folder, sized_model
from benchmarks.timing import OURS, Ratio, interleaved, once
from recsys.artifact import open_model

SMALLEST = 10_000
N_NEIGHBOURS = 512
N_QUESTIONS = 50
_MB = 1e6


def main() -> None:
    """Measure each size, and tell the exponents."""
    options = read_options(__doc__)
    sizes = powers_of_ten(options.titles)
    figures = {size: measured(options, size) for size in sizes}
    for name in next(iter(figures.values())):
        series = {size: figures[size][name] for size in sizes}
        slope = exponent(series)
        told = ", ".join(f"{figure:,.4g} at {size:,}" for size, figure in series.items())
        found = result(
            f"scaling-{name}",
            options.titles,
            series[sizes[-1]],
            series[sizes[0]],
            Ratio(slope, slope, slope),
            checked=told,
        )
        report(found, options.work)


def powers_of_ten(largest: int) -> list[int]:
    """Return the sizes to be measured.

    Parameters
    ----------
    largest : int
        The greatest of them.

    Returns
    -------
    list of int
        Ascending; a tenth of the largest stands for sizes below the first power.
    """
    sizes = [SMALLEST * 10**power for power in range(8) if SMALLEST * 10**power < largest]
    return [*(sizes or [largest // 10]), largest]


def measured(options: Options, titles: int) -> dict[str, float]:
    """Return the figures of one size.

    Parameters
    ----------
    options : Options
        Where models are kept.
    titles : int
        The size.

    Returns
    -------
    dict of str to float
        ``query`` and ``neighbours`` in ms, ``opening`` in ms, ``size`` in MB.
    """
    folder = model_folder(titles, options.work)
    model = sized_model(titles, options.work)
    rows = chosen_rows(model, N_QUESTIONS)
    ask = asker(model, seed_questions(model, rows))
    query = interleaved({OURS: ask}, rows.tolist(), rounds=options.rounds)[OURS].median
    neighbours, _ = our_neighbours(model, min(N_NEIGHBOURS, titles // 2))
    openings = [once(lambda: open_model(folder, verify="sizes")) for _ in range(options.rounds)]
    return {
        "query": query * 1e3,
        "neighbours": neighbours * 1e3,
        "opening": float(np.median(openings)) * 1e3,
        "size": searched_bytes(model) / _MB,
    }


def exponent(series: Mapping[int, float]) -> float:
    """Return the slope of a series in logarithms of both.

    Parameters
    ----------
    series : mapping of int to float
        Figures by size.

    Returns
    -------
    float
        By least squares.
    """
    sizes: Sequence[int] = list(series)
    slope, _ = np.polyfit(np.log(sizes), np.log([series[size] for size in sizes]), 1)
    return float(slope)


if __name__ == "__main__":
    main()
