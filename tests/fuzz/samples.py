"""One small sound file of each format, with everything in it that an importer reads."""

from __future__ import annotations

import json
from typing import Any

Files = dict[str, bytes]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _table(header: str, *rows: str, sign: str = ",") -> bytes:
    lines = (line.replace("¦", sign) for line in (header, *rows))
    return "".join(f"{line}\n" for line in lines).encode()


_TMDB_TV = {
    "id": 94796,
    "name": "Paper Boats",
    "original_name": "종이배",
    "original_language": "ko",
    "origin_country": ["KR"],
    "production_countries": [{"iso_3166_1": "KR", "name": "South Korea"}],
    "genres": [{"id": 18, "name": "Drama"}],
    "keywords": {"results": [{"id": 1, "name": "slow burn"}]},
    "first_air_date": "2019-12-14",
    "number_of_episodes": 16,
    "episode_run_time": [70],
    "status": "Ended",
    "overview": "Two letters.",
    "popularity": 12.5,
    "created_by": [{"id": 3, "name": "Kim Haru"}],
    "aggregate_credits": {
        "cast": [
            {"id": 7, "name": "Lee Bom", "order": 0, "roles": [{"character": "Captain", "episode_count": 16}]}
        ],
        "crew": [{"id": 8, "name": "Sato Ren", "jobs": [{"job": "Director"}]}],
    },
    "alternative_titles": {"results": [{"iso_3166_1": "JP", "title": "紙の舟"}]},
    "translations": {"translations": [{"iso_639_1": "ja", "data": {"name": "紙の舟", "overview": ""}}]},
    "external_ids": {"imdb_id": "tt0000001", "tvdb_id": 5},
    "production_companies": [{"name": "Harbour", "origin_country": "KR"}],
    "watch/providers": {"results": {"KR": {"flatrate": [{"provider_name": "Service"}]}}},
}
_JIKAN = {
    "mal_id": 5,
    "title": "Kami no Fune",
    "title_english": "Paper Boats",
    "title_japanese": "紙の舟",
    "title_synonyms": ["Boats"],
    "titles": [{"type": "Default", "title": "Kami no Fune"}],
    "type": "TV",
    "source": "Manga",
    "episodes": 12,
    "status": "Finished Airing",
    "aired": {"from": "2006-01-07T00:00:00+00:00", "prop": {"from": {"day": 7, "month": 1, "year": 2006}}},
    "duration": "24 min per ep",
    "synopsis": "Two letters. [Written by MAL Rewrite]",
    "year": 2006,
    "season": "winter",
    "members": 10,
    "studios": [{"mal_id": 1, "name": "Harbour"}],
    "producers": [{"mal_id": 2, "name": "Quay"}],
    "genres": [{"mal_id": 8, "name": "Drama"}],
    "themes": [{"mal_id": 9, "name": "School"}],
    "demographics": [{"mal_id": 27, "name": "Shounen"}],
    "relations": [{"relation": "Sequel", "entry": [{"mal_id": 6, "type": "anime", "name": "Two"}]}],
}
_ANILIST = {
    "id": 1,
    "idMal": 5,
    "title": {"romaji": "Kami no Fune", "english": "Paper Boats", "native": "紙の舟"},
    "synonyms": ["Boats"],
    "type": "ANIME",
    "format": "TV",
    "status": "FINISHED",
    "source": "MANGA",
    "countryOfOrigin": "JP",
    "seasonYear": 2006,
    "startDate": {"year": 2006, "month": 1, "day": 7},
    "episodes": 12,
    "duration": 24,
    "popularity": 10,
    "description": "Two letters.<br>",
    "genres": ["Drama"],
    "tags": [{"name": "School", "rank": 80, "isGeneralSpoiler": False, "isMediaSpoiler": True}],
    "studios": {"edges": [{"isMain": True, "node": {"name": "Harbour", "isAnimationStudio": True}}]},
    "staff": {"edges": [{"role": "Director", "node": {"id": 3, "name": {"full": "Sato Ren"}}}]},
    "characters": {
        "edges": [
            {
                "role": "MAIN",
                "node": {"name": {"full": "Captain"}},
                "voiceActors": [{"name": {"full": "Mori Aoi"}}],
            }
        ]
    },
    "relations": {"edges": [{"relationType": "SEQUEL", "node": {"id": 2, "type": "ANIME"}}]},
}
_OFFLINE = {
    "sources": ["https://myanimelist.net/anime/5", "https://anilist.co/anime/1"],
    "title": "Kami no Fune",
    "type": "TV",
    "episodes": 12,
    "status": "FINISHED",
    "animeSeason": {"season": "WINTER", "year": 2006},
    "duration": {"value": 1440, "unit": "SECONDS"},
    "synonyms": ["Paper Boats", "紙の舟"],
    "studios": ["harbour"],
    "producers": ["quay"],
    "relatedAnime": ["https://myanimelist.net/anime/6"],
    "tags": ["drama", "school"],
}
_KURYANA = {
    "slug_query": "1-paper-boats",
    "data": {
        "title": "Paper Boats",
        "sub_title": "종이배 ‧ Drama ‧ 2019",
        "complete_title": "Paper Boats (2019)",
        "year": "2019",
        "rating": 8.1,
        "synopsis": "Two letters. (Source: X)",
        "casts": [
            {"name": "Lee Bom", "slug": "/people/1-lee-bom", "role": {"name": "Captain", "type": "Main Role"}}
        ],
        "details": {
            "country": "South Korea",
            "type": "Drama",
            "episodes": "16",
            "aired": "Dec 14, 2019 - Feb 16, 2020",
            "duration": "1 hr. 10 min.",
            "original_network": "tvN",
        },
        "others": {
            "native_title": "종이배",
            "also_known_as": ["Boats"],
            "director": ["Sato Ren"],
            "screenwriter": ["Kim Haru"],
            "genres": ["Romance"],
            "tags": ["Slow Burn Romance", "Boat (Vote tags)"],
            "related_content": ["Paper Boats 2 (Korean sequel)"],
        },
    },
}
_WIKIDATA = {
    "head": {"vars": ["item", "itemLabel"]},
    "results": {
        "bindings": [
            {
                "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"},
                "itemLabel": {"type": "literal", "xml:lang": "en", "value": "Paper Boats"},
                "countryLabel": {"type": "literal", "value": "Japan"},
                "genreLabel": {"type": "literal", "value": "drama film"},
                "date": {"type": "literal", "value": "2019-12-14T00:00:00Z"},
                "castLabel": {"type": "literal", "value": "Lee Bom"},
                "imdbId": {"type": "literal", "value": "tt0000001"},
            }
        ]
    },
}
_NFO = b"""<?xml version="1.0" encoding="UTF-8"?>
<tvshow><title>Paper Boats</title><originaltitle>x</originaltitle><year>2019</year><premiered>2019-12-14</premiered>
<plot>Two letters.</plot><runtime>70</runtime><genre>Drama / Romance</genre><tag>boat</tag><country>South Korea</country>
<studio>Harbour</studio><director>Sato Ren</director><credits>Kim Haru</credits>
<actor><name>Lee Bom</name><role>Captain</role><order>0</order></actor>
<uniqueid type="imdb" default="true">tt0000001</uniqueid><id>tt0000001</id><status>Ended</status></tvshow>
https://www.themoviedb.org/tv/1
"""
_CAST_CELL = '"[{""id"": 7, ""name"": ""Lee Bom"", ""character"": ""Captain"", ""order"": 0}]"'
_CREW_CELL = '"[{""id"": 8, ""name"": ""Sato Ren"", ""job"": ""Director"", ""department"": ""Directing""}]"'

