from __future__ import annotations

import pytest

from recsys.catalogue.countries import (
    country_code,
    country_codes,
    country_name,
    expand,
    regions,
    split_countries,
)
from recsys.errors import QueryError


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "KR",
            "KR|kr|KOR|Korea|South Korea|Korea, Republic of|Korean|대한민국|한국|韩国|Corée du Sud",
        ),
        ("KP", "North Korea|북한|DPRK"),
        ("JP", "jpn|Japan|Japanese|日本|일본|Japón|ญี่ปุ่น"),
        ("GB", "UK|U.K.|United Kingdom|Great Britain|England|British"),
        ("US", "USA|U.S.|United States of America|America|Estados Unidos|미국"),
        ("RU", "Russia|Russian Federation|Россия"),
        ("TR", "Turkey|Türkiye|Turkish"),
        ("HK", "Hong Kong|홍콩|香港"),
        ("TW", "Taiwan|Taiwanese|台灣|台湾|대만"),
        ("VN", "Vietnam|Viet Nam|Việt Nam"),
        ("CZ", "Czech Republic|Czechia|Czech"),
        ("TH", "Thailand|ไทย|Thai"),
        ("ID", "Indonesia|Indonesian"),
        ("SU", "USSR|Soviet Union|SU|SUN"),
        ("YU", "Yugoslavia|YU"),
        ("CS", "Czechoslovakia"),
        ("DD", "East Germany|GDR"),
        ("DE", "Deutschland|West Germany"),
        ("CI", "Ivory Coast|Côte d’Ivoire"),
        ("MX", "México|Mexico"),
    ],
)
def test_names_of_a_country_fold_to_its_code(code: str, names: str) -> None:
    assert {name: country_code(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@pytest.mark.parametrize("text", ["", " ", "Narnia", "EU", "ZZ", "???", "x" * 10_000])
def test_what_names_no_country_has_no_code(text: str) -> None:
    assert country_code(text) is None


def test_every_code_names_itself_and_its_english_name() -> None:
    for codes in regions().values():
        for code in codes:
            assert country_code(code) == code
            assert country_code(country_name(code)) == code


def test_stray_empty_piece_is_nothing() -> None:
    found = country_codes("Japan, South Korea, , Narnia,")
    assert (found.codes, found.unknown) == (("JP", "KR"), ("Narnia",))


def test_comma_inside_a_name_does_not_split_it() -> None:
    assert split_countries("Korea, Republic of") == ("Korea, Republic of",)


def test_name_in_another_language_or_else_in_english() -> None:
    assert country_name("KR", "ko") == "대한민국"
    assert country_name("HK") == "Hong Kong"
    assert country_name("SU", "ko") == "Soviet Union"
    assert country_name("KR", "xx") == "South Korea"


@pytest.mark.parametrize("text", ["region:sea", "REGION:SEA", "Southeast Asia", "South-East Asia", "sea"])
def test_region_expands_to_its_countries(text: str) -> None:
    assert expand(text) == ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")


def test_country_expands_to_itself() -> None:
    assert expand(" South Korea ") == ("KR",)


def test_unknown_place_is_refused_with_the_regions() -> None:
    with pytest.raises(QueryError, match=r"'Narnia' is no country or region.*region:sea"):
        expand("Narnia")
    with pytest.raises(QueryError):
        expand("region:KR")
