"""What became of a PDF after it was signed: pages changed behind the last signature, time stamps.

Every signature covers the file up to where it ended when it was made. What is appended later is a
new state of the file (ISO 32000-1, 7.5.6) that nobody signed. Most such updates only note that a
program saved the file; the others are told by what a person sees: a page that looks otherwise than
in the state that was signed.
"""

from collections.abc import Sequence
from contextlib import closing
from itertools import zip_longest
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from dispatch.document import Remark
from parsers.saved_again import is_saved_again
from parsers.signed_bytes import SignedFile
from parsers.signed_fields import SignatureField, contents

_SCALE = 0.5  # pixels a point: a changed figure of the usual size is six of them high
_TRAILER = 64  # bytes behind a signature that hold no object


def signing_remarks(handle: Any, fields: Sequence[SignatureField], data: bytes) -> list[Remark]:
    """Return what a person should know of the signed file ``data``, open as ``handle`` with these
    signature ``fields``."""
    start = max(data[:1024].find(b"%PDF"), 0)
    stamps = [field for field in fields if field.is_time_stamp]
    remarks = [_STAMP_ALTERED] if _is_any_altered(stamps, memoryview(data)[start:]) else []
    end = start + max((_end(field.ranges) for field in fields), default=len(data))
    if len(data) - end <= _TRAILER or b" obj" not in data[end:]:
        return remarks
    if is_saved_again(data[start:], end - start):
        return remarks
    pages = _changed_pages(handle, data[:end])
    if pages:
        told = ", ".join(map(str, pages))
        remarks.append(Remark(_CHANGED[0], _CHANGED[1].format(pages=told), {"pages": told}))
    return remarks


_STAMP_ALTERED = Remark(
    "time-stamp-altered",
    "Dấu thời gian của tệp không khớp nội dung: tệp đã bị thay đổi sau khi đóng dấu",
)
_CHANGED = (
    "changed-after-signing",
    "Trang {pages} đã thay đổi sau chữ ký số cuối cùng: phần thêm vào không ai ký",
)


def _end(ranges: Sequence[tuple[int, int]]) -> int:
    return max((start + length for start, length in ranges), default=0)


def _is_any_altered(stamps: Sequence[SignatureField], file: memoryview) -> bool:
    if not stamps:
        return False
    # The certificate's reader is needed for signed files only.
    from parsers.certificates import is_stamp_altered

    signed = SignedFile(file)
    return any(is_stamp_altered(contents(field.handle), (signed, field.ranges)) for field in stamps)


def _changed_pages(handle: Any, signed: bytes) -> list[int]:
    """Return the numbers of the pages that do not look as they did in ``signed``, an earlier state
    of the file that is open as ``handle``."""
    try:
        before = pdfium.PdfDocument(signed)
    except pdfium.PdfiumError:
        return []  # no state of the file ends there, so there is nothing to set it against
    with closing(before):
        before.init_forms()
        now = [_look(handle, at) for at in range(len(handle))]
        then = [_look(before, at) for at in range(len(before))]
    looks = enumerate(zip_longest(now, then, fillvalue=_NONE), start=1)
    return [number for number, (one, other) in looks if not np.array_equal(one, other)]


_NONE = np.zeros((0, 0), dtype=np.uint8)


def _look(document: Any, index: int) -> NDArray[np.uint8]:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return _NONE
    with closing(page):
        bitmap = page.render(scale=_SCALE, grayscale=True, may_draw_forms=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8)
