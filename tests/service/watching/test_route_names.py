from __future__ import annotations

import random

from fastapi import APIRouter
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from service.routes import PAGES, ROUTERS
from service.watching.route_names import RouteNames, templates_of

ROUTES = [route for router in (*ROUTERS, PAGES) for route in router.routes if isinstance(route, Route)]
NAMES = RouteNames(templates_of((*ROUTERS, PAGES)))
PIECES = st.sampled_from(
    ["/", "v1", "titles", "similar", "map", "/v1/titles/", "/similar", "a", "é", "titles/", "?", "{id}", "//"]
)


def routed(path: str) -> str:
    """What the router itself would choose."""
    return next((route.path_format for route in ROUTES if route.path_regex.match(path)), "other")


@given(st.lists(PIECES | st.text(max_size=5), max_size=8))
def test_a_path_is_named_as_the_router_would_route_it(pieces: list[str]) -> None:
    path = "/" + "".join(pieces).replace("\n", "")
    assert NAMES.of(path) == routed(path)


def test_each_route_is_named_by_its_own_template() -> None:
    for route in ROUTES:
        path = route.path_format.replace("{id}", "any-id-2019").replace("{name}", "any")
        assert NAMES.of(path) == route.path_format


def test_a_thousand_random_paths_make_no_new_name() -> None:
    draw = random.Random(9)  # noqa: S311 - nothing secret
    paths = ["".join(draw.choices("/abcv1.%\n", k=12)) for _ in range(500)]
    paths += [f"/v1/titles/{draw.random()}/similar" for _ in range(500)]
    assert {NAMES.of(path) for path in paths} <= {*NAMES.templates, "other"}


def test_a_template_of_two_pieces_does_not_fit_where_they_overlap() -> None:
    assert RouteNames(["/a/{id}/a"]).of("/a/a") == "other"


def test_converters_are_no_part_of_a_template() -> None:
    router = APIRouter()
    router.get("/x/{id:path}")(lambda id: id)
    assert templates_of([router]) == ["/x/{id}"]
