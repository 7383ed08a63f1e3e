"""What the service tells whoever watches it; the rest of the service knows only this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.watching.noted import Noted, Refusal

if TYPE_CHECKING:
    from recsys.model import ModelInfo
    from service.watching.metrics import Metrics

NOTHING = (b"", "text/plain; charset=utf-8")
_REFUSALS = {
    401: Refusal.TOKEN,
    408: Refusal.SLOW_BODY,
    413: Refusal.LARGE_BODY,
    414: Refusal.LONG_ADDRESS,
    503: Refusal.NO_MODEL,
}
_NAMING_TITLES = ("/v1/titles/", "/v1/similar", "/v1/recommend", "/titles/")
"""How the routes begin where 404 says that no title is called so; elsewhere no page is."""


class Watch:
    """Counts and measures.

    Parameters
    ----------
    enabled : bool
        False counts nothing, and loads nothing.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self._metrics: Metrics | None = None
        if enabled:
            from service.watching.metrics import Metrics  # 0.1 s that a service without metrics saves

            self._metrics = Metrics()

    def answered(self, route: str, method: str, status: int | None, seconds: float, noted: Noted) -> None:
        """Count a request that is over.

        Parameters
        ----------
        route : str
            Its template; one of a fixed number.
        method : str
            Its method; one of a fixed number.
        status : int or None
            Status of the answer; None if the client was gone before there was one.
        seconds : float
            Time from the first byte of the request to the last of the answer.
        noted : Noted
            What was noted of it.
        """
        if self._metrics is None:
            return
        self._metrics.observe((route, method, status, noted.is_made), seconds)
        if noted.pin is not None:
            self._metrics.pinned.labels(noted.pin.value).inc()
        if status is not None and status >= 400:
            self._not_answered(route, status, noted)
        for reason in noted.empty:
            self.empty(reason)

    def _not_answered(self, route: str, status: int, noted: Noted) -> None:
        reason = noted.refusal or _REFUSALS.get(status)
        if reason is not None:
            self.refused(reason)
        elif status == 404 and route.startswith(_NAMING_TITLES):
            self.unknown_name()
        elif status == 409:
            self.ambiguous()

    def began(self) -> None:
        """Count a request as in flight."""
        if self._metrics is not None:
            self._metrics.in_flight.inc()

    def ended(self) -> None:
        """Count a request as in flight no more."""
        if self._metrics is not None:
            self._metrics.in_flight.dec()

    def refused(self, reason: Refusal) -> None:
        """Count a refusal. Within a request, :func:`service.watching.noted.note_refusal` leads here.

        Parameters
        ----------
        reason : Refusal
            Why.
        """
        if self._metrics is not None:
            self._metrics.refused.labels(reason.value).inc()

    def empty(self, reason: str) -> None:
        """Count an answer without a title. Within a request, ``note_answer`` leads here.

        Parameters
        ----------
        reason : str
            One of the words of :func:`service.watching.noted.reason_of_emptiness`.
        """
        if self._metrics is not None:
            self._metrics.empty.labels(reason).inc()

    def unknown_name(self) -> None:
        """Count a title that was asked for and that there is not."""
        if self._metrics is not None:
            self._metrics.unknown.inc()

    def ambiguous(self) -> None:
        """Count a name that may mean several titles."""
        if self._metrics is not None:
            self._metrics.ambiguous.inc()

    def reloaded(self, outcome: str) -> None:
        """Count an attempt to serve the published model.

        Parameters
        ----------
        outcome : str
            ``swapped``, ``refused`` or ``unchanged``, as
            :class:`service.models.model_store.Outcome` has them.
        """
        if self._metrics is not None:
            self._metrics.reloads.labels(outcome).inc()

    def serving(self, info: ModelInfo, n_titles: int) -> None:
        """Take note that this process serves a model from now on; each worker says it for itself.

        Parameters
        ----------
        info : ModelInfo
            Of the model.
        n_titles : int
            How many titles it has.
        """
        if self._metrics is not None:
            self._metrics.models.serve(info, n_titles)

    def keeping(self, number: int) -> None:
        """Take note of how many replaced models this process keeps.

        Parameters
        ----------
        number : int
            How many.
        """
        if self._metrics is not None:
            self._metrics.kept.set(number)

    def lines_dropped(self, number: int) -> None:
        """Count lines of the log that were not written.

        Parameters
        ----------
        number : int
            How many.
        """
        if self._metrics is not None:
            self._metrics.dropped.inc(number)

    def exposition(self) -> tuple[bytes, str]:
        """Return all metrics in Prometheus' text format, and its media type."""
        if self._metrics is None:
            return NOTHING
        from service.watching.metrics import CONTENT_TYPE_LATEST

        return self._metrics.exposition(), CONTENT_TYPE_LATEST
