"""People of a catalogue: one token a person, over all spellings; see people_groups for the rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names.people_groups import ID_MARK, Evidence, Groups
from recsys.names.person_key import is_latin, person_key
from recsys.names.strings import HashIndex, StringTable
from recsys.title import Credit, Title

__all__ = ["PeopleIndex", "Spelling", "person_key"]

Spelling = tuple[str, str | None, tuple[str, ...], str | None]
"""What a credit says of its person: name, native name, aliases and id."""


class PeopleIndex:
    """Token of each credited person, found by any spelling of the name.

    The token of a person is ``id:`` and the person's id, if one is given; else the smallest
    Latin key that nobody else bears; else, for name twins, ``latin/native`` of the smallest
    keys; else the native key. It depends on the set of credits only, not on their order.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        What :meth:`arrays` gave; may be memory-mapped.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not fit each other.
    """

    __slots__ = (
        "_bearers", "_bearers_from", "_display", "_has_native", "_node_index", "_seen", "_shared",
        "_token_index", "_token_rows", "_tokens",
    )  # fmt: skip

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        nodes = StringTable(arrays["nodes.blob"], arrays["nodes.offsets"])
        self._tokens = StringTable(arrays["tokens.blob"], arrays["tokens.offsets"])
        self._display = StringTable(arrays["display.blob"], arrays["display.offsets"])
        self._node_index = HashIndex(nodes, arrays["nodes.hashes"], arrays["nodes.rows"])
        self._token_index = HashIndex(self._tokens, arrays["tokens.hashes"], arrays["tokens.rows"])
        self._token_rows: NDArray[np.int32] = arrays["token_rows"]
        self._shared: NDArray[np.bool_] = arrays["shared"]
        self._has_native: NDArray[np.bool_] = arrays["has_native"]
        self._bearers_from: NDArray[np.int64] = arrays["bearers_from"]
        self._bearers: NDArray[np.int32] = arrays["bearers"]
        # Only a built index remembers whole credits; a loaded one looks each up in the arrays.
        self._seen: Mapping[Spelling, str] = {}
        self._check()

    @classmethod
    def build(cls, titles: Iterable[Title]) -> PeopleIndex:
        """Index of everybody who is credited in the titles.

        Parameters
        ----------
        titles : iterable of Title
            Titles in any order.

        Returns
        -------
        PeopleIndex
            The index.
        """
        return cls.counted(Counter(_spelling(credit) for title in titles for credit in title.credits))

    @classmethod
    def counted(cls, counts: Mapping[Spelling, int]) -> PeopleIndex:
        """Index of people by what their credits say of them, and how often.

        Parameters
        ----------
        counts : mapping of tuple of str, str or None, tuple of str, and str or None to int
            Number of credits by person, native name, aliases and id.

        Returns
        -------
        PeopleIndex
            The index, as :meth:`build` makes it of the credits themselves.
        """
        evidence = {spelling: Evidence.written(*spelling) for spelling in counts}
        groups = Groups(evidence.values())
        homes = {spelling: groups.home(item) for spelling, item in evidence.items()}
        spellings: dict[str, list[Spelling]] = defaultdict(list)
        for spelling, root in homes.items():
            if root:
                spellings[root].append(spelling)
        members = {root: {n for one in own for n in evidence[one].nodes} for root, own in spellings.items()}
        token_of = {root: _name_group(root, names, groups) for root, names in members.items()}
        display = {root: _most_used(own, counts) for root, own in spellings.items()}
        index = cls(_arrays_of(groups, members, token_of, display))
        index._seen = {spelling: token_of.get(root, "") for spelling, root in homes.items()}
        return index

    @classmethod
    def of_names(cls, keys: StringTable, display: StringTable, is_native: NDArray[np.bool_]) -> PeopleIndex:
        """Index of people of whom nothing is known but one name each, in whatever spellings.

        Such names join nobody and are shared by nobody: each key is one person.

        Parameters
        ----------
        keys : StringTable
            What :func:`person_key` gives for the names, each once, in code-point order.
        display : StringTable
            Most used spelling of each.
        is_native : ndarray of bool, shape (n_people,)
            Whether a key has letters of another script than Latin.

        Returns
        -------
        PeopleIndex
            As :meth:`build` makes it of credits that give names alone.
        """
        own = keys.arrays() | HashIndex.build(keys).arrays()
        everybody = np.arange(len(keys) + 1, dtype=np.int64)
        return cls(
            {
                **{f"{name}.{part}": array for name in ("nodes", "tokens") for part, array in own.items()},
                **{f"display.{part}": array for part, array in display.arrays().items()},
                "token_rows": everybody[:-1].astype(np.int32),
                "shared": np.zeros(len(keys), dtype=np.bool_),
                "has_native": is_native,
                "bearers_from": everybody,
                "bearers": everybody[:-1].astype(np.int32),
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> PeopleIndex:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            The arrays; nothing is copied.

        Returns
        -------
        PeopleIndex
            An index that answers as the one that was stored.
        """
        return cls(arrays)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        tables = {"nodes": self._node_index.table, "tokens": self._tokens, "display": self._display}
        indexes = {"nodes": self._node_index, "tokens": self._token_index}
        return {
            **{
                f"{name}.{part}": array
                for name, table in tables.items()
                for part, array in table.arrays().items()
            },
            **{
                f"{name}.{part}": array
                for name, index in indexes.items()
                for part, array in index.arrays().items()
            },
            "token_rows": self._token_rows,
            "shared": self._shared,
            "has_native": self._has_native,
            "bearers_from": self._bearers_from,
            "bearers": self._bearers,
        }

    def canonical(self, name_or_credit: str | Credit) -> str:
        """Token of the person of a credit or a name, whether the index knows it or not.

        Parameters
        ----------
        name_or_credit : str or Credit
            A name that several people bear gives the token of that bare name.

        Returns
        -------
        str
            The token; empty for a blank name.
        """
        if isinstance(name_or_credit, str):
            return self._token(Evidence.of(Credit(name_or_credit)))
        known = self._seen.get(_spelling(name_or_credit))
        return self._token(Evidence.of(name_or_credit)) if known is None else known

    def tokens_of(self, title: Title) -> tuple[str, ...]:
        """Tokens of the people credited in a title, in the order of the credits, once each.

        Parameters
        ----------
        title : Title
            Need not be one of the titles of the index.

        Returns
        -------
        tuple of str
            The tokens.
        """
        tokens = map(self.canonical, title.credits)
        return tuple(dict.fromkeys(token for token in tokens if token))

    def find(self, name: str) -> str | None:
        """Token of the one person who bears a typed name.

        Parameters
        ----------
        name : str
            Any spelling.

        Returns
        -------
        str or None
            None if nobody bears it, or several people do: :meth:`bearers` names those.
        """
        bearers = self.bearers(name)
        return bearers[0] if len(bearers) == 1 else None

    def bearers(self, name: str) -> tuple[str, ...]:
        """Tokens of all people who bear a typed name.

        Parameters
        ----------
        name : str
            Any spelling.

        Returns
        -------
        tuple of str
            In the order of the tokens; empty if nobody bears it.
        """
        node = self._node(person_key(name))
        if node is None:
            return ()
        rows = self._bearers[int(self._bearers_from[node]) : int(self._bearers_from[node + 1])]
        return tuple(self._tokens[row] for row in rows)

    def display(self, token: str) -> str:
        """Most used English spelling of a person's name; of equally used ones the first by text.

        Parameters
        ----------
        token : str
            As :meth:`canonical` and :meth:`find` give it.

        Returns
        -------
        str
            The name; an unknown token itself.
        """
        rows = self._token_index.find(token)
        return self._display[rows[0]] if rows else token

    def __len__(self) -> int:
        """Return the number of people."""
        return len(self._tokens)

    def __repr__(self) -> str:
        """Tell the numbers of people and of spellings."""
        return f"PeopleIndex({len(self)} people, {len(self._token_rows)} spellings)"

    def _node(self, key: str) -> int | None:
        found = self._node_index.find(key)
        return found[0] if found else None

    def _is_shared(self, key: str) -> bool:
        node = self._node(key)
        return node is not None and bool(self._shared[node])

    def _token(self, item: Evidence) -> str:
        """Token of a known person, or the one that a new person would be given."""
        key = item.settle(self._is_shared)
        known = self._token_row(key)
        if known is not None:
            return self._tokens[known]
        if not item.natives or item.id or not item.latins:
            return key
        # A native name nobody has borne: whose Latin name is this?
        latin = next((name for name in item.latins if not self._is_shared(name)), item.latins[0])
        owner = None if self._is_shared(latin) else self._token_row(latin)
        if owner is not None and not self._has_native[owner]:
            return self._tokens[owner]
        is_new = self._node(latin) is None
        return latin if is_new else f"{min(item.latins)}/{key}"

    def _token_row(self, key: str) -> int | None:
        node = self._node(key)
        row = -1 if node is None else int(self._token_rows[node])
        return None if row < 0 else row

    def _check(self) -> None:
        """Refuse arrays that do not fit each other."""
        n_nodes, n_tokens = len(self._node_index.table), len(self._tokens)
        fits = (
            len(self._token_rows) == len(self._shared) == n_nodes == len(self._bearers_from) - 1
            and len(self._display) == len(self._has_native) == n_tokens
            and int(self._bearers_from[-1]) == len(self._bearers)
            and bool(np.all(np.diff(self._bearers_from) >= 0))
            and all(not len(rows) or int(rows.max()) < n_tokens for rows in (self._token_rows, self._bearers))
        )
        if not fits:
            msg = "the arrays of people do not fit each other; train or fetch the model again"
            raise ArtifactDamaged(msg)


