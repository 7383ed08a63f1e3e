"""The routes, one file a noun."""

from service.routes import health, model, recommend, root, similar, titles, vocabulary

__all__ = ["ROUTERS"]

ROUTERS = (
    root.router,
    recommend.router,
    similar.router,
    titles.router,
    vocabulary.router,
    model.router,
    health.router,
)
