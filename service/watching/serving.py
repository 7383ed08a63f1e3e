"""Which model each worker serves, since when.

Prometheus' own files for several workers keep a series for ever. A version that is gone must not stay, so
each worker writes one small file of its own instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from os import getpid, getppid
from pathlib import Path
from time import perf_counter

from prometheus_client.core import GaugeMetricFamily

from recsys.model import ModelInfo
from service.watching.workers import SERVING, shared_folder


@dataclass(frozen=True, slots=True)
class Served:
    """A model that a worker serves.

    Parameters
    ----------
    version, fingerprint : str
        Of the model.
    n_titles : int
        How many titles it has.
    since : float
        When the worker began to serve it, in seconds on the clock of ``perf_counter``, which all processes
        of a machine share where workers can be forked.
    """

    version: str
    fingerprint: str
    n_titles: int
    since: float


class ServedModels:
    """The models that are served now: one, or while a swap goes through the workers two."""

    def __init__(self) -> None:
        self._own: Served | None = None

    def serve(self, info: ModelInfo, n_titles: int) -> None:
        """Take note that this process serves a model from now on.

        Parameters
        ----------
        info : ModelInfo
            Of the model.
        n_titles : int
            How many titles it has.
        """
        served = Served(info.version, info.fingerprint, n_titles, perf_counter())
        if (folder := shared_folder()) is None:
            self._own = served
            return
        file = folder / SERVING.format(getpid())
        aside = file.with_suffix(".aside")
        aside.write_text(json.dumps(asdict(served)), encoding="utf-8")
        aside.replace(file)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the metrics, as a collector of prometheus_client.

        Yields
        ------
        GaugeMetricFamily
            Version, titles and age of each model that is served.
        """
        model = GaugeMetricFamily(
            "recsys_model_info", "The model that is served.", labels=("version", "fingerprint")
        )
        titles = GaugeMetricFamily(
            "recsys_model_titles", "Titles of the model that is served.", labels=("version",)
        )
        age = GaugeMetricFamily(
            "recsys_model_age_seconds",
            "Seconds since the model was first served here, by the worker that has it longest.",
            labels=("version",),
        )
        for one in self._oldest():
            model.add_metric((one.version, one.fingerprint), 1)
            titles.add_metric((one.version,), one.n_titles)
            age.add_metric((one.version,), perf_counter() - one.since)
        yield from (model, titles, age)

    def _oldest(self) -> list[Served]:
        """Each version as the worker has it that serves it longest."""
        first: dict[str, Served] = {}
        for one in sorted(self._all(), key=lambda served: served.since):
            first.setdefault(one.version, one)
        return list(first.values())

    def _all(self) -> Iterator[Served]:
        if (folder := shared_folder()) is None:
            if self._own is not None:
                yield self._own
            return
        # What the process that forks workers opened before is not served by it.
        passed_over = SERVING.format(getppid())
        for file in sorted(folder.glob(SERVING.format("*"))):
            if file.name != passed_over and (served := _read(file)) is not None:
                yield served


def _read(file: Path) -> Served | None:
    try:
        return Served(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:  # its worker died since the folder was listed
        return None
