"""Periods, deadlines, events and validity: what is one, of which kind, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.document import SourceFile
from dispatch.record import Dispatch, Period
from nlp import extract
from nlp.period_grammar import find_ranges
from nlp.period_words import find_worded_ranges
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from tests.nlp.citing import HEAD, periods, read_body

LAUNCH = HEAD.replace("việc chung", "phát động thi đua đợt II")

Row = tuple[str, str | None, str | None, str]


def rows(text: str, *, head: str = HEAD) -> list[Row]:
    return [(item.kind, item.start, item.end, item.source) for item in periods(text, head=head)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # domain notes 3: inclusive, long and short days, a year given once
        (
            "1. Thời gian thực hiện\nTừ ngày 20 tháng 7 năm 2023 đến ngày 30 tháng 10 năm 2023.",
            [("campaign", "2023-07-20", "2023-10-30", "explicit")],
        ),
        (
            "Thời gian: từ 20/7 đến 30/10/2023.",
            [("campaign", "2023-07-20", "2023-10-30", "explicit")],
        ),
        (
            "Thời gian: Từ 15/11/2023 đến hết ngày 15/02.",
            [("campaign", "2023-11-15", "2024-02-15", "explicit")],
        ),
        (
            "Thời gian: từ ngày 01 đến ngày 15 tháng 8 năm 2023.",
            [("campaign", "2023-08-01", "2023-08-15", "explicit")],
        ),
        (
            "Thời gian: Từ ngày 20 - 25/8/2023.",
            [("campaign", "2023-08-20", "2023-08-25", "explicit")],
        ),
        (
            "Thời gian: từ nay đến hết ngày 30/10/2023.",
            [("campaign", "2023-07-20", "2023-10-30", "inferred")],
        ),
        # words give what the calendar says, and only where no days are printed
        ("Thời gian: quý III năm 2023.", [("campaign", "2023-07-01", "2023-09-30", "inferred")]),
        (
            "Thời gian: từ nay đến hết quý III/2023.",
            [("campaign", "2023-07-20", "2023-09-30", "inferred")],
        ),
        ("Thời gian: Qúy 4/2023.", [("campaign", "2023-10-01", "2023-12-31", "inferred")]),
        (
            "Thời gian: 6 tháng cuối năm 2023.",
            [("campaign", "2023-07-01", "2023-12-31", "inferred")],
        ),
        (
            "Thi đua 6 tháng cuối năm.\nThời gian: từ 20/7/2023 đến 30/10/2023.",
            [("campaign", "2023-07-20", "2023-10-30", "explicit")],
        ),
        ("Quý cơ quan phối hợp; chúc mừng Tết Quý Mão.", []),
    ],
)
def test_the_time_of_a_campaign(text: str, expected: list[Row]) -> None:
    assert rows(text, head=LAUNCH) == expected


def test_the_time_of_what_the_subject_says_is_held() -> None:
    text = "2. Thời gian: Từ ngày 20/8/2023 đến hết ngày 30/9/2023."
    month = HEAD.replace("việc chung", "tổ chức Tháng Công nhân năm 2023")
    assert rows(text, head=month) == [("campaign", "2023-08-20", "2023-09-30", "explicit")]
    course = HEAD.replace("việc chung", "tổ chức lớp tập huấn")
    assert rows(text, head=course) == [("event", "2023-08-20", "2023-09-30", "explicit")]


@pytest.mark.parametrize(
    ("text", "end", "bound"),
    [
        ("báo cáo kết quả về Văn phòng trước ngày 15/11/2023.", "2023-11-15", "before"),
        ("gửi Sở Tư pháp trước 30/11/2023 để tổng hợp.", "2023-11-30", "before"),
        ("gửi về Sở trước 16h00 ngày 25/8/2023.", "2023-08-25", "before"),
        ("hoàn thành chậm nhất vào ngày 15 tháng 8 năm 2023.", "2023-08-15", "by"),
        ("hoàn thành không quá ngày 15/8/2023.", "2023-08-15", "by"),
        ("đăng ký đến hết ngày 15/8/2023.", "2023-08-15", "by"),
        ("gửi về Sở trước 16 giờ, thứ Sáu ngày 25/8/2023.", "2023-08-25", "before"),
        ("gửi đúng hạn; hạn nộp hồ sơ đến 17 giờ 00 ngày 25/8/2023.", "2023-08-25", "by"),
        ("nộp hồ sơ trước ngày 15/9.", "2023-09-15", "before"),
    ],
)
def test_a_deadline_keeps_the_printed_day_and_its_bound(text: str, end: str, bound: str) -> None:
    (period,) = periods(f"Đề nghị các phòng {text}")
    assert (period.kind, period.start, period.end, period.bound) == ("deadline", None, end, bound)


@pytest.mark.parametrize(
    "text",
    [
        # the day of a citation, a programme's years, another's words, a rule for every year
        "Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý.",
        "Chương trình mục tiêu quốc gia giai đoạn 2021 - 2030, nhiệm kỳ 2020 - 2025.",
        "Nghị định quy định: “a) gửi báo cáo trước ngày 15/12/2023 về Bộ;”.",
        "Hằng năm, trước ngày 15/12/2023 các phòng gửi báo cáo định kỳ.",
        "Các phòng báo cáo trước ngày 15/12 hằng năm.",
        "Trong thời hạn 60 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.",
        "Dự án được giao trước ngày 01/01/2020 đã hoàn thành.",
        "Vào lúc 13h30 ngày 09/12/2022, Hiệp hội đã tổ chức Đại hội.",
        "Ngày 12/11/2022, Sở đã họp.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Nghị quyết số 12/NQ-HĐND được thông qua ngày 15/12/2022 và có hiệu lực từ ngày thông qua.",
        "Nay đính chính như sau: “Thông tư này có hiệu lực kể từ ngày 20 tháng 01 năm 2012”.",
        "Dự kiến trong tháng 12 năm 2023 tổ chức đại hội.",
    ],
)
def test_what_is_no_time_of_this_document(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Sáu), họp tại phòng số 1.",
            ("event", "2023-07-28", "2023-07-28", "explicit"),
        ),
        (
            "Thời gian: từ 14h00 ngày 22 tháng 8 năm 2023.",
            ("event", "2023-08-22", "2023-08-22", "explicit"),
        ),
        (
            "Mời dự họp vào lúc 14 giờ, thứ Sáu (ngày 28/7/2023).",
            ("event", "2023-07-28", "2023-07-28", "explicit"),
        ),
        (
            "Mời dự họp.\nThời gian: Buổi sáng, ngày 28/7/2023.",
            ("event", "2023-07-28", "2023-07-28", "explicit"),
        ),
        (
            "Tổ chức hội nghị tập huấn.\n1. Thời gian: từ ngày 12/8/2023 đến ngày 14/8/2023.",
            ("event", "2023-08-12", "2023-08-14", "explicit"),
        ),
        (
            "Số liệu báo cáo thống kê từ ngày 14/7/2011 đến ngày 15/6/2023.",
            ("reporting", "2011-07-14", "2023-06-15", "explicit"),
        ),
        (
            "Quyết định này có hiệu lực thi hành kể từ ngày 01/8/2023.",
            ("validity", "2023-08-01", None, "explicit"),
        ),
        (
            "Nghị quyết này đã được HĐND tỉnh thông qua ngày 11/7/2023 và có hiệu lực từ ngày"
            " được thông qua.",
            ("validity", "2023-07-11", None, "explicit"),
        ),
        (
            "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2024.",
            ("validity", "2024-01-01", None, "explicit"),
        ),
        (
            "Nghị định này có hiệu lực sau 10 ngày kể từ ngày ký.",
            ("validity", "2023-07-30", None, "inferred"),
        ),
    ],
)
def test_kinds(text: str, expected: Row) -> None:
    assert rows(text) == [expected]


def test_a_weekday_of_another_day_is_told() -> None:
    right = read_body("Mời họp. Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Sáu).")
    saturday = read_body("Mời họp. Thời gian: 08 giờ 00, ngày 29/7/2023 (thứ Bảy).")
    wrong = read_body("Mời họp. Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Hai).")
    for told in (right, saturday):
        assert "weekday-conflict" not in {item.code for item in told.warnings}
    assert "weekday-conflict" in {item.code for item in wrong.warnings}


def test_the_hour_at_which_a_range_begins_is_no_event() -> None:
    text = (
        "3. Các giai đoạn.\nTừ 00h00 ngày 26/8/2023 đến hết 23h59 ngày 28/02/2024: Bạn đọc gửi bài."
    )
    assert [item.kind for item in periods(text)] in ([], ["campaign"])


def test_an_order_of_two_deadlines_is_the_order_of_print() -> None:
    text = (
        "Đề nghị các phòng gửi hồ sơ trước ngày 25/11/2023.\n"
        "Đề nghị các đơn vị tổ chức đại hội trước ngày 22/11/2023."
    )
    assert [item.end for item in periods(text)] == ["2023-11-25", "2023-11-22"]


days = st.dates(
    min_value=date(1991, 1, 1),
    max_value=date(2040, 12, 31),
)


@given(days, days)
def test_any_printed_range_is_read_back(first: date, last: date) -> None:
    (found,) = find_ranges(f"tu ngay {first:%d/%m/%Y} den ngay {last:%d/%m/%Y}", "")
    assert (found.first, found.last) == (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")


@given(st.integers(1, 4), st.integers(1995, 2040))
def test_a_quarter_is_three_whole_months(quarter: int, year: int) -> None:
    (found,) = find_worded_ranges(f"quy {quarter} nam {year}", "")
    assert found.first == f"{year}-{3 * quarter - 2:02d}-01"
    assert found.last is not None
    assert found.last[:7] == f"{year}-{3 * quarter:02d}"


def test_a_year_of_two_figures_is_of_the_nineties() -> None:
    head = HEAD.replace("ngày 20 tháng 7 năm 2023", "ngày 02 tháng 11 năm 1998")
    (period,) = periods("Đề nghị các xã gửi báo cáo trước ngày 10/11/98.", head=head)
    assert (period.kind, period.end) == ("deadline", "1998-11-10")


def test_a_range_that_no_word_explains_is_worth_less() -> None:
    told, plain = (
        read_body(text).of("period")[0].confidence
        for text in (
            "Thời gian tổ chức: từ ngày 01/8/2023 đến ngày 05/8/2023.",
            "Các phòng rà soát hồ sơ từ ngày 01/8/2023 đến ngày 05/8/2023.",
        )
    )
    assert plain < told


PLAN = """UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y || Độc lập - Tự do - Hạnh phúc
Số: 12/KH-SY || Hà Nội, ngày 20 tháng 7 năm 2023

