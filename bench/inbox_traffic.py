"""What an office and its scanner do to a folder, and what must have become of it.

Two writers drop files slowly, in pieces, under temporary names, renamed, overwritten, replaced, in
bursts, with old times, into sub-folders. Each remembers the bytes that must arrive exactly once
and those that may: a version that was replaced before anybody could take it.
"""

import hashlib
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
PAUSE = 0.3
"""Seconds between two pieces; the watchers' ``--settle`` is well above, yet below 12 of them."""


@dataclass(slots=True)
class Expected:
    """Hashes of the bytes that must be filed, so many times each, and of those that may be."""

    must: Counter[str] = field(default_factory=Counter)
    may: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Expected") -> "Expected":
        return Expected(self.must + other.must, self.may + other.may)


class Writer:
    """One of the writers; ``run`` drops ``count`` files and returns what must arrive."""

    def __init__(self, inbox: Path, name: str, *, seed: int) -> None:
        self._inbox = inbox
        self._name = name
        self._random = random.Random(seed)
        self._number = seed * 100_000
        self.expected = Expected()

    def run(self, count: int) -> Expected:
        """Drop the files, in all ways by turns."""
        ways = self._ways()
        done = 0
        while done < count:
            done += next(ways)(count - done)
        return self.expected

    def _ways(self) -> Iterator[Callable[[int], int]]:
        ways = (
            self._burst,
            self._slowly,
            self._in_pieces,
            self._under_a_temporary_name,
            self._renamed,
            self._overwritten,
            self._replaced,
            self._same_name_again,
            self._with_an_old_time,
            self._while_open_in_word,
            self._a_copy,
        )
        while True:
            yield from ways

    # Each way drops at most ``left`` files and returns how many.

    def _burst(self, left: int) -> int:
        count = min(left, self._random.randint(5, 20))
        for _ in range(count):
            path, data = self._next()
            path.write_bytes(data)
            self._must(data)
        return count

    def _slowly(self, left: int) -> int:
        del left
        path, data = self._next()
        with path.open("wb") as file:
            for piece in _pieces(data, 5):
                file.write(piece)
                file.flush()
                time.sleep(PAUSE)
            time.sleep(12 * PAUSE)  # still open, and silent for longer than a file settles
        self._must(data)
        return 1

    def _in_pieces(self, left: int) -> int:
        del left
        path, data = self._next()
        for piece in _pieces(data, 4):
            with path.open("ab") as file:
                file.write(piece)
            time.sleep(PAUSE)
        self._must(data)
        return 1

    def _under_a_temporary_name(self, left: int) -> int:
        del left
        path, data = self._next()
        ending = self._random.choice((".part", ".tmp", ".crdownload"))
        part = path.with_name(path.name + ending)
        part.write_bytes(data[: len(data) // 2])
        time.sleep(4 * PAUSE)
        part.write_bytes(data)
        part.rename(path)
        self._must(data)
        return 1

    def _renamed(self, left: int) -> int:
        del left
        path, data = self._next()
        path.write_bytes(data)
        time.sleep(PAUSE)
        path.rename(path.with_name(f"đổi tên {path.name}"))
        self._must(data)
        return 1

    def _overwritten(self, left: int) -> int:
        del left
        path, data = self._next()
        path.write_bytes(b"draft of " + data)
        time.sleep(PAUSE)
        path.write_bytes(data)
        self._must(data)
        return 1

    def _replaced(self, left: int) -> int:
        """By a rename over it, when a watcher may have taken the first version or not."""
        del left
        path, first = self._next()
        path.write_bytes(first)
        time.sleep(self._random.uniform(0, 20 * PAUSE))
        _, second = self._next()
        part = path.with_name(path.name + ".part")
        part.write_bytes(second)
        part.rename(path)
        self.expected.may[_hash(first)] += 1
        self._must(second)
        return 1

    def _same_name_again(self, left: int) -> int:
        """In another folder, so that both arrive."""
        path, data = self._next()
        count = min(left, 3)
        for number in range(count):
            other = self._inbox / f"{self._name}-{number}" / path.name
            other.parent.mkdir(exist_ok=True)
            _, data = self._next()
            other.write_bytes(data)
            self._must(data)
        return count

    def _with_an_old_time(self, left: int) -> int:
        del left
        path, data = self._next()
        part = path.with_name(path.name + ".tmp")
        part.write_bytes(data)
        os.utime(part, (946_684_800, 946_684_800))
        part.rename(path)
        self._must(data)
        return 1

    def _while_open_in_word(self, left: int) -> int:
        del left
        path, data = self._next()
        lock = path.with_name(f"~${path.name}")
        lock.write_bytes(b"x")
        path.write_bytes(b"old words, " + data)
        time.sleep(12 * PAUSE)
        path.write_bytes(data)
        lock.unlink()
        self._must(data)
        return 1

    def _a_copy(self, left: int) -> int:
        path, data = self._next()
        count = min(left, 2)
        for number in range(count):
            path.with_name(f"bản {number} {path.name}").write_bytes(data)
            self._must(data)
        return count

    def _must(self, data: bytes) -> None:
        self.expected.must[_hash(data)] += 1

    def _next(self) -> tuple[Path, bytes]:
        """Return a path and bytes that nobody had before."""
        self._number += 1
        sample = {3: "ke-hoach-16.docx", 7: "thi-dua-dot-2.pdf"}.get(self._number % 10)
        name = f"{self._name}-{self._number}{Path(sample).suffix if sample else '.txt'}"
        folder = self._inbox / self._name if self._number % 4 == 0 else self._inbox
        folder.mkdir(exist_ok=True)
        if sample is None:
            return folder / name, letter(self._number).encode()
        data = (SAMPLES / sample).read_bytes()
        mark = f"{self._number:010}".encode()
        if name.endswith(".docx"):
            return folder / name, data[:-2] + len(mark).to_bytes(2, "little") + mark
        return folder / name, data + b"%" + mark


def letter(number: int) -> str:
    """Return a letter of its own number."""
    return (
        "UBND TỈNH ĐIỆN BIÊN\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\nSố: {number}/SNV-VP\n"
        f"Điện Biên, ngày {number % 28 + 1:02} tháng {number % 12 + 1:02} năm 2022\n"
        f"V/v chuẩn bị hồ sơ đợt {number}\nKính gửi: Các phòng chuyên môn\n"
        f"Sở Nội vụ đề nghị các phòng gửi hồ sơ lưu trữ mã {number * 7919} trước cuối tháng.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Văn Hùng\n"
    )


def filed(folder: Path) -> Counter[str]:
    """Return the hashes of the files that lie below a folder, without what stands beside them."""
    return Counter(
        _hash(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".json" and not path.name.startswith(".")
    )


def faults(found: Counter[str], expected: Expected) -> list[str]:
    """Return what is missing, what came too often, and what nobody has written."""
    missing = expected.must - found
    extra = found - expected.must - expected.may
    return [f"missing {name}" for name in missing.elements()] + [
        f"{'twice' if name in expected.must + expected.may else 'half-written'} {name}"
        for name in extra.elements()
    ]


def _pieces(data: bytes, count: int) -> Iterator[bytes]:
    size = -(-len(data) // count)
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
