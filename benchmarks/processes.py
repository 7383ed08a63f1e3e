"""Other processes: how long they take, how much memory they need, and what of it they share."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SINGLE_THREADED = {
    **{"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    "PYTHONDONTWRITEBYTECODE": "",  # installed packages come compiled: ours may keep what was compiled, too
}
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended.

    Parameters
    ----------
    seconds : float
        From its start to its end.
    peak_bytes : int
        Most memory that it held at once.
    output : str
        What it wrote.
    """

    seconds: float
    peak_bytes: int
    output: str


def run_module(module: str, *arguments: str, environment: Mapping[str, str] = SINGLE_THREADED) -> Run:
    """Return what a module of this project took as a process of its own.

    Parameters
    ----------
    module : str
        As after ``python -m``.
    *arguments : str
        What follows.
    environment : mapping of str to str
        What is set besides the environment of this process.

    Returns
    -------
    Run
        Time, memory and output.

    Raises
    ------
    RuntimeError
        If it failed.
    """
    return run([sys.executable, "-m", module, *arguments], environment=environment)


def run(command: Sequence[str], *, environment: Mapping[str, str] = SINGLE_THREADED) -> Run:
    """Return what a command took.

    Parameters
    ----------
    command : sequence of str
        The command and its arguments.
    environment : mapping of str to str
        What is set besides the environment of this process.

    Returns
    -------
    Run
        Time, memory and output.

    Raises
    ------
    RuntimeError
        If it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert process.stdout is not None
    output = process.stdout.read()
    # Only wait4 tells the memory of this child and of no other one.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(map(str, command))} ended with {process.returncode}"
        raise RuntimeError(msg)
    return Run(seconds, usage.ru_maxrss * _KIB, output)


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of a running process.

    Parameters
    ----------
    mapped_share : int
        Bytes of the files below a folder that are in memory, each page divided by the number of processes
        that have it.
    mapped : int
        The same, not divided.
    private : int
        Bytes that no other process has, the folder's files apart.
    """

    mapped_share: int
    mapped: int
    private: int


def memory_of(pid: int, folder: Path) -> Memory:
    """Return the memory of a process as Linux tells it in ``/proc/PID/smaps``.

    Parameters
    ----------
    pid : int
        The process.
    folder : Path
        Whose files are told apart.

    Returns
    -------
    Memory
        In bytes.
    """
    return parse_smaps(Path(f"/proc/{pid}/smaps").read_text(), str(folder.resolve()))


def parse_smaps(text: str, folder: str) -> Memory:
    """Return what the contents of ``smaps`` add up to.

    Parameters
    ----------
    text : str
        A line for each mapping, with its numbers below it.
    folder : str
        Whose files are told apart.

    Returns
    -------
    Memory
        In bytes.
    """
    share = mapped = private = 0
    is_inside = False
    for line in text.splitlines():
        name, _, rest = line.partition(" ")
        if not name.endswith(":"):
            is_inside = folder in rest
            continue
        if name not in ("Pss:", "Rss:", "Private_Clean:", "Private_Dirty:"):
            continue
        size = int(rest.split()[0]) * _KIB
        if is_inside:
            share += size if name == "Pss:" else 0
            mapped += size if name == "Rss:" else 0
        elif name.startswith("Private"):
            private += size
    return Memory(share, mapped, private)


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used.

    Parameters
    ----------
    pid : int
        The process.

    Returns
    -------
    float
        Seconds, its own and those of the system on its behalf.
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that it started, and those started.

    Parameters
    ----------
    pid : int
        The process.

    Returns
    -------
    list of int
        Numbers of those that still run, the process first.

    Raises
    ------
    RuntimeError
        If the system does not tell.
    """
    if not any(Path("/proc/self/task").glob("*/children")):
        msg = "this system does not tell which processes a process has started (/proc/PID/task/TID/children)"
        raise RuntimeError(msg)
    found = [pid]
    for one in found:
        try:
            lists = [path.read_text() for path in Path(f"/proc/{one}/task").glob("*/children")]
        except OSError:
            continue  # it has ended meanwhile
        found += [int(number) for children in lists for number in children.split()]
    return found


def together(pids: Sequence[int]) -> int:
    """Return the memory that some processes hold, each page counted once.

    Parameters
    ----------
    pids : sequence of int
        Processes; those that have ended hold nothing.

    Returns
    -------
    int
        Bytes, mapped files among them: the proportional set size that Linux tells in
        ``/proc/PID/smaps_rollup``, added up.
    """
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * _KIB
