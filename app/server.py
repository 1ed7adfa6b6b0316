"""``congvan stop``: ends the Prefect server that ``ingest`` started on this machine."""

import typer

from app.session import session_of


def stop(context: typer.Context) -> None:
    """Stop the server; one that does not run is no error."""
    # Small by itself: Prefect is not loaded to stop its server.
    from flows.server import stop_server

    session = session_of(context)
    stopped = stop_server(session.settings.data_folder)
    typer.echo(session.say("stop.done" if stopped else "stop.none"))
