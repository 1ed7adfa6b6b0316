"""``congvan`` in a process that kills itself with SIGKILL at a named point, as no product does.

    python tests/flows/chaos_child.py POINT COUNT LOG ARGUMENT…

The COUNTth time that POINT is passed, its name is written to LOG and the whole ``congvan`` process
is gone: nothing is flushed, closed or told. Worker processes load this module too, so a point in
one of them kills their parent, and what they do then is part of the test.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flows.run
import flows.sorting

Point = tuple[str, str, bool]
POINTS: dict[str, Point] = {
    # Name → (module, function, whether the kill comes after it instead of before).
    "looking at a file": ("flows.sorting", "Sorter._look", False),
    "handing files to the workers": ("flows.run", "Run.process", False),
    "parsing in a worker": ("flows.process", "process", False),
    "parsed, not yet told to the run": ("flows.process", "process", True),
    "between parse and write": ("flows.run", "Run.write", False),
    "the write transaction is open": ("index.archive", "put_files", False),
    "files are in, the ledger is not": ("index.archive", "put_files", True),
    "failures are being written": ("index.archive", "put_failure", True),
    "outcomes are in, nothing is linked": ("index.archive", "Archive.follow", False),
    "documents written, not linked": ("index.deriving", "rebuild", True),
    "linked, words not indexed": ("index.deriving", "relink", True),
    "words indexed, nothing committed": ("index.archive", "Archive.follow", True),
    "committed, the view not fed": ("index.archive", "Archive.catch_up", False),
    "view fed, the batch not finished": ("index.archive", "Archive.catch_up", True),
    "before the last step": ("flows.run", "Run.link", False),
    "looking for what is gone": ("flows.run", "gone_under", False),
    "before the run is closed": ("index.archive", "Archive.end_run", False),
    "closed, no report yet": ("index.archive", "Archive.end_run", True),
    "report half-written": ("flows.report", "_markdown", False),
    "report written": ("flows.ingest", "save_report", True),
}
_BATCH = 8
_MAIN = "CHAOS_MAIN"
_PLAN = "CHAOS_PLAN"


def main() -> None:
    """Take the plan off the command line and run ``congvan`` with the rest."""
    point, count, log, *arguments = sys.argv[1:]
    os.environ[_PLAN] = "\t".join((point, count, log))
    os.environ[_MAIN] = str(os.getpid())
    _wrap()
    from app.command import main as run

    sys.argv = ["congvan", *arguments]
    run()


def _wrap() -> None:
    """Put the kill round the point's function, in this process."""
    point, count, log = os.environ[_PLAN].split("\t")
    _make_batches_small()
    if point not in POINTS:
        return
    module, name, is_after = POINTS[point]
    owner: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        owner = getattr(owner, part)
    setattr(owner, last, _killing(getattr(owner, last), point, int(count), Path(log), is_after))


def _make_batches_small() -> None:
    """Let every kill have batches before and behind it."""
    flows.sorting.FIRST_FILES = _BATCH  # type: ignore[misc]
    flows.run._MOST_FILES = _BATCH


def _killing(
    function: Callable[..., Any], point: str, count: int, log: Path, is_after: bool
) -> Callable[..., Any]:
    passed = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal passed
        result = function(*arguments, **options) if is_after else None
        passed += 1
        if passed == count:
            with log.open("a", encoding="utf-8") as written:
                written.write(f"{point}\n")
            os.kill(int(os.environ[_MAIN]), signal.SIGKILL)
        return result if is_after else function(*arguments, **options)

    return wrapped


if __name__ == "__main__":
    main()
elif __name__ == "__mp_main__" and _PLAN in os.environ:
    _wrap()
