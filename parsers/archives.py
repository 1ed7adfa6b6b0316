"""Containers become their parts: zip archives, mails, edXML packages and PDFs with files attached,
within limits."""

import contextlib
import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.document import SourceFile
from dispatch.errors import DamagedFileError, LimitError, MissingFileError
from dispatch.exchange import ExchangeHeader
from parsers.language_check import vietnamese_share
from parsers.limits import Limits
from parsers.part_names import safely_named
from parsers.pdf_attachments import attached_files, has_attachments
from parsers.sniff import EDXML, MAIL, OUTLOOK, PDF, TNEF, ZIP, encrypted, packed_otherwise, sniff

_BLOCK = 1 << 20
_WORD = re.compile(r"[^\W\d_]+")
_SURELY = 0.6  # share of a name's words that are Vietnamese: abbreviations stand among them
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)


@dataclass(slots=True)
class Budget:
    """What one outermost container may still unpack to, all levels together."""

    limits: Limits
    left: int  # bytes


def full_budget(limits: Limits) -> Budget:
    """Return what a container may unpack to that nothing was yet taken from."""
    return Budget(limits, limits.unpacked)


def open_container(
    source: SourceFile, data: bytes, depth: int, budget: Budget
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each part; ``depth`` is 1 for a container that lies in none.

    Raises:
        LimitError: nesting, number of members, unpacked size or ratio is beyond its limit.
        DamagedFileError: the container does not hold together.
    """
    limits = budget.limits
    if depth > limits.nesting:
        raise LimitError(
            f"{source.path}: containers are nested more than {limits.nesting} deep; unpack by "
            "hand and give the inner files.",
            vi=f"{source.path}: tệp nén lồng nhau quá {limits.nesting} lớp; hãy tự giải nén rồi "
            "đưa tệp bên trong.",
            code="nesting-limit",
        )
    for name, part in _parts(source.media_type, source.path, data, budget):
        budget.left -= len(part)
        if budget.left < 0:
            raise _beyond(source.path, f"more than {limits.unpacked} bytes unpacked")
        yield name, part


def holds_files(source: SourceFile, data: bytes) -> bool:
    """Tell whether the file, a document itself, may have others attached."""
    return source.media_type == PDF and has_attachments(data)


def package_header(source: SourceFile, data: bytes) -> ExchangeHeader | None:
    """Return what an exchange package says of the document in it; None for other containers.

    Raises:
        DamagedFileError: the package does not hold together.
    """
    if source.media_type != EDXML:
        return None
    from parsers.edxml_package import header

    return header(source.path, data)


def extract_part(data: bytes, name: str, path: str, limits: Limits) -> bytes:
    """Return the part called ``name`` of the container ``data``."""
    for found, part in _parts(sniff(data, path), path, data, full_budget(limits), only=name):
        if found == name:
            return part
    raise MissingFileError(
        f"{path} no longer contains {name}: the container was changed, discover it again.",
        vi=f"{path} không còn chứa {name}: tệp chứa đã thay đổi, hãy quét lại.",
    )


def _parts(
    media_type: str, path: str, data: bytes, budget: Budget, *, only: str | None = None
) -> Iterator[tuple[str, bytes]]:
    if media_type == ZIP:
        yield from _zip_parts(path, data, budget, only)
    elif media_type == EDXML:
        from parsers.edxml_package import attachments

        yield from attachments(path, data, budget.limits)
    elif media_type in (MAIL, OUTLOOK, TNEF):
        from parsers.mail import attachments as mail_attachments

        yield from mail_attachments(path, data, media_type)
    elif media_type == PDF:
        yield from safely_named(attached_files(data, min(budget.left, budget.limits.bytes)))


def _zip_parts(
    path: str, data: bytes, budget: Budget, only: str | None
) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except NotImplementedError as error:  # a central directory of a version to come
        raise packed_otherwise(path) from error
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _damaged(path) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > budget.limits.members:
            raise _beyond(path, f"{len(infos)} members")
        for info, name in zip(infos, member_names(infos), strict=True):
            if only is not None and name != only:
                continue
            if info.flag_bits & 1:
                raise encrypted(path)
            yield name, _unpack(archive, info, path, budget)


def member_names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Return a safe, unique inner path for each member: no drive, no ``..``, no '!', and names
    that old Vietnamese Windows wrote without the UTF-8 flag decoded."""
    names: list[str] = []
    taken: set[str] = set()
    for info in infos:
        raw = info.filename
        if not info.flag_bits & 0x800:
            raw = _typed_name(raw)
        pieces = [
            "".join(char if char.isprintable() and char not in "!:" else "_" for char in piece)
            for piece in raw.replace("\\", "/").split("/")
            if piece not in ("", ".", "..")
        ]
        name = "/".join(pieces) or "member"
        count = 2
        unique = name
        while unique in taken:
            unique = f"{name}~{count}"
            count += 1
        taken.add(unique)
        names.append(unique)
    return names


def _typed_name(name: str) -> str:
    """Return a name that is stored without its encoding, which zipfile takes for that of DOS: it
    is UTF-8, or Windows-1258 of a Vietnamese Windows where that makes Vietnamese words of it."""
    try:
        data = name.encode("cp437")
    except UnicodeError:
        return name
    if data.isascii():
        return name
    with contextlib.suppress(UnicodeError):
        return data.decode("utf-8")
    with contextlib.suppress(UnicodeError):
        typed = unicodedata.normalize("NFC", data.decode("cp1258"))
        share, judged = vietnamese_share(_WORD.findall(typed))
        if judged and share > _SURELY:
            return typed
    return name


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, budget: Budget) -> bytes:
    """Read one member block by block: the sizes in the header may lie."""
    limits = budget.limits
    buffer = io.BytesIO()
    try:
        with archive.open(info) as member:
            while block := member.read(_BLOCK):
                buffer.write(block)
                size = buffer.tell()
                if size > min(budget.left, limits.bytes):
                    allowed = limits.unpacked if budget.left < limits.bytes else limits.bytes
                    raise _beyond(path, f"more than {allowed} bytes unpacked")
                if size > _BLOCK and size > limits.ratio * max(info.compress_size, 1):
                    raise _beyond(
                        path, f"{size // max(info.compress_size, 1)} times its packed size"
                    )
    except NotImplementedError as error:
        raise packed_otherwise(path) from error
    except (*_BROKEN, OSError, EOFError, ValueError) as error:
        raise _damaged(path) from error
    except RuntimeError as error:  # zipfile's way to ask for a password
        raise encrypted(path) from error
    return buffer.getvalue()


def _beyond(path: str, what: str) -> LimitError:
    return LimitError(
        f"{path} unpacks beyond the limit ({what}): it may be a zip bomb; unpack by hand if you "
        "trust it.",
        vi=f"{path} giải nén quá giới hạn ({what}): có thể là tệp phá hoại; nếu tin cậy hãy tự "
        "giải nén.",
        code="unpacked-limit",
    )


def _damaged(path: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path} is a damaged zip file: get the file again.",
        vi=f"{path} là tệp zip bị hỏng: hãy lấy lại tệp.",
        code="damaged-zip",
    )
