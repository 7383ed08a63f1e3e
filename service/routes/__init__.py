"""The routes, one file a noun."""

from service.routes import (
    audit,
    batch,
    diff,
    external,
    health,
    history,
    map,
    model,
    pages,
    recommend,
    root,
    similar,
    titles,
    vocabulary,
)

__all__ = ["PAGES", "ROUTERS"]

ROUTERS = (
    root.router,
    recommend.router,
    batch.router,
    history.router,
    similar.router,
    external.router,
    titles.router,
    audit.router,
    vocabulary.router,
    model.router,
    diff.router,
    map.router,
    health.router,
)

PAGES = pages.router
"""What people look at; not part of the API."""