KẾ HOẠCH
Điều tra cơ sở hành chính năm 2023

"""


def test_a_plan_tells_the_time_of_the_whole_and_of_its_works() -> None:
    text = (
        "1. Thời gian thực hiện: từ ngày 01/8/2023 đến hết ngày 30/10/2023.\n"
        "2. Lập bảng kê: các xã lập bảng kê hộ từ ngày 01/8 đến 10/8/2023.\n"
        "3. Các xã tổ chức thi công từ ngày 20/8 đến hết ngày 10/9/2023.\n"
        "4. Năm 2022, từ ngày 01/8 đến ngày 30/8 các xã đã lập bảng kê."
    )
    assert [(kind, first, last) for kind, first, last, _ in rows(text, head=PLAN)] == [
        ("campaign", "2023-08-01", "2023-10-30"),
        ("campaign", "2023-08-01", "2023-08-10"),
        ("campaign", "2023-08-20", "2023-09-10"),
    ]


def test_a_decision_that_is_a_plans_cover_tells_times_as_the_plan_does() -> None:
    cover = PLAN.replace("KẾ HOẠCH\nĐiều tra", "QUYẾT ĐỊNH\nPhê duyệt Kế hoạch điều tra")
    text = "1. Lập bảng kê từ ngày 01/8 đến 03/8/2023.\n2. Từ 05/8 - 06/8/2023"
    assert [found[:3] for found in rows(text, head=cover)] == [
        ("campaign", "2023-08-01", "2023-08-03"),
        ("campaign", "2023-08-05", "2023-08-06"),
    ]
    other = cover.replace("Phê duyệt Kế hoạch điều tra", "Thành lập Đoàn khảo sát")
    assert {found[0] for found in rows(text, head=other)} == {"event"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Việc phúc tra tiến hành từ ngày 22/8 đến ngày 28/8/2023.", "campaign"),
        ("Thời gian nhận hồ sơ: từ ngày 22/8/2023 đến ngày 30/8/2023.", "campaign"),
        ("Thời gian, địa điểm bán hồ sơ: trong giờ hành chính từ ngày 22/8 đến 30/8/2023.",
         "campaign"),
        # what people come together for, or what is stopped meanwhile
        ("Lớp bồi dưỡng học từ ngày 22/8 đến ngày 28/8/2023.", "event"),
        ("Ngừng cấp nước từ ngày 22/8 đến ngày 28/8/2023.", "event"),
        ("Đoàn công tác làm việc từ ngày 22/8 đến ngày 23/8/2023.", "event"),
    ],
)  # fmt: skip
def test_work_of_days_and_what_happens_on_days(text: str, kind: str) -> None:
    assert [found[0] for found in rows(text)] == [kind]


@pytest.mark.parametrize(
    ("head", "cell", "found"),
    [
        ("Ngày chậm nhất phải hoàn thành", "15/8/2023", ("2023-08-15", "by")),
        ("Thời gian hoàn thành", "Trước 30/9/2023", ("2023-09-30", "before")),
        ("Thời hạn hoàn thành", "17h00, 31/8/2023", ("2023-08-31", "by")),
        ("Hạn nộp", "25/9", ("2023-09-25", "by")),
        ("Thời hạn gửi báo cáo", "Ngày 05/10/2023", ("2023-10-05", "by")),
        ("Thời gian nộp hồ sơ", "15/12/2023", ("2023-12-15", "by")),
        ("Thời hạn", "15/12/2023", ("2023-12-15", "by")),
        ("Thời gian phải hoàn thành", "30/9/2023", ("2023-09-30", "by")),
        ("Thời hạn", "Chậm nhất 25/9/2023", ("2023-09-25", "by")),
        ("Thời hạn", "Đến hết ngày 25/9", ("2023-09-25", "by")),
        ("Thời hạn", "Xong trước ngày 25/9", ("2023-09-25", "before")),
        ("Ngày sinh", "30/9/2023", None),
        ("Thời hạn", "05/9/2043", None),  # of a contract
        ("Ngày hoàn thành nghĩa vụ quân sự", "30/9/2023", None),
        ("Ngày hoàn thành thực tế", "30/9/2023", None),
        ("Ngày đã hoàn thành", "30/9/2023", None),
        ("Thời gian báo cáo viên giảng", "30/9/2023", None),
        ("Thời gian trình bày", "30/9/2023", None),
        ("Ngày báo cáo", "30/9/2023", None),
        ("Ngày gửi tiền tiết kiệm", "30/9/2023", None),
        ("Ngày nhận", "30/9/2023", None),
        ("Thời gian hoàn thành", "Quý III", None),
        ("Thời gian hoàn thành", "1.1", None),
        ("Thời gian hoàn thành", "15/6/2023", None),  # before the letter was written
        ("Báo cáo kết quả nộp ngày nào", "15/8/2023", None),
    ],
)
def test_a_day_in_a_column_of_deadlines(
    head: str, cell: str, found: tuple[str, str] | None
) -> None:
    table = ["Nội dung công việc", head, "Người chấm", "Rà soát địa bàn", cell, "Nông Thị Xuân"]
    told = [(one.end, one.bound) for one in _of_cells(table, 3) if one.kind == "deadline"]
    assert told == [found] * (found is not None)


def test_only_the_column_itself_holds_deadlines() -> None:
    heads = ["STT", "Nội dung", "Ngày bắt đầu", "Thời gian hoàn thành"]
    first = ["1", "Rà soát", "01/8/2023", "15/8/2023"]
    second = ["2", "In ấn", "20/8/2023", "31/8/2023"]
    ends = [(one.kind, one.end) for one in _of_cells(heads + first + second, 4)]
    assert ends == [("deadline", "2023-08-15"), ("deadline", "2023-08-31")]
    assert _of_cells([heads[3], "8/12", "10/12"], 0) == [], "lines of no table"
    # A head of its own begins another table; a cell that reads like a head takes no column away.
    other = ["TT", "Lớp", "Khai giảng", "Bế giảng", "1", "Bồi dưỡng", "05/9/2023", "06/9/2023"]
    assert {one.kind for one in _of_cells(heads + first + other, 4)} <= {"deadline", "event"}
    assert len([one for one in _of_cells(heads + first + other, 4) if one.kind == "deadline"]) == 1
    third = ["3", "Thời gian gửi báo cáo", "20/8/2023", "25/8/2023"]
    ends = [one.end for one in _of_cells(heads + first + third, 4) if one.kind == "deadline"]
    assert ends == ["2023-08-15", "2023-08-25"]


@pytest.mark.parametrize(
    ("head", "cell", "told"),
    [
        ("Thời gian", "17/8", "event 2023-08-17 2023-08-17 None"),
        ("Thời gian thực hiện", "Sáng 16/8/2023", "event 2023-08-16 2023-08-16 None"),
        ("Thời gian tổ chức", "cả ngày 23/8", "event 2023-08-23 2023-08-23 None"),
        ("Ngày kiểm tra", "Thứ Ba, 15/8/2023", "event 2023-08-15 2023-08-15 None"),
        ("Ngày", "15/8 (thứ Ba)", "event 2023-08-15 2023-08-15 None"),
        ("Thời gian", "18 - 19/8", "campaign 2023-08-18 2023-08-19 None"),
        ("Thời gian", "20/8 đến 27/8", "campaign 2023-08-20 2023-08-27 None"),
        ("Thời gian thực hiện", "Trước 25/8/2023", "deadline None 2023-08-25 before"),
        ("Thời gian thực hiện", "Chậm nhất 25/8", "deadline None 2023-08-25 by"),
        ("Thời gian", "17/6", None),  # before the letter was written
        ("Thời gian", "Tháng 8", "campaign 2023-08-01 2023-08-31 None"),
        ("Thời gian thực hiện", "Quý IV/2023", "campaign 2023-10-01 2023-12-31 None"),
        ("Thời gian thực hiện", "Tháng 9 - 10", "campaign 2023-09-01 2023-10-31 None"),
        ("Thời gian thực hiện", "Thường xuyên", None),
        ("Thời gian thực hiện", "Quý I/2023", None),
        ("Ngày sinh", "17/8/2023", None),
        ("Thời gian nghỉ hưu", "01/9/2023", None),
        ("Thời gian công tác", "01/9/2023", None),
        ("Ngày ban hành", "17/8/2023", None),
        ("Thời gian giữ chức vụ", "17/8/2023", None),
    ],
)
def test_a_day_in_a_column_of_times(head: str, cell: str, told: str | None) -> None:
    table = ["Nội dung", head, "Địa điểm", "Rà soát địa bàn", cell, "Thôn Kiến Rịa"]
    found = [f"{one.kind} {one.start} {one.end} {one.bound}" for one in _of_cells(table, 3)]
    assert found == [told] * (told is not None)


def test_a_bare_head_needs_its_neighbours() -> None:
    row = ["Rà soát", "17/8/2023", "Ông Nam"]
    assert _of_cells(["Văn bản", "Ngày", "Người ký", *row], 3) == []
    assert len(_of_cells(["Nội dung", "Ngày", "Người dự", *row], 3)) == 1


def test_two_columns_of_what_begins_and_ends() -> None:
    heads = ["Khu vực", "Ngừng cấp nước", "Cấp nước trở lại"]
    row = ["Phố Trần Phú", "22 giờ 00 ngày 18/8/2023", "05 giờ 00 ngày 19/8/2023"]
    told = [(one.kind, one.start, one.end) for one in _of_cells(heads + row, 3)]
    assert [one[1:] for one in told] == [("2023-08-18", "2023-08-19")]
    heads = ["Nội dung", "Từ ngày", "Đến ngày"]
    rows = ["Rà soát", "20/8/2023", "31/8/2023", "Kiểm tra", "01/9/2023", ""]
    told = [(one.kind, one.start, one.end) for one in _of_cells(heads + rows, 3)]
    assert told == [("campaign", "2023-08-20", "2023-08-31")]
    past = ["Công tác", "01/8/2010", "31/8/2015"]
    assert _of_cells(heads + past, 3) == []


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["Họ tên", "Mức", "Từ ngày", "Đến ngày"], ["A", "0,5", "01/8/2023", "31/12/2023"]),
        (["Tên dịch vụ", "Từ", "Đến", "Đơn giá"], ["Internet", "01/8/2023", "31/12/2023", "2"]),
        (["TT", "Họ tên", "Thời gian", "Hệ số"], ["1", "A", "01/9/2023", "3,0"]),
        (["STT", "Nội dung", "Ngày", "Thành tiền"], ["1", "Mua giấy", "25/7/2023", "500.000"]),
        (["Biển số", "Ngày kiểm tra", "Loại", "Hạn"], ["97A-1", "01/9/2023", "tải", "x"]),
        (["Thứ, ngày", "Ca", "Họ và tên", "Ghi chú"], ["25/7", "sáng", "Lò Văn A", "x"]),
    ],
)
def test_days_of_persons_prices_and_papers_are_no_times(heads: list[str], row: list[str]) -> None:
    assert _of_cells(heads + row, 4) == []


def test_a_citation_in_a_cell_leaves_the_next_ones_day_alone() -> None:
    heads = ["STT", "Văn bản giao nhiệm vụ", "Thời hạn hoàn thành", "Đơn vị"]
    rows = ["1", "Công văn số 123/UBND-VX", "30/8/2023", "A"]
    rows += ["2", "Quyết định số 45/QĐ-UBND", "15/9/2023", "B"]
    found = _record_of(heads + rows, 4)
    assert [one.end for one in found.period] == ["2023-08-30", "2023-09-15"]
    assert [(one.number, one.date) for one in found.references] == [
        ("123/UBND-VX", None), ("45/QĐ-UBND", None),
    ]  # fmt: skip


def test_a_paper_of_which_type_and_number_stand_in_two_cells() -> None:
    heads = ["Loại văn bản", "Số, ký hiệu", "Ghi chú"]
    (cited,) = _record_of([*heads, "Công văn", "12/UBND-VX", "x"], 3).references
    assert (cited.document_type, cited.number) == ("Công văn", "12/UBND-VX")


def test_a_row_tells_of_its_day_behind_it_too() -> None:
    heads = ["Thời gian", "Nội dung", "Chủ trì"]
    rows = ["20 - 21/8/2023", "Hội nghị Ban Chấp hành lần thứ năm", "Bí thư"]
    rows += ["22/8 - 23/8/2023", "Rà soát danh sách", "Văn phòng"]
    assert [one.kind for one in _of_cells(heads + rows, 3)] == ["event", "campaign"]


def test_a_weekday_is_no_head_of_numbers() -> None:
    heads = ["Ngày", "Thời gian", "Khu vực mất điện"]
    rows = ["15/8 (Thứ Ba)", "7h30", "Phố A", "16/8", "(Thứ Tư)", "Phố B", "17/8", "7h30", "Phố C"]
    assert [one.start for one in _of_cells(heads + rows, 3)] == [
        "2023-08-15", "2023-08-16", "2023-08-17",
    ]  # fmt: skip


def test_a_cell_goes_on_with_no_other() -> None:
    """What begins with a small letter or a figure is no rest of the sentence in the cell before."""
    cells = ["Điểm tiêm", "Thôn", "Thời gian", "Trạm", "Các thôn còn lại; trẻ hoãn", "24/8"]
    cells += ["nt", "Khe Nhao, Hùng Thịnh", "cả ngày 25/8"]
    assert [one.start for one in _of_cells(cells, 3)] == ["2023-08-24", "2023-08-25"]


def test_a_citation_goes_on_in_the_next_cell() -> None:
    cells = ["Thực hiện Kế hoạch số 16/KH-BQL", "ngày 06/02/2023", "của Ban Quản lý"]
    (cited,) = _record_of(cells).references
    assert (cited.number, cited.date) == ("16/KH-BQL", "2023-02-06")


def test_days_and_hours_that_are_all_of_a_cell() -> None:
    cells = ["Nội dung", "Thời gian", "Lễ tổng kết", "Sáng ngày 19/10/2023", "Hội nghị cấp huyện"]
    cells += ["01 ngày, ngày 20/9/2023", "Xét tuyển", "14h00 ngày 21/9/2023"]
    cells += ["Hạn cuối: 17 giờ 00’ ngày 31/8/2023", "Tự chấm điểm", "09/9 - 16/9/2023"]
    cells += ["Gửi Sở", "Trước 28/9/2023"]
    assert [(one.kind, one.start or one.end) for one in _of_cells(cells)] == [
        ("event", "2023-10-19"),
        ("event", "2023-09-20"),
        ("event", "2023-09-21"),
        ("deadline", "2023-08-31"),
        ("campaign", "2023-09-09"),
        ("deadline", "2023-09-28"),
    ]


def _of_cells(cells: list[str], columns: int = 2) -> list[Period]:
    return list(_record_of(cells, columns).period)


def _record_of(cells: list[str], columns: int = 2) -> Dispatch:
    """The record of a paper with a table of so many columns, its cells row by row."""
    lines = [
        RawLine(
            [RawWord(word) for word in cell.split()],
            group=number + 1,
            cell=number % columns if columns else None,
        )
        for number, cell in enumerate(cells)
    ]
    head = [
        [RawWord(word) for word in line.split() if word != "||"]
        for line in f"{PLAN}Sở Y yêu cầu:".split("\n")
    ]
    page = RawPage([*(RawLine(words) for words in head if words), *lines])
    source = SourceFile("ke-hoach.docx", "a" * 64, "application/msword", 1)
    (record,) = extract(assemble(source, [page]))
    return record


EXAMS = """TRƯỜNG TRUNG HỌC X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 9/KH-TH || Độc lập - Tự do - Hạnh phúc
|| X, ngày 20 tháng 3 năm 2023

