"""More of this, less of that: the addresses that a step on one trait leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from recsys.answer import Reason
from service.parameters import amounts
from service.web.address import Address

_FACTORS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
_MOST = 3.0
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Stepper:
    """One trait that can be asked for more or less.

    Parameters
    ----------
    name : str
        What it is called.
    state : str
        How far it has been moved already, in words; empty if it has not.
    more, less : Address or None
        Where one step leads; None at the end of the scale.
    kept : Address or None
        The address without any wish about it; None if there is no wish.
    """

    name: str
    state: str
    more: Address | None
    less: Address | None
    kept: Address | None


def steppers(reason: Reason, address: Address, weights: Mapping[str, float]) -> Iterator[Stepper]:
    """Yield what can be steered about one reason.

    Parameters
    ----------
    reason : Reason
        The reason.
    address : Address
        The question that it answers.
    weights : mapping of str to float
        The model's weight of each block.

    Yields
    ------
    Stepper
        One for each tone that is named; else one for the weight of what the reason speaks of.
    """
    traits = [place.split("/", 1) for place in reason.features]
    # A reason that only says which filters were passed has names and no traits.
    named = zip(reason.shared, traits, strict=True) if traits else ()
    tones = [(name, id) for name, (block, id) in named if block == "tones"]
    if tones:
        # An ending is never named, and a free tag with one of these signs cannot be written down.
        for name, id in tones[:_MOST_NAMED]:
            if id != "ending" and not set(id) & set(",:"):
                yield tone_stepper(name, id, address)
    elif traits and weights.get(traits[0][0]):
        yield block_stepper(traits[0][0], address)


def tone_stepper(name: str, id: str, address: Address) -> Stepper:
    """Return the steps on one tone.

    Parameters
    ----------
    name, id : str
        The tone.
    address : Address
        Where one stands.

    Returns
    -------
    Stepper
        Three steps more and three less are the ends.
    """
    more, less = amounts(address.values("more")), amounts(address.values("less"))
    amount = more.get(id, 0.0) - less.get(id, 0.0)
    plain = _without(_without(address, "more", id), "less", id)
    state = f"{'more' if amount > 0 else 'less'} {_times(abs(amount))}".strip() if amount else ""
    return Stepper(
        name=name,
        state=state,
        more=_wish(plain, id, amount + 1) if amount < _MOST else None,
        less=_wish(plain, id, amount - 1) if amount > -_MOST else None,
        kept=plain if amount else None,
    )


def block_stepper(block: str, address: Address) -> Stepper:
    """Return the steps on the weight of a feature block.

    Parameters
    ----------
    block : str
        Name of the block.
    address : Address
        Where one stands.

    Returns
    -------
    Stepper
        From four times the model's weight down to nothing.
    """
    factor = amounts(address.values("weigh")).get(block, 1.0)
    plain = _without(address, "weigh", block)
    up = next((step for step in _FACTORS if step > factor), None)
    down = next((step for step in reversed(_FACTORS) if step < factor), None)
    return Stepper(
        name=block,
        state="" if factor == 1 else f"counts {factor:g} times" if factor else "does not count",
        more=None if up is None else _weighed(plain, block, up),
        less=None if down is None else _weighed(plain, block, down),
        kept=None if factor == 1 else plain,
    )


def _wish(plain: Address, id: str, amount: float) -> Address:
    if not amount:
        return plain
    size = abs(amount)
    return plain.plus("more" if amount > 0 else "less", id if size == 1 else f"{id}:{size:g}")


def _weighed(plain: Address, block: str, factor: float) -> Address:
    return plain if factor == 1 else plain.plus("weigh", f"{block}:{factor:g}")


def _without(address: Address, name: str, id: str) -> Address:
    for value in address.values(name):
        if value.partition(":")[0].strip() == id:
            address = address.minus(name, value)
    return address


def _times(amount: float) -> str:
    return "" if amount == 1 else f"×{amount:g}"
