"""Tables in Parquet cut into parts, and the one file that they would be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys.model import Model
from tests.training.columnar.tables import flat_rows
from training.partitioned.model import count_parts, train_counted


def related_rows(count: int) -> list[dict[str, Any]]:
    """Rows of which some say what others do not: relations, native names, places."""
    rows = flat_rows(count)
    for number, row in enumerate(rows):
        remake = [{"kind": "remake", "id": f"t{(number * 5) % count:03}"}]
        person = {"person": f"Ahn Example {number % 3}", "native": "안예제", "role": "actor"}
        if number % 7 == 3:
            row["relations"] = json.dumps(remake)
        row["tags"] = [*row["tags"], "remake"]  # says no more of a title that is known to be one
        row["credits"] = json.dumps([person]) if number % 11 == 5 else None
        row["filming_places"] = "Busan, KR" if number % 13 == 6 else None
    return rows


def write_parts(folder: Path, rows: Sequence[dict[str, Any]], homes: Sequence[int], n_parts: int) -> Path:
    """Write rows to the parts that are their homes, and beside the folder all of them in the same order."""
    table, home = pa.Table.from_pylist(list(rows)), np.array(homes)
    (folder / "parts").mkdir(parents=True)
    for part in range(n_parts):
        pq.write_table(table.filter(pa.array(home == part)), folder / "parts" / f"part-{part}.parquet")
    together = folder / "together.parquet"
    pq.write_table(table.take(pa.array(np.argsort(home, kind="stable"))), together)
    return together


def train_parts(location: Path, *, work: Path, **how: Any) -> Model:
    """The model of a folder of parts, by both halves of a training."""
    return train_counted(count_parts(str(location), work=work, **how))
