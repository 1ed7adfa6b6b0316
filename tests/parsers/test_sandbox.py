"""Calls that crash, hang or eat memory cost themselves alone."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from pebble import ProcessFuture

from dispatch.errors import DamagedFileError, LimitError, NoTextError
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.sandbox import Outcome, Workers


def double(number: int) -> int:
    return number * 2


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(60)


def eat_memory() -> int:
    return len(bytearray(2_000_000_000))


def refuse() -> None:
    raise NoTextError("a.pdf holds no text", vi="a.pdf không có chữ", code="empty-file")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, limits=Limits(memory=600_000_000)) as pool:
        yield pool


def test_gives_the_result(workers: Workers) -> None:
    assert workers.submit(double, 21, name="a.pdf").result() == 42


@pytest.mark.parametrize(
    ("call", "kind", "code"),
    [
        (crash, DamagedFileError, "crashed"),
        (hang, LimitError, "timeout"),
        (eat_memory, LimitError, "out-of-memory"),
    ],
)
def test_loss_costs_the_one_call(
    workers: Workers, call: object, kind: type[Exception], code: str
) -> None:
    assert callable(call)
    lost = workers.submit(call, name="bad.pdf", timeout=1.5)
    others = [workers.submit(double, number, name="good.pdf") for number in range(4)]
    with pytest.raises(kind, match=r"bad\.pdf") as caught:
        lost.result()
    assert getattr(caught.value, "code", None) == code
    assert [other.result() for other in others] == [0, 2, 4, 6]


def test_own_errors_keep_code_and_both_languages(workers: Workers) -> None:
    with pytest.raises(NoTextError) as caught:
        workers.submit(refuse, name="a.pdf").result()
    assert caught.value.code == "empty-file"
    assert caught.value.vi == "a.pdf không có chữ"


def test_nobody_waits_for_a_call_that_was_cancelled() -> None:
    """Seen when the disk was full: a pool that is closed just then never tells the future that it
    was cancelled, and the run stood still for hours."""
    call: Outcome[str] = Outcome(ProcessFuture(), "a.pdf", DEFAULT_LIMITS, 60)
    assert not call.wait(0.01)
    call.cancel()
    assert call.wait(0)
