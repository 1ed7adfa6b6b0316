"""Words that are one compound in a heading count more than the same syllables apart, behind each
backend."""

from dataclasses import replace

import pytest

from index.archive import Archive
from index.base import Written
from index.compounds import compounds_asked, weight
from index.language import parse_text
from index.query import Query
from nlp import compounds
from tests.index.drawn import written

ASKED = [
    ("công tác cán bộ", "cong_tac tac_can can_bo cong_tac_can tac_can_bo cong_tac_can_bo"),
    ("phát_động", "phat_dong"),
    ('"thi đua" đợt', "thi_dua"),
    ("thi số:16/KH-BQL đua", ""),
    ('thi đua NOT "sơ kết"', "thi_dua"),
    ("thi NOT đua", ""),
    ("(thi đua OR cán bộ) tỉnh", "thi_dua can_bo"),
    ("thi OR đua", ""),
    ("05 năm", "5_nam"),
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_neighbouring_words_may_be_compounds(text: str, expected: str) -> None:
    assert " ".join(compounds_asked(parse_text(text))) == expected


def test_a_long_query_asks_for_a_bounded_number() -> None:
    assert len(compounds_asked(parse_text(" ".join(f"từ{chr(97 + n)}" for n in range(26))))) == 24


def test_a_rare_compound_weighs_more_and_one_of_all_nearly_nothing() -> None:
    assert weight(1, 100) > weight(50, 100) > weight(100, 100) > 0
    assert weight(100, 100) < 0.05


def letter(name: str, subject: str, date: str, text: str = "") -> Written:
    """Return a letter whose heading is cut into words as an ingest does it."""
    number = f"{sum(name.encode())}/BQL-VP"
    item = written(name, number=number, subject=subject, date=date, text=text or subject)
    return replace(item, compounds=(compounds(subject),))


def order(archive: Archive, text: str) -> list[str]:
    hits = archive.search(Query(text=text)).hits
    return [str(hit.subject) for hit in hits]


def test_where_a_heading_is_cut_decides(both: Archive) -> None:
    """Both hold the words side by side, and one as parts of two others."""
    wrong = letter("wrong", "bồi dưỡng cán bộ đội thuế số 2", "2023-09-09")
    right = letter("right", "thăm hỏi bộ đội biên phòng số 2", "2023-01-01")
    both.add([right, wrong])
    both.view.refresh()
    subjects = [item.records[0]["subject"] for item in (right, wrong)]
    assert order(both, "bộ đội") == subjects
    assert order(both, "bo doi") == subjects
    assert order(both, "bộ_đội") == subjects
    assert order(both, "cán bộ") == subjects[1:]


def test_a_compound_leads_before_its_syllables_apart(both: Archive) -> None:
    apart = "đồng chí tác giả công bố danh mục văn bản của bộ máy cán sự"
    items = [
        letter("apart", "công bố bộ danh mục của tác giả", "2023-12-01", apart),
        letter("one", "công tác cán bộ", "2023-01-01"),
        *(letter(f"n{n}", "rà soát danh mục", "2023-05-05", f"{apart} {n}") for n in range(6)),
    ]
    both.add(items)
    both.view.refresh()
    found = order(both, "công tác cán bộ")
    assert len(found) == 8
    assert found[0] == "công tác cán bộ"


def test_pages_follow_the_same_order(both: Archive) -> None:
    """What a page's mark says of its last hit holds the compounds' weight too."""
    both.add(
        [
            letter(f"w{n}", "thi đua" if n % 3 else "đua tài, thi đấu", f"2023-01-{n:02}")
            for n in range(1, 13)
        ]
    )
    both.view.refresh()
    whole = [hit.document_id for hit in both.search(Query(text="thi đua")).hits]
    paged: list[str] = []
    page = both.search(Query(text="thi đua", limit=5))
    while True:
        paged += [hit.document_id for hit in page.hits]
        if page.after is None:
            break
        page = both.search(Query(text="thi đua", limit=5, after=page.after))
    assert paged == whole
    assert len(paged) == 12
