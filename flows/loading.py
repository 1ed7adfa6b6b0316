"""Libraries load whole: a stop that comes meanwhile waits until they have."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stops_wait() -> Iterator[None]:
    """Keep Ctrl-C and SIGTERM until the block's end.

    Prefect reads its settings while it is imported, and an interrupt in the middle of that comes
    back as an error of the library that reads them, not as KeyboardInterrupt.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone
        return
    came: list[int] = []
    kept = {
        number: signal.signal(number, lambda sent, _: came.append(sent))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        for received in came[:1]:
            signal.raise_signal(received)
