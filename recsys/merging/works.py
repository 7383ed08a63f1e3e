"""All titles so far while catalogues are merged, found by ids and names."""

from __future__ import annotations

from collections import defaultdict

from recsys.merging.profile import Profile


class Works:
    """All titles so far, found by their own ids, their ids elsewhere, and their names."""

    def __init__(self) -> None:
        self.profiles: list[Profile] = []
        self._by_own_id: dict[str, set[int]] = defaultdict(set)
        self._by_site: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._by_name: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        self._by_bare_name: dict[str, set[int]] = defaultdict(set)

    def add(self, profile: Profile) -> int:
        """Return the position of a title that none so far is.

        Parameters
        ----------
        profile : Profile
            The title.

        Returns
        -------
        int
            Where it is from now on.
        """
        self.profiles.append(profile)
        self._index(len(self.profiles) - 1, profile)
        return len(self.profiles) - 1

    def join(self, work: int, profile: Profile) -> None:
        """Add what is known of a title to the one that it was found to be.

        Parameters
        ----------
        work : int
            Position of the counterpart.
        profile : Profile
            The title.
        """
        for title in profile.titles:
            self.profiles[work].add(title)
        self._index(work, self.profiles[work])

    def of_own_id(self, profile: Profile) -> list[int]:
        """Return the works of which a title has the id that the profile's title has.

        Parameters
        ----------
        profile : Profile
            One title.

        Returns
        -------
        list of int
            Positions, ascending.
        """
        return sorted(self._by_own_id.get(profile.titles[0].id, ()))

    def of_site_ids(self, profile: Profile) -> list[int]:
        """Return the works that share an id elsewhere with a title.

        Parameters
        ----------
        profile : Profile
            One title.

        Returns
        -------
        list of int
            Positions, ascending.
        """
        asked = ((site, value) for site, values in profile.ids.items() for value in values)
        return sorted({work for key in asked for work in self._by_site.get(key, ())})

    def of_name(self, profile: Profile) -> list[int]:
        """Return the works that share a name with a title, a year apart at most.

        Parameters
        ----------
        profile : Profile
            One title.

        Returns
        -------
        list of int
            Positions, ascending; those of an unknown year are among them.
        """
        years = {near for year in profile.years for near in (year - 1, year, year + 1)}
        found: set[int] = set()
        for key in profile.keys:
            if not years:
                found.update(self._by_bare_name.get(key, ()))
            for year in (*years, None) if years else ():
                found.update(self._by_name.get((key, year), ()))
        return sorted(found)

    def _index(self, work: int, profile: Profile) -> None:
        for title in profile.titles:
            self._by_own_id[title.id].add(work)
        for site, values in profile.ids.items():
            for value in values:
                self._by_site[site, value].add(work)
        for key in profile.keys:
            self._by_bare_name[key].add(work)
            for year in profile.years or (None,):
                self._by_name[key, year].add(work)
