"""The figures of the report; each says in its alternative text what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from training.evaluation.bootstrap import Interval
from training.evaluation.report.ablation import Ablation
from training.evaluation.report.catalogue_map import OTHER, UNKNOWN, CatalogueMap, Group
from training.evaluation.report.drawing import GREY, INK, OLIVE, PALETTE, inline_svg
from training.evaluation.report.trade_off import TradeOff
from training.evaluation.report.wording import metric_name, shown_metrics
from training.evaluation.results import TaskResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 9.0
_COLUMNS = 3
_LINE, _MARGIN = 0.24, 0.75  # inches a row, and around them


def methods_plot(task: TaskResult, k: int) -> Markup:
    """Return each metric with its interval, by method.

    Parameters
    ----------
    task : TaskResult
        What was measured.
    k : int
        Length of the lists.

    Returns
    -------
    Markup
        SVG.
    """
    metrics, names = shown_metrics(task), [method.name for method in task.methods]
    n_rows = -(-len(metrics) // _COLUMNS)
    n_columns = min(len(metrics), _COLUMNS)

    def draw(figure: Figure) -> None:
        panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False).ravel()
        for panel, metric in zip(panels, metrics, strict=False):
            figures = [method.figures[metric] for method in task.methods]
            _dots(panel, names, figures, colours=[PALETTE[1], *[PALETTE[0]] * (len(names) - 1)])
            panel.set_title(metric_name(metric, k))
        for panel in panels[len(metrics) :]:
            panel.set_axis_off()

    told = ", ".join(metric_name(metric, k) for metric in metrics)
    return inline_svg(
        draw,
        width=_WIDTH,
        height=n_rows * (_MARGIN + _LINE * len(names)),
        name=f"methods-{task.kind}",
        alt=f"{told} of each method with its interval; the figures stand in the table below.",
    )


def blocks_plot(ablation: Ablation, k: int) -> Markup:
    """Return what each block gives, and how far each comes alone.

    Parameters
    ----------
    ablation : Ablation
        What was measured.
    k : int
        Length of the lists.

    Returns
    -------
    Markup
        SVG.
    """
    names, metric = [gain.block for gain in ablation.blocks], metric_name(ablation.metric, k)

    def draw(figure: Figure) -> None:
        gained, alone = figure.subplots(1, 2, sharey=True)
        _dots(gained, names, [gain.gain for gain in ablation.blocks])
        gained.axvline(0, color=INK, linewidth=0.8)
        gained.set_title(f"{metric} lost without the block")
        _dots(alone, names, [gain.alone for gain in ablation.blocks])
        alone.axvline(ablation.whole.value, color=PALETTE[1], linewidth=1)
        alone.set_title(f"{metric} of the block alone (line: the whole)")

    return inline_svg(
        draw,
        width=_WIDTH,
        height=_MARGIN + _LINE * len(names),
        name=f"blocks-{ablation.kind}",
        alt=f"{metric} that each block gives, and of each block alone, with intervals; the figures stand "
        "in the table below.",
    )


def trade_off_plot(trade_off: TradeOff, k: int) -> Markup:
    """Return accuracy over diversity, a point for each value of the option.

    Parameters
    ----------
    trade_off : TradeOff
        What was measured.
    k : int
        Length of the lists.

    Returns
    -------
    Markup
        SVG.
    """
    points, metric = trade_off.points, metric_name("ndcg", k)

    def draw(figure: Figure) -> None:
        panel = figure.subplots()
        x = [point.diversity.value for point in points]
        panel.errorbar(
            x,
            [point.ndcg.value for point in points],
            yerr=_arms([point.ndcg for point in points]),
            xerr=_arms([point.diversity for point in points]),
            color=PALETTE[0],
            marker="o",
            markersize=4,
            linewidth=1,
            elinewidth=0.6,
        )
        for point in points:
            place = (point.diversity.value, point.ndcg.value)
            panel.annotate(f"{point.asked:g}", place, xytext=(5, 6), textcoords="offset points")
        panel.set_xlabel("diversity: 1 minus the mean cosine of two titles of a list")
        panel.set_ylabel(metric)

    first, last = points[0], points[-1]
    return inline_svg(
        draw,
        width=0.7 * _WIDTH,
        height=3.4,
        name=f"trade-off-{trade_off.kind}",
        alt=f"{metric} against diversity: from {first.ndcg.value:.4f} and {first.diversity.value:.3f} with "
        f"the option at {first.asked:g} to {last.ndcg.value:.4f} and {last.diversity.value:.3f} with "
        f"the option at {last.asked:g}.",
    )


def map_plot(drawn: CatalogueMap) -> Markup:
    """Return the map of the catalogue twice, coloured by form and by country.

    Parameters
    ----------
    drawn : CatalogueMap
        The places.

    Returns
    -------
    Markup
        SVG; the points are an image in it.
    """

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2)
        _points(left, drawn, drawn.forms, "by form")
        _points(right, drawn, drawn.countries, "by first country")

    return inline_svg(
        draw,
        width=_WIDTH,
        height=5.8,
        name="map",
        alt=f"Map of {len(drawn.places)} titles as points, once coloured by form and once by first "
        "country; how many titles each colour has stands in the tables below.",
    )


def _dots(
    panel: Axes, names: Sequence[str], figures: Sequence[Interval], *, colours: Sequence[str] | None = None
) -> None:
    """One dot with its interval a name, the first name on top."""
    values = [figure.value for figure in figures]
    for row, (value, arm) in enumerate(zip(values, _arms(figures).T, strict=True)):
        colour = PALETTE[0] if colours is None else colours[row]
        panel.errorbar([value], [row], xerr=arm[:, None], fmt="o", color=colour, markersize=4, elinewidth=1.4)
    panel.set_yticks(range(len(names)), list(names))
    panel.set_ylim(len(names) - 0.5, -0.5)
    panel.grid(axis="x", color=GREY, alpha=0.3, linewidth=0.5)
    panel.locator_params(axis="x", nbins=5)


def _arms(figures: Sequence[Interval]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How far each interval reaches below and above its figure, as matplotlib wants it."""
    # A percentile interval need not hold its figure, and no arm may be negative.
    below = [max(figure.value - figure.low, 0.0) for figure in figures]
    above = [max(figure.high - figure.value, 0.0) for figure in figures]
    return np.array([below, above])


def _points(panel: Axes, drawn: CatalogueMap, groups: Sequence[Group], title: str) -> None:
    fixed = {UNKNOWN: GREY, OTHER: OLIVE}
    colours = iter(PALETTE)
    for group in groups:
        colour = fixed.get(group.name) or next(colours)
        x, y = drawn.places[group.members].T
        panel.scatter(x, y, s=4, color=colour, linewidths=0, rasterized=True, label=group.name)
    panel.set_title(title)
    panel.set_axis_off()
    panel.set_aspect("equal", adjustable="datalim")
    panel.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, markerscale=3)
