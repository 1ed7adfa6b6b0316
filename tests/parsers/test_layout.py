"""Words at given places become lines in reading order: head and foot never mix."""

import random

import pytest

from dispatch.document import Block, Column
from parsers.assemble import RawLine, RawPage, RawWord
from parsers.double_sheets import middle_of_double
from parsers.gutters import Region
from parsers.layout import arrange
from parsers.paragraphs import join_pages
from parsers.rows import Row, Spot

WIDTH, HEIGHT = 595.0, 842.0
_ADVANCE = 0.5  # ems a letter of the drawn words takes


def words(
    x: float, top: float, text: str, *, size: float = 13, bold: bool = False
) -> list[RawWord]:
    """Return the words of ``text`` set from ``x`` on."""
    made = []
    for piece in text.split(" "):
        end = x + len(piece) * size * _ADVANCE
        if piece:
            made.append(RawWord(piece, x, top, end, top + size, bold=bold, size=size))
        x = end + 0.25 * size
    return made


def centered(middle: float, top: float, text: str, *, size: float = 13) -> list[RawWord]:
    """Return the words of ``text`` set around ``middle``."""
    line = words(0, top, text, size=size)
    shift = middle - (line[-1].x1 or 0) / 2
    return words(shift, top, text, size=size)


def text_of(line: RawLine) -> str:
    return " ".join(word.text for word in line.words)


def read(*groups: list[RawWord]) -> list[tuple[str, str]]:
    mixed = [word for group in groups for word in group]
    random.Random(3).shuffle(mixed)
    return [(line.column.value, text_of(line)) for line in arrange(mixed, WIDTH, HEIGHT)]


RIGHT_HEAD = (
    centered(410, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12),
    centered(410, 76, "Độc lập - Tự do - Hạnh phúc"),
)
BODY = (
    words(113, 240, "Thực hiện kế hoạch về phát động thi đua thực hiện nhiệm vụ phát triển"),
    words(85, 258, "kinh tế trong năm nay, Ban Quản lý phát động thi đua với nội dung sau đây"),
    words(85, 276, "để các đơn vị biết."),
)


@pytest.mark.parametrize(
    "left",
    [
        # issuer in two lines, number level with the date
        [(60, "UBND TỈNH BẮC KẠN"), (76, "BAN QUẢN LÝ CÁC KCN"), (106, "Số: 12/BQL-VP")],
        # three lines, at another pitch than the right column
        [
            (58, "TỈNH ĐOÀN LAI CHÂU"),
            (71, "BAN CHẤP HÀNH"),
            (84, "XÃ NẬM LOỎNG"),
            (109, "Số: 4/BC"),
        ],
        # a subject of three lines under the number
        [
            (60, "SỞ NỘI VỤ"),
            (106, "Số: 9/SNV-TCBC"),
            (122, "V/v ý kiến đối với hồ sơ"),
            (136, "đề nghị hợp nhất các hội"),
            (150, "cấp tỉnh"),
        ],
    ],
)
def test_the_head_is_read_column_by_column(left: list[tuple[float, str]]) -> None:
    issuer = [centered(160, top, text, size=12) for top, text in left]
    date = centered(410, 106, "Chợ Mới, ngày 20 tháng 7 năm 2023")
    addressee = centered(310, 200, "Kính gửi: Các phòng thuộc Ban")
    lines = read(*issuer, *RIGHT_HEAD, date, addressee, *BODY)
    assert [text for column, text in lines if column == "left"] == [text for _, text in left]
    assert [text for column, text in lines if column == "right"][-1].startswith("Chợ Mới")
    assert [column for column, _ in lines] == sorted(
        (column for column, _ in lines), key=["left", "right", "full"].index
    )


