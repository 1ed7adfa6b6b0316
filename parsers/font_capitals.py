"""Capitals that a TCVN3 font printed (.VnTimeH) come back in a text file, which keeps no fonts.

Such a file shows its headings in small letters, the national name among them: that line is the
proof; without it nothing is changed.
"""

import re

from dispatch.text import fold

_PROOF = re.compile(r"(?m)(?:^|[ \t]{2,}|\|\s?)cộng h(?:òa|oà) xã hội chủ nghĩa việt nam[ \t]*$")
_CELLS = re.compile(r"([ \t]{2,}|\t|\|)")
_HEADING = re.compile(r"\s*(?:(?:TM|KT|TL|TUQ|Q)\.\s?)?[^\W\d_A-Z][^\d.;:!?]{3,70}$")
_ITEM = re.compile(r"v/v\b|ve viec\b|[a-z]\)")
_WRAPPED = 60
"""A row of this many letters is broken by its width: what follows it is no heading."""


def restore_capitals(text: str) -> str:
    """Return ``text`` with its headings in capitals where a font had set them so.

    >>> print(restore_capitals("cộng hoà xã hội chủ nghĩa việt nam\\n\\nquyết định\\nVề việc"))
    CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
    <BLANKLINE>
    QUYẾT ĐỊNH
    Về việc
    """
    if _PROOF.search(text) is None:
        return text
    rows: list[str] = []
    before = ""
    for row in text.split("\n"):
        wide = before.strip()
        goes_on = len(wide) >= _WRAPPED and not (wide.isupper() or _CELLS.search(wide))
        rows.append(row if goes_on else "".join(map(_capital, _CELLS.split(row))))
        before = rows[-1]
    return "\n".join(rows)


def _capital(cell: str) -> str:
    plain = cell.strip()
    is_small = plain[:1].islower() or plain.partition(".")[2].strip()[:1].islower()
    if is_small and _HEADING.match(cell) and not _ITEM.match(fold(plain)):
        return cell.upper()
    return cell
