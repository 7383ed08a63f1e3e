from __future__ import annotations

from recsys.catalogue.audit import Severity, audit
from recsys.catalogue.builtin import load_builtin
from recsys.catalogue.package_data import vocabulary_file
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary


def test_builtin_catalogue_has_no_problem() -> None:
    assert len(load_builtin()) > 0


def test_builtin_catalogue_has_no_error_to_audit() -> None:
    assert [f for f in audit(load_builtin()).findings if f.severity is Severity.ERROR] == []


def test_builtin_catalogue_is_read_once() -> None:
    assert load_builtin() is load_builtin()


def test_escapism_speaks_of_known_words_within_its_bounds() -> None:
    table = vocabulary_file("escapism.json")
    assert all(id in tone_vocabulary() for id in table["tones"])
    assert all(id in genre_vocabulary() for id in table["genres"])
    assert all(-1 <= value <= 1 for words in ("tones", "genres") for value in table[words].values())
