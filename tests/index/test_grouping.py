"""Which records are one document: a function of the set, and careful where little is printed."""

from dataclasses import replace
from itertools import permutations
from typing import Any

from index.analysis import resemblance, sketch
from index.grouping import Rendition, partition, with_drafts

LONG = " ".join(f"chữ{index} trong văn bản này" for index in range(60))
OTHER = " ".join(f"từ{index} của một thư khác" for index in range(60))
READ = " ".join(word + ("x" if index % 12 == 0 else "") for index, word in enumerate(LONG.split()))

READ_WELL = " ".join(
    word + ("x" if index % 60 == 0 else "") for index, word in enumerate(LONG.split())
)


def one(name: str, *, text: str = LONG, **fields: Any) -> Rendition:
    known = {"number": "", "signer": "", "subject": "", "day": "2023-07-20", **fields}
    return Rendition(name, name, ord(name[0]), issuer="ban quan ly", sketch=sketch(text), **known)


def groups(*renditions: Rendition) -> list[str]:
    return sorted("".join(item.record_id for item in group) for group in partition(renditions))


def test_two_readings_of_one_page_resemble_each_other() -> None:
    same, other = resemblance(sketch(LONG), sketch(READ)), resemblance(sketch(LONG), sketch(OTHER))
    assert same is not None and same > 0.6
    assert other is not None and other < 0.2
    assert resemblance(sketch("quá ngắn"), sketch(LONG)) is None


def test_a_scan_whose_signer_is_unread_joins_by_its_text() -> None:
    draft = one("a", signer="hoang van khoi", subject="thi dua")
    assert groups(draft, one("b", subject="thi dua", text=READ)) == ["ab"]


def test_blank_numbers_with_other_texts_stay_apart() -> None:
    both = [one(name, signer="le a", subject="bao cao") for name in "ab"]
    assert groups(both[0], one("c", signer="le a", subject="bao cao", text=OTHER)) == ["a", "c"]


def test_other_numbers_signers_or_subjects_stay_apart() -> None:
    assert groups(one("a", number="1/X-Y"), one("b", number="2/X-Y")) == ["a", "b"]
    assert groups(one("a", signer="le van an"), one("b", signer="tran thi be")) == ["a", "b"]
    assert groups(one("a", subject="thu hoi dat"), one("b", subject="khen thuong")) == ["a", "b"]


def test_a_draft_joins_its_number_in_any_order() -> None:
    three = [
        one("a", number="1/X-Y", subject="thi dua"),
        one("b", subject="thi dua"),
        one("c", subject="thi dua", text=READ),
    ]
    assert all(groups(*order) == ["abc"] for order in permutations(three))


def form(name: str, day: str, **fields: Any) -> Rendition:
    """Return a letter on the same matter of the same person, of any day, month or year."""
    known = {"signer": "hoang van khoi", "subject": "hop giao ban", "matter": 7, **fields}
    return one(name, day=day, **known)


def documents(*renditions: Rendition) -> list[str]:
    """Return the documents of records that stand in buckets of their own."""
    found = with_drafts([[item] for item in renditions])
    return sorted("".join(item.record_id for item in group) for group in found)


def test_a_draft_without_number_and_day_joins_what_it_became() -> None:
    issued = form("b", "2023-07-20", number="1/X-Y", text=READ_WELL)
    for day in ("2023-07", "2023"):
        assert documents(form("a", day), issued) == ["ab"]
        assert documents(form("a", day, number="1/X-Y", text=OTHER), issued) == ["ab"]
    apart = (
        form("a", "2023-06"),
        form("a", "2022"),
        form("a", "2023", matter=8),
        form("a", "2023", matter=0),
        form("a", "2023", text=OTHER),
        form("a", "2023", text=READ),
        form("a", "2023", signer=""),
        form("a", "2023", signer="tran thi be"),
        form("a", "2023", notation="Z-Y"),
        form("a", "2023", number="2/X-Y"),
    )
    for draft in apart:
        notation = replace(issued, notation="X-Y")
        assert documents(draft, notation) == ["a", "b"], draft


def test_a_draft_of_two_stays_alone_and_a_number_leads_it() -> None:
    two = form("b", "2023-07-20", number="1/X-Y"), form("c", "2023-07-27", number="2/X-Y")
    assert documents(form("a", "2023-07"), *two) == ["a", "b", "c"]
    assert documents(form("a", "2023-07", number="2/X-Y"), *two) == ["ac", "b"]
    scan = form("d", "2023-07", number="3/X-Y")
    assert documents(form("a", "2023-07"), scan) == ["ad"]
    assert documents(form("a", "2023-07"), two[0], scan) == ["a", "b", "d"]


def test_drafts_of_two_meetings_are_two() -> None:
    """With the day blank, what is written must be nearly the same: READ has two thirds of it."""
    assert groups(form("a", "2023"), form("b", "2023", text=READ)) == ["a", "b"]
    assert groups(form("a", "2023"), form("b", "2023", text=READ_WELL)) == ["ab"]
