"""``congvan serve``: the web pages and the JSON API on one address."""

import os
from pathlib import Path
from typing import Annotated

import typer

from app.session import ArchiveOption, IndexOption, Session, session_of

PASSWORD_FILE = "web-password"
"""In the data folder; holds the argon2 hash and nothing else."""


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="help.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="help.port", min=1, max=65535)] = 8000,
    set_password: Annotated[bool, typer.Option("--set-password", help="help.set-password")] = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Answer until stopped; away from this machine only with a password or a token."""
    session = session_of(context)
    # FastAPI and uvicorn are of no use to any other command.
    import uvicorn

    from app.web.access import Access, check_address, hash_password, is_loopback
    from app.web.application import create_app
    from app.web.place import Place

    folder = session.settings.data_folder
    if set_password:
        _keep(folder / PASSWORD_FILE, hash_password(_ask(session)))
        return
    hosts = frozenset({"localhost", "127.0.0.1", "::1"}) if is_loopback(host) else frozenset()
    access = Access(
        password_hash=_kept(folder / PASSWORD_FILE),
        token=os.environ.get("CONGVAN_API_TOKEN") or None,
        hosts=hosts,
    )
    check_address(host, access)
    place = Place(session.index_url(index), session.archive_path(index, archive), folder)
    app = create_app(place, access)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(session.say("serve.ready", url=f"http://{shown}:{port}/"), err=True)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=20,
        h11_max_incomplete_event_size=65_536,
    )


def _ask(session: Session) -> str:
    text: str = typer.prompt(
        session.say("serve.password"), hide_input=True, confirmation_prompt=True
    )
    return text


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text + "\n", encoding="ascii")


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="ascii").strip() if path.is_file() else None
