"""Where ``congvan`` begins: Ctrl-C, and a service manager's SIGTERM, end it in one sentence
and with exit code 130, whatever it is doing.

The handler stands before anything heavy is loaded. A command that is interrupted tidies up; if that
hangs (a library waits for its threads), it is ended from here after a while.
"""

import contextlib
import gc
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

GRACE_SECONDS = 10.0
MOMENT_SECONDS = 0.05
INTERRUPTED = 130

GC_THRESHOLD = 20_000
"""Objects made before Python looks for cycles among them: what is imported is many and leaves none,
and at the usual 700 the looking is a tenth of a start."""

_interrupted = threading.Event()


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Whoever started this with Ctrl-C switched off (a shell's background job) keeps it so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    sys.unraisablehook = _unraisable
    gc.set_threshold(GC_THRESHOLD)
    code = INTERRUPTED
    try:
        from app.cli import main as run

        run()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        # Between two moments at which the command line itself would have told it.
        _tell()
    if _interrupted.is_set():
        code = INTERRUPTED
    if signal.getsignal(signal.SIGINT) is _interrupt:
        signal.signal(signal.SIGINT, _leave_at_once)
    sys.exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Interrupt what runs; the second Ctrl-C waits for nothing."""
    if _interrupted.is_set():
        _leave_at_once(number, frame)
    _interrupted.set()
    threading.Thread(target=_end_later, daemon=True).start()
    raise KeyboardInterrupt


def _unraisable(dropped: "sys.UnraisableHookArgs") -> None:
    """Python drops what is raised in a destructor or in a callback of its memory's keeping: an
    interruption that fell there comes again a moment later, and shows no trace."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    again = threading.Timer(MOMENT_SECONDS, _interrupt_again)
    again.daemon = True
    again.start()


def _interrupt_again() -> None:
    _interrupted.clear()
    main_thread = threading.main_thread().ident
    if main_thread is not None:
        signal.pthread_kill(main_thread, signal.SIGINT)  # wakes it where it waits


def _end_later() -> None:
    threading.Event().wait(GRACE_SECONDS)
    _leave_at_once(signal.SIGINT, None)


def _leave_at_once(number: int, frame: FrameType | None) -> NoReturn:
    """End without waiting for threads; the archive's transactions make that safe."""
    del number, frame
    _tell()
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for child in multiprocessing.active_children():
            child.kill()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            stream.flush()
    os._exit(INTERRUPTED)


def _tell() -> None:
    from app.messages import say

    words = [*sys.argv, f"--lang={os.environ.get('CONGVAN_LANG', 'vi')}"]
    is_english = "--lang=en" in words or "--lang en" in " ".join(words)
    os.write(2, (say("en" if is_english else "vi", "interrupted") + "\n").encode())
