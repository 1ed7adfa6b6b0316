"""Which files of an inbox are complete, and whose they are; no Prefect, no archive."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.errors import MissingFileError
from flows.inbox import CONTROL, Claim, Inbox
from flows.stillness import Stillness, has_writer, is_whole
from tests.command import SAMPLES

SETTLE = 0.2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "den"
    made.mkdir()
    return made


@pytest.fixture
def inbox(folder: Path) -> Iterator[Inbox]:
    with Inbox(folder, settle=SETTLE) as opened:
        yield opened


def look(inbox: Inbox, *, seconds: float = 2 * SETTLE) -> list[Claim]:
    """Look, let everything settle, look again; return what is claimed and complete."""
    inbox.look(limit=100)
    time.sleep(seconds)
    inbox.look(limit=100)
    return inbox.claims()


def origins(claims: list[Claim]) -> set[str]:
    """Return where the files lay in the inbox."""
    return {claim.origin for claim in claims}


def test_a_file_is_taken_when_it_has_stood_still(inbox: Inbox, folder: Path) -> None:
    (folder / "a.txt").write_text("một", encoding="utf-8")
    first = inbox.look(limit=100)
    assert first.claimed == 0
    assert first.wait is not None
    assert 0 < first.wait <= SETTLE
    time.sleep(first.wait + 0.01)
    assert inbox.look(limit=100).claimed == 1
    (claim,) = inbox.claims()
    assert claim.path.read_text(encoding="utf-8") == "một"
    assert not (folder / "a.txt").exists()
    assert inbox.look(limit=100).wait is None
    inbox.release(claim)
    assert inbox.claims() == []


def test_time_stands_still_by_our_own_clock(inbox: Inbox, folder: Path) -> None:
    """A file moved in with an old time settles like any other, one from the future too."""
    for name, moment in (("cũ.txt", 946_684_800), ("mai.txt", time.time() + 86_400)):
        (folder / name).write_text(name, encoding="utf-8")
        os.utime(folder / name, (moment, moment))
    assert inbox.look(limit=100).claimed == 0
    time.sleep(SETTLE + 0.05)
    assert inbox.look(limit=100).claimed == 2


def test_a_file_that_grows_is_left_alone(inbox: Inbox, folder: Path) -> None:
    path = folder / "a.txt"
    for _ in range(4):
        with path.open("a", encoding="utf-8") as file:
            file.write("thêm một dòng\n")
        assert inbox.look(limit=100).claimed == 0
        time.sleep(SETTLE * 0.7)
    assert origins(look(inbox)) == {"a.txt"}


def test_an_open_writer_holds_a_still_file(inbox: Inbox, folder: Path) -> None:
    with (folder / "a.txt").open("w", encoding="utf-8") as file:
        file.write("một")
        file.flush()
        assert look(inbox) == []
    assert origins(look(inbox)) == {"a.txt"}


def test_a_writer_in_another_process_is_seen_without_leases(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.txt"
    program = "import sys; file = open(sys.argv[1], 'w'); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        writer.stdout.readline()
        assert has_writer(path)

        def refuse(*_: object) -> int:
            raise PermissionError(1, "no lease on this file system")

        monkeypatch.setattr("flows.stillness.fcntl.fcntl", refuse)
        assert has_writer(path)
        with path.open(encoding="utf-8"):
            writer.stdin.close()
            writer.wait(timeout=30)
            assert not has_writer(path)


@pytest.mark.parametrize(
    "name",
    [
        "~$cong-van.docx",
        ".~lock.cong-van.docx#",
        "~WRL0001.tmp",
        "quet.pdf.part",
        "quet.tmp",
        "quet.pdf.crdownload",
        ".an.txt",
        ".thu-muc/trong.txt",
        "Thumbs.db",
    ],
)
def test_names_that_are_left_alone(inbox: Inbox, folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x", encoding="utf-8")
    assert look(inbox) == []
    assert (folder / name).exists()


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("a.docx", "~$a.docx"),
        ("cong-van.docx", "~$ng-van.docx"),
        ("congvan.docx", "~$ongvan.docx"),
        ("cong-van.docx", ".~lock.cong-van.docx#"),
    ],
)
def test_an_open_editor_holds_its_file(inbox: Inbox, folder: Path, name: str, lock: str) -> None:
    shutil.copy(SAMPLES / "ke-hoach-16.docx", folder / name)
    (folder / lock).write_bytes(b"x")
    assert look(inbox) == []
    (folder / lock).unlink()
    assert origins(look(inbox)) == {name}


@pytest.mark.parametrize("sample", ["ke-hoach-16.docx", "ke-hoach-16.pdf", "thi-dua-dot-2.png"])
def test_a_file_without_its_end_waits(
    folder: Path, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (SAMPLES / sample).read_bytes()
    path = folder / sample
    path.write_bytes(whole[: len(whole) // 2])
    stillness = Stillness(0.01)
    assert not is_whole(path)
    assert stillness.wait(path) != 0
    time.sleep(0.05)
    assert stillness.wait(path) == 1.0
    monkeypatch.setattr("flows.stillness.PATIENCE_SECONDS", 0.01)
    assert stillness.wait(path) == 0, "in the end it is taken, and told as damaged"
    path.write_bytes(whole)
    assert is_whole(path)


def test_an_empty_file_waits(folder: Path) -> None:
    (folder / "a.txt").touch()
    assert not is_whole(folder / "a.txt")


def test_two_watchers_never_take_the_same_file(folder: Path) -> None:
    names = {f"{number}.txt" for number in range(60)}
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")
    with Inbox(folder, settle=0.01) as one, Inbox(folder, settle=0.01) as other:
        assert (one.number, other.number) == (1, 2)
        for inbox in (one, other):
            inbox.look(limit=100)
        time.sleep(0.05)
        while one.look(limit=7).claimed + other.look(limit=7).claimed:
            time.sleep(0.02)
        first, second = origins(one.claims()), origins(other.claims())
    assert first | second == names
    assert not first & second
    assert first
    assert second


def test_a_living_watchers_claims_are_its_own_a_dead_ones_are_taken_on(folder: Path) -> None:
    (folder / "con").mkdir()
    (folder / "con" / "a.txt").write_text("một", encoding="utf-8")
    with Inbox(folder, settle=0.01) as other, Inbox(folder, settle=0.01) as one:
        assert origins(look(other, seconds=0.05)) == {"con/a.txt"}
        assert look(one, seconds=0.05) == []
    with Inbox(folder, settle=0.01) as next_one:
        assert origins(look(next_one, seconds=0.05)) == {"con/a.txt"}


def test_a_killed_watchers_claims_are_taken_on_where_they_are(folder: Path) -> None:
    """The ledger may know them by this path already."""
    (folder / "a.txt").write_text("một", encoding="utf-8")
    program = (
        "import os, sys, time, pathlib\n"
        "from flows.inbox import Inbox\n"
        "inbox = Inbox(pathlib.Path(sys.argv[1]), settle=0.01).__enter__()\n"
        "inbox.look(limit=9); time.sleep(0.05); inbox.look(limit=9)\n"
        "print(inbox.number, inbox.claims()[0].path, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    with Inbox(folder, settle=0.01) as living:
        killed = subprocess.run(
            [sys.executable, "-c", program, folder],
            capture_output=True,
            text=True,
            cwd=SAMPLES.parent,
            check=False,
        )
        assert killed.returncode == -9, killed.stderr
        assert living.number == 1
        (claim,) = look(living, seconds=0.05)
    assert killed.stdout.split() == ["2", str(claim.path)]


def test_a_file_overwritten_after_the_claim_waits_again(inbox: Inbox, folder: Path) -> None:
    (folder / "a.txt").write_text("một", encoding="utf-8")
    (claim,) = look(inbox)
    with claim.path.open("a", encoding="utf-8") as late:
        late.write("hai")
        late.flush()
        assert inbox.claims() == []
    assert origins(look(inbox)) == {"a.txt"}


def test_names_in_an_old_encoding_become_readable(inbox: Inbox, folder: Path) -> None:
    path = os.fsencode(folder) + b"/c\xf4ng v\xa8n.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a Path holds no such bytes
        file.write(b"x")
    (claim,) = look(inbox)
    claim.origin.encode()
    assert claim.path.read_bytes() == b"x"


def test_links_and_folders_stay(inbox: Inbox, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ngoai.txt").write_text("x", encoding="utf-8")
    (folder / "lien-ket.txt").symlink_to(tmp_path / "ngoai.txt")
    (folder / "rong").mkdir()
    assert look(inbox) == []
    assert {path.name for path in folder.iterdir()} == {"lien-ket.txt", "rong", CONTROL}


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError), Inbox(tmp_path / "khong-co", settle=1):
        pass
    (tmp_path / "den").mkdir()
    with Inbox(tmp_path / "den", settle=1) as inbox:
        shutil.rmtree(tmp_path / "den")
        with pytest.raises(MissingFileError):
            inbox.look(limit=1)
