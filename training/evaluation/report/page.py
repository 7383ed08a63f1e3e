"""The report as one HTML file: nothing is loaded from elsewhere, and what a catalogue says is only text."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from training.evaluation.bootstrap import Interval
from training.evaluation.report import wording
from training.evaluation.report.contents import Contents
from training.evaluation.report.plots import blocks_plot, map_plot, methods_plot, trade_off_plot
from training.evaluation.report.trade_off import N_ASKED


def render(told: Contents) -> str:
    """Return the report of an evaluation.

    Parameters
    ----------
    told : Contents
        What was measured.

    Returns
    -------
    str
        HTML; the same for the same contents and the same version of matplotlib.

    Raises
    ------
    QueryError
        If matplotlib is not installed.
    """
    evaluation = told.evaluation
    k = evaluation.k
    return (
        _environment()
        .get_template("report.html")
        .render(
            told=told,
            evaluation=evaluation,
            k=k,
            ablations={ablation.kind: ablation for ablation in told.ablations},
            trade_offs={trade_off.kind: trade_off for trade_off in told.trade_offs},
            methods_plots={task.kind: methods_plot(task, k) for task in evaluation.tasks},
            blocks_plots={ablation.kind: blocks_plot(ablation, k) for ablation in told.ablations},
            trade_off_plots={trade_off.kind: trade_off_plot(trade_off, k) for trade_off in told.trade_offs},
            map_plot=None if told.map is None else map_plot(told.map),
        )
    )


def figure(interval: Interval) -> str:
    """Return a figure with its interval, as tables show it.

    Parameters
    ----------
    interval : Interval
        The figure.

    Returns
    -------
    str
        Such as ``.1670 (.1562 to .1783)``, with the zero before the point.
    """
    return f"{interval.value:.4f} ({interval.low:.4f} to {interval.high:.4f})"


def difference(interval: Interval) -> str:
    """Return a difference with its interval, signs included.

    Parameters
    ----------
    interval : Interval
        The difference.

    Returns
    -------
    str
        Such as ``+0.0213 (+0.0144 to +0.0281)``.
    """
    return f"{interval.value:+.4f} ({interval.low:+.4f} to {interval.high:+.4f})".replace("-", "−")


def ratio(interval: Interval | None) -> str:
    """Return a ratio with its interval.

    Parameters
    ----------
    interval : Interval or None
        The ratio, if it is known.

    Returns
    -------
    str
        Such as ``1.94 (1.78 to 2.12)``, or a dash.
    """
    if interval is None:
        return "–"
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("training.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(wording=wording, n_sampled=N_ASKED)
    environment.filters.update(figure=figure, difference=difference, ratio=ratio)
    return environment
