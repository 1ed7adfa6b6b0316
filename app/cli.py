"""The command ``congvan``: builds the commands in the chosen language and turns errors into exit
codes."""

import os
import sys
import traceback
from typing import Annotated, Any

import typer
from typer.main import get_command

from app import (
    bodies,
    campaigns,
    doctor,
    evaluate,
    export,
    extract,
    ingest,
    keeping,
    maintain,
    quarantine,
    register,
    reprocess,
    search,
    serve,
    server,
    watch,
)
from app.messages import MESSAGES, Lang, say
from app.session import Session, print_error
from dispatch.errors import DispatchError, ExitCode


def main() -> None:
    """Run the command line and leave with its exit code."""
    lang, arguments = _take_lang(sys.argv[1:])
    try:
        code = run(arguments, lang)
    except KeyboardInterrupt:
        # typer turns Ctrl-C into an exit code only while it is itself on the stack.
        print(say(lang, "interrupted"), file=sys.stderr)
        code = int(ExitCode.INTERRUPTED)
    sys.exit(code)


def run(arguments: list[str], lang: Lang) -> int:
    """Run one command; every error ends here, as a sentence and an exit code."""
    command = get_command(build())
    _localize(command, lang)
    session = Session(lang)
    try:
        command.main(arguments, prog_name="congvan", standalone_mode=True, obj=session)
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        if code == ExitCode.INTERRUPTED:
            print(say(lang, "interrupted"), file=sys.stderr)
        return code
    except DispatchError as error:
        print_error(error, lang)
        return int(error.exit_code)
    except BrokenPipeError:
        # The reader (head, less) has enough; Python must not complain of it again on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    except Exception as error:
        traceback.print_exc()
        print(say(lang, "defect", error=type(error).__name__), file=sys.stderr)
        return int(ExitCode.DEFECT)
    return int(ExitCode.DONE)


def build() -> typer.Typer:
    """Return the application with all commands; texts are still keys of the message table."""
    # Without rich's own pages the help is there in a third of the time.
    app = typer.Typer(
        help="help.app", no_args_is_help=True, add_completion=False, rich_markup_mode=None
    )
    app.callback()(_options)
    app.command("extract", help="help.extract")(extract.extract)
    app.command("ingest", help="help.ingest")(ingest.ingest)
    app.command("watch", help="help.watch")(watch.watch)
    app.command("search", help="help.search")(search.search)
    app.command("show", help="help.show")(search.show)
    app.command("links", help="help.links")(search.links)
    app.command("export", help="help.export")(export.export)
    app.command("evaluate", help="help.evaluate")(evaluate.evaluate)
    app.command("doctor", help="help.doctor")(doctor.doctor)
    app.command("serve", help="help.serve")(serve.serve)
    app.command("stop", help="help.stop")(server.stop)
    app.command("check", help="help.check")(maintain.check)
    app.command("reindex", help="help.reindex")(maintain.reindex)
    app.command("backup", help="help.backup")(maintain.backup)
    app.command("restore", help="help.restore")(maintain.restore)
    app.command("withdraw", help="help.withdraw")(maintain.withdraw)
    app.command("erase", help="help.erase")(keeping.erase)
    app.command("verify", help="help.verify")(keeping.verify)
    app.command("copy", help="help.copy")(maintain.copy)
    app.command("reprocess", help="help.reprocess")(reprocess.reprocess)
    app.add_typer(register.build(), name="register", help="help.register")
    app.add_typer(quarantine.build(), name="quarantine", help="help.quarantine")
    app.command("campaigns", help="help.campaigns")(campaigns.campaigns)
    app.command("series", help="help.series")(campaigns.series)
    app.command("stubs", help="help.stubs")(campaigns.stubs)
    app.add_typer(bodies.build(), name="bodies", help="help.bodies")
    app.command("next-steps", help="help.next", hidden=True)(doctor.next_steps)
    return app


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"congvan {version('congvan')}")
        raise typer.Exit


def _options(
    lang: Annotated[str, typer.Option("--lang", help="help.lang", metavar="vi|en")] = "vi",
    version: Annotated[
        bool, typer.Option("--version", help="help.version", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    # main() has read --lang already, wherever it stood: the help itself depends on it.
    del lang, version


def _take_lang(arguments: list[str]) -> tuple[Lang, list[str]]:
    """Take ``--lang`` out of the arguments, before or behind the command's name."""
    rest: list[str] = []
    chosen = os.environ.get("CONGVAN_LANG", "vi")
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += [argument, *pending]
        elif argument == "--lang":
            chosen = next(pending, "")
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    if chosen not in ("vi", "en"):
        print(f"--lang: vi | en ({chosen!r}?)", file=sys.stderr)
        sys.exit(ExitCode.USAGE)
    return ("en" if chosen == "en" else "vi"), rest


def _localize(command: Any, lang: Lang) -> None:
    if command.help in MESSAGES:
        command.help = say(lang, command.help)
    # The command keeps this option apart from those that are its own.
    command.get_help_option(typer.Context(command)).help = say(lang, "help.help")
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        if text in MESSAGES:
            parameter.help = say(lang, text)
    for child in getattr(command, "commands", {}).values():
        _localize(child, lang)
