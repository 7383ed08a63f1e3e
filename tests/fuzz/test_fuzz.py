"""No file brings a reader down, however it is damaged: what cannot be read is told.

A few hundred damaged files of each format are read with every run of the tests, and 100,000 of each by
``make fuzz``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.catalogue.row import row_text
from recsys.errors import BadData
from recsys.files import source_of_bytes
from recsys.history import read_history_bytes
from recsys.importers import IMPORTERS, Importer, ImportOptions, importer_named
from recsys.importers.importing import titles_of_rows
from recsys.title import Form, Medium, Title
from tests.fuzz.mutation import damaged
from tests.fuzz.samples import CATALOGUES, Files
from tests.history.exports import FORMATS, export

N_RUNS = int(os.environ.get("RECSYS_FUZZ_RUNS", "100"))
_TITLES = [
    Title(id="boats-2019", title="Paper Boats", original_title="종이배", year=2019, form=Form.SERIES),
    Title(id="ferry-2016", title="Night Ferry: Part Two", year=2016, form=Form.FILM),
    Title(id="fox-2010", title="Fox & Co.", year=2010, form=Form.SERIES, medium=Medium.ANIMATION),
    Title(id="owl-2012", title="The Owl", form=Form.FILM, medium=Medium.ANIMATION),
]  # fmt: skip
_EXPORTS = {name: export(name, _TITLES, seed=1, dirt=True) for name in FORMATS}
_often = settings(
    max_examples=N_RUNS,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def read(name: str, files: Files, *, asking: Sequence[Importer] = IMPORTERS) -> int:
    """Read files as a format, and write what came of them; return the number of titles."""
    importer = importer_named(name)
    sources = [source_of_bytes(file, data) for file, data in files.items()]
    for source in sources:
        for each in asking:
            each.claims(source)
    try:
        found = titles_of_rows(name, importer.rows(sources, ImportOptions()))
    except BadData:
        return 0
    for title in found.catalogue:
        row_text(title).encode()
    for problem in found.problems:
        str(problem).encode()
    return len(found.catalogue)


def test_every_format_has_a_sample() -> None:
    assert set(CATALOGUES) == {importer.name for importer in IMPORTERS}


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_sound_file_is_claimed_by_its_importer_alone_and_gives_titles(name: str) -> None:
    for file, data in CATALOGUES[name].items():
        source = source_of_bytes(file, data)
        assert next(each.name for each in IMPORTERS if each.claims(source)) == name
    assert read(name, CATALOGUES[name]) >= 1


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_damaged_catalogue_brings_its_importer_down(name: str) -> None:
    files = CATALOGUES[name]

    @_often
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chosen = sorted(files)[seed % len(files)]
        asking = IMPORTERS if seed % 10 == 0 else (importer_named(name),)
        read(name, {**files, chosen: damaged(files[chosen], seed)}, asking=asking)

    check()


@pytest.mark.parametrize("name", FORMATS)
def test_no_damaged_history_brings_its_reader_down(name: str) -> None:
    made = _EXPORTS[name]

    @_often
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        try:
            history = read_history_bytes(made.name, damaged(made.data, seed))
        except BadData:
            return
        for record in history.records:
            record.title.encode()
        for problem in history.problems:
            str(problem).encode()

    check()
