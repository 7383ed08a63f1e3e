"""Figures by matplotlib as SVG that stands in a page: no fixed ink, no address, no date.

matplotlib is an extra (``plots``) and is loaded only when something is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from io import StringIO
from types import ModuleType
from typing import TYPE_CHECKING

from markupsafe import Markup

from recsys.errors import QueryError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Draw = Callable[["Figure"], None]

PALETTE = ("#3b82c4", "#d9730d", "#2e9e6b", "#d1508f", "#8b6fd6", "#1a9ba8", "#d94848", "#a8743c")
"""Told apart on white and on black alike."""
GREY, OLIVE = "#8a8a8a", "#8f8f2c"
INK = "#010203"
"""Becomes the colour of the page's text, light or dark."""

_STYLE = {
    "svg.fonttype": "none",  # text stays text: it can be found, copied and read aloud
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
}
_STYLE_OF_ALL = "*{stroke-linejoin"  # matplotlib's, which would reach the whole page
_REM = 6.9  # an inch of a figure, so that nine are as wide as the page
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_OPENING = re.compile(r"<svg[^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_GROUP_ID = re.compile(r"<g id=\"[^\"]*\"")


def require_matplotlib() -> ModuleType:
    """Return matplotlib.

    Raises
    ------
    QueryError
        If it is not installed.
    """
    try:
        return import_module("matplotlib")
    except ImportError as error:
        msg = "a report needs a package that is not here: pip install 'recsys[plots]'"
        raise QueryError(msg) from error


def inline_svg(draw: Draw, *, width: float, height: float, name: str, alt: str) -> Markup:
    """Return a figure as SVG to be put into a page.

    Parameters
    ----------
    draw : callable
        Is given an empty figure and fills it.
    width, height : float
        Inches; the page scales it.
    name : str
        Another one for each figure of a page, so that no two parts bear one id.
    alt : str
        What the figure shows, for whoever does not see it.

    Returns
    -------
    Markup
        One ``svg`` element; the same for the same figure.
    """
    matplotlib = require_matplotlib()
    figures = import_module("matplotlib.figure")
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = figures.Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        stream = StringIO()
        figure.savefig(stream, format="svg", dpi=144)
    return _inlined(stream.getvalue(), alt, width)


def _inlined(document: str, alt: str, width: float) -> Markup:
    # With the metadata goes the date; with the opening tag go the addresses of name spaces.
    svg = _METADATA.sub("", _PROLOGUE.sub("", document))
    # Groups are numbered anew in each figure; nothing refers to them.
    svg = _GROUP_ID.sub("<g", svg).replace(INK, "currentColor")
    svg = svg.replace(_STYLE_OF_ALL, f"svg {_STYLE_OF_ALL}")
    opening = Markup('<svg role="img" aria-label="{}" viewBox="{}" style="max-width: {:.0f}rem">')
    label = partial(opening.format, alt)
    return Markup(_OPENING.sub(lambda found: label(found[1], _REM * width), svg, count=1))  # noqa: S704 - ours
