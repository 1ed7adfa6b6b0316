"""The application: routes, guard and errors put together round one site."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from app.web import (
    api,
    campaigns_page,
    document_page,
    graph_api,
    graph_page,
    login_page,
    number_page,
    results_page,
    review_page,
    search_page,
    status_page,
    suggest_page,
)
from app.web.access import Access
from app.web.guard import Guard
from app.web.place import Place
from app.web.problems import handle_errors
from app.web.render import STATIC
from app.web.site import Site

PAGES = (
    search_page,
    document_page,
    number_page,
    graph_page,
    campaigns_page,
    suggest_page,
    review_page,
    results_page,
    status_page,
    login_page,
)


def create_app(place: Place, access: Access) -> FastAPI:
    """Return the ASGI application over the archive at ``place``."""
    site = Site(place, access)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(
        title="congvan",
        version="1",
        description="Search, records, links and pages of an archive of Vietnamese dispatches.",
        openapi_url="/api/v1/openapi.json",
        # The usual documentation pages load scripts from other hosts.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.site = site
    handle_errors(app)
    for pages in PAGES:
        app.include_router(pages.router, include_in_schema=False)
    app.include_router(api.router, prefix="/api/v1")
    app.include_router(graph_api.router, prefix="/api/v1")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, access=access)
    return app
