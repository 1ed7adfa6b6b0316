"""Files are heard of where the file system tells of them, and where it is looked at instead."""

import threading
from pathlib import Path

import pytest

from flows.ears import Ears
from flows.inbox import CONTROL


@pytest.mark.parametrize("is_polled", [False, True])
def test_a_new_file_is_heard(tmp_path: Path, *, is_polled: bool) -> None:
    (tmp_path / "phòng").mkdir()
    heard = threading.Event()
    with Ears(tmp_path, heard.set, is_polled=is_polled):
        # The listener's thread says nothing of when it is ready: files come until one is heard.
        for number in range(60):
            (tmp_path / "phòng" / f"{number}.txt").write_text("x", encoding="utf-8")
            if heard.wait(0.5):
                break
    assert heard.is_set()


def test_what_the_watcher_itself_moves_is_no_news(tmp_path: Path) -> None:
    (tmp_path / CONTROL).mkdir()
    heard = threading.Event()
    with Ears(tmp_path, heard.set, is_polled=False):
        for number in range(4):
            (tmp_path / CONTROL / f"{number}.txt").write_text("x", encoding="utf-8")
            assert not heard.wait(0.5)
        (tmp_path / "a.txt").write_text("x", encoding="utf-8")
        assert heard.wait(10)
