"""The metrics, in a registry of their own: two services in one process count apart.

With several workers each writes its numbers to files in ``PROMETHEUS_MULTIPROC_DIR``, and whichever is
asked sums them. The variable must be set before this module is loaded (:mod:`service.watching.workers`).
"""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from service.watching.noted import Pin, Refusal
from service.watching.processes import Processes
from service.watching.serving import ServedModels
from service.watching.workers import FOLDER_VARIABLE

__all__ = ["BUCKETS", "CONTENT_TYPE_LATEST", "GONE", "Metrics"]

BUCKETS = (1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds in seconds: from an answer from memory to the time limit of a request."""
GONE = "gone"
_CLASSES = {digit: f"{digit}xx" for digit in range(1, 6)}
_OUTCOMES = ("swapped", "refused", "unchanged")

Key = tuple[str, str, int | None, bool]
"""Route, method, status (None if the client went away before one) and whether the answer was made."""


class Metrics:
    """All that is counted and measured."""

    def __init__(self) -> None:
        # When a series was made would be read off the wall clock, and doubles the number of lines.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        self._seconds = Histogram(
            "recsys_request_seconds",
            "Time from the first byte of a request to the last of its answer.",
            ("route", "method", "status", "source"),
            buckets=BUCKETS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "recsys_requests_in_flight",
            "Requests being answered now; those answered from memory never wait and are not among them.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.refused = Counter(
            "recsys_refused", "Requests refused, by reason.", ("reason",), registry=registry
        )
        self.unknown = Counter(
            "recsys_unknown_titles", "Titles asked for that there are not.", registry=registry
        )
        self.ambiguous = Counter(
            "recsys_ambiguous_titles", "Names asked for that may mean several titles.", registry=registry
        )
        self.empty = Counter(
            "recsys_empty_answers",
            "Answers without a title, by the first filter to drop; counted when made.",
            ("reason",),
            registry=registry,
        )
        self.reloads = Counter(
            "recsys_reloads", "Attempts to serve the published model.", ("outcome",), registry=registry
        )
        self.pinned = Counter(
            "recsys_pinned_requests",
            "Requests that name the version that is to answer them, by what became of it.",
            ("outcome",),
            registry=registry,
        )
        self.kept = Gauge(
            "recsys_kept_models",
            "Replaced models that are still answered by where a request names one.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.dropped = Counter(
            "recsys_log_lines_dropped", "Lines of the log that nobody took in time.", registry=registry
        )
        for reason in Refusal:
            self.refused.labels(reason.value)  # a rate needs the 0 from which it starts
        for outcome in _OUTCOMES:
            self.reloads.labels(outcome)
        for pin in Pin:
            self.pinned.labels(pin.value)
        self.models = ServedModels()
        self._processes = Processes()
        self._registry = registry
        self._timers: dict[Key, Histogram] = {}

    def observe(self, key: Key, seconds: float) -> None:
        """Count one request.

        Parameters
        ----------
        key : Key
            What it was; the route and the method must be among a fixed number.
        seconds : float
            How long it took.
        """
        timer = self._timers.get(key)
        if timer is None:
            route, method, status, is_made = key
            word = GONE if status is None else _CLASSES.get(status // 100, "5xx")
            timer = self._seconds.labels(route, method, word, "made" if is_made else "memory")
            self._timers[key] = timer  # to find the labels again takes longer than to count
        timer.observe(seconds)

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format, those of other workers included."""
        registry = self._registry
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return b"".join(generate_latest(each) for each in (registry, self.models, self._processes))
