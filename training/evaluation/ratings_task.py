"""Ratings: whether those titles come first that a viewer liked and the method was not told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from training.evaluation.judgements import Ratings
from training.evaluation.questions import Measured, Question, measure
from training.evaluation.scorer import Scorer
from training.evaluation.viewers import Viewer, cold_started, held_out, left_one_out


class Hiding(Protocol):
    """Which likes of the viewers are hidden from a method; as text it says so in a few words."""

    def viewers(self, ratings: Ratings, *, n_titles: int) -> tuple[Viewer, ...]:
        """Return the viewers that can be asked about.

        Parameters
        ----------
        ratings : Ratings
            All ratings.
        n_titles : int
            Number of titles in the catalogue.

        Returns
        -------
        tuple of Viewer
            In the order of the users.
        """


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Some liked titles of each viewer, drawn at random; see :func:`liked_mask` for the threshold."""

    n: int = 5
    threshold: float | None = None

    def __str__(self) -> str:
        """Say what is hidden."""
        return f"{self.n} liked titles held out of each viewer, at random"

    def viewers(self, ratings: Ratings, *, n_titles: int) -> tuple[Viewer, ...]:
        """Return the viewers that like more than n titles.

        Parameters
        ----------
        ratings : Ratings
            All ratings.
        n_titles : int
            Not looked at.

        Returns
        -------
        tuple of Viewer
            In the order of the users.
        """
        del n_titles
        return held_out(ratings, n=self.n, threshold=self.threshold)


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """One liked title of each viewer: the last by time, where time is known."""

    threshold: float | None = None

    def __str__(self) -> str:
        """Say what is hidden."""
        return "one liked title left out of each viewer, the last where the time is known"

    def viewers(self, ratings: Ratings, *, n_titles: int) -> tuple[Viewer, ...]:
        """Return the viewers that like more than one title.

        Parameters
        ----------
        ratings : Ratings
            All ratings.
        n_titles : int
            Not looked at.

        Returns
        -------
        tuple of Viewer
            In the order of the users.
        """
        del n_titles
        return left_one_out(ratings, threshold=self.threshold)


@dataclass(frozen=True, slots=True)
class ColdStart:
    """The same share of all titles for every viewer; only hidden titles are ranked."""

    share: float = 0.2
    threshold: float | None = None

    def __str__(self) -> str:
        """Say what is hidden."""
        return f"cold start: {self.share:.0%} of the titles hidden from all viewers, and only those ranked"

    def viewers(self, ratings: Ratings, *, n_titles: int) -> tuple[Viewer, ...]:
        """Return the viewers that like a hidden title and another one.

        Parameters
        ----------
        ratings : Ratings
            All ratings.
        n_titles : int
            Number of titles in the catalogue.

        Returns
        -------
        tuple of Viewer
            In the order of the users.
        """
        return cold_started(ratings, share=self.share, n_titles=n_titles, threshold=self.threshold)


def viewer_questions(viewers: Sequence[Viewer]) -> tuple[Question, ...]:
    """Return one question a viewer.

    Parameters
    ----------
    viewers : sequence of Viewer
        What is told of each, and what is hidden.

    Returns
    -------
    tuple of Question
        In the same order; each hidden title counts the same.
    """
    return tuple(
        Question(viewer.user, viewer.liked, viewer.hidden, np.ones(len(viewer.hidden)), viewer.excluded)
        for viewer in viewers
    )


def measure_on_ratings(scorer: Scorer, questions: Sequence[Question], *, k: int) -> Measured:
    """Return how a method answers questions of many seeds, which all count the same.

    Parameters
    ----------
    scorer : Scorer
        The method.
    questions : sequence of Question
        As :func:`viewer_questions` makes them.
    k : int
        Length of a list.

    Returns
    -------
    Measured
        One value a viewer and metric.
    """
    scores = (scorer.profile(question.seeds, np.ones(len(question.seeds))) for question in questions)
    return measure(scorer.name, questions, scores, k=k)
