"""Templates to pages: escaped, strict about what is missing, and with a policy for what they load."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from recsys.model import Model
from service.web.assets import address_of
from service.web.told import country, genre, kind, tone

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


def page(name: str, *, model: Model | None, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    name : str
        Template.
    model : Model or None
        Whose name the foot of the page bears; None if there is none.
    status : int
        HTTP status.
    **context : Any
        What the template shows.

    Returns
    -------
    HTMLResponse
        With the policy of the pages.
    """
    html = _environment().get_template(name).render(model=model, **context)
    return HTMLResponse(html, status, headers={"content-security-policy": POLICY})


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
        tone_name=tone,
        country_name=country,
        genre_name=genre,
        plain_name=str,
    )
    environment.filters["kind"] = kind
    environment.filters["signed"] = lambda value: f"{value:+.6f}".replace("-", "−")
    return environment
