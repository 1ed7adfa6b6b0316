"""Texts that no office wrote: the grammars of the body neither fail nor slow down."""

import gc
import time
from itertools import islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.text import fold_same_length
from nlp.citation_grammar import find_citations
from nlp.deadlines import find_deadlines
from nlp.events import find_event
from nlp.period_grammar import find_ranges
from nlp.period_words import find_worded_ranges
from nlp.relation_cues import relations
from nlp.validity import find_validity
from tests.nlp.citing import references

UNITS = (
    "/",
    "x",
    "1/",
    "16/KH-BQL ",
    "số /",
    "A-",
    "Luật ",
    "Luật sửa đổi, bổ sung một số điều của ",
    "Công văn số 16/KH-BQL ngày 06/02/2023 của Ban về việc ",
    "khoản 2 Điều 3 ",
    "của Ban tại ",
    "ngày ",
    "ngày ..../",
    "từ ngày 1/1/2023 đến ",
    "trước ngày 15/11/2023 gửi ",
    "08 giờ 00, ngày ",
    "căn cứ ",
    ". ",
    "- ; , ",
    "hạn nộp ",
    "Đơn đề nghị abc ",
    "căn cứ Biên bản họp ngày 12/3/2024; ",
    "số 12/GD & ĐT ",
    "nghỉ lễ ngày thứ hai ",
    "“",
    "(",
    " ",
    "\u202e漢字",
)


def read_all(text: str) -> int:
    """Run every grammar over one paragraph and count what it reports."""
    folded = fold_same_length(text)
    found = find_citations(text, folded)
    count = len(relations(folded, found))
    count += len(find_ranges(folded, "2023-07-20")) + len(find_worded_ranges(folded, "2023-07-20"))
    count += len(find_deadlines(text, folded, "2023-07-20"))
    find_event(folded, "thoi gian", "2023-07-20")
    find_validity(folded, "2023-07-20")
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def seconds(length: int) -> float:
        # A day at the end, or the cheap questions before the grammars would spare them the text.
        text = (unit * (length // len(unit) + 1))[:length] + " ngày 20/8/2023 tại xã"
        # The collector's work grows with all that the tests before have left alive, not with this.
        gc.collect()
        gc.disable()
        try:
            started = time.process_time()
            read_all(text)
            return time.process_time() - started
        finally:
            gc.enable()

    # 8 times the length: 8 if in step, 64 if every place looks at every other.
    short, long = seconds(20_000), seconds(160_000)
    assert long < 8 * 4 * max(short, 0.02)


def test_each_of_many_laws_is_looked_up_and_not_sought() -> None:
    syllables = [first + rest for first in "BCDGHKLMNT" for rest in ("a", "ong", "anh", "uy", "en")]

    def seconds(count: int) -> float:
        names = islice(product(syllables, repeat=3), count)
        text = " ".join(f"theo Luật {' '.join(name)};" for name in names)
        started = time.process_time()
        assert len(references(text)) > count // 2
        return time.process_time() - started

    assert seconds(4000) < 4 * 3 * max(seconds(1000), 0.05)


@pytest.mark.timeout(120)
def test_one_line_of_a_megabyte() -> None:
    text = ("Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban về thi đua, " * 15_000)[
        :1_000_000
    ]
    assert read_all(text) > 10_000


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from([*UNITS, "Thực hiện ", "và ", ", ", "; ", ". ", "\n", "năm 2023", "TTr-"]),
        max_size=40,
    ).map("".join)
)
def test_any_mixture_of_the_words_of_citing(text: str) -> None:
    read_all(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    read_all(text)
