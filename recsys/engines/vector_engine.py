"""What is asked of a vector engine, and of the place where it keeps the versions of a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from recsys.arrays import SparseVector
from recsys.engines.points import TitlePoints
from recsys.index import Hits


class VectorEngine(Protocol):
    """A collection that holds one sparse vector a title; its number is the title's row."""

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        """Return the titles with the greatest products with each of some vectors.

        Parameters
        ----------
        questions : sequence of SparseVector
            Dimensions as :mod:`recsys.engines.encoding` has them; none of them empty.
        limit : int
            How many titles of each, at least 1.

        Returns
        -------
        list of Hits
            Greatest products first, in the engine's precision. Titles whose product is 0 may be missing;
            a list that is shorter than the limit lacks no others.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer.
        IndexMissing
            If the collection is gone.
        """

    def n_titles(self) -> int:
        """Return how many titles the collection holds.

        Returns
        -------
        int
            Fewer than the model where an export has not come to its end.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer.
        """


class EngineStore(Protocol):
    """A place with a collection for each of the last versions of a model."""

    def current(self) -> str:
        """Return the version that was exported last.

        Returns
        -------
        str
            Empty if there is none.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer.
        """

    def engine(self, version: str) -> VectorEngine | None:
        """Return the collection of a version.

        Parameters
        ----------
        version : str
            As :func:`recsys.engines.keeping.encoded_version` names it.

        Returns
        -------
        VectorEngine or None
            None if it is not there.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer, or is not installed.
        """

    def write(self, titles: TitlePoints) -> Iterator[int]:
        """Write all titles of a version, then make it the current one and remove those before the last.

        A version that is there already with all of its titles stays as it is.

        Parameters
        ----------
        titles : TitlePoints
            The titles.

        Yields
        ------
        int
            How many titles are written; growing, but from the first on where all are sent once more.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer, cannot write, or is not installed.
        IndexMissing
            If titles are lost as they are written; the current version stays the one before.
        """
