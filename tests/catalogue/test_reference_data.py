"""Reading of catalogues that stand beside the project; skipped where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from recsys.catalogue.jsonl import read_catalogue, write_catalogue

DATA = Path(__file__).parents[3] / "shared" / "data" / "eval"


@pytest.mark.parametrize(
    ("name", "titles"),
    [("mal_anime/catalog_wide.jsonl.gz", 14_361), ("movies_ml_tmdb/catalog.jsonl.gz", 4_988)],
)
def test_flat_catalogue_of_others_is_read_whole_and_written_natively(
    tmp_path: Path, name: str, titles: int
) -> None:
    if not (DATA / name).exists():
        pytest.skip("needs the reference data, which is not part of the project")
    reading = read_catalogue(DATA / name)
    assert (len(reading.catalogue), reading.problems) == (titles, ())
    write_catalogue(reading.catalogue, tmp_path / "native.jsonl.gz")
    assert (
        read_catalogue(tmp_path / "native.jsonl.gz", strict=True).catalogue.titles == reading.catalogue.titles
    )
