"""A stop while a library loads comes when it has loaded, and is told as a stop."""

import signal
import threading

import pytest

from flows.loading import stops_wait


def test_an_interrupt_waits_for_the_end() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt), stops_wait():
        signal.raise_signal(signal.SIGINT)
        steps.append("loaded")
    assert steps == ["loaded"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_block_without_a_stop_changes_nothing() -> None:
    kept = signal.getsignal(signal.SIGTERM)
    with stops_wait():
        pass
    assert signal.getsignal(signal.SIGTERM) is kept


def test_other_threads_are_not_held() -> None:
    done: list[bool] = []

    def load() -> None:
        with stops_wait():
            done.append(True)

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()
    assert done == [True]
