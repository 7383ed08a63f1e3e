"""One language: what is said in it, and what things are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from recsys.catalogue.countries import country_name
from recsys.catalogue.languages import language_name
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.title import Credit, Title
from recsys.wording.messages import NO_MESSAGES, Messages, sayable
from recsys.wording.title_name import person_name, title_name

PAIR = sayable("{first}, {second}")
"""How names follow each other; not said in English, which has an "and" before the last."""


@dataclass(frozen=True, slots=True)
class Language:
    """The language of an answer; what is not translated is said in English.

    Parameters
    ----------
    code : str
        BCP 47, such as ``ko`` or ``pt-BR``.
    messages : Messages
        Its translations; none for English.
    """

    code: str
    messages: Messages = field(default=NO_MESSAGES, compare=False, repr=False)

    def say(self, message: str, /, **values: object) -> str:
        """Return a sentence in this language.

        Parameters
        ----------
        message : str
            The English sentence with ``{placeholders}``.
        **values : object
            What stands in their places, in this language already.

        Returns
        -------
        str
            The sentence.
        """
        return (self.messages.find(message) or message).format(**values)

    def say_n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return a sentence that speaks of a number, in the form that goes with it.

        Parameters
        ----------
        singular, plural : str
            The English sentence for one and for any other number; ``{n}`` is the number.
        n : int
            The number.
        **values : object
            What stands in the other places.

        Returns
        -------
        str
            The sentence.
        """
        english = singular if n == 1 else plural
        return (self.messages.find(singular, n=n) or english).format(n=n, **values)

    def listed(self, names: Sequence[str]) -> str:
        """Return several names as one text.

        Parameters
        ----------
        names : sequence of str
            In this language already.

        Returns
        -------
        str
            Such as "A, B and C"; empty without names. As the message :data:`PAIR` says where it
            is translated, else as Unicode's CLDR does.
        """
        if len(names) < 2:
            return "".join(names)
        if self.code == "en":
            return f"{', '.join(names[:-1])} and {names[-1]}"
        if (own := self.messages.find(PAIR)) is not None:
            return reduce(lambda first, second: own.format(first=first, second=second), names)
        from babel.lists import format_list  # only where a language other than English is asked for

        return format_list(names, locale=self.code.replace("-", "_"))

    def tone(self, id: str) -> str:
        """Return what a tone is called within a sentence.

        Parameters
        ----------
        id : str
            Identifier in the tone vocabulary, or a free tag.

        Returns
        -------
        str
            Its name, in English in small letters; a free tag as it is.
        """
        entry = tone_vocabulary().get(id)
        return id if entry is None else self._called("tone", entry.name) or entry.name.lower()

    def genre(self, id: str) -> str:
        """Return what a genre is called within a sentence.

        Parameters
        ----------
        id : str
            Identifier in the genre vocabulary, or any other genre.

        Returns
        -------
        str
            Its name, in English in small letters; another genre with blanks for hyphens.
        """
        entry = genre_vocabulary().get(id)
        if entry is None:
            return id.replace("-", " ")
        return self._called("genre", entry.name) or entry.name.lower()

    def country(self, code: str) -> str:
        """Return the name of a country.

        Parameters
        ----------
        code : str
            ISO 3166 alpha-2, or SU, YU, CS, DD.

        Returns
        -------
        str
            The name of our own where there is one, else that of Unicode's CLDR.
        """
        return self._called("country", country_name(code)) or country_name(code, self.code)

    def language_name(self, code: str) -> str:
        """Return the name of a language.

        Parameters
        ----------
        code : str
            ISO 639-1 or -3.

        Returns
        -------
        str
            The name; the English one, or the code itself, where there is none.
        """
        if self.code == "en":
            return language_name(code)
        from babel.core import Locale

        names = Locale.parse(self.code, sep="-").languages
        return str(names.get(code) or language_name(code))

    def source(self, kind: str) -> str:
        """Return what the kind of a source is called.

        Parameters
        ----------
        kind : str
            A :class:`~recsys.kinds.SourceKind`, such as ``web-novel``.

        Returns
        -------
        str
            Its name.
        """
        return self._called("source", kind) or kind

    def form(self, value: str) -> str:
        """Return what a form or a medium is called.

        Parameters
        ----------
        value : str
            A :class:`~recsys.kinds.Form` or :class:`~recsys.kinds.Medium`, such as ``series``.

        Returns
        -------
        str
            Its name.
        """
        return self._called("form", value) or value

    def title(self, title: Title) -> str:
        """Return the name that a title bears in this language.

        Parameters
        ----------
        title : Title
            Any title.

        Returns
        -------
        str
            Its name in the language where the catalogue has one, else the English one.
        """
        return title.title if self.code == "en" else title_name(title, self.code)

    def _called(self, context: str, english: str) -> str | None:
        return self.messages.find(english, context=context)

    def person(self, credit: Credit) -> str | None:
        """Return the name of a person, where this is their own language.

        Parameters
        ----------
        credit : Credit
            Somebody's work on a title.

        Returns
        -------
        str or None
            The native name; None for the English spelling.
        """
        return person_name(credit, self.code)


ENGLISH = Language("en")
"""The language in which everything is written; it needs no file."""
