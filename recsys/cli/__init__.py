"""The command line: one file a command, and the only room that knows training and service."""

from recsys.cli.app import app, main

__all__ = ["app", "main"]
