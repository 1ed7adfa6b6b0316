"""Whether two states of a PDF differ in more than the note of who saved it."""

import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from parsers.same_objects import hold_the_same
from tests.parsers.pdf_builder import LETTER, draw, lay_over, save_again

Update = Callable[[IncrementalPdfFileWriter], None]


def updated(data: bytes, *updates: Update) -> bytes:
    """Return the file with what ``updates`` change appended to it."""
    output = io.BytesIO(data)
    writer = IncrementalPdfFileWriter(output)
    for update in updates:
        update(writer)
    writer.write_in_place()
    return output.getvalue()


def note_the_day(writer: IncrementalPdfFileWriter) -> None:
    info = writer.trailer.raw_get("/Info")
    info.get_object()["/ModDate"] = generic.TextStringObject("D:20230801080000+07'00'")
    writer.mark_update(info)


def turn_the_keys_round(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    keys = list(page.get_object().items())
    page.get_object().clear()
    page.get_object().update(reversed(keys))
    writer.mark_update(page)


def turn_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page)


def show_the_note(writer: IncrementalPdfFileWriter) -> None:
    """Make the Info dictionary a setting of the page's graphics as well."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    settings = generic.DictionaryObject({"/Info": writer.trailer.raw_get("/Info")})
    page.get_object()["/Resources"]["/ExtGState"] = settings
    writer.mark_update(page)


def leave_a_trailer(writer: IncrementalPdfFileWriter) -> None:
    """Add what a trailer of an older state becomes: an object that names Info, named by none."""
    writer.add_object(generic.DictionaryObject({"/Info": writer.trailer.raw_get("/Info")}))


def hold(one: bytes, other: bytes) -> bool:
    documents = [pdfium.PdfDocument(data) for data in (one, other)]
    try:
        return hold_the_same(*documents)
    finally:
        for document in documents:
            document.close()


@pytest.mark.parametrize(
    ("prepared", "update", "same"),
    [
        ((), note_the_day, True),
        ((), turn_the_keys_round, True),
        ((leave_a_trailer,), note_the_day, True),
        ((), turn_the_page, False),
        # A page that leads to the note may look as the note says.
        ((show_the_note,), note_the_day, False),
    ],
)
def test_only_the_note_and_the_order_of_keys_make_no_difference(
    prepared: tuple[Update, ...], update: Update, *, same: bool
) -> None:
    before = updated(draw(LETTER), *prepared)
    assert hold(updated(before, update), before) is same


def test_what_is_laid_over_the_page_makes_a_difference() -> None:
    before = draw(LETTER)
    assert hold(before, before)
    assert not hold(lay_over(before, [(128, 115, "118")]), before)


def test_a_note_that_is_another_object_is_not_looked_into() -> None:
    assert not hold(save_again(draw(LETTER)), draw(LETTER))
