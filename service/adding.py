"""Titles that come one by one and are published together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock

from recsys.additions import add_titles
from recsys.errors import ArtifactBusy, QueryError
from recsys.model import Model
from recsys.title import Title
from service.models.model_store import Outcome
from service.models.source import Source

MOST_WAITING = 16
"""Titles that wait for their turn; each waits in a thread."""
_SECONDS = 10.0
"""How long to wait for another process that publishes."""


class Adding:
    """Publishes titles; those that come while some are being published are published together.

    To publish one takes as long as to publish a hundred: a version is written and verified.

    Parameters
    ----------
    publish : callable
        Publishes titles of different ids, and returns the model that holds them.
    """

    def __init__(self, publish: Callable[[Sequence[Title]], Model]) -> None:
        self._publish = publish
        self._publishing = Lock()
        self._changing = Lock()
        self._waiting: list[tuple[Title, Future[Model]]] = []

    def add(self, title: Title) -> Model:
        """Publish a title.

        Parameters
        ----------
        title : Title
            The title; of several with one id that wait the last one counts.

        Returns
        -------
        Model
            A model that holds it.

        Raises
        ------
        ArtifactBusy
            If too many wait already.
        ArtifactError
            If they cannot be published.
        """
        own: Future[Model] = Future()
        with self._changing:
            if len(self._waiting) >= MOST_WAITING:
                msg = "too many titles are being added at once: try again"
                raise ArtifactBusy(msg)
            self._waiting.append((title, own))
        with self._publishing:
            if not own.done():  # else whoever was here before has published it, too
                self._publish_waiting()
        return own.result()

    def _publish_waiting(self) -> None:
        with self._changing:
            taken, self._waiting = self._waiting, []
        try:
            model = self._publish(list({title.id: title for title, _ in taken}.values()))
        except Exception as error:
            for _, future in taken:
                future.set_exception(error)
        else:
            for _, future in taken:
                future.set_result(model)


def adding_to(source: Source) -> Adding:
    """Return what adds titles to the published model and has it served.

    Parameters
    ----------
    source : Source
        Where the model comes from; titles that were added to a copy would be lost with it, and are refused.

    Returns
    -------
    Adding
        When it has added a title, this process serves the model that holds it.
    """
    store = source.store

    def publish(titles: Sequence[Title]) -> Model:
        if source.address is not None:
            msg = "this service has a copy of its model: add titles where it is trained, and publish it again"
            raise QueryError(msg)
        model = add_titles(store.folder, titles, seconds=_SECONDS)
        if store.follow() is Outcome.REFUSED and store.failure is not None:
            raise store.failure
        return model

    return Adding(publish)
