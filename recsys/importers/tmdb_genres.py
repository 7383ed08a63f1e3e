"""Genres of TMDB by number; search results give nothing but the numbers.

The list is the one that its API publishes for films and for series; a number means the same in both.
"""

from __future__ import annotations

from types import MappingProxyType

ANIMATION = 16

TMDB_GENRES = MappingProxyType(
    {
        12: "Adventure",
        14: "Fantasy",
        ANIMATION: "Animation",
        18: "Drama",
        27: "Horror",
        28: "Action",
        35: "Comedy",
        36: "History",
        37: "Western",
        53: "Thriller",
        80: "Crime",
        99: "Documentary",
        878: "Science Fiction",
        9648: "Mystery",
        10402: "Music",
        10749: "Romance",
        10751: "Family",
        10752: "War",
        10770: "TV Movie",
        # Of series alone.
        10759: "Action & Adventure",
        10762: "Kids",
        10763: "News",
        10764: "Reality",
        10765: "Sci-Fi & Fantasy",
        10766: "Soap",
        10767: "Talk",
        10768: "War & Politics",
        10769: "Foreign",  # no longer given, but still in older files
    }
)
"""English name of each genre by its number."""
