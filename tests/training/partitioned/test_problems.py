from __future__ import annotations

from pathlib import Path

from tests.training.columnar.tables import flat_rows
from tests.training.partitioned.tables_in_parts import write_parts
from training.columnar.reading import read_columns
from training.partitioned.model import count_parts


def test_what_is_wrong_in_parts_is_what_is_wrong_in_one_file(tmp_path: Path) -> None:
    rows = flat_rows(20)
    together = write_parts(tmp_path, rows, [number // 10 for number in range(20)], n_parts=2)
    expected, counted = (
        read_columns(together).problems,
        count_parts(str(tmp_path / "parts"), work=tmp_path / "work"),
    )
    found = counted.problems()
    assert len(counted) == 20
    assert expected
    assert [(problem.field, problem.reason) for problem in found] == [(p.field, p.reason) for p in expected]
    assert {problem.file for problem in found} == {"part-0.parquet", "part-1.parquet"}


def test_an_id_that_another_part_has_before_is_told(tmp_path: Path) -> None:
    rows = [*flat_rows(4), {**flat_rows(1)[0], "title": "Another"}]
    write_parts(tmp_path, rows, [0, 0, 0, 0, 1], n_parts=2)
    *_, last = count_parts(str(tmp_path / "parts"), work=tmp_path / "work").problems()
    assert str(last) == "part-1.parquet: id: 't000' is there already; the first title of that id is used"