CATALOGUES: dict[str, Files] = {
    "streaming": {
        "netflix_titles.csv": _table(
            "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description",
            's1,TV Show,Paper Boats,Sato Ren,"Lee Bom, Kim Haru","South Korea, Japan",25-Sep-21,2019,TV-14,1 Season,'
            '"Romantic TV Shows, TV Dramas","Two ""letters""."',
        )
    },
    "mydramalist": {
        "drama_data.csv": _table(
            "drama_name,Genres,Tags,Episodes,start airing,end airing,Aired On,Original Network,Duration,score,"
            "scored by,Ranked,Popularity,Content Rating,Watchers,actors,platforms",
            "Paper Boats,\"['Romance', 'Drama']\",\"['Boat', 'Sea (Vote tags)']\",16,14-Dec-19,16-Feb-20,Saturday,tvN,"
            "1 hr. 10 min.,8.1,100,#12,#34,15+,2000,\"['Lee Bom', 'Kim Haru']\",\"['Netflix']\"",
        )
    },
    "kuryana": {"paper-boats.json": _json(_KURYANA)},
    "netflix-top10": {
        "all-weeks-global.tsv": _table(
            "week¦category¦weekly_rank¦show_title¦season_title¦weekly_hours_viewed¦runtime¦weekly_views"
            "¦cumulative_weeks_in_top_10",
            "2021-07-04¦TV (Non-English)¦1¦Paper Boats¦Paper Boats: Season 1¦100¦N/A¦N/A¦2",
            sign="\t",
        )
    },
    "imdb": {
        "title.basics.tsv": _table(
            "tconst¦titleType¦primaryTitle¦originalTitle¦isAdult¦startYear¦endYear¦runtimeMinutes¦genres",
            "tt0000001¦tvSeries¦Paper Boats¦종이배¦0¦2019¦\\N¦70¦Drama,Romance",
            sign="\t",
        ),
        "title.principals.tsv": _table(
            "tconst¦ordering¦nconst¦category¦job¦characters",
            'tt0000001¦1¦nm0000001¦actor¦\\N¦["Captain"]',
            sign="\t",
        ),
        "name.basics.tsv": _table(
            "nconst¦primaryName¦birthYear¦deathYear¦primaryProfession¦knownForTitles",
            "nm0000001¦Lee Bom¦1990¦\\N¦actor¦tt0000001",
            sign="\t",
        ),
        "title.akas.tsv": _table(
            "titleId¦ordering¦title¦region¦language¦types¦attributes¦isOriginalTitle",
            "tt0000001¦1¦紙の舟¦JP¦ja¦imdbDisplay¦\\N¦0",
            sign="\t",
        ),
        "title.ratings.tsv": _table("tconst¦averageRating¦numVotes", "tt0000001¦8.1¦100", sign="\t"),
    },
    "myanimelist": {"season.json": _json({"data": [_JIKAN]})},
    "anilist": {"anilist.json": _json({"data": {"Page": {"media": [_ANILIST]}}})},
    "anime-offline": {"anime-offline-database.json": _json({"license": {"name": "x"}, "data": [_OFFLINE]})},
    "tmdb": {"tv.json": _json(_TMDB_TV)},
    "tmdb-5000": {
        "tmdb_5000_movies.csv": _table(
            "budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,"
            "production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,"
            "title,vote_average,vote_count",
            '1,"[{""id"": 18, ""name"": ""Drama""}]",,5,"[{""id"": 1, ""name"": ""boat""}]",ko,종이배,Two letters.,1.5,'
            '"[{""name"": ""Harbour"", ""id"": 2}]","[{""iso_3166_1"": ""KR"", ""name"": ""South Korea""}]",2019-12-14,0,'
            '120,"[{""iso_639_1"": ""ko""}]",Released,,Paper Boats,8.1,100',
        ),
        "tmdb_5000_credits.csv": _table(
            "movie_id,title,cast,crew", f"5,Paper Boats,{_CAST_CELL},{_CREW_CELL}"
        ),
    },
    "movielens": {
        "movies.csv": _table(
            "movieId,title,genres", '1,"Boats, The (a.k.a. Paper Boats) (2019)",Drama|Romance'
        ),
        "links.csv": _table("movieId,imdbId,tmdbId", "1,0000001,5"),
        "tags.csv": _table("userId,movieId,tag,timestamp", "1,1,boat,1445715205"),
        "ratings.csv": _table("userId,movieId,rating,timestamp", "1,1,4.0,964982703"),
    },
    "nfo": {"tvshow.nfo": _NFO},
    "wikidata": {"query.json": _json(_WIKIDATA)},
    "table": {
        "mine.csv": _table(
            "id,title,year,genres,tags,countries,cast,synopsis,format",
            '1,Paper Boats,2019,"Drama, Romance",boat,"KR, JP","Lee Bom, Kim Haru",Two letters.,TV',
        )
    },
}
