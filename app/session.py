"""What every command needs: the language, the settings, where the index is, how to print."""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.messages import Lang, say
from dispatch.errors import DispatchError

if TYPE_CHECKING:
    from dispatch.settings import Settings

IndexOption = Annotated[str | None, typer.Option("--index", help="help.index", metavar="URL")]
ArchiveOption = Annotated[
    Path | None, typer.Option("--archive", help="help.archive", metavar="PATH")
]
JsonOption = Annotated[bool | None, typer.Option("--json/--no-json", help="help.json")]


@dataclass
class Session:
    """The language of this call and, read when first asked for, its settings."""

    lang: Lang

    @cached_property
    def settings(self) -> "Settings":
        # Reading settings loads pydantic-settings, which ``--help`` and ``extract`` can do without.
        from dispatch.settings import read_settings

        return read_settings()

    def say(self, key: str, **values: object) -> str:
        """Return a message in the session's language."""
        return say(self.lang, key, **values)

    def index_url(self, index: str | None) -> str:
        """Return the index that the flag, else the settings, name."""
        return index or self.settings.index_url

    def archive_path(self, index: str | None, archive: Path | None) -> Path | None:
        """Return the store that feeds the index; None where the index is itself the store."""
        url = self.index_url(index)
        return None if url.startswith("sqlite:") else archive or self.settings.archive_path

    def store_url(self, index: str | None, archive: Path | None) -> str:
        """Return the store behind the index: the graph and the directory are only there."""
        store = self.archive_path(index, archive)
        return self.index_url(index) if store is None else f"sqlite:{store}"


def session_of(context: typer.Context) -> Session:
    """Return the session that ``app.cli`` gave the command."""
    session = context.obj
    assert isinstance(session, Session)
    return session


def is_machine(json: bool | None) -> bool:
    """Tell whether a program reads the output: as asked for, else where there is no terminal."""
    return not sys.stdout.isatty() if json is None else json


def print_json(value: Any) -> None:
    """Print one record on one line, in UTF-8 whatever the terminal's encoding."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()


def print_error(error: DispatchError, lang: Lang) -> None:
    """Print an error's sentence with its code on standard error."""
    typer.echo(f"{say(lang, 'error')} [{error.code}]: {error.localized(lang)}", err=True)
