"""What LibreOffice was converting for a reader that was killed does not stay."""

import contextlib
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from parsers import desks
from parsers.limits import DEFAULT_LIMITS
from parsers.office import convert

MARKER = b"zyxqwo"
RTF = rb"{\rtf1\ansi " + rb"TUY\u7878?T M\u7852?T\par zyxqwo\par " * 3_000 + b"}"

pytestmark = pytest.mark.office


def remains(folder: Path) -> list[str]:
    """Return the files under ``folder`` that hold the letter, or what LibreOffice makes of one;
    it may be making and dropping others meanwhile."""
    found = []
    for top, _, names in os.walk(folder):
        for path in (Path(top, name) for name in names):
            with contextlib.suppress(FileNotFoundError):
                if path.suffix in (".docx", ".tmp") or MARKER in path.read_bytes():
                    found.append(str(path))
    return found


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        # A folder that goes while it is looked through says nothing yet.
        with contextlib.suppress(FileNotFoundError):
            if is_so():
                return
        time.sleep(0.02)


def is_cleared(folder: Path) -> bool:
    desks.clear()
    return not remains(folder)


def test_what_a_killed_reader_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, temporary = tmp_path / "cache", tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("TMPDIR", str(temporary))
    reader = multiprocessing.get_context("spawn").Process(
        target=convert, args=(RTF, ".rtf", "mat.rtf", DEFAULT_LIMITS)
    )
    reader.start()
    wait_until(lambda: any(cache.glob("**/registrymodifications.xcu")))
    assert remains(tmp_path), "it is at work"
    reader.kill()
    reader.join()

    # LibreOffice goes on without its reader, and would write after whoever cleared too soon.
    wait_until(lambda: is_cleared(tmp_path))
    assert remains(tmp_path) == []
    time.sleep(1)
    assert remains(tmp_path) == [], "nobody writes there any more"
    with desks.lend() as first, desks.lend() as second:
        assert first.profile != second.profile
        assert first.work.stat().st_mode & 0o777 == 0o700
        desks.clear()
        assert first.work.exists(), "a desk in use is nobody else's to clear"
    assert list(cache.glob("**/*.work")) == []
