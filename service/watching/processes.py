"""What the system says of the processes: memory, processor time, open files."""

from __future__ import annotations

from collections.abc import Iterator
from os import getpid

from prometheus_client import ProcessCollector
from prometheus_client.core import Metric

from service.watching.workers import shared_folder

_GAUGES = "gauge_livesum_"


class Processes:
    """The figures of every process of the service, each with its ``pid``; none but on Linux."""

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics, as a collector of prometheus_client.

        Yields
        ------
        Metric
            One family a figure, one sample a process.
        """
        families: dict[str, Metric] = {}
        for pid in _pids():
            for found in _figures(pid):
                family = families.setdefault(
                    found.name, Metric(found.name, found.documentation, found.type, found.unit)
                )
                for sample in found.samples:
                    family.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        yield from families.values()


def _figures(pid: int) -> list[Metric]:
    try:
        return list(ProcessCollector(pid=lambda: pid, registry=None).collect())
    except OSError:  # it ended while it was looked at
        return []


def _pids() -> list[int]:
    """Our own process, and all that have opened the shared files: workers and the one that forks them."""
    folder = shared_folder()
    files = folder.glob(f"{_GAUGES}*.db") if folder else ()
    return sorted({getpid(), *(int(file.stem.removeprefix(_GAUGES)) for file in files)})
