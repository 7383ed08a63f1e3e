"""Templates to pages: escaped, strict about what is missing, and with a policy for what they load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse

from recsys.model import Model
from recsys.wording import Language
from service.web.assets import address_of
from service.web.reader import Reader
from service.web.told import country, genre, kind, place, source, status, tone

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of the pages: nothing inline, nothing from elsewhere."""


NOBODY = Reader()
"""Who reads where nobody has said anything."""


def page(
    name: str, *, model: Model | None, status: int = 200, reader: Reader = NOBODY, **context: Any
) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    name : str
        Template.
    model : Model or None
        Whose name the foot of the page bears; None if there is none.
    status : int
        HTTP status.
    reader : Reader
        Who reads it: the language, and the address that its links keep.
    **context : Any
        What the template shows.

    Returns
    -------
    HTMLResponse
        With the policy of the pages, and with the language that it is in.
    """
    html = _environment().get_template(name).render(model=model, reader=reader, **context)
    return HTMLResponse(html, status, headers={"content-security-policy": POLICY, **reader.headers})


def load_templates() -> None:
    """Compile every template, which takes a quarter of a second, before a page is asked for."""
    environment = _environment()
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


def title_address(id: str) -> str:
    """Return the address of a title's own page.

    Parameters
    ----------
    id : str
        Identifier of the title.

    Returns
    -------
    str
        Its path.
    """
    return f"/titles/{quote(id, safe='')}"


def compare_address(a: str, b: str) -> str:
    """Return the address of the page that compares two titles.

    Parameters
    ----------
    a, b : str
        Identifiers.

    Returns
    -------
    str
        Path and query.
    """
    return f"/compare?{urlencode({'a': a, 'b': b})}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        asset=address_of,
        title_address=title_address,
        compare_address=compare_address,
        tone_name=_in_language(tone),
        country_name=_in_language(country),
        genre_name=_in_language(genre),
        place_name=_in_language(place),
        source_name=_in_language(source),
        status_name=_in_language(status),
        plain_name=str,
        say=_say,
    )
    environment.filters["here"] = _here
    environment.filters["kind"] = kind
    environment.filters["signed"] = lambda value: f"{value:+.6f}".replace("-", "−")
    return environment


def _in_language(named: Callable[[str, Language], str]) -> Callable[[Context, str], str]:
    """What things are called, in the language of the reader."""

    @pass_context
    def name(context: Context, value: str) -> str:
        return named(value, context["reader"].language)

    return name


@pass_context
def _say(context: Context, message: str) -> str:
    """A heading, where the reader's language has it."""
    return str(context["reader"].language.say(message))


@pass_context
def _here(context: Context, address: object) -> str:
    """An address in the language that the reader has chosen."""
    return str(context["reader"].here(address))
