"""Nothing of a document with a secrecy stamp stays: no record, no temporary file, no log, no cache.

Every byte that a whole run leaves in its data folder, its home and its folder for temporary files
is searched for a word that only the secret letters hold.
"""

import os
import subprocess
import zipfile
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from index import open_archive
from tests.command import CONGVAN, PATIENCE, SAMPLES, congvan
from tests.parsers.pdf_builder import LETTER as PRINTED
from tests.parsers.pdf_builder import draw

pytestmark = [pytest.mark.prefect, pytest.mark.office]
MARKER = "zyxqwo"
LETTER = (SAMPLES / "giay-moi-hop.txt").read_text(encoding="utf-8")


def rtf(text: str) -> str:
    """Return ``text`` as Word's old exchange format, which goes through LibreOffice."""
    body = "".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in text)
    return "{\\rtf1\\ansi " + body.replace("\n", "\\par\n") + "}"


def traces(*folders: Path) -> list[str]:
    """Return the files under ``folders`` that hold the marker, plain, in UTF-16 or compressed."""
    forms = [MARKER.encode(), MARKER.upper().encode(), MARKER.encode("utf-16-le")]
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(form in content(path) for form in forms)
    ]


def content(path: Path) -> bytes:
    """Return a file's bytes with everything in it that zlib or zip packed."""
    data = path.read_bytes()
    found = [data]
    start = data.find(b"\x78")
    while start >= 0:
        if data[start + 1 : start + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            try:
                found.append(zlib.decompressobj().decompress(data[start:]))
            except zlib.error:
                found.append(b"")  # only looked like the beginning of something packed
        start = data.find(b"\x78", start + 1)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            found += [packed.read(name) for name in packed.namelist()]
    return b"".join(found)


def scan(path: Path) -> None:
    """Write a scan of a stamped letter, which only OCR can read."""
    page = pdfium.PdfDocument(draw([*PRINTED, (110, 165, "MẬT", "bold", 18)]))[0]
    page.render(scale=200 / 72).to_pil().convert("RGB").save(path, "PNG")


def pictures(*folders: Path) -> list[str]:
    """Return the pictures under ``folders``: a page, or a part that was cut out of one."""
    kinds = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"II*\x00")
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.read_bytes()[:4].startswith(kinds)
    ]


def test_the_search_finds_what_is_packed(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"x" * 9 + zlib.compress(MARKER.encode(), 1) + b"y")
    assert traces(tmp_path) == [str(tmp_path / "a.bin")]


def test_nothing_of_a_secret_letter_stays(tmp_path: Path, short_tmp: Path) -> None:
    temporary = short_tmp
    folder, data, home = (tmp_path / name for name in ("den", "data", "home"))
    for one in (folder, data, home):
        one.mkdir()
    secret = "TUYỆT MẬT\n" + LETTER.replace("Na Rì", f"Na Rì {MARKER}")
    (folder / "mat.txt").write_text(secret, encoding="utf-8")
    (folder / "mat.rtf").write_text(rtf("MẬT\n" + secret.partition("\n")[2]), encoding="ascii")
    with zipfile.ZipFile(folder / "goi.zip", "w") as packed:
        packed.writestr("trong/mat.txt", secret.replace("TUYỆT MẬT", "TỐI MẬT"))
    scan(folder / "quet.png")
    (folder / "thuong.txt").write_text(LETTER, encoding="utf-8")
    done = subprocess.run(
        [CONGVAN, "ingest", str(folder)],
        capture_output=True,
        text=True,
        env=os.environ
        | {"CONGVAN_DATA_FOLDER": str(data), "TMPDIR": str(temporary), "HOME": str(home)},
        timeout=PATIENCE,
        check=False,
    )
    assert congvan("stop", data=data).returncode == 0
    assert done.returncode == 1, done.stderr
    assert MARKER not in done.stdout + done.stderr
    assert str(folder / "mat.rtf") in done.stderr, "the file is named and left where it is"
    with open_archive(f"sqlite:{data / 'archive.sqlite'}") as archive:
        assert [entry.code for entry in archive.files(state="quarantined")] == ["secret"] * 4
        assert len(list(archive.records())) == 1
    assert traces(data, temporary, home) == []
    assert len(traces(folder)) == 3
    assert pictures(data, temporary, home) == []
    assert pictures(folder) == [str(folder / "quet.png")]
    assert [one.name for one in temporary.rglob("congvan*")] == []