def _spelling(credit: Credit) -> Spelling:
    return credit.person, credit.native, credit.aliases, credit.person_id


def _arrays_of(
    groups: Groups,
    members: Mapping[str, Iterable[str]],
    token_of: Mapping[str, str],
    display: Mapping[str, str],
) -> dict[str, NDArray[Any]]:
    """Lay all groups down as arrays, in the order of their tokens; what is given stands by root."""
    roots = sorted(members, key=token_of.__getitem__)
    row_of = {root: row for row, root in enumerate(roots)}
    node_of = {node: place for place, node in enumerate(groups.nodes)}
    # One number a pair of a name and a bearer sorts by name, then bearer.
    borne = np.array([node_of[name] * len(roots) + row_of[root] for root in roots for name in members[root]])
    bearers = np.sort(borne.astype(np.int64))
    n_bearers = np.bincount(bearers // max(len(roots), 1), minlength=len(node_of))
    tables = {
        "nodes": StringTable.from_strings(groups.nodes),
        "tokens": StringTable.from_strings(token_of[root] for root in roots),
        "display": StringTable.from_strings(display[root] for root in roots),
    }
    return {
        **{
            f"{name}.{part}": array
            for name, table in tables.items()
            for part, array in table.arrays().items()
        },
        **_index_arrays("nodes", tables["nodes"]),
        **_index_arrays("tokens", tables["tokens"]),
        "token_rows": np.array([row_of.get(groups.root(node), -1) for node in groups.nodes], dtype=np.int32),
        "shared": np.array([node in groups.shared for node in groups.nodes], dtype=np.bool_),
        "has_native": np.array([groups.has_native(root) for root in roots], dtype=np.bool_),
        "bearers_from": np.concatenate(([0], np.cumsum(n_bearers))).astype(np.int64),
        "bearers": (bearers % max(len(roots), 1)).astype(np.int32),
    }


def _index_arrays(name: str, table: StringTable) -> dict[str, NDArray[Any]]:
    return {f"{name}.{part}": array for part, array in HashIndex.build(table).arrays().items()}


def _name_group(root: str, names: set[str], groups: Groups) -> str:
    """Token of a group whose credits bear these names; only names of its own make it unique."""
    if names == {root}:  # most people are written in one way: all below would come to the same
        return root
    own = sorted(name for name in names if groups.root(name) == root)
    ids = [name for name in own if name.startswith(ID_MARK)]
    unshared = [name for name in own if is_latin(name) and name not in groups.shared]
    if ids or unshared:
        return ids[0] if ids else unshared[0]
    native = [name for name in own if not is_latin(name)]
    latin = sorted(name for name in names if is_latin(name))
    return "/".join((*latin[:1], *native[:1])) if native else root


def _most_used(spellings: Sequence[Spelling], counts: Mapping[Spelling, int]) -> str:
    """Name with the highest count; a Latin one if there is any."""
    if len(spellings) == 1:
        return spellings[0][0]
    total: Counter[str] = Counter()
    for spelling in spellings:
        total[spelling[0]] += counts[spelling]
    latin = [name for name in total if is_latin(person_key(name))]
    return min(latin or total, key=lambda name: (-total[name], name))
