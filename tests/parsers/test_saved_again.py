"""An update that only saves a signed PDF is told from one that changes what a page shows."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.saved_again import is_saved_again

OBJECTS = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R 7 0 R]"
    b"/Tabs/S>>",
    4: b"<</Length 8>>stream\nBT ET q \nendstream",
    5: b"<</Producer(Word \\(2016\\))/Title<FEFF0054>>>",
    6: b"<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>",
    7: b"<</Type/Annot/Subtype/Widget/Rect[9 9 18 18]>>",
}
SAVED = b"<</Producer(jsign)/ModDate(D:20251024143240+07'00')>>"
REORDERED = (
    b"<< /Tabs/S /Annots[ 6 0 R  7 0 R ]/Contents 4 0 R /MediaBox[ 0 0 595 842]"
    b"/Parent 2 0 R /Type/Page >>"
)


def table(offsets: Mapping[int, int], trailer: bytes) -> bytes:
    parts = [b"%d 1\r\n%010d 00000 n\r\n" % one for one in sorted(offsets.items())]
    return b"xref\r\n" + b"".join(parts) + b"trailer\r\n" + trailer + b"\r\nstartxref\r\n"


def add(
    data: bytes,
    objects: Mapping[int, bytes],
    trailer: bytes = b"/Root 1 0 R/Info 5 0 R",
    elsewhere: Mapping[int, int] | None = None,
    before: bytes | None = None,
) -> bytes:
    """Return the file with a further section, whose table may name other places as well."""
    offsets = dict(elsewhere or {})
    for number, body in objects.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\r\n%b\r\nendobj\r\n" % (number, body)
    starts = re.findall(rb"startxref\s+(\d+)", data)
    if starts:
        trailer += b"/Prev %b" % (before or starts[-1])
    at = b"%d\r\n%%%%EOF\r\n" % len(data)
    return data + table(offsets, b"<</Size 9" + trailer + b">>") + at


def with_free(data: bytes, number: int) -> bytes:
    """Return the file whose last section says as well that there is no object of that number."""
    before, opens, after = data.rpartition(b"\r\nxref\r\n")
    return before + opens + b"%d 1\r\n0000000000 65535 f\r\n" % number + after


SIGNED = add(b"%PDF-1.7\r\n", OBJECTS)
END = len(SIGNED)
OF_FOUR = SIGNED.index(b"4 0 obj")
HIDDEN = b"3 0 obj\r\n<</Type/Page/Parent 2 0 R>>\r\nendobj\r\n"
(FIRST,) = re.findall(rb"startxref\s+(\d+)", SIGNED)
TWICE = add(SIGNED, {3: REORDERED.replace(b"6 0 R ", b"6 0 R  8 0 R "), 8: OBJECTS[6]})
HYBRID = add(SIGNED, {3: OBJECTS[3]}, b"/Root 1 0 R/Info 5 0 R/XRefStm 99")


@pytest.mark.parametrize(
    ("signed", "updated", "is_only_saved"),
    [
        (SIGNED, add(SIGNED, {5: SAVED}), True),
        (SIGNED, add(SIGNED, {3: REORDERED}), True),
        (SIGNED, add(SIGNED, {3: REORDERED, 5: SAVED}), True),
        (SIGNED, with_free(add(SIGNED, {5: SAVED}), 0), True),
        # Word's files keep a second table beside the first: an object behind it is found …
        (HYBRID, add(HYBRID, {3: REORDERED}), True),
        # … one before it may stand in that second table.
        (HYBRID, add(HYBRID, {6: OBJECTS[6]}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"4 0 R", b"5 0 R")}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"/Tabs/S", b"/Rotate 90")}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"6 0 R ", b"7 0 R ")}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"595", b"842")}), False),
        (SIGNED, add(SIGNED, {6: OBJECTS[7]}), False),
        (SIGNED, add(SIGNED, {4: OBJECTS[4]}), False),  # a stream: what it holds is not read
        (SIGNED, add(SIGNED, {8: OBJECTS[6]}), False),  # nothing of the kind was there
        # The information of the file may not be a page, nor another object be made it.
        (SIGNED, add(SIGNED, {5: OBJECTS[3]}), False),
        (SIGNED, add(SIGNED, {6: SAVED}, b"/Root 1 0 R/Info 6 0 R"), False),
        # A page that the table does not name, which a reader that mends the file would take.
        (SIGNED, add(SIGNED + HIDDEN, {5: SAVED}), False),
        (SIGNED, add(SIGNED, {5: SAVED, 7: b"42"}), False),
        # What only this reader, or only the others, would take for a blank, a name or an entry.
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"/Contents 4", b"/Contents\x0b4")}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"/Tabs", b"/#54abs")}), False),
        (SIGNED, add(SIGNED, {3: REORDERED.replace(b"/Tabs", b"% /Tabs")}), False),
        (SIGNED, add(SIGNED, {5: SAVED}).replace(b" 00000 n\r\n", b" 00000 n\n"), False),
        (SIGNED, add(SIGNED, {5: SAVED}).replace(b" 00000 n\r\n", b" 00001 n\r\n"), False),
        (SIGNED, add(SIGNED, {5: b"<</Title 9>>"}), False),
        (SIGNED, add(SIGNED, {5: b"<</DA(0 g)>>"}), False),
        (SIGNED, add(SIGNED, {5: SAVED}, before=b"9" * 30), False),
        (SIGNED, add(SIGNED, {5: SAVED}, before=b"<<>>"), False),
        (SIGNED, add(SIGNED, {5: b"<</Title(" + b"x" * 70_000 + b")>>"}), False),
        # The state before the number was laid over the page.
        (TWICE, add(TWICE, {5: SAVED}), True),
        (TWICE, add(TWICE, {5: SAVED}, before=FIRST), False),
        # Another catalogue, or another place for what was there before.
        (SIGNED, add(SIGNED, {5: SAVED}, b"/Root 2 0 R/Info 5 0 R"), False),
        (SIGNED, add(SIGNED, {5: SAVED}, b"/Root 1 0 R/Info 5 0 R/Encrypt 6 0 R"), False),
        (SIGNED, add(SIGNED, {5: SAVED}, elsewhere={3: OF_FOUR}), False),
        (SIGNED, add(SIGNED, {5: SAVED}).replace(b"5 1\r\n", b"0 9\r\n"), False),
        (SIGNED, with_free(add(SIGNED, {5: SAVED}), 6), False),
        (SIGNED, with_free(add(SIGNED, {5: SAVED}), 5), False),
        (SIGNED, add(SIGNED, {5: SAVED}).replace(b"\r\n5 1\r\n", b"\r\n6 1\r\n"), False),
        (SIGNED, add(SIGNED, {5: SAVED})[:-9], False),
        (SIGNED, SIGNED, False),
    ],
)
def test_an_update_says_nothing_new_or_may_show_another_page(
    signed: bytes, updated: bytes, is_only_saved: bool
) -> None:
    assert is_saved_again(updated, len(signed)) is is_only_saved


@given(st.integers(0, 255), st.integers(END, len(HYBRID) - 1), st.binary(max_size=40))
def test_whatever_is_appended_is_answered(byte: int, at: int, more: bytes) -> None:
    spoilt = HYBRID[:at] + bytes([byte]) + HYBRID[at + 1 :] + more
    assert is_saved_again(spoilt, END) in (True, False)


def test_dictionaries_without_end_are_not_followed() -> None:
    deep = add(SIGNED, {3: b"<</A" * 100_000})
    assert is_saved_again(deep, END) is False
