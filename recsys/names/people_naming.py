"""What each person of a catalogue is called: the token, and the name that is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.names.people_arrays import NAME, NATIVE, PERSON, SHARED, PeopleArrays
from recsys.names.people_groups import ID_MARK, Evidence, Groups
from recsys.names.person_key import is_latin, person_key
from recsys.names.strings import StringTable

Spelling = tuple[str, str | None, tuple[str, ...], str | None]
"""What a credit says of its person: name, native name, aliases and id."""


def people_named(counts: Mapping[Spelling, int]) -> tuple[PeopleArrays, dict[Spelling, str]]:
    """Return the people whom credits mean, and which of them each credit means.

    Parameters
    ----------
    counts : mapping of tuple of str, str or None, tuple of str, and str or None to int
        Number of credits by person, native name, aliases and id.

    Returns
    -------
    PeopleArrays
        The people.
    dict of tuple to str
        Token of each spelling; empty for a blank name.
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
    told = {spelling: token_of.get(root, "") for spelling, root in homes.items()}
    return _laid_down(groups, members, token_of, display), told


def _laid_down(
    groups: Groups,
    members: Mapping[str, Iterable[str]],
    token_of: Mapping[str, str],
    display: Mapping[str, str],
) -> PeopleArrays:
    """All groups as arrays; what is given stands by root."""
    keys = sorted({*groups.nodes, *token_of.values()})
    place_of = {key: place for place, key in enumerate(keys)}
    person_at = {root: place_of[token] for root, token in token_of.items()}
    flags, shown = np.zeros(len(keys), dtype=np.uint8), [""] * len(keys)
    token = np.full(len(keys), -1, dtype=np.int32)
    for node in groups.nodes:
        place = place_of[node]
        flags[place] = NAME | SHARED if node in groups.shared else NAME
        token[place] = person_at.get(groups.root(node), -1)
    for root, place in person_at.items():
        flags[place] |= PERSON | NATIVE if groups.has_native(root) else PERSON
        shown[place] = display[root]
    pairs = [
        place_of[name] * len(keys) + person_at[root] for root, names in members.items() for name in names
    ]
    renamed = np.flatnonzero(((flags & NAME) > 0) & (token != np.arange(len(keys)))).astype(np.int32)
    return PeopleArrays(
        StringTable.from_strings(keys),
        StringTable.from_strings(shown),
        flags,
        renamed,
        token[renamed],
        *_ambiguous(np.array(pairs, dtype=np.int64), token),
    )


def _ambiguous(
    pairs: NDArray[np.int64], token: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Names that others than their own person bear, or nobody; and who bears them.

    A pair is one number, the name times the number of keys and the bearer, so that it sorts by both.
    """
    names, bearers = np.divmod(np.unique(pairs), max(len(token), 1))
    n_bearers = np.bincount(names, minlength=len(token))
    n_own = np.bincount(names[bearers == token[names]], minlength=len(token))
    is_ambiguous = (n_bearers != n_own) | (n_own != (token >= 0))
    ambiguous = np.flatnonzero(is_ambiguous)
    return (
        ambiguous.astype(np.int32),
        np.concatenate(([0], np.cumsum(n_bearers[ambiguous]))).astype(np.int64),
        bearers[is_ambiguous[names]].astype(np.int32),
    )


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
