"""What came out of an evaluation, as frozen records for tables, JSON and plots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.evaluation.beyond import Beyond
from training.evaluation.bootstrap import Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first method against another on the same questions.

    Parameters
    ----------
    difference : Interval
        First minus other.
    ratio : Interval or None
        First over other; None for AUC, and where the other is too near to zero.
    """

    difference: Interval
    ratio: Interval | None

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON types.

        Returns
        -------
        dict
            ``difference`` and ``ratio``.
        """
        return {
            "difference": self.difference.to_dict(),
            "ratio": None if self.ratio is None else self.ratio.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method on one kind of judgement.

    Parameters
    ----------
    name : str
        The method.
    figures : mapping of str to Interval
        Mean of each metric, or the AUC.
    against : mapping of str to Comparison
        The first method of the table against this one, by metric; empty for the first itself.
    beyond : Beyond or None
        What its lists are like; None for labels, which have no lists.
    values : mapping of str to ndarray of float64, shape (n_units,)
        One value a source or viewer, by metric, in the order of ``TaskResult.units``; for labels
        the score of each pair, as ``scores``.
    """

    name: str
    figures: Mapping[str, Interval]
    against: Mapping[str, Comparison]
    beyond: Beyond | None
    values: Mapping[str, NDArray[np.float64]]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON types, without the single values.

        Returns
        -------
        dict
            One entry a field.
        """
        return {
            "name": self.name,
            "figures": {metric: figure.to_dict() for metric, figure in self.figures.items()},
            "against": {metric: found.to_dict() for metric, found in self.against.items()},
            "beyond": None if self.beyond is None else self.beyond.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class TaskResult:
    """All methods on one kind of judgement, the one under measurement first.

    Parameters
    ----------
    kind : str
        ``pairs``, ``labels`` or ``ratings``.
    unit : str
        What there is one value of: ``sources``, ``pairs`` or ``viewers``.
    units : tuple of str
        Id of each source, or name of each viewer; for labels the source of each pair.
    n_judgements : int
        Pairs, labels or hidden likes that were right answers.
    notes : tuple of str
        How it was measured, and what was left out.
    methods : tuple of MethodResult
        In the order of the table.
    """

    kind: str
    unit: str
    units: tuple[str, ...]
    n_judgements: int
    notes: tuple[str, ...]
    methods: tuple[MethodResult, ...]

    @property
    def n_units(self) -> int:
        """Number of sources, pairs or viewers."""
        return len(self.units)

    def method(self, name: str) -> MethodResult:
        """Return the result of a method.

        Parameters
        ----------
        name : str
            The method.

        Returns
        -------
        MethodResult
            Its figures.

        Raises
        ------
        KeyError
            If there is no such method.
        """
        for method in self.methods:
            if method.name == name:
                return method
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """Return the table as JSON types.

        Returns
        -------
        dict
            One entry a field; units as their number.
        """
        return {
            "kind": self.kind,
            "unit": self.unit,
            "n_units": self.n_units,
            "n_judgements": self.n_judgements,
            "notes": list(self.notes),
            "methods": [method.to_dict() for method in self.methods],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was measured on one catalogue.

    Parameters
    ----------
    n_titles : int
        Number of titles.
    fingerprint : str
        sha256 of the catalogue's canonical rows.
    k : int
        Length of the lists.
    weights : mapping of str to float
        Block weights of the model under measurement.
    tasks : tuple of TaskResult
        One a kind of judgement.
    """

    n_titles: int
    fingerprint: str
    k: int
    weights: Mapping[str, float]
    tasks: tuple[TaskResult, ...]

    def task(self, kind: str) -> TaskResult:
        """Return the result on one kind of judgement.

        Parameters
        ----------
        kind : str
            ``pairs``, ``labels`` or ``ratings``.

        Returns
        -------
        TaskResult
            Its table.

        Raises
        ------
        KeyError
            If that was not measured.
        """
        for task in self.tasks:
            if task.kind == kind:
                return task
        raise KeyError(kind)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON types.

        Returns
        -------
        dict
            One entry a field.
        """
        return {
            "n_titles": self.n_titles,
            "fingerprint": self.fingerprint,
            "k": self.k,
            "weights": dict(self.weights),
            "tasks": [task.to_dict() for task in self.tasks],
        }
