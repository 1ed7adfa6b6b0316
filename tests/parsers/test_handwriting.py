"""Figures written by pen: pages are printed with a serif font and the gaps filled with strokes.

The strokes are drawn here, not taken from what the net was trained on.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from dispatch.document import PEN_MARK, Origin
from parsers.assemble import RawWord
from parsers.handwriting import STATED, read_pen_gaps
from parsers.pen_context import (
    days_by_signing,
    known_of,
    prior_of_day,
    prior_of_month,
    prior_of_number,
    weigh,
    weights_by_ocr,
    weights_of_days,
)
from parsers.pen_digits import Reading, load_net
from parsers.pen_gaps import Kind, find_gaps, width_of

DPI = 300
SCALE = DPI / 72
EM = 13.0
BLUE, BLACK, RED = (30, 50, 170), (20, 20, 20), (230, 30, 40)

# Polylines in a box 1 high: unlike the training's curves, straight strokes of a careful hand.
PEN: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(0.3, 0), (0.05, 0.3), (0.05, 0.7), (0.3, 1), (0.55, 0.7), (0.55, 0.3), (0.3, 0)]],
    "1": [[(0.0, 0.35), (0.3, 0.0), (0.3, 1.0)]],
    "2": [[(0.05, 0.2), (0.3, 0), (0.5, 0.2), (0.4, 0.5), (0.0, 1.0), (0.6, 1.0)]],
    "3": [[(0, 0.05), (0.5, 0.05), (0.25, 0.4), (0.5, 0.6), (0.45, 0.9), (0.2, 1), (0, 0.9)]],
    "4": [[(0.35, 0), (0.0, 0.65), (0.6, 0.65)], [(0.45, 0.35), (0.42, 1.0)]],
    "7": [[(0, 0.03), (0.55, 0), (0.25, 1)], [(0.1, 0.5), (0.55, 0.47)]],
}


def page() -> np.ndarray:
    return np.full((1400, 2480, 3), 250, np.uint8)


def printed(text: str, x0: float, *, baseline: float = 130.0, sure: float = 0.96) -> RawWord:
    return RawWord(
        text, x0, baseline - 9, x0 + width_of(text) * EM, baseline, Origin.OCR, sure
    )  # fmt: skip


def italic(text: str, x0: float, *, sure: float = 0.96) -> RawWord:
    return RawWord(text, x0, 121, x0 + width_of(text) * EM, 130 + 0.21 * EM, Origin.OCR, sure)


def write(
    image: np.ndarray,
    digits: str,
    x0: float,
    *,
    ink: tuple[int, int, int] = BLACK,
    tall: float = 11,
) -> None:
    """Write ``digits`` by pen so that they stand on the line at 130 points from the top."""
    x = x0
    for digit in digits:
        for stroke in PEN[digit]:
            points = [((x + u * tall) * SCALE, (130.5 - (1 - v) * tall) * SCALE) for u, v in stroke]
            line = np.round(np.array(points)).astype(np.int32)
            cv2.polylines(image, [line], False, ink, 5, cv2.LINE_AA)
        x += 0.8 * tall


def number_row(*middle: RawWord) -> list[RawWord]:
    return [printed("Số:", 100), *middle, printed("/TTr-UBND", 165)]


def pens(words: Sequence[RawWord]) -> list[RawWord]:
    return [word for word in words if word.origin is Origin.PEN]


def shown(words: Sequence[RawWord]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("ink", [BLUE, BLACK])
@pytest.mark.parametrize("digits", ["24", "302", "17", "403"])
@pytest.mark.parametrize("guess", [[], [("#&", 0.2)], [("94", 0.6)]])
def test_a_number_in_pen_replaces_what_ocr_made_of_it(
    ink: tuple[int, int, int], digits: str, guess: list[tuple[str, float]]
) -> None:
    image = page()
    write(image, digits, 122, ink=ink)
    middle = [RawWord(text, 122, 118, 140, 131, Origin.OCR, sure) for text, sure in guess]
    words = read_pen_gaps(image, number_row(*middle), DPI)
    (pen,) = pens(words)
    assert shown(words) == f"Số: {pen.text} /TTr-UBND"
    assert digits in [text for text, _ in pen.candidates[:3]]
    assert pen.text in (digits, PEN_MARK)
    assert pen.x0 is not None and abs(pen.x0 - 122) < 4


def test_what_is_not_sure_is_a_mark_with_candidates() -> None:
    image = page()
    scrawl = [(122 + 2.5 * i, 120 + 9 * (i % 2)) for i in range(8)]
    line = np.round(np.array(scrawl) * SCALE).astype(np.int32)
    cv2.polylines(image, [line], False, BLACK, 7)
    (pen,) = pens(read_pen_gaps(image, number_row(), DPI))
    assert pen.text == PEN_MARK
    assert pen.confidence < STATED
    assert pen.candidates


def test_an_empty_gap_stays_empty() -> None:
    words = number_row()
    assert read_pen_gaps(page(), words, DPI) == words


def test_a_dotted_line_is_no_writing() -> None:
    image = page()
    for x in range(118, 162, 2):
        cv2.circle(image, (round(x * SCALE), round(130 * SCALE)), 2, BLACK, -1)
    words = number_row(printed(".....", 120))
    assert pens(read_pen_gaps(image, words, DPI)) == []


def test_a_red_stamp_is_not_looked_at() -> None:
    image = page()
    write(image, "17", 122, ink=RED)
    assert pens(read_pen_gaps(image, number_row(), DPI)) == []


def test_printed_figures_stay_print() -> None:
    image = page()
    write(image, "24", 122, tall=8.7)
    words = number_row(printed("24", 122, sure=0.97))
    assert read_pen_gaps(image, words, DPI) == words


@pytest.mark.parametrize("figures", ["43", "2473", "3240"])
def test_print_keeps_its_last_figure_though_ocr_glued_and_lengthened_the_notation(
    figures: str,
) -> None:
    image = page()
    write(image, figures, 122, tall=7.8)
    end = 122 + 0.8 * 7.8 * len(figures) + width_of("/QĐ-CĐN") * EM
    glued = RawWord(f"{figures}/QĐĐ-CĐĐĐN", 122, 121, end, 130, Origin.OCR, 0.4)
    words = [printed("Số:", 100), glued]
    assert read_pen_gaps(image, words, DPI) == words


@pytest.mark.parametrize("text", ["1054T", "1203-QĐ", "1468/5", "24/PGD&"])
def test_figures_with_an_office_s_letters_glued_to_them_are_print(text: str) -> None:
    image = page()
    write(image, "24", 122, tall=7.8)
    words = number_row(printed(text, 122, sure=0.8))
    assert read_pen_gaps(image, words, DPI) == words


def test_a_pen_reading_of_fewer_figures_than_ocr_saw_is_not_stated() -> None:
    image = page()
    write(image, "2", 122, tall=11)
    words = number_row(RawWord("24", 122, 118, 140, 131, Origin.OCR, 0.4))
    (pen,) = pens(read_pen_gaps(image, words, DPI))
    assert pen.text == PEN_MARK or len(pen.text) == 2
    assert all(chance < STATED for text, chance in pen.candidates if len(text) < 2)


def test_a_day_glued_to_its_print_is_cut_out() -> None:
    image = page()
    day = 300 + width_of("ngày") * EM + 1
    write(image, "20", day)
    after = day + 19
    glued = RawWord("ngày&tháng", 300, 121, after + width_of("tháng") * EM, 132.7, Origin.OCR, 0.5)
    tail = after + width_of("tháng") * EM + 5
    words = [printed("Hà", 265), glued, italic("02", tail), italic("năm", tail + 17)]
    words.append(italic("2025", tail + 43))
    read = read_pen_gaps(image, words, DPI)
    (pen,) = pens(read)
    assert shown(read) == f"Hà ngày {pen.text} tháng 02 năm 2025"
    assert pen.candidates[0][0] == "20"


def test_two_gaps_in_one_glued_word_are_cut_out_in_order() -> None:
    words = [RawWord("ngày,ftháng,fnăm", 300, 121, 430, 132.7, Origin.OCR, 0.4)]
    words.append(italic("2022", 434))
    day, month = find_gaps(words, 842)
    assert (day.kind, month.kind) == (Kind.DAY, Kind.MONTH)
    image = page()
    write(image, "24", day.x0 + 1)
    write(image, "10", month.x0 + 1)
    assert [
        word.text for word in read_pen_gaps(image, words, DPI) if word.origin is Origin.OCR
    ] == [
        "ngày",
        "tháng",
        "năm",
        "2022",
    ]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Số: 2# /CT-UBND", "2#"),
        ("Số: /TTr -UBND", ""),
        ("só:/ƒ /QĐ-UBND", "/ƒ"),
        ("Số: Đ14/UBND-KTTH", "Đ14"),
        ("Số: ^3 /2025/QĐ-UBND", "^3"),
        ("Số: 21/1999/NĐ-CP", "21"),
        ("Số: 3# /1998/QH10", "3#"),
        ("Số #& -KH/TU", "#&"),
        ("S2: 3z /TB-SNV", "3z"),
        ("Sø: 2 /TTr--UBND", "2"),
        ("S0:;# /CTUBND", "#"),
        ("Số: 47 QĐ-UBND", "47"),
        ("Số: 4‡ /QĐÐ-UBND Quảng Ngãi,", "4‡"),
        ("S: zp7_ /CT-UBND", "zp7_"),
        ("Sĩ): 2# /CT-JBND", "2#"),
        ("Số: 22 ‹á,C1-UBND", "22 ‹á"),
        ("Số :076/TB-BTS", "076"),
        ("Số: 389 KH/TĐTN-BPT", "389"),
        ("Số: 618/NHNo.ST-TD", "618"),
    ],
)
def test_number_gaps_are_found_in_garbled_rows(text: str, gap: str) -> None:
    words, x = [], 100.0
    for part in text.split():
        words.append(printed(part, x))
        x += width_of(part) * EM + 12
    (found,) = find_gaps(words, 842)
    assert (found.kind, found.text) == (Kind.NUMBER, gap)


def draw_opening(image: np.ndarray, x0: float) -> None:
    """Draw what ``Số:`` is to the eye: a capital, a round letter, two points."""
    strokes = [
        [(0.4, 0.05), (0.05, 0.1), (0.1, 0.3), (0.4, 0.4), (0.35, 0.62), (0.0, 0.6)],
        [(0.56, 0.42), (0.7, 0.22), (0.9, 0.42), (0.72, 0.64), (0.56, 0.42)],
    ]
    for stroke in strokes:
        points = [((x0 + u * EM) * SCALE, (130.5 - (0.66 - v) * EM) * SCALE) for u, v in stroke]
        line = np.round(np.array(points)).astype(np.int32)
        cv2.polylines(image, [line], False, BLACK, 4, cv2.LINE_AA)
    for height in (0.05, 0.4):
        spot = (round((x0 + 1.12 * EM) * SCALE), round((130 - height * EM) * SCALE))
        cv2.circle(image, spot, 3, BLACK, -1)


def dated(*number: RawWord) -> list[RawWord]:
    words = [*number, italic("ngày", 300), italic("tháng", 352), italic("7", 386)]
    return [*words, italic("năm", 398), italic("2023", 422)]


@pytest.mark.parametrize("junk", [[], [("‹ó", 0.3)]])
def test_an_opening_that_ocr_did_not_read_is_found_by_its_ink(
    junk: list[tuple[str, float]],
) -> None:
    image = page()
    draw_opening(image, 100)
    write(image, "302", 122)
    middle = [RawWord(text, 101, 118, 140, 131, Origin.OCR, sure) for text, sure in junk]
    words = read_pen_gaps(image, dated(*middle, printed("/TTr-UBND", 165)), DPI)
    (pen,) = pens(words)
    assert shown(words).startswith(f"Số: {pen.text} /TTr-UBND ngày")
    assert "302" in [text for text, _ in pen.candidates[:3]]


def test_strokes_without_an_opening_before_them_are_no_number() -> None:
    image = page()
    write(image, "302", 122)
    words = dated(printed("/TTr-UBND", 165))
    assert read_pen_gaps(image, words, DPI) == words


def test_a_misread_opening_is_written_as_the_form_has_it() -> None:
    image = page()
    write(image, "24", 122)
    words = read_pen_gaps(image, [printed("S:", 100), printed("/TTr-UBND", 165)], DPI)
    (pen,) = pens(words)
    assert shown(words) == f"Số: {pen.text} /TTr-UBND"
    assert "24" in [text for text, _ in pen.candidates[:3]]


def test_a_misread_opening_before_an_empty_dotted_line_is_written_too() -> None:
    image = page()
    for x in range(118, 162, 2):
        cv2.circle(image, (round(x * SCALE), round(130 * SCALE)), 2, BLACK, -1)
    misread = RawWord("BH....", 100, 121, 160, 131, Origin.OCR, 0.46)
    words = read_pen_gaps(image, dated(misread, printed("/TTr-UBND", 165)), DPI)
    assert pens(words) == []
    assert shown(words).startswith("Số: /TTr-UBND ngày")


def test_scraps_of_the_figures_on_a_line_of_their_own_go_and_the_opening_stays_one() -> None:
    image = page()
    draw_opening(image, 100)
    write(image, "302", 122)
    opening = RawWord("Số:", 100, 115, 117, 125, Origin.OCR, 0.85)
    scraps = [RawWord("+2", 124, 126, 140, 137, Origin.OCR, 0.5)]
    rest = dated(printed("/TTr-UBND", 165))
    words = read_pen_gaps(image, [opening, *scraps, *rest], DPI)
    (pen,) = pens(words)
    assert shown(words).startswith(f"Số: {pen.text} /TTr-UBND ngày")


def test_figures_on_a_rule_keep_their_feet() -> None:
    image = page()
    write(image, "203", 122, tall=12)
    ends = [(round(x * SCALE), round(130.3 * SCALE)) for x in (118, 163)]
    cv2.line(image, ends[0], ends[1], BLACK, 2)
    (pen,) = pens(read_pen_gaps(image, number_row(), DPI))
    assert "203" in [text for text, _ in pen.candidates[:3]]


def test_slanted_figures_that_lean_over_each_other_are_parted() -> None:
    image = page()
    x = 122.0
    for digit in "10":
        for stroke in PEN[digit]:
            line = [((x + 11 * (u + 0.5 * (1 - v))) * SCALE, (130.5 - (1 - v) * 11) * SCALE)
                    for u, v in stroke]  # fmt: skip
            points = np.round(np.array(line)).astype(np.int32)
            cv2.polylines(image, [points], False, BLACK, 5, cv2.LINE_AA)
        x += 5.5
    (pen,) = pens(read_pen_gaps(image, number_row(), DPI))
    assert "10" in [text for text, _ in pen.candidates[:3]]


@pytest.mark.parametrize(
    "text",
    [
        "Số 16, đường Trường Chinh",
        "Số: 1245",
        "Quyết định số: 58/QĐ-UBND",
        "Căn cứ Luật Tổ chức",
        "ngày 06/02/2023",
        "Số tiền",
    ],
)
def test_other_rows_have_no_gap(text: str) -> None:
    words, x = [], 100.0
    for part in text.split():
        words.append(printed(part, x))
        x += width_of(part) * EM + 4
    assert find_gaps(words, 842) == []


def test_priors_know_what_a_form_can_hold() -> None:
    assert prior_of_number("012") < prior_of_number("12")
    assert prior_of_number("123456") == 0
    assert (prior_of_day("32"), prior_of_day("00"), prior_of_day("31")) == (0, 0, 1)
    assert (prior_of_month("13"), prior_of_month("12")) == (0, 1)


def test_context_weighs_readings() -> None:
    readings = [Reading("17", 0.5), Reading("11", 0.45)]
    assert [r.text for r in weigh(readings, {"11": 3.0})] == ["11", "17"]


def test_signing_time_weighs_its_day_and_those_before() -> None:
    known = known_of("ngày tháng 3 năm 2025")
    panel = [printed("02.03.2025", 400), printed("09:27:35", 450)]
    weights = days_by_signing(panel, known)
    assert weights["02"] > weights["01"] > 1
    assert "28" not in weights
    assert days_by_signing(panel, known_of("ngày tháng 01 năm 2025")) == {}
    assert days_by_signing([printed("31.02.2025", 400)], known) == {}


LINE = "Chợ Mới, ngày tháng 7 năm 2023"


@pytest.mark.parametrize(
    ("line", "stamp", "likelier", "rarer"),
    [
        (LINE, "ĐẾN Số: 1245 Ngày: 24/7/2023 Chuyển: VP", "21", "27"),
        (LINE, "CÔNG VĂN ĐẾN Ngày 02/8/2023", "31", "11"),
        (f"Thứ Sáu, {LINE}", "", "28", "27"),
        (f"Chủ nhật, {LINE}", "", "16", "17"),
        ("ngày tháng 02 năm 2023", "", "28", "29"),
    ],
)
def test_the_page_tells_which_day_is_likelier(
    line: str, stamp: str, likelier: str, rarer: str
) -> None:
    words = [printed(word, 400) for word in stamp.split()]
    for page_words, stamps in ((words, []), ([], [words])):
        weights = weights_of_days(page_words, stamps, known_of(line))
        assert weights.get(likelier, 1.0) > weights.get(rarer, 1.0)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, "từ nay đến hết ngày 02/7/2023"),  # a deadline of the body
        (LINE, "Số đến: 1245"),
        ("Chợ Mới, ngày tháng năm 2023", "thứ sáu"),  # a weekday elsewhere, a month unknown
    ],
)
def test_other_words_say_nothing_of_the_day(line: str, words: str) -> None:
    assert weights_of_days([printed(word, 400) for word in words.split()], [], known_of(line)) == {}


def test_a_month_in_pen_tells_the_month_of_the_day() -> None:
    assert "31" in weights_of_days([], [], known_of("ngày tháng năm 2025", month="04"))
    assert weights_of_days([], [], known_of("ngày tháng năm 2025", month=PEN_MARK)) == {}


def test_a_figure_that_ocr_saw_speaks_for_the_readings_that_hold_it() -> None:
    readings = [Reading("17", 0.6), Reading("47", 0.3), Reading("7", 0.05)]
    weights = weights_by_ocr(readings, "4‡", 0.9)
    assert weights["47"] > 5 * weights["17"]
    assert weights_by_ocr(readings, "4‡", 0.3) == {"17": 1.0, "47": 1.0}
    assert weights_by_ocr(readings, "417", 0.9) == {}


def test_the_arrival_stamp_turns_a_doubtful_day() -> None:
    """Of 11 and 17, both possible for one scrawl, a stamp of the 12th leaves the 11th."""
    image = page()
    write(image, "17", 330)
    words = [italic("ngày", 300), italic("tháng", 352), italic("7", 386), italic("năm", 398)]
    words.append(italic("2023", 422))
    stamp = [printed(word, 100) for word in ["ĐẾN", "Ngày:", "12/7/2023"]]
    (before,) = pens(read_pen_gaps(image, words, DPI))
    (after,) = pens(read_pen_gaps(image, words, DPI, stamps=[stamp]))
    assert dict(after.candidates).get("17", 0.0) < dict(before.candidates)["17"]


def test_the_printed_slash_is_no_figure_though_the_print_is_wider_than_reckoned() -> None:
    image = page()
    slash = np.array([[168.4 * SCALE, 121 * SCALE], [165.4 * SCALE, 130 * SCALE]])
    cv2.polylines(image, [np.round(slash).astype(np.int32)], False, BLACK, 4, cv2.LINE_AA)
    code = "/UBND-NCKSTTHC"
    wide = RawWord(code, 165, 121, 165 + 0.97 * width_of(code) * EM, 130, Origin.OCR, 0.91)
    assert pens(read_pen_gaps(image, [printed("Số:", 100), wide], DPI)) == []


def test_the_slash_of_a_glued_notation_is_no_last_figure() -> None:
    image = page()
    write(image, "43", 122, tall=10.5)
    end = 122 + 20 + width_of("/MTTQ-PT") * EM
    slash = np.array([[145 * SCALE, 120.5 * SCALE], [142.5 * SCALE, 130 * SCALE]])
    cv2.polylines(image, [np.round(slash).astype(np.int32)], False, BLACK, 5, cv2.LINE_AA)
    glued = RawWord("43/MTTQ-PT", 122, 120, end + 6, 130, Origin.OCR, 0.5)
    read = pens(read_pen_gaps(image, [printed("Số:", 100), glued], DPI))
    assert all(chance < STATED for pen in read for text, chance in pen.candidates if text != "43")


def test_the_bar_of_a_four_that_runs_into_a_seven_is_no_rule() -> None:
    image = page()
    write(image, "47", 122)
    bar = np.array([[(121 + u) * SCALE, (130.5 - 4.4) * SCALE] for u in (0.0, 18.5)])
    cv2.polylines(image, [np.round(bar).astype(np.int32)], False, BLACK, 5, cv2.LINE_AA)
    (pen,) = pens(read_pen_gaps(image, number_row(), DPI))
    assert "47" in [text for text, _ in pen.candidates[:3]]


def test_the_net_gives_chances() -> None:
    chances = load_net().probabilities(np.zeros((3, 28, 28), np.float32))
    assert chances.shape == (3, 11)
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-4)