@pytest.mark.parametrize(
    ("gaps", "left"),
    [
        # the space before each of the words; the gutter is between TP. and Hồ
        ((0, 4, 29, 4, 4, 4), "Số: 92/TB"),
        ((0, 4, 4, 4, 29, 4), "Số: 92/TB TP. Hồ"),
        ((0, 4, 4, 29, 4, 4), "Số: 92/TB TP."),
        ((0, 4, 4, 4, 4, 4), "Số: 92/TB TP."),
        ((0, 29, 4, 9, 4, 4), "Số: 92/TB TP."),
    ],
)
def test_a_row_parts_at_its_white_where_the_gutter_is_a_mere_blank(
    gaps: tuple[int, ...], left: str
) -> None:
    """Columns set by blanks, below a name that reaches farther right than the place begins."""
    spots, x = [], 100.0
    for gap, text in zip(gaps, ["Số:", "92/TB", "TP.", "Hồ", "Chí", "Minh"], strict=True):
        word = RawWord(text, x + gap, 90, x + gap + 20, 100, size=10)
        spots.append(Spot(x + gap, 90, x + gap + 20, 100, word, text, 10))
        x += gap + 20
    gutter = (spots[2].x1 + spots[3].x0) / 2
    found, _ = Region(0, 1, gutter).split(0, Row(spots))
    assert " ".join(spot.text for spot in found) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NƯỚC CỘNG HÒA XÃ HỘI", ""),  # one line, under CHỦ TỊCH
        ("- PHÓ CHỦ TỊCH", "-"),  # a list's dash
        ("Nước cộng hòa xã hội", "Nước"),
    ],
)
def test_a_line_of_capitals_is_not_cut_behind_its_first_word(text: str, left: str) -> None:
    spots = [
        Spot(x, 90, x + 20, 100, RawWord(word, x, 90, x + 20, 100, size=10), word, 10)
        for x, word in zip(range(100, 300, 24), text.split(), strict=False)
    ]
    found, _ = Region(0, 1, 122).split(0, Row(spots))
    assert " ".join(spot.text for spot in found) == left


def test_a_title_centred_on_the_page_ends_the_head() -> None:
    issuer = [centered(160, 60, "SỞ NỘI VỤ"), centered(160, 106, "Số: 9/KH-SNV")]
    date = centered(410, 106, "Chợ Mới, ngày 20 tháng 7 năm 2023")
    lines = read(*issuer, *RIGHT_HEAD, date, centered(310, 150, "KẾ HOẠCH"), *BODY)
    assert ("full", "KẾ HOẠCH") in lines


@pytest.mark.parametrize(
    ("entries", "name_top", "position_top"),
    [
        (["- Như trên;", "- Lưu: VT."], 480, 400),  # the name far below a short list
        ([f"- Đơn vị số {n};" for n in range(14)], 480, 400),  # the list longer than the signature
        (["- Như trên;", "- Lưu: VT."], 480, 390),  # the position begins above the list
    ],
)
def test_the_foot_is_read_column_by_column(
    entries: list[str], name_top: float, position_top: float
) -> None:
    left = [words(85, 414 + 13 * at, text, size=11) for at, text in enumerate(entries)]
    lines = read(
        *BODY,
        words(85, 400, "Nơi nhận:", size=12),
        *left,
        centered(430, position_top, "GIÁM ĐỐC"),
        centered(430, name_top, "Hoàng Văn Khởi"),
    )
    assert [text for column, text in lines if column == "left"] == ["Nơi nhận:", *entries]
    assert [text for column, text in lines if column == "right"] == ["GIÁM ĐỐC", "Hoàng Văn Khởi"]


@pytest.mark.parametrize("heading", [[], words(85, 400, "mm..", size=12)])
def test_a_foot_whose_heading_was_not_read(heading: list[RawWord]) -> None:
    entries = ["- Như Điều 3;", "- Sở Tài chính;", "- Lưu: VT, TH."]
    left = [words(85, 414 + 13 * at, text, size=11) for at, text in enumerate(entries)]
    office, name = centered(430, 402, "KT. GIÁM ĐỐC"), centered(430, 480, "Hoàng Văn Khởi")
    position = centered(430, 418, "PHÓ GIÁM ĐỐC")
    lines = read(*BODY, heading, *left, office, position, name)
    assert [text for column, text in lines if column == "left"][-3:] == entries
    signature = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Hoàng Văn Khởi"]
    assert [text for column, text in lines if column == "right"][-3:] == signature[-3:]


def test_a_long_entry_below_the_signature_stays_with_the_list() -> None:
    long = "- Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh và các huyện, thành phố trong tỉnh;"
    lines = read(
        *BODY,
        words(85, 400, "Nơi nhận:", size=12),
        words(85, 414, "- Như trên;", size=11),
        centered(430, 400, "GIÁM ĐỐC"),
        centered(430, 414, "Hoàng Văn Khởi"),
        words(85, 428, long, size=11),
        words(85, 441, "- Lưu: VT.", size=11),
    )
    assert ("left", long) in lines
    assert ("left", "- Lưu: VT.") in lines


