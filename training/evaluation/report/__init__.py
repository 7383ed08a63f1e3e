"""The evaluation as one HTML file with tables and figures; drawing needs matplotlib (``plots``)."""

from training.evaluation.report.contents import Contents, contents, n_steps
from training.evaluation.report.drawing import require_matplotlib
from training.evaluation.report.page import render

__all__ = ["Contents", "contents", "n_steps", "render", "require_matplotlib"]
