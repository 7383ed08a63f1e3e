"""Public docstrings agree with the code: numpydoc's validation, switched on for all three packages."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pydantic
import pytest
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

CHECKS = {
    "GL08": "has a docstring",
    "GL07": "sections in numpydoc's order",
    "SS03": "the first sentence ends with a full stop",
    "PR01": "every parameter is documented",
    "PR02": "no parameter is documented that does not exist",
    "PR03": "parameters in the order of the signature",
    "PR04": "parameters have a type",
    "PR07": "parameters have a description",
    "RT01": "what is returned is documented",
    "RT03": "what is returned has a description",
    "YD01": "what is yielded is documented",
}
PACKAGES = ("recsys", "training", "service")
READERS = ("recsys.importers.", "recsys.history.")
# Their docstring is shown to users as help; typer and FastAPI document the parameters one by one.
HELP_TEXTS = ("recsys.cli", "service.routes")


def modules() -> Iterator[str]:
    """Names of all public modules; `__main__` would run when imported."""
    for package in PACKAGES:
        yield package
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not any(part.startswith("_") for part in found.name.split(".")):
                yield found.name


def documented_objects() -> Iterator[tuple[str, Any]]:
    """Dotted name and object of all public functions, classes, methods and properties."""
    for name in modules():
        for key, value in vars(importlib.import_module(name)).items():
            own = getattr(value, "__module__", None) == name
            if own and not key.startswith("_") and (is_function(value) or inspect.isclass(value)):
                yield f"{name}.{key}", value
                yield from members(f"{name}.{key}", value)


def members(name: str, owner: Any) -> Iterator[tuple[str, Any]]:
    """Dotted name and object of the public methods and properties that a class itself defines."""
    for key, value in vars(owner).items() if inspect.isclass(owner) else ():
        value = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if not key.startswith("_") and (is_function(value) or isinstance(value, property)):
            yield f"{name}.{key}", value


def is_function(value: Any) -> bool:
    """Whether it is a function, also one behind functools.cache or another wrapper."""
    return callable(value) and inspect.isfunction(inspect.unwrap(value))


def complaints(name: str, value: Any) -> list[str]:
    """What numpydoc finds, apart from what this project does differently for a reason."""
    value = inspect.unwrap(value) if callable(value) else value
    found = validate(get_doc_object(value))["errors"]
    return [f"{name}: {code} {text}" for code, text in found if code in CHECKS.keys() - excused(name, value)]


def excused(name: str, value: Any) -> set[str]:
    """Checks that do not apply to this object, each for the reason beside it."""
    codes = set()
    if name.startswith(HELP_TEXTS):
        codes |= {"PR01", "RT01", "YD01"}
    if inspect.isclass(value) and has_no_parameters_of_its_own(value):
        codes |= {"PR01"}
    if inspect.isfunction(value) and not set(inspect.signature(value).parameters) - {"self", "cls"}:
        codes |= {"RT01", "YD01"}  # the first line says what comes back, and there is nothing to add
    if name.startswith(READERS) and name.endswith((".claims", ".rows", ".records")):
        codes |= {"PR01", "RT01", "YD01"}  # the protocols Importer and HistoryReader say it for all
    return codes


def has_no_parameters_of_its_own(kind: type) -> bool:
    """Whether a class is told well enough without a section of parameters."""
    if issubclass(kind, enum.Enum):
        return True  # its signature is that of Enum
    if issubclass(kind, pydantic.BaseModel):
        return True  # each field has a description, which is also in the JSON Schema
    if getattr(kind, "_is_protocol", False):
        return True  # nobody constructs it
    if dataclasses.is_dataclass(kind) and len(dataclasses.fields(kind)) <= 5:
        return True  # a small record explains its fields in its sentence
    return "__init__" not in vars(kind) and not dataclasses.is_dataclass(kind)  # inherited


OBJECTS = dict(documented_objects())


@pytest.mark.parametrize("name", OBJECTS)
def test_docstring_agrees_with_the_code(name: str) -> None:
    assert complaints(name, OBJECTS[name]) == []


@pytest.mark.parametrize("name", ["recsys.errors.UnresolvedName", "recsys.title.Title.label"])
def test_classes_and_properties_are_among_those_compared(name: str) -> None:
    assert name in OBJECTS


# The rest shows that the validation is on: each of these must be found.


def undocumented(a: int) -> None:
    print(a)


def a_parameter_is_missing(a: int, b: int) -> None:
    """Prints two numbers.

    Parameters
    ----------
    a : int
        The first.
    """
    print(a, b)


def a_parameter_does_not_exist(a: int) -> None:
    """Prints a number.

    Parameters
    ----------
    a : int
        The number.
    b : int
        Nothing of this name.
    """
    print(a)


def parameters_are_out_of_order(a: int, b: int) -> None:
    """Prints two numbers.

    Parameters
    ----------
    b : int
        The second.
    a : int
        The first.
    """
    print(a, b)


def a_parameter_has_no_type(a: int) -> None:
    """Prints a number.

    Parameters
    ----------
    a
        The number.
    """
    print(a)


def a_parameter_has_no_description(a: int) -> None:
    """Prints a number.

    Parameters
    ----------
    a : int
    """
    print(a)


def the_return_is_missing(a: int) -> int:
    """The number itself.

    Parameters
    ----------
    a : int
        The number.
    """
    return a


def the_return_has_no_description(a: int) -> int:
    """The number itself.

    Parameters
    ----------
    a : int
        The number.

    Returns
    -------
    int
    """
    return a


def the_yield_is_missing(a: int) -> Iterator[int]:
    """The number, once.

    Parameters
    ----------
    a : int
        The number.
    """
    yield a


def sections_are_out_of_order(a: int) -> int:
    """The number itself.

    Returns
    -------
    int
        The number.

    Parameters
    ----------
    a : int
        The number.
    """
    return a


def the_full_stop_is_missing() -> None:
    """Does nothing"""


@pytest.mark.parametrize(
    ("code", "bad"),
    [
        ("GL08", undocumented),
        ("GL07", sections_are_out_of_order),
        ("SS03", the_full_stop_is_missing),
        ("PR01", a_parameter_is_missing),
        ("PR02", a_parameter_does_not_exist),
        ("PR03", parameters_are_out_of_order),
        ("PR04", a_parameter_has_no_type),
        ("PR07", a_parameter_has_no_description),
        ("RT01", the_return_is_missing),
        ("RT03", the_return_has_no_description),
        ("YD01", the_yield_is_missing),
    ],
)
def test_bad_docstring_is_found(code: str, bad: Callable[..., object]) -> None:
    (complaint,) = complaints("bad", bad)
    assert complaint.startswith(f"bad: {code} ")


class AConstructorIsUndocumented:
    """Holds a number."""

    def __init__(self, a: int) -> None:
        self.a = a

    def method(self, b: int) -> None:
        print(self.a, b)


def test_bad_docstring_of_a_class_is_found() -> None:
    assert "PR01" in complaints("bad", AConstructorIsUndocumented)[0]


def test_undocumented_method_is_found() -> None:
    ((name, method),) = members("bad", AConstructorIsUndocumented)
    assert complaints(name, method) == ["bad.method: GL08 The object does not have a docstring"]
