"""What sentences and names are called in one language, out of .po files that anybody can write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING

from recsys.errors import BadData

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

CONTEXTS = ("tone", "genre", "source", "form", "country")
"""What is named rather than said: tones and genres in ``vocabulary.po``, the others in ``answers.po``."""

Fields = frozenset[tuple[str, str, str]]


def sayable(message: str) -> str:
    """Return the sentence itself, and mark it for translation where it is said elsewhere.

    Parameters
    ----------
    message : str
        An English sentence, written out: ``make messages`` reads it in the source.

    Returns
    -------
    str
        The same sentence.
    """
    return message


@dataclass(frozen=True, slots=True)
class Messages:
    """Translations of one language.

    Parameters
    ----------
    texts : mapping of (str, str) to tuple of str
        Context (empty for a sentence) and English to the translation, or to all its forms.
    plural : callable
        From a number to the form that goes with it.
    """

    texts: Mapping[tuple[str, str], tuple[str, ...]]
    plural: Callable[[int], int]

    def find(self, english: str, *, context: str = "", n: int | None = None) -> str | None:
        """Return the translation of a sentence or name, or None.

        Parameters
        ----------
        english : str
            As the code says it; of a sentence with a number the singular.
        context : str, default ""
            One of :data:`CONTEXTS` for a name.
        n : int or None
            The number that the sentence speaks of.

        Returns
        -------
        str or None
            The form that goes with the number.
        """
        forms = self.texts.get((context, english))
        if forms is None:
            return None
        return forms[min(self.plural(n), len(forms) - 1)] if n is not None else forms[0]


NO_MESSAGES = Messages(MappingProxyType({}), lambda n: int(n != 1))
"""Those of English, which needs none."""


def read_messages(paths: Iterable[Path], code: str) -> Messages:
    """Return the translations of .po files; the last file that has one wins.

    Parameters
    ----------
    paths : iterable of Path
        Files of one language.
    code : str
        The language, as BCP 47.

    Returns
    -------
    Messages
        Without what is not translated, or marked as doubtful (fuzzy).

    Raises
    ------
    BadData
        If a file is no .po file, a translation has a placeholder that the English has not, or the
        language is not one that Babel knows.
    """
    _check_language(code)
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    plural = NO_MESSAGES.plural
    for path in paths:
        catalog = read_po_file(path, code)
        plural = c2py(catalog.plural_expr)
        texts.update(_translations(catalog, path))
    return Messages(MappingProxyType(texts), plural)


def read_po_file(path: Path, code: str | None) -> Catalog:
    """Return a message catalogue as Babel reads it.

    Parameters
    ----------
    path : Path
        A .po file, or a template.
    code : str or None
        Its language, as BCP 47; None for a template.

    Returns
    -------
    Catalog
        Its messages in the order of the file.

    Raises
    ------
    BadData
        If it cannot be read; the message names the file and, where known, the line.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=code and code.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        msg = f"{path}:{error.lineno + 1}: no line of a .po file: {error.line.strip()[:80]!r}"
    except (UnicodeDecodeError, ValueError) as error:
        msg = f"{path}: no .po file in UTF-8: {error}"
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
    raise BadData(msg)


def _check_language(code: str) -> None:
    """Refuse a language whose lists and countries nobody could name."""
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        msg = f"{code!r} is no language that Babel knows: name its folder by its code, such as th or pt_BR"
        raise BadData(msg) from error


def _translations(catalog: Catalog, path: Path) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for message in catalog:
        forms = _several(message.string)
        if message.id and forms and all(forms) and not message.fuzzy:
            _check_fields(message, forms, path)
            yield (message.context or "", _several(message.id)[0]), forms


def _several(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _check_fields(message: Message, forms: Iterable[str], path: Path) -> None:
    """Refuse what could not be filled in when the sentence is said."""
    known = frozenset[tuple[str, str, str]]().union(*(fields(text) for text in _several(message.id)))
    for form in forms:
        try:
            strange = {name for name, *_ in fields(form) - known}
        except ValueError as error:
            msg = f"{path}:{message.lineno}: msgstr {form[:80]!r}: {error}"
            raise BadData(msg) from error
        if strange:
            allowed = ", ".join(f"{{{name}}}" for name, *_ in sorted(known)) or "none"
            msg = (
                f"{path}:{message.lineno}: msgstr has the placeholder {{{min(strange)}}}; "
                f"the English sentence has {allowed}"
            )
            raise BadData(msg)


def fields(text: str) -> Fields:
    """Return the placeholders of a sentence.

    Parameters
    ----------
    text : str
        A sentence such as ``not known: {names}``.

    Returns
    -------
    frozenset of tuple of (str, str, str)
        Name, format and conversion of each.

    Raises
    ------
    ValueError
        If a brace is left open.
    """
    pieces = Formatter().parse(text)
    return frozenset((name, spec or "", how or "") for _, name, spec, how in pieces if name is not None)
