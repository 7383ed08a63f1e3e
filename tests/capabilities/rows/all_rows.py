"""All 42 promises, in their order."""

from __future__ import annotations

from tests.capabilities.rows import facts, feeling, lists, names, origin, work

ROWS = tuple(
    sorted(
        (*origin.ROWS, *names.ROWS, *feeling.ROWS, *facts.ROWS, *lists.ROWS, *work.ROWS),
        key=lambda row: row.id,
    )
)
