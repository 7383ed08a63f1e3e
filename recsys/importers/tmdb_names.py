"""What a film or series is called, among all the names that TMDB gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recsys.catalogue.languages import language_code
from recsys.catalogue.problems import RowReport
from recsys.importers.cleaning import clean_title
from recsys.importers.importer import Row
from recsys.importers.json_fields import nested, objects, text

_ALIAS_KINDS = (("roma", "romanised"), ("translit", "romanised"), ("working", "working"), ("short", "short"),
                ("abbrev", "short"), ("acronym", "short"))  # fmt: skip


def tmdb_names(record: dict[str, Any], key: str, original_key: str, report: RowReport) -> Row | None:
    """Return the names of a title as fields of a row.

    Parameters
    ----------
    record : dict
        A film or series, with ``translations`` and ``alternative_titles`` where they were asked for.
    key, original_key : str
        Where its name and its original name stand: ``title`` and ``original_title``, or ``name``
        and ``original_name``.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict or None
        ``title`` (in English where the translations tell it), ``original_title`` and
        ``aliases``; None if there is no name at all.
    """
    original = clean_title(text(record, original_key, report))
    given = clean_title(text(record, key, report)) or original
    translations = _translations(record, key, report)
    title = next((name for name, language in translations if language == "en" and name), given)
    if title == given and original and _is_english(record, translations):
        title = original  # asked for in another language: TMDB repeats no name that is the original
    if not title:
        report.add(key, "is missing; expected the name of a film or series")
        return None
    names: Row = {"title": title}
    if original and original != title:
        names["original_title"] = original
    aliases: dict[str, Row] = {given: {"name": given}}
    for name, language in translations:
        aliases.setdefault(
            name, {"name": name, "kind": "translated"} | ({"language": language} if language else {})
        )
    for name, alias_kind in _alternatives(record, report):
        aliases.setdefault(name, {"name": name, "kind": alias_kind})
    names["aliases"] = [alias for name, alias in aliases.items() if name not in (title, original, "")]
    return names


def _is_english(record: dict[str, Any], translations: list[tuple[str, str]]) -> bool:
    return record.get("original_language") == "en" and ("", "en") in translations


def _translations(record: dict[str, Any], key: str, report: RowReport) -> list[tuple[str, str]]:
    """Return names with their languages; a name is empty where it is the original one."""
    found = []
    for entry in objects(nested(record, "translations", report), "translations", report):
        name = clean_title(text(nested(entry, "data", report), key, report))
        code = text(entry, "iso_639_1", report)
        language = language_code(code) or ""
        if language == "zh" and len(region := text(entry, "iso_3166_1", report)) == 2:
            language = f"zh-{region}"  # written with other signs in Taiwan and Hong Kong
        found.append((name, language))
    return found


def _alternatives(record: dict[str, Any], report: RowReport) -> Iterator[tuple[str, str]]:
    block = nested(record, "alternative_titles", report)
    for entry in objects(block, "titles" if "titles" in block else "results", report):
        said = text(entry, "type", report).casefold()
        kind = next((kind for word, kind in _ALIAS_KINDS if word in said), "other")
        yield clean_title(text(entry, "title", report)), kind
