"""Word's older files and OpenDocument become .docx by LibreOffice, and are then read as such.

Antiword reads .doc files without LibreOffice's guesses; where it finds clearly more text, its text
is taken.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from dataclasses import replace

from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import DamagedFileError, LimitError, MissingToolError
from dispatch.text import syllables
from parsers.desks import Desk, lend
from parsers.limits import Limits
from parsers.plain import read_plain
from parsers.sniff import DOCX
from parsers.word import read_docx

_SUFFIXES = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_FULLER = 1.12  # times as many syllables before antiword's plain text is worth the lost form
_PROGRAMS = ("soffice", "libreoffice")


def read_office(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read .doc, .rtf or .odt.

    Raises:
        MissingToolError: LibreOffice is not installed.
        LimitError: the conversion took too long.
        DamagedFileError: LibreOffice could not open the file.
    """
    suffix = _SUFFIXES[source.media_type]
    converted = convert(data, suffix, source.path, limits)
    document = read_docx(replace(source, media_type=DOCX), converted, limits)
    document = replace(document, source=source)
    if suffix != ".doc":
        return document
    plain = antiword(data, limits)
    if len(syllables(plain)) > _FULLER * len(syllables(document.text)) + 5:
        return read_plain(source, plain.encode(), limits)
    return document


def convert(data: bytes, suffix: str, path: str, limits: Limits) -> bytes:
    """Return the .docx that LibreOffice makes of ``data``."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingToolError(
            f"{path} needs LibreOffice to be read: run 'sudo apt-get install "
            "libreoffice-writer-nogui', or save it as DOCX.",
            vi=f"Cần LibreOffice để đọc {path}: hãy chạy 'sudo apt-get install "
            "libreoffice-writer-nogui' hoặc lưu thành DOCX.",
        )
    with lend() as desk:
        given = desk.work / f"in{suffix}"
        given.write_bytes(data)
        command = [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            f"-env:UserInstallation={desk.profile.as_uri()}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(desk.work),
            str(given),
        ]
        _run(command, path, desk, limits.office_seconds)
        made = given.with_suffix(".docx")
        if not made.is_file():
            raise DamagedFileError(
                f"{path} could not be opened by LibreOffice: open and save it in Word, or get it "
                "again.",
                vi=f"LibreOffice không mở được {path}: hãy mở và lưu lại bằng Word hoặc lấy lại "
                "tệp.",
                code="damaged-doc",
            )
        return made.read_bytes()


def antiword(data: bytes, limits: Limits) -> str:
    """Return the text that antiword finds in a .doc file, '' where it is missing or refuses."""
    program = shutil.which("antiword")
    if program is None:
        return ""
    with lend() as desk:
        given = desk.work / "in.doc"
        given.write_bytes(data)
        try:
            result = subprocess.run(
                [program, "-m", "UTF-8.txt", "-w", "0", str(given)],
                capture_output=True,
                timeout=limits.page_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return ""
    if result.returncode != 0:
        return ""
    return result.stdout.decode("utf-8", "replace").replace("|", " ")


def _run(command: list[str], path: str, desk: Desk, seconds: float) -> None:
    """Run LibreOffice; at the end of its time it dies with the children it started. What it puts
    aside meanwhile lies on its desk too."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[desk.lock],
        env=os.environ | {"TMPDIR": str(desk.work)},
    ) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise LimitError(
                f"{path}: LibreOffice took longer than {seconds:g} s; save it as DOCX.",
                vi=f"{path}: LibreOffice chạy quá {seconds:g} giây; hãy lưu thành DOCX.",
                code="timeout",
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