@pytest.mark.parametrize(
    ("rest", "left", "right"),
    [
        (words(380, 58, "Hoàng Văn Khởi"), ["- Cổng thông tin;", "- Lưu: VT, NC."],
         ["Hoàng Văn Khởi"]),
        ([], ["- Cổng thông tin;", "- Lưu: VT, NC."], []),
    ],
)  # fmt: skip
def test_a_foot_goes_on_at_the_head_of_the_next_page(
    rest: list[RawWord], left: list[str], right: list[str]
) -> None:
    lines = read(
        centered(300, 30, "2"),
        words(85, 60, "- Cổng thông tin;", size=11),
        words(85, 74, "- Lưu: VT, NC.", size=11),
        rest,
    )
    assert [text for column, text in lines if column == "left"] == left
    assert [text for column, text in lines if column == "right"] == right


@pytest.mark.parametrize("last", ["- 2025.", "- Kinh phí do đơn vị tự lo."])
def test_what_opens_with_a_dash_above_the_heading_is_none_of_the_foot(last: str) -> None:
    """A span of years that the line's end breaks, or the body's last item; short, and near."""
    lines = read(
        *BODY,
        words(85, 380, last),
        words(85, 400, "Trân trọng./."),
        words(85, 418, "Nơi nhận:", size=12),
        words(85, 434, "- Như trên;", size=11),
        words(85, 448, "- Lưu: VT, KTN.", size=11),
        centered(430, 418, "TM. ỦY BAN NHÂN DÂN"),
        centered(430, 436, "CHỦ TỊCH"),
    )
    assert ("full", last) in lines
    assert ("full", "Trân trọng./.") in lines
    assert ("left", "- Như trên;") in lines


def test_a_list_of_the_body_is_no_foot() -> None:
    lines = read(
        words(113, 60, "- Các đơn vị chủ động thực hiện, báo cáo kết quả đúng thời hạn;"),
        words(113, 78, "- Lưu ý: mỗi đơn vị gửi một bản."),
    )
    assert {column for column, _ in lines} == {"full"}


def test_a_long_name_in_the_head_stays_in_its_column() -> None:
    lines = read(
        *RIGHT_HEAD,
        centered(175, 60, "ỦY BAN NHÂN DÂN", size=12),
        centered(175, 76, "TỈNH CAO BẰNG", size=12),
        words(85, 92, "ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HƯNG", size=12),
        centered(175, 108, "Số: 18/GM-UBND"),
        centered(410, 108, "Đông Hưng, ngày 21 tháng 12 năm 2020"),
        centered(305, 140, "GIẤY MỜI"),
        *BODY,
    )
    left = [text for column, text in lines if column == "left"]
    assert left[2:] == ["ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HƯNG", "Số: 18/GM-UBND"]
    assert ("full", "GIẤY MỜI") in lines


@pytest.mark.parametrize(
    ("end", "column"),
    [
        ("hỗ trợ giống, vật tư vụ Đông Xuân 2025 - 2026", "left"),
        ("Hỗ trợ giống, vật tư vụ Đông Xuân 2025 - 2026", "full"),
    ],
)
def test_a_subject_whose_last_line_reaches_across_the_gutter(end: str, column: str) -> None:
    lines = read(
        *RIGHT_HEAD,
        centered(175, 60, "ỦY BAN NHÂN DÂN XÃ THẠNH LỢI", size=12),
        centered(175, 76, "PHÒNG KINH TẾ", size=12),
        centered(170, 92, "Số: 18/KT", size=12),
        centered(170, 108, "V/v rà soát, đăng ký nhu cầu", size=12),
        centered(410, 92, "Thạnh Lợi, ngày 21 tháng 12 năm 2025"),
        words(85, 124, end, size=12),
        centered(305, 160, "Kính gửi: Trưởng các ấp trên địa bàn xã."),
        *BODY,
    )
    assert (column, end) in lines


def test_two_signers_side_by_side_stand_in_two_columns() -> None:
    lines = read(
        *BODY,
        centered(180, 400, "THƯ KÝ"),
        centered(430, 400, "CHỦ TRÌ"),
        centered(430, 416, "HIỆU TRƯỞNG"),
        centered(180, 480, "Lò Thị Nga"),
        centered(430, 480, "Hoàng Văn Khởi"),
    )
    assert [text for column, text in lines if column == "left"] == ["THƯ KÝ", "Lò Thị Nga"]
    assert [text for column, text in lines if column == "right"] == [
        "CHỦ TRÌ", "HIỆU TRƯỞNG", "Hoàng Văn Khởi"
    ]  # fmt: skip


