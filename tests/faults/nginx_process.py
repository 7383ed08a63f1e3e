"""A real nginx with the file that is shipped, as an unprivileged process."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

import pytest

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WITHOUT_NGINX = "nginx is not installed: apt install nginx-light"
DEPLOY = files("service") / "deploy"
SHIPPED = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
_MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/recsys.conf;
}}
"""


def free_port() -> int:
    """A port on which nobody listens, and which no connection is given: those begin at 32,768."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    msg = "none of a hundred ports is free"
    raise AssertionError(msg)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Come back when a process listens; fail with what it has said if it does not."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"it does not listen:\n{log.read_text(errors='replace')[-2000:]}")


def replaced(text: str, old: str, new: str) -> str:
    """The file with something else in it, which must have been there."""
    assert old in text, f"nginx.conf no longer says {old!r}"
    return text.replace(old, new)


@contextmanager
def nginx(folder: Path, *changes: tuple[str, str]) -> Iterator[int]:
    """Run nginx with the shipped file until the block ends.

    Parameters
    ----------
    folder : Path
        An own one, which another user may enter.
    *changes : tuple of (str, str)
        What to replace in the file, and by what.

    Yields
    ------
    int
        Its port.
    """
    port, conf = free_port(), SHIPPED
    own = (
        ("listen 80;  ", f"listen 127.0.0.1:{port};"),
        ("/var/log/nginx/recsys.log", f"{folder}/access.log"),
    )
    for old, new in (*own, *changes):
        conf = replaced(conf, old, new)
    (folder / "recsys.conf").write_text(conf, encoding="utf-8")
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder), encoding="utf-8")
    nobody = pwd.getpwnam("nobody")
    user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    if user:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    log = folder / "error.log"
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(log)]
    with subprocess.Popen(command, **user) as process:  # type: ignore[call-overload]  # the keys are fixed
        try:
            wait_for(port, process, log)
            yield port
        finally:
            process.terminate()
