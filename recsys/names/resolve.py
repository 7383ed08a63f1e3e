"""The one title that a typed name means, or the titles that it may mean: never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from recsys.errors import Ambiguous, Choice, NotFound, UnresolvedName
from recsys.names.fold import fold_text
from recsys.names.matches import beginnings, containing, continues, near_spellings
from recsys.names.search import nearest
from recsys.names.title_index import TitleNames
from recsys.names.typed import LONGEST, SHOWN, Typed, readings

Label = Callable[[int], Choice]

_TITLE = 0  # position in KINDS
_NEAREST = 3  # titles offered for a name that nothing bears
_CHOICES = 20  # titles offered at most for one that several bear
_READ = 5_000  # names whose words are read, the shortest first


@dataclass(frozen=True, slots=True)
class Resolved:
    """The one title that a typed name means.

    Parameters
    ----------
    row : int
        Position of the title in its catalogue.
    matched_by : str
        ``id``, the kind of an exact name (``title``, ``working title``, ...), ``beginning``,
        ``word`` or ``spelling``.
    name : str
        The name that matched, as written in the catalogue.
    """

    row: int
    matched_by: str
    name: str


def resolve(names: TitleNames, text: str, label: Label) -> Resolved:
    """Return the one title that a typed name means.

    The rules, the first that applies decides:

    1. *Id.* A typed id is that title.
    2. *Year and form.* A year or form at the end ("Pancreas 2017", "Soul Mate (2025, series)")
       narrows all further rules to titles that are known to be of that year and form. Without
       brackets, a name that has it as a part comes first ("Reply 1988").
    3. *Exact name*, apart from case, accents, punctuation, spaces and a leading article. One
       title bears it: that title, unless an unrelated title goes on after it by a tail that is
       no longer than the typed name and not set off by a colon ("Kidnap", while there is
       Kidnap Game; not The Road Home for "Road") and no year was typed: then ambiguous. Several
       bear it: ambiguous, unless one alone has it for its title and is related to the others,
       whose alias it is (a remake and the film that it remakes).
    4. *Beginning.* Two typed words or more that begin one title's name, and no other's, and are
       half of its letters or more ("Crash Landing").
    5. *Part, with year or form.* The one fitting title in whose name the typed words stand as
       whole words.
    6. *Spelling.* The one title whose spelling is nearest and near: one slip in five letters or
       more, two in nine or more, no number changed. The exact name is then put to rule 3.
    7. A name that only begins or sits in titles is ambiguous, even if it is one title.
    8. Nothing: not found, with the nearest names.

    Parameters
    ----------
    names : TitleNames
        Index of the catalogue.
    text : str
        What was typed, in any script of the names.
    label : callable
        Gives the choice to offer for a row.

    Returns
    -------
    Resolved
        The title, and how it matched.

    Raises
    ------
    Ambiguous
        If several titles may be meant, or one is not certainly meant; carries them.
    NotFound
        If nothing is near; carries the nearest titles.
    """
    row = names.row_of_id(text.strip())
    if row is not None:
        return Resolved(row, "id", names.written[names.first_of(row)])
    read = [typed for typed in readings(text) if typed.key]
    asked = _Asked(names, text, label)
    for rule in (asked.exact, asked.beginning, asked.part, asked.spelling):
        for typed in read:
            if (found := rule(typed)) is not None:
                return found
    raise asked.refusal(read)


@dataclass(frozen=True, slots=True)
class _Held:
    """Rows that hold typed words anywhere and at their beginning, each with a name; cut when many."""

    anywhere: dict[int, int]
    begun: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, put to one rule after the other; each returns a title, None, or raises."""

    names: TitleNames
    text: str
    label: Label
    read: dict[Typed, _Held] = field(default_factory=dict)

    def exact(self, typed: Typed) -> Resolved | None:
        """Apply rule 3."""
        bearing = self._by_row(self.names.exact(typed.name), typed)
        if len(bearing) > 1:
            bearing = self._own_title(bearing)
        for row, name in bearing.items():
            if typed.year is None:  # name and year are an identity: the answer to being asked
                self._ask_if_continued(row, typed.key, typed)
            return Resolved(row, self.names.kind_of(name), self.names.written[name])
        return None

    def beginning(self, typed: Typed) -> Resolved | None:
        """Apply rule 4."""
        if typed.is_narrowed or len(typed.words) < 2:
            return None
        held = self._held(typed)
        bearing = held.begun
        if len(bearing) != 1 or len(held.anywhere) > _CHOICES:
            return None
        row, name = next(iter(bearing.items()))
        covers = 2 * len(typed.key) >= int(self.names.letters[name])
        return self._resolved(row, name, "beginning") if covers else None

    def part(self, typed: Typed) -> Resolved | None:
        """Apply rule 5."""
        if not typed.is_narrowed:
            return None
        bearing = self._held(typed).anywhere
        if len(bearing) > 1:
            raise self._ambiguous(bearing)
        return next((self._resolved(row, name, "word") for row, name in bearing.items()), None)

    def spelling(self, typed: Typed) -> Resolved | None:
        """Apply rule 6, unless the text stands in a title as it was typed."""
        if not typed.is_narrowed and self._held(typed).anywhere:
            return None
        near = near_spellings(self.names, typed)
        if not near:
            return None
        nearest_ones = [name for distance, name in near if distance == near[0][0]]
        if len(nearest_ones) > 1:
            raise self._ambiguous(self.names.owner[name] for _, name in near)
        name = nearest_ones[0]
        row = int(self.names.owner[name])
        self._ask_if_continued(row, self.names.keys.table[name], typed)
        return self._resolved(row, name, "spelling")

    def refusal(self, read: Sequence[Typed]) -> UnresolvedName:
        """Return the error of rules 7 and 8: offer what the text stands in, or else what is nearest."""
        for typed in read:
            held = self._held(typed)
            if held.anywhere:
                near = (int(self.names.owner[name]) for _, name in near_spellings(self.names, typed))
                return self._ambiguous([*held.begun, *held.anywhere, *near])
        same_name = [row for typed in read for row in self._by_row(self.names.exact(typed.name), Typed(""))]
        rows = [*same_name, *nearest(self.names, read[-1].name, _NEAREST)] if read else []
        choices = self._choices(rows)[:_NEAREST]
        told = ", ".join(choice.label for choice in choices)
        near_names = f"the nearest names are: {told}" if choices else "no name is similar to it"
        msg = f"no title is called {_shown(self.text)}; {near_names}; give a title's name or id"
        return NotFound(msg, choices)

    def _own_title(self, bearing: Mapping[int, int]) -> dict[int, int]:
        """Return the one title that is called so itself, if the others are its relations by alias."""
        own = [row for row, name in bearing.items() if self.names.kind[name] == _TITLE]
        if len(own) != 1 or not all(self.names.are_related(own[0], row) for row in bearing):
            raise self._ambiguous(bearing)
        return {own[0]: bearing[own[0]]}

    def _ambiguous(self, rows: Iterable[int]) -> Ambiguous:
        choices = self._choices(rows)
        told = "; ".join(f"{choice.label} [{choice.id}]" for choice in choices)
        if len(choices) == 1:
            msg = f"{_shown(self.text)} is only a part of one title's name; was it meant? {told}"
        else:
            msg = f"{_shown(self.text)} may mean more than one title; give the full name, year or id: {told}"
        return Ambiguous(msg, choices)

    def _ask_if_continued(self, row: int, key: str, typed: Typed) -> None:
        """Ask where another title's name goes on after the key of this one."""
        longer = beginnings(self.names, key)
        longer = longer[self.names.letters[longer] <= 2 * len(key)]
        going_on = (name for name in longer.tolist() if self._goes_on(name, key))
        rivals = [other for other in self._by_row(going_on, typed) if not self.names.are_related(row, other)]
        if rivals:
            raise self._ambiguous([row, *rivals])

    def _goes_on(self, name: int, key: str) -> bool:
        """Whether a name goes on after a key; who types "Road" has not begun The Road Home."""
        is_bare = _letters(self.text).startswith(key)
        begins = not is_bare or _letters(self.names.written[name]).startswith(key)
        return begins and continues(self.names, name, key)

    def _held(self, typed: Typed) -> _Held:
        """Titles in whose names the typed words stand as whole words, read once a question."""
        if typed not in self.read:
            held = _Held({}, {})
            for name, at, ends in containing(self.names, typed.words, most=_READ):
                row = int(self.names.owner[name])
                if not ends or not typed.fits(self.names, row):
                    continue
                held.anywhere.setdefault(row, name)
                if at == 0:
                    held.begun.setdefault(row, name)
                if len(held.anywhere) > _CHOICES:
                    break
            self.read[typed] = held
        return self.read[typed]

    def _by_row(self, found: Iterable[int], typed: Typed) -> dict[int, int]:
        """Return the first name found of each title that fits, up to one more than is offered."""
        rows: dict[int, int] = {}
        for name in found:
            row = int(self.names.owner[name])
            if row not in rows and typed.fits(self.names, row):
                rows[row] = name
            if len(rows) > _CHOICES:
                break
        return rows

    def _choices(self, rows: Iterable[int]) -> list[Choice]:
        return [self.label(int(row)) for row in list(dict.fromkeys(map(int, rows)))[:_CHOICES]]

    def _resolved(self, row: int, name: int, matched_by: str) -> Resolved:
        return Resolved(row, matched_by, self.names.written[name])


def _shown(text: str) -> str:
    """Quote typed text, cut so that a message never grows with its input."""
    short = " ".join(text[: 2 * LONGEST].split())
    return repr(short if len(short) <= SHOWN else short[: SHOWN - 1] + "…")


def _letters(text: str) -> str:
    """A name without spaces and signs, its article kept."""
    return fold_text(text).replace(" ", "")
