"""From the name of a filter that left nothing to the address without it."""

from __future__ import annotations

from recsys.catalogue import genre_ids
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.settings import Setting, said, settings, together

# What several names of an address say together is one filter.
_ONE_NAME = {
    "year": ("year_from", "year_to"),
    "period": ("period_from", "period_to"),
    "released_by": ("released_by", "upcoming"),
    "upcoming": ("upcoming",),
    "services": ("services", "region", "available_by"),
    "region": ("region", "available_by"),
    "within": ("within", "among"),
}


def without_filter(address: Address, name: str) -> Address:
    """Return the address without the filter that an answer names.

    Parameters
    ----------
    address : Address
        The question.
    name : str
        As a relaxation names it: ``countries.all``, ``year``, ``tones: restrained>=2``.

    Returns
    -------
    Address
        The same question without it; unchanged if it does not say it, as where a text does.
    """
    kind, _, value = name.partition(": ")
    if not value:
        for key in _ONE_NAME.get(kind, (kind.replace(".", "_"),)):
            address = address.minus(key)
        return address
    for setting in settings(address):
        if setting.name == kind and _means(setting, value):
            address = address.minus(kind, setting.value)
    return address


def told(address: Address, name: str, language: Language = ENGLISH) -> str:
    """Return a filter that an answer names, in the words of the page.

    Parameters
    ----------
    address : Address
        The question.
    name : str
        As a relaxation names it.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    str
        Such as "made by Japan and South Korea".
    """
    kept = set(without_filter(address, name).pairs)
    dropped = [each for each in settings(address, language) if (each.name, each.value) not in kept]
    kind, _, value = name.partition(": ")
    return together(dropped, language) or said(kind, value, language) or name


def _means(setting: Setting, value: str) -> bool:
    if setting.name == "genres":
        return value in (genre_ids(setting.value) or (setting.value,))
    return setting.value.replace(" ", "").removesuffix(">=1") == value.replace(" ", "")
