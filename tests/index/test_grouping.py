"""Which records are one document: a function of the set, and careful where little is printed."""

from itertools import permutations

from index.analysis import resemblance, sketch
from index.grouping import Rendition, partition

LONG = " ".join(f"chữ{index} trong văn bản này" for index in range(60))
OTHER = " ".join(f"từ{index} của một thư khác" for index in range(60))
READ = " ".join(word + ("x" if index % 12 == 0 else "") for index, word in enumerate(LONG.split()))


def one(
    name: str, *, number: str = "", signer: str = "", subject: str = "", text: str = LONG
) -> Rendition:
    return Rendition(name, name, ord(name[0]), number, "ban quan ly", subject, signer, sketch(text))


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
