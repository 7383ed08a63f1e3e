"""What real catalogues are like, as numbers: the whole fit of the generator on one screen.

Sources, none of them part of the project: *films* is 4,988 films with TMDB's keywords and companies,
*anime* 3,961 series of MyAnimeList with its sets of related titles, *streaming* the 19,919 titles of the
Netflix, Amazon Prime and Disney+ tables, *built-in* the 1,462 titles of this project. ``python -m
benchmarks.synthetic.fit`` measures them again beside a synthetic catalogue. A number without a source is
a choice, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """One field of a catalogue.

    Parameters
    ----------
    sizes : tuple of tuple of float
        How many different values a title has: quantiles and sizes, of the titles that have any.
    missing : float
        Share of titles that have none.
    frequency : tuple of tuple of float
        Share of titles that have the value of a rank. Where ``grows``, the number of titles that have the
        value of a rank divided by the number of titles.
    grows : bool
        Whether a larger catalogue brings more values in proportion, as with people, or nearly the same ones.
    themed : float
        Share of values that come from what titles of one theme have in common. Chosen so that the 20 nearest
        titles of a block are about as near as in *films*.
    choices : int
        How many values a theme has.
    inherited : float
        Share of its parent's values that a sequel has too.
    """

    sizes: Knots
    missing: float
    frequency: Knots
    grows: bool = False
    themed: float = 0.5
    choices: int = 20
    inherited: float = 0.5


# Sizes, missing shares and frequencies: films. Inherited: anime (.89 of a sibling's genres are shared).
GENRES = FieldStatistics(
    sizes=((0, 1), (0.05, 1), (0.25, 2), (0.5, 2), (0.75, 3), (0.95, 4), (0.99, 5), (1, 6)),
    missing=0.006,
    frequency=(
        (1, 0.4812), (2, 0.3585), (3, 0.2626), (5, 0.1842), (10, 0.1077), (14, 0.04), (18, 0.016),
        (30, 0.0008)
    ),
    themed=0.55,
    choices=4,
    inherited=0.85,
)  # fmt: skip
# Films: TMDB's keywords. Inherited: chosen, less than the .91 of the anime's few tags.
TAGS = FieldStatistics(
    sizes=((0, 1), (0.05, 1), (0.25, 4), (0.5, 7), (0.75, 11), (0.95, 20), (0.99, 27), (1, 40)),
    missing=0.076,
    frequency=(
        (1, 0.2498), (2, 0.065), (5, 0.0397), (10, 0.0253), (20, 0.0186), (50, 0.0104),
        (100, 0.0078), (200, 0.0048), (500, 0.0026), (1000, 0.0014), (2000, 0.0008),
        (5000, 0.00025), (60_000, 0.00001),
    ),
    themed=0.5,
    choices=60,
    inherited=0.6,
)  # fmt: skip
# Built-in: tones of a described title. That a tenth is described is a choice.
TONES = FieldStatistics(
    sizes=((0, 12), (0.05, 12), (0.25, 14), (0.5, 15), (0.75, 16), (0.95, 18), (1, 20)),
    missing=0.9,
    frequency=(
        (1, 0.38), (2, 0.37), (3, 0.31), (5, 0.26), (10, 0.22), (20, 0.176), (30, 0.148),
        (50, 0.1115), (100, 0.041), (140, 0.012)
    ),
    themed=0.5,
    choices=12,
    inherited=0.8,
)  # fmt: skip
# Streaming, of the titles that name a country; missing: films and streaming lie around it.
COUNTRIES = FieldStatistics(
    sizes=((0, 1), (0.83, 1), (0.84, 2), (0.945, 2), (0.95, 3), (0.98, 3), (0.985, 4), (1, 6)),
    missing=0.06,
    frequency=(
        (1, 0.527), (2, 0.131), (3, 0.0986), (5, 0.044), (10, 0.0191), (20, 0.0096), (30, 0.0047),
        (50, 0.0011), (100, 0.0001), (125, 0.00005)
    ),
    themed=0.6,
    choices=3,
    inherited=0.95,
)  # fmt: skip
# Streaming: how many titles the people of a relative rank are in (the first point continues the line), so
# that a catalogue of ten times as many titles has ten times as many people, and careers as long.
# Inherited: chosen.
CAST = FieldStatistics(
    sizes=((0, 1), (0.05, 1), (0.25, 3), (0.5, 6), (0.75, 9), (0.9, 11), (0.95, 14), (0.99, 23), (1, 40)),
    missing=0.113,
    frequency=(
        (1e-6, 125), (5e-5, 60), (1e-4, 56), (2.5e-4, 44), (5e-4, 39), (1e-3, 31), (2.5e-3, 25),
        (5e-3, 22), (0.01, 18), (0.025, 14), (0.05, 10), (0.1, 6.6), (0.25, 3.8), (0.5, 1.9),
        (1, 0.8), (2, 0.55), (10, 0.27),
    ),
    grows=True,
    themed=0.2,
    choices=100,
    inherited=0.45,
)  # fmt: skip
# Films for the frequencies (a film names its directors), streaming for sizes; missing between the two.
DIRECTORS = FieldStatistics(
    sizes=((0, 1), (0.9, 1), (0.93, 2), (0.98, 2), (1, 4)),
    missing=0.13,
    frequency=(
        (1e-6, 110), (2e-4, 26), (1e-3, 16), (2e-3, 14), (4e-3, 11), (0.01, 8), (0.02, 6),
        (0.04, 4.5), (0.1, 2.7), (0.2, 1.4), (0.4, 0.55), (2, 0.15),
    ),
    grows=True,
    themed=0.2,
    choices=30,
    inherited=0.6,
)  # fmt: skip
# Built-in: writers, a quarter of the titles without; nearly a third of them direct as well.
WRITERS = FieldStatistics(
    sizes=((0, 1), (0.74, 1), (0.76, 2), (0.91, 2), (0.93, 3), (1, 4)),
    missing=0.248,
    frequency=DIRECTORS.frequency,
    grows=True,
    themed=0.2,
    choices=20,
    inherited=0.6,
)
WRITERS_WHO_DIRECT = 0.3
# Films: companies. Inherited: anime, .67 of the companies that produce.
STUDIOS = FieldStatistics(
    sizes=((0, 1), (0.05, 1), (0.25, 1), (0.5, 2), (0.75, 4), (0.95, 7), (0.99, 11), (1, 20)),
    missing=0.107,
    frequency=(
        (1e-6, 4500), (2e-4, 340), (4e-4, 325), (6e-4, 295), (1e-3, 210), (2e-3, 105), (4e-3, 60),
        (6e-3, 41), (0.01, 30), (0.02, 14.5), (0.04, 8), (0.1, 3.3), (0.2, 1.4), (0.4, 0.6),
        (1, 0.35), (5, 0.12),
    ),
    grows=True,
    themed=0.2,
    choices=40,
    inherited=0.65,
)  # fmt: skip
# Films: different words of a synopsis that are no function words. Inherited: anime (.18, .03 of them by
# chance).
WORDS = FieldStatistics(
    sizes=((0, 3), (0.05, 8), (0.25, 15), (0.5, 23), (0.75, 31), (0.95, 47), (0.99, 64), (1, 91)),
    missing=0.038,
    frequency=(
        (1, 0.1514), (2, 0.1185), (3, 0.1147), (5, 0.1016), (10, 0.0644), (20, 0.0485),
        (30, 0.0427), (50, 0.0339), (100, 0.0245), (200, 0.0152), (500, 0.0082), (1000, 0.0046),
        (2000, 0.0024), (5000, 0.00085), (10_000, 0.00026), (20_000, 0.00008), (300_000, 0.0000006),
    ),
    themed=0.35,
    choices=150,
    inherited=0.15,
)  # fmt: skip
REPEATED_WORDS = 0.06
"""Films: 6.4 % of the words of a synopsis stand there more than once."""
FUNCTION_WORDS = 0.48
"""Films: 50.2 words a synopsis, of which 26.0 are counted."""
MARKED_WORDS = (0.06, 0.06, 0.08)
"""Shares of words with a comma, with a full stop, and with a capital: chosen."""

TITLE_WORDS = (0.17, 0.30, 0.28, 0.14, 0.11)
"""Films: shares of titles of one to five words; 2.8 on average."""

FORMS = (("film", 0.72), ("series", 0.24), ("short", 0.02), ("special", 0.02))
"""Streaming: three films to one series; the last two are a choice."""
ANIMATION = 0.12
"""Share of animation: a choice between films (.05) and built-in (.24)."""

YEARS: Knots = (
    (0, 1920), (0.01, 1940), (0.02, 1948), (0.05, 1972), (0.1, 1985), (0.2, 1998), (0.3, 2004), (0.4,
    2009), (0.5, 2012), (0.6, 2015), (0.7, 2017), (0.8, 2019), (0.9, 2021), (0.95, 2023), (1, 2025),
)  # fmt: skip
"""Quantiles between those of films (median 2005) and of streaming (median 2016)."""
YEAR_MISSING = 0.02
"""Films."""
YEARS_TO_SEQUEL: Knots = ((0, 0), (0.1, 1), (0.25, 1), (0.5, 3), (0.75, 6), (0.9, 9), (1, 20))
"""Anime: how far apart titles that belong together are."""

FAMILY_SIZES = ((2, 413), (3, 104), (4, 48), (5, 24), (6, 10), (8, 12), (11, 5), (15, 3), (24, 2))
"""Anime: how many sets of related titles have that many; of 621 sets."""
IN_FAMILIES = 0.22
"""Share of titles that belong to such a set: half of that of anime (.44), as the built-in one has .19
relations."""

POPULARITY = (5.54, 1.69)
"""Films: mean and deviation of the logarithm of the number of people; median 255, 9th decile 2,229."""
POPULARITY_MISSING = 0.012

SOURCES = (("manga", 0.19), ("original", 0.09), ("light-novel", 0.065), ("game", 0.048), ("novel", 0.014))
"""Anime, as a share of anime and films together; the rest says nothing of a source."""
INTENSITIES = (0.244, 0.469, 0.287)
"""Built-in: shares of tones of intensity 1, 2 and 3."""
DENIED_TONES = 0.136
"""Built-in: share of tones that a title is said not to have."""
FOREIGN_NAMES = 0.8
"""Share of titles from elsewhere than the United States and Britain that tell their original title:
chosen, near the .87 of built-in."""

FIRST_GENRES = (
    "drama comedy thriller action romance adventure crime family horror sci-fi fantasy mystery historical "
    "music war"
).split()
"""The most frequent genres of films, in their order; the other ones of the vocabulary follow."""
FIRST_COUNTRIES = (
    "US IN GB CA FR JP DE ES KR AU CN MX EG IT TR HK NG BR BE AR TW ID PH TH ZA DK IE CO NL SE SG PL AE NZ "
    "NO LB IL CL MY RU"
).split()
"""The most frequent countries of streaming, in their order; all others follow."""
LANGUAGES = {
    "US": "en", "GB": "en", "CA": "en", "AU": "en", "IE": "en", "NZ": "en", "NG": "en", "ZA": "en",
    "IN": "hi", "FR": "fr", "BE": "fr", "JP": "ja", "DE": "de", "ES": "es", "MX": "es", "AR": "es",
    "CO": "es", "CL": "es", "KR": "ko", "CN": "zh", "TW": "zh", "HK": "yue", "SG": "zh", "EG": "ar",
    "AE": "ar", "LB": "ar", "IT": "it", "TR": "tr", "BR": "pt", "ID": "id", "PH": "fil", "TH": "th",
    "DK": "da", "NL": "nl", "SE": "sv", "PL": "pl", "NO": "no", "IL": "he", "MY": "ms", "RU": "ru",
}  # fmt: skip
"""The first language of a country; English for the others."""
