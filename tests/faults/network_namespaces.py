"""Network namespaces: each has a network of its own, and reaches this machine through two linked ends."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.faults.dask_cluster import Place

HOST = "10.213.0.1"
"""Of this machine, as all namespaces see it."""


class NoNamespaces(Exception):
    """This machine does not let one make them."""


@contextmanager
def network_namespaces(n: int) -> Iterator[list[Place]]:
    """Make namespaces and remove them again; raises NoNamespaces where that is not possible."""
    if shutil.which("ip") is None:
        raise NoNamespaces("there is no ip: apt install iproute2")
    with ExitStack() as made:
        yield [made.enter_context(_namespace(number)) for number in range(n)]


@contextmanager
def _namespace(number: int) -> Iterator[Place]:
    """One whose end of the links has the address 10.213.n.2."""
    name, link = f"recsys-{os.getpid()}-{number}", f"rs{os.getpid() % 10**6}-{number}"
    _ip("netns", "add", name)
    try:
        inside = ("-n", name)
        _ip("link", "add", link, "type", "veth", "peer", "name", "there", "netns", name)
        _ip("address", "add", f"10.213.{number}.1/24", "dev", link)
        _ip("link", "set", link, "up")
        _ip(*inside, "address", "add", f"10.213.{number}.2/24", "dev", "there")
        _ip(*inside, "link", "set", "there", "up")
        _ip(*inside, "link", "set", "lo", "up")
        _ip(*inside, "route", "add", "default", "via", f"10.213.{number}.1")
        _ip("netns", "exec", name, "true")
        yield Place(f"10.213.{number}.2", ("ip", "netns", "exec", name))
    finally:
        _ip("netns", "delete", name)  # and both ends of the links


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)  # noqa: S607 - where it is differs
    if done.returncode:
        raise NoNamespaces(f"ip {' '.join(words)}: {done.stderr.strip()}")