^**KẾ HOẠCH
^**{about}

"""


@pytest.mark.parametrize(
    ("about", "text", "expected"),
    [
        ("Kiểm tra giữa học kỳ II năm học 2022 - 2023",
         "Riêng Khối 6 kiểm tra từ 03/4 đến 08/4/2023 với các môn Toán, Văn.",
         [("event", "2023-04-03", "2023-04-08")]),
        ("Kiểm tra cuối năm học", "Trường ra đề và kiểm tra vào tuần 34 ( 08 / 5 / 2023 đến "
         "12 / 5 / 2023 ).", [("event", "2023-05-08", "2023-05-12")]),
        ("Kiểm tra giữa kỳ II", "Các môn theo đề chung: Toán (60’); Anh văn (60’) từ 27/3 đến "
         "01/4/2023 theo lịch kiểm tra đính kèm.", [("event", "2023-03-27", "2023-04-01")]),
        # what comes before an exam is work, and an inspection is no exam
        ("Kiểm tra học kỳ II năm học 2022 - 2023", "Ra đề và duyệt đề kiểm tra từ ngày 03/4/2023 "
         "đến ngày 10/4/2023.", [("campaign", "2023-04-03", "2023-04-10")]),
        ("Tổ chức thi tuyển sinh vào lớp 10", "Thí sinh đăng ký dự thi từ ngày 03/4/2023 đến ngày "
         "10/4/2023.", [("campaign", "2023-04-03", "2023-04-10")]),
        ("Kiểm tra hồ sơ chuyên môn học kỳ II", "Thời gian: Đoàn kiểm tra làm việc từ ngày "
         "03/4/2023 đến ngày 10/4/2023.", [("campaign", "2023-04-03", "2023-04-10")]),
        ("Thi học kỳ II năm học 2022 - 2023", "Thời gian: Giáo viên kiểm tra và nộp đề từ ngày "
         "03/4 đến 08/4/2023.", [("campaign", "2023-04-03", "2023-04-08")]),
        ("Kiểm tra công vụ", "Thời gian kiểm tra: từ ngày 03/4/2023 đến ngày 14/4/2023.",
         [("campaign", "2023-04-03", "2023-04-14")]),
    ],
)  # fmt: skip
def test_exams_are_events(about: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = rows(text, head=EXAMS.format(about=about))
    assert [row[:3] for row in found] == expected


def test_who_acts_for_another_does_so_within_its_days() -> None:
    head = HEAD.replace("V/v việc chung", "V/v ủy quyền chỉ đạo, điều hành")
    text = "Từ ngày 15 tháng 8 đến hết ngày 19 tháng 8 năm 2023, Giám đốc đi công tác tại Hà Nội."
    assert [row[:3] for row in rows(text, head=head)] == [("validity", "2023-08-15", "2023-08-19")]
