"""What there is to be translated; run as a script, it brings the .po files of a folder up to date."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from recsys.catalogue.countries import country_name
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.kinds import Form, Medium, SourceKind
from recsys.wording.locales import FILES, OWN_FOLDER
from recsys.wording.messages import read_po_file

COMMAND = "make messages"
_SOURCES = Path(__file__).parents[1]
_KEYWORDS = {"say": None, "say_n": (1, 2), "sayable": None}
_RENAMED = ("KR", "US", "HK", "MO", "SU", "YU", "CS", "DD")
"""Countries that Unicode's CLDR names as no viewer does (Hong Kong SAR China), or not at all."""
_WIDTH = 110
# What would differ at each run, or say where a sentence stands, is left out: changes stay readable.
_UNSTABLE = (b'"Project-Id-Version:', b'"POT-Creation-Date:', b'"PO-Revision-Date:', b'"Generated-By:')
_UNFILLED = (b"EMAIL@ADDRESS", b"<LL@li.org>")
_HEADER = "# {name} of recsys. How to translate them: docs/languages.md."


def answers_template() -> Catalog:
    """Return what answers say: the sentences of the library's sources, and the names of closed lists.

    Returns
    -------
    Catalog
        Without translations. Sentences in the order of the files; then kinds of sources, forms and a
        few countries, each in its context.
    """
    catalog = _template("Sentences of answers")
    found = extract_from_dir(_SOURCES, [("**.py", "python")], keywords=_KEYWORDS)
    for _, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message)
    for kind in SourceKind:
        catalog.add(str(kind), context="source")
    for value in (*Form, *Medium):
        catalog.add(str(value), context="form")
    for code in _RENAMED:
        catalog.add(country_name(code), context="country")
    return catalog


def vocabulary_template() -> Catalog:
    """Return the names of tones and genres.

    Returns
    -------
    Catalog
        Without translations, in the order of the vocabularies; tones with what they mean.
    """
    catalog = _template("Tones and genres")
    for tone in tone_vocabulary():
        catalog.add(tone.name, context="tone", auto_comments=[tone.definition])
    for genre in genre_vocabulary().values():
        catalog.add(genre.name, context="genre")
    return catalog


def _template(name: str) -> Catalog:
    return Catalog(header_comment=_HEADER.format(name=name), project="recsys", fuzzy=False)


TEMPLATES = dict(zip(FILES, (answers_template, vocabulary_template), strict=True))
"""The template of each message file."""


def updated(path: Path, code: str, template: Catalog) -> Catalog:
    """Return a message file with the messages of a template.

    Parameters
    ----------
    path : Path
        A .po file, which need not exist.
    code : str
        Its language, as BCP 47.
    template : Catalog
        What there is to be translated.

    Returns
    -------
    Catalog
        Its translations are kept. Those of messages that are gone stand at its end, and come back
        with their message.
    """
    is_new = not path.exists()
    catalog = _begun(code, template) if is_new else read_po_file(path, code)
    asleep = dict(catalog.obsolete)
    catalog.update(template, no_fuzzy_matching=True)
    for key, old in asleep.items():
        message = catalog.get(*key) if isinstance(key, tuple) else catalog.get(key)
        if message is not None:
            del catalog.obsolete[key]
            message.string = message.string if any(message.string or ()) else old.string
    return catalog


def _begun(code: str, template: Catalog) -> Catalog:
    """The file of a new language, before anything is in it."""
    return Catalog(locale=code.replace("-", "_"), header_comment=template.header_comment, fuzzy=False)


def written(catalog: Catalog) -> bytes:
    """Return a message catalogue as a file.

    Parameters
    ----------
    catalog : Catalog
        A template or a translation.

    Returns
    -------
    bytes
        The same for the same messages, whenever and by whichever release of Babel it is written.
    """
    file = BytesIO()
    write_po(file, catalog, width=_WIDTH, no_location=True)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_UNSTABLE) and not _is_unfilled(line))


def _is_unfilled(line: bytes) -> bool:
    """Whether a line of the head says what nobody has filled in."""
    return line.startswith(b'"') and any(mark in line for mark in _UNFILLED)


def write_all(folder: Path = OWN_FOLDER) -> None:
    """Write both templates and bring the message files of each language up to date.

    Parameters
    ----------
    folder : Path
        The folder of the languages.
    """
    for name, template in TEMPLATES.items():
        text = written(template())
        (folder / name.replace(".po", ".pot")).write_bytes(text)
        for place in sorted(folder.iterdir()):
            if place.is_dir():
                path = place / "LC_MESSAGES" / name
                path.parent.mkdir(exist_ok=True)
                fresh = read_po(BytesIO(text))  # a file takes messages over from its template as they are
                path.write_bytes(written(updated(path, place.name.replace("_", "-"), fresh)))


if __name__ == "__main__":
    write_all(*map(Path, sys.argv[1:2]))