def test_the_countrys_name_within_a_sentence_is_no_letterhead() -> None:
    basis = "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;"
    lines = read(*BODY, words(113, 300, "Căn cứ Hiến pháp nước"),
                 words(260, 300, "Cộng hòa xã hội chủ nghĩa Việt Nam;"))  # fmt: skip
    assert ("full", basis) in lines


def test_a_typewriters_title_below_the_head_is_whole() -> None:
    """Its blanks are as wide as a narrow gutter, and what is right of one may be centred there."""

    def typed(x: float, top: float, text: str, *, step: float = 7.8) -> list[RawWord]:
        found, at = [], 0
        for word in text.split(" "):
            x0 = x + step * at
            found.append(RawWord(word, x0, top, x0 + step * len(word) - 0.8, top + 13, size=13))
            at += len(word) + 1
        return found

    head = [
        *typed(71, 60, "UỶ BAN NHÂN DÂN", step=6.0),
        *typed(238, 60, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", step=6.0),
        *typed(77, 74, "TỈNH HÀ BẮC", step=6.0),
        *typed(268, 74, "Độc lập - Tự do - Hạnh phúc", step=6.0),
        *typed(71, 100, "Số: 146/QĐ-UB", step=6.0),
        *typed(238, 100, "Bắc Giang, ngày 15 tháng 3 năm 1995", step=6.0),
        *typed(148, 132, "QUYẾT ĐỊNH CỦA UỶ BAN NHÂN DÂN TỈNH HÀ BẮC"),
        *typed(71, 210, "Căn cứ Luật Tổ chức Hội đồng nhân dân và Uỷ ban nhân dân các cấp"),
    ]
    lines = [text_of(line) for line in arrange(head, WIDTH, HEIGHT)]
    assert "QUYẾT ĐỊNH CỦA UỶ BAN NHÂN DÂN TỈNH HÀ BẮC" in lines


def test_a_note_in_the_corner_takes_no_letterhead_with_it() -> None:
    """Nghị định 30/2020 sets an electronic paper's signature in small type above Quốc hiệu."""
    note = [
        *words(420, 62, "Ký bởi: Thuế tỉnh X", size=8),
        *words(420, 73, "Cơ quan: Cục Thuế, Bộ Tài chính", size=8),
        *words(420, 84, "Thời gian ký: 21.10.2025 16:42:07 +07:00", size=8),
    ]
    head = [
        *words(300, 96, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12),
        *words(340, 112, "Độc lập - Tự do - Hạnh phúc"),
        *words(320, 130, "Bắc Giang, ngày 20 tháng 10 năm 2025"),
        *words(110, 96, "CỤC THUẾ"),
        *words(100, 112, "THUẾ TỈNH X"),
    ]
    lines = arrange([*note, *head, *(word for group in BODY for word in group)], WIDTH, HEIGHT)
    assert [text_of(line) for line in lines if line.block is Block.ESIGN] == [
        "Ký bởi: Thuế tỉnh X",
        "Cơ quan: Cục Thuế, Bộ Tài chính",
        "Thời gian ký: 21.10.2025 16:42:07 +07:00",
    ]


def test_a_names_dash_that_opens_a_line_opens_no_item() -> None:
    full = "Đơn vị gửi phiếu về Đội Tuyên truyền, Tổ Kế toán hoặc Đội Kê khai - Hỗ trợ"
    rows = [words(85, 300, full), words(85, 316, "- Nghiệp vụ trước ngày 05/3/2013.")]
    right = rows[0][-1].x1
    rows.insert(0, words(113, 284, "x " * int((right - 113) / 10)))
    lines = arrange([word for row in rows for word in row], WIDTH, HEIGHT)
    assert [line.starts_paragraph for line in lines][-1] is False
    rows[1] = words(85, 300, "Đơn vị gửi phiếu về:")
    lines = arrange([word for row in rows for word in row], WIDTH, HEIGHT)
    assert [line.starts_paragraph for line in lines][-1] is True


def test_a_table_is_read_row_by_row_and_cell_by_cell() -> None:
    table = [
        *words(85, 300, "TT"),
        *words(130, 300, "Tên đơn vị"),
        *words(380, 300, "Số lượng"),
        *words(85, 320, "1"),
        *words(130, 320, "Phòng Kế hoạch và"),
        *words(130, 336, "Đầu tư"),
        *words(380, 320, "15"),
        *words(85, 356, "2"),
        *words(130, 356, "Văn phòng Ban"),
        *words(380, 356, "7"),
    ]
    lines = [text_of(line) for line in arrange(table, WIDTH, HEIGHT)]
    assert lines[3:] == ["1", "Phòng Kế hoạch và", "Đầu tư", "15", "2", "Văn phòng Ban", "7"]


def test_paragraphs_start_by_indent_mark_and_short_line() -> None:
    lines = arrange(
        [word for group in (*BODY, words(113, 294, "1. Thời gian thực hiện")) for word in group],
        WIDTH,
        HEIGHT,
    )
    assert [line.starts_paragraph for line in lines] == [True, False, False, True]


def test_page_number_and_footnote_stand_after_the_prose() -> None:
    mark = RawWord("1", 85, 780, 88, 786, size=6.5)
    note = [mark, *words(90, 781, "Gồm các sở, ngành có liên quan.", size=10)]
    page = [*centered(300, 30, "2"), *note]
    lines = arrange([*page, *(word for group in BODY for word in group),
                     *words(85, 300, "Đơn vị khác tự làm.")], WIDTH, HEIGHT)  # fmt: skip
    assert [line.block for line in lines[-2:]] == [Block.PAGE_NUMBER, Block.FOOTNOTE]
    assert all(line.block is Block.PROSE for line in lines[:-2])


def unsized(*groups: list[RawWord]) -> list[RawWord]:
    """Return the words as a scan gives them, of no known font size."""
    found = [word for group in groups for word in group]
    return [RawWord(word.text, word.x0, word.top, word.x1, word.bottom) for word in found]


PROSE = [words(85, 240 + 18 * row, f"Dòng thứ {row} của đoạn văn nói về việc phát động thi đua "
               "trong năm nay và các năm tiếp theo") for row in range(9)]  # fmt: skip


@pytest.mark.parametrize(
    "mark", [words(85, 780, "1", size=5), words(85, 780, "“", size=5), words(85, 776, "2", size=5)]
)
def test_a_scans_footnote_is_told_by_its_height(mark: list[RawWord]) -> None:
    text = "Công văn số 19/BNV-TCPCP ngày 29/4/2025 của Bộ Nội vụ về một số nội dung của hội và quỹ"
    note = (words(90, 781, text, size=9), words(85, 793, "từ thiện.", size=9))
    lines = arrange(unsized(*PROSE, mark, *note), WIDTH, HEIGHT)
    assert {text_of(line)[:8] for line in lines if line.block is Block.FOOTNOTE} >= {"từ thiện"}
    assert all(line.block is Block.PROSE for line in lines[: len(PROSE)])


def test_small_print_at_a_scans_end_without_a_mark_is_no_footnote() -> None:
    foot = (words(85, 700, "- Như trên;", size=10), words(85, 714, "- Lưu: VT.", size=10))
    scraps = (words(300, 740, "4 x", size=6), words(310, 752, "ki", size=6))
    for small in (foot, scraps):
        lines = arrange(unsized(*PROSE, *small), WIDTH, HEIGHT)
        assert all(line.block is not Block.FOOTNOTE for line in lines)


@pytest.mark.parametrize(
    ("last", "first", "goes_on"),
    [
        ("kinh tế trong năm nay, Ban Quản lý phát động thi đua với nội dung sau", "đây.", True),
        ("kinh tế trong năm nay, Ban Quản lý phát động thi đua với nội dung nay.", "Các", False),
        ("để các đơn vị biết", "Các đơn vị", False),
        ("kinh tế trong năm nay, Ban Quản lý phát động thi đua với nội dung sau", "- Một", False),
    ],
)
def test_a_sentence_goes_over_the_page(last: str, first: str, goes_on: bool) -> None:
    above = arrange([*BODY[0], *words(85, 258, last)], WIDTH, HEIGHT)
    below = arrange(words(85, 60, first), WIDTH, HEIGHT)
    join_pages([RawPage(above, WIDTH, HEIGHT), RawPage(below, WIDTH, HEIGHT)])
    assert below[0].starts_paragraph is not goes_on


def test_nothing_is_lost_or_doubled() -> None:
    rng = random.Random(11)
    page = [
        word
        for top in range(40, 800, 17)
        for word in words(rng.uniform(60, 400), top, f"chữ{top} số{top}")
    ]
    lines = arrange(page, WIDTH, HEIGHT)
    assert sorted(word.text for line in lines for word in line.words) == sorted(
        word.text for word in page
    )
    assert all(line.column in Column for line in lines)


def test_a_running_head_is_set_apart() -> None:
    head = words(85, 30, "Báo cáo tổng kết phong trào")
    pages = [
        RawPage(arrange([*head, *words(85, 90, f"Nội dung {n}")], WIDTH, HEIGHT), WIDTH, HEIGHT)
        for n in ("một", "hai", "ba")
    ]
    join_pages(pages)
    assert [line.block for page in pages for line in page.lines] == [
        Block.PROSE,
        Block.RUNNING,
    ] * 3


def test_recipients_below_two_signers_are_a_foot_of_their_own() -> None:
    entries = ["Nơi nhận:", "- Như trên;", "- Cục Thống kê tỉnh;", "- Lưu: VT."]
    lines = read(
        *BODY,
        centered(175, 320, "THƯ KÝ"),
        centered(420, 320, "CHỦ TRÌ"),
        centered(175, 400, "Nguyễn Thị Minh Hằng"),
        centered(420, 400, "Lò Hữu Quân"),
        *(words(85, 430 + 14 * at, text, size=11) for at, text in enumerate(entries)),
    )
    assert lines[-6:] == [
        ("right", "CHỦ TRÌ"),
        ("right", "Lò Hữu Quân"),
        *(("left", entry) for entry in entries),
    ]


def test_two_letters_on_one_sheet_come_one_after_the_other() -> None:
    """A3 on the glass, or a booklet laid open: no line runs over both pages."""

    def page(left: float, name: str) -> list[list[RawWord]]:
        head = [
            words(left + 70, 60, f"SỞ {name}"),
            words(left + 300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=11),
        ]
        prose = "một dòng văn bản đủ dài để chạy gần hết bề rộng trang giấy"
        return head + [
            words(left + 70, 120 + 20 * line, f"{name} {line} {prose}") for line in range(9)
        ]

    rows = [row for at, name in ((0.0, "A"), (WIDTH, "B")) for row in page(at, name)]
    lines = arrange([word for row in rows for word in row], 2 * WIDTH, HEIGHT)
    texts = [text_of(line) for line in lines]
    assert [text[:4].strip() for text in texts] == [
        *("SỞ A", "CỘNG", *(f"A {line}" for line in range(9))),
        *("SỞ B", "CỘNG", *(f"B {line}" for line in range(9))),
    ]
    assert lines[-1].words[0].x0 == WIDTH + 70


@pytest.mark.parametrize("left", [0.0, WIDTH])
def test_a_page_alone_on_a_double_sheet_keeps_its_columns(left: float) -> None:
    prose = "một dòng văn bản đủ dài để chạy gần hết bề rộng trang giấy"
    rows = [
        words(left + 70, 60, "SỞ NỘI VỤ"),
        words(left + 300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=11),
        words(left + 70, 75, "Số: 5/SNV-VP"),
        words(left + 340, 75, "Độc lập - Tự do - Hạnh phúc", size=11),
        *(words(left + 70, 120 + 20 * line, f"{line} {prose}") for line in range(4)),
    ]
    lines = arrange([word for row in rows for word in row], 2 * WIDTH, HEIGHT)
    assert [text_of(line)[:6] for line in lines[:4]] == ["SỞ NỘI", "Số: 5/", "CỘNG H", "Độc lậ"]
    assert min(word.x0 or 0.0 for line in lines for word in line.words) == left + 70


def test_a_wide_table_on_a_lying_sheet_is_one_page() -> None:
    """Its columns stand nearer to each other than two pages do."""
    text = "một ô văn bản đủ dài để chạy gần hết bề rộng của cột bảng này"
    rows = [
        words(at, 120 + 20 * line, text, size=14) for line in range(9) for at in (200, WIDTH + 15)
    ]
    assert middle_of_double([word for row in rows for word in row], 2 * WIDTH, HEIGHT) is None
