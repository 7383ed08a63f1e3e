"""Which spellings of people's names belong to one person: the rules, over plain keys.

A credit gives evidence of three strengths: an id, native names, Latin names. Each piece of
evidence is a node; nodes of one person are joined. A node that several people bear is
*shared*: it joins nothing and stands for itself. The rules, in order:

1. A native name borne with two different ids is shared. Otherwise id and native names of a
   credit are one person, and so are several native names of one credit.
2. A Latin name borne by one person of rule 1 is that person's. Borne by two, of whom one is
   known only by id and the other only by native name, it joins them: nothing speaks against.
   Otherwise different native names, or different ids, are different people: the Latin name is
   shared, and a credit that gives nothing else stays apart under that Latin name.
3. Latin names of a credit without native name and id are one person, unless that would join
   two ids or two native names.

Two ids are never joined. Nodes are taken in sorted order, so the order of titles is no matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from recsys.names.person_key import is_latin, person_key
from recsys.title import Credit

ID_MARK = "id:"  # No folded key holds a colon, so that an id never equals a name.


class Evidence(NamedTuple):
    """What one credit says of who the person is: an id node ("" if none) and keys of names.

    A tuple, as a catalogue has as many of these as credits, and tuples are sorted without Python code.
    """

    id: str
    natives: tuple[str, ...]
    latins: tuple[str, ...]

    @classmethod
    def of(cls, credit: Credit) -> Evidence:
        """Evidence of a credit; a name counts as native by its script, not by its field.

        Parameters
        ----------
        credit : Credit
            One person's work on a title.

        Returns
        -------
        Evidence
            Keys in the order person, native, aliases.
        """
        return cls.written(credit.person, credit.native, credit.aliases, credit.person_id)

    @classmethod
    def written(
        cls, person: str, native: str | None, aliases: tuple[str, ...], person_id: str | None
    ) -> Evidence:
        """Evidence of what a credit says of its person, as :meth:`of`.

        Parameters
        ----------
        person : str
            Name as it is known in English.
        native : str or None
            Name in the person's own script.
        aliases : tuple of str
            Other spellings.
        person_id : str or None
            Tells two people of one name apart.

        Returns
        -------
        Evidence
            Keys in the order person, native, aliases.
        """
        names = (person, native, *aliases) if native else (person, *aliases)
        keys = [key for key in dict.fromkeys(map(person_key, names)) if key]
        natives = tuple([key for key in keys if not is_latin(key)])
        latins = tuple([key for key in keys if key not in natives] if natives else keys)
        return cls(ID_MARK + person_id if person_id else "", natives, latins)

    @property
    def nodes(self) -> tuple[str, ...]:
        """All evidence, strongest first."""
        return ((self.id,) if self.id else ()) + self.natives + self.latins

    @property
    def is_firm(self) -> bool:
        """Whether there is an id or a native name, which tell name twins apart."""
        return bool(self.id or self.natives)

    def settle(self, is_shared: Callable[[str], bool]) -> str:
        """Node that says who this is: the id, else the first native, else Latin name not shared.

        Parameters
        ----------
        is_shared : callable
            Whether several people bear a node.

        Returns
        -------
        str
            If all names of the strongest kind are shared, the first of them, which then stands
            for itself; empty if there is no name at all.
        """
        if self.id:
            return self.id
        names = self.natives or self.latins
        return next((name for name in names if not is_shared(name)), names[0] if names else "")


class Groups:
    """Joined nodes (union-find), of which a group holds one id at most.

    Parameters
    ----------
    evidence : iterable of Evidence
        What all credits say; repetition and order do not matter.
    """

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        known = sorted(set(evidence))
        self.nodes: tuple[str, ...] = tuple(sorted({node for item in known for node in item.nodes}))
        self._parent = {node: node for node in self.nodes}
        self._id = {node: node if node.startswith(ID_MARK) else "" for node in self.nodes}
        self._has_native = {node: not self._id[node] and not is_latin(node) for node in self.nodes}
        self.shared: set[str] = set()
        self._join_firm(known)
        self._give_latins(known)
        self._join_latins(known)

    def root(self, node: str) -> str:
        """Node that stands for the whole group.

        Parameters
        ----------
        node : str
            A node of the evidence.

        Returns
        -------
        str
            The smallest node of its group.
        """
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def has_native(self, node: str) -> bool:
        """Whether a native name of the person of a node is known.

        Parameters
        ----------
        node : str
            A node of the evidence.

        Returns
        -------
        bool
            True if the node's group holds a native name.
        """
        return self._has_native[self.root(node)]

    def home(self, item: Evidence) -> str:
        """Root of the person whom a credit means: its first node that is not shared.

        Parameters
        ----------
        item : Evidence
            Evidence whose nodes are all known here.

        Returns
        -------
        str
            Root of a group, or the shared name itself; empty if there is no name at all.
        """
        node = item.settle(self.shared.__contains__)
        return self.root(node) if node else ""

    def _join(self, one: str, other: str, *, one_native: bool = False) -> None:
        """Join two groups unless they hold two ids (or, if asked, two native names)."""
        first, second = sorted((self.root(one), self.root(other)))
        two_ids = self._id[first] and self._id[second]
        if (
            first == second
            or two_ids
            or (one_native and self._has_native[first] and self._has_native[second])
        ):
            return
        self._parent[second] = first
        self._id[first] = self._id[first] or self._id[second]
        self._has_native[first] = self._has_native[first] or self._has_native[second]

    def _join_firm(self, known: Collection[Evidence]) -> None:
        """Apply rule 1: ids and native names."""
        ids = defaultdict(set)
        for item in known:
            for native in item.natives if item.id else ():
                ids[native].add(item.id)
        self.shared |= {native for native, bearers in ids.items() if len(bearers) > 1}
        named = [item for item in known if item.natives]
        for item in sorted(named, key=lambda item: (not item.id, item)):  # ids first: they bind
            own = [native for native in item.natives if native not in self.shared]
            for native in own:
                self._join(item.id or own[0], native)

    def _give_latins(self, known: Collection[Evidence]) -> None:
        """Apply rule 2: each Latin name to its one bearer, or to nobody."""
        bearers = defaultdict(set)
        for item in known:
            for latin in item.latins if item.is_firm else ():
                bearers[latin].add(item.settle(self.shared.__contains__))
        for latin in sorted(bearers):
            owners = sorted({self.root(node) for node in bearers[latin]})
            if len(owners) == 2 and self._may_be_one(*owners):
                self._join(*owners)
            if len({self.root(owner) for owner in owners}) > 1:
                self.shared.add(latin)
            else:
                self._join(latin, owners[0])

    def _join_latins(self, known: Collection[Evidence]) -> None:
        """Apply rule 3: other Latin spellings of one credit."""
        for item in known:
            if item.is_firm or len(item.latins) < 2:
                continue
            own = [latin for latin in item.latins if latin not in self.shared]
            for latin in own[1:]:
                self._join(own[0], latin, one_native=True)

    def _may_be_one(self, one: str, other: str) -> bool:
        """Whether one is known only by id and the other only by native name."""
        only_id = [bool(self._id[node]) and not self._has_native[node] for node in (one, other)]
        no_id = [not self._id[node] for node in (one, other)]
        unshared = not {one, other} & self.shared
        return unshared and ((only_id[0] and no_id[1]) or (only_id[1] and no_id[0]))
