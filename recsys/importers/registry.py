"""All importers, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from recsys.errors import BadData
from recsys.importers.anilist import AniListImporter
from recsys.importers.anime_offline import AnimeOfflineImporter
from recsys.importers.imdb import ImdbImporter
from recsys.importers.importer import Importer
from recsys.importers.kuryana import KuryanaImporter
from recsys.importers.movielens import MovieLensImporter
from recsys.importers.myanimelist import MyAnimeListImporter
from recsys.importers.mydramalist import MyDramaListImporter
from recsys.importers.netflix_top10 import NetflixTop10Importer
from recsys.importers.nfo import NfoImporter
from recsys.importers.streaming import StreamingImporter
from recsys.importers.table import TableImporter
from recsys.importers.tmdb import TmdbImporter
from recsys.importers.tmdb_5000 import Tmdb5000Importer
from recsys.importers.wikidata import WikidataImporter

TABLE = TableImporter()
# TABLE is the last: it takes whatever has the names of our own fields.
IMPORTERS: tuple[Importer, ...] = (
    StreamingImporter(),
    MyDramaListImporter(),
    KuryanaImporter(),
    NetflixTop10Importer(),
    ImdbImporter(),
    MyAnimeListImporter(),
    AniListImporter(),
    AnimeOfflineImporter(),
    TmdbImporter(),
    Tmdb5000Importer(),
    MovieLensImporter(),
    NfoImporter(),
    WikidataImporter(),
    TABLE,
)


def importer_named(name: str) -> Importer:
    """Return the importer of a format.

    Parameters
    ----------
    name : str
        As on the command line.

    Returns
    -------
    Importer
        The importer.

    Raises
    ------
    BadData
        If there is none of that name.
    """
    for importer in IMPORTERS:
        if importer.name == name.casefold().strip():
            return importer
    known = ", ".join(importer.name for importer in IMPORTERS)
    msg = f"{name[:80]!r} is no format: expected one of {known}"
    raise BadData(msg)
