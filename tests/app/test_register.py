"""A register held against the archive: found, missing, different, and numbers only proposed."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.web.review import card_of
from index import open_archive
from index.doubts import follow, queue
from index.proposals import of_document
from tests.command import congvan, records
from tests.index.drawn import BQL, campaign, plan, record

HEAD = ["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tác giả", "Tên loại và trích yếu nội dung"]
PLAN = "Kế hoạch Phát động thi đua thực hiện nhiệm vụ phát triển KT-XH năm 2023"
LINES: list[list[object]] = [
    ["16/KH-BQL", "06/02/2023", "Ban Quản lý các khu công nghiệp", PLAN],
    ["45/BQL-VP", "20/7", "", "V/v phát động thi đua đợt II"],
    ["46/BQL-VP", "21/7", "", "V/v mời họp giao ban tháng 7"],
    ["32/BQL-VP", "01/03/2023", "", "V/v phân công trực Tết"],
    ["", "22/7", "", "V/v họp đột xuất"],
]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The office's register of 2023, with a title above its headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Đi"
    for line in [["SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2023"], [], HEAD, ["(1)", "(2)", "(3)", "(4)"]]:
        sheet.append(line)
    for line in LINES:
        sheet.append(line)
    path = tmp_path / "so-di.xlsx"
    book.save(path)
    return path


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The plan, two campaigns without number, and one paper of another subject."""
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    other = {"number": "32/BQL-VP", "number_state": "present", "subject": "mời dự lễ khánh thành"}
    with open_archive(index) as archive:
        archive.add(
            [
                plan(),
                campaign("II", "2023-07-20"),
                campaign("III", "2023-03-01", name="other", **other),
            ]
        )
    return index


def test_every_line_is_accounted_for(register: Path, store: str, tmp_path: Path) -> None:
    run = ["register", "import", register]
    done = congvan(*run, "--format", "json", data=tmp_path, index=store)
    assert done.returncode == 0, done.stderr
    found = {one["number"]: one for one in records(done)}
    assert {number: one["state"] for number, one in found.items()} == {
        "16/KH-BQL": "found",
        "45/BQL-VP": "proposed",
        "46/BQL-VP": "missing",
        "32/BQL-VP": "different",
    }
    assert found["45/BQL-VP"]["where"] == "Đi:6"
    (difference,) = found["32/BQL-VP"]["differences"]
    assert difference["field"] == "subject"
    assert difference["archive"] == "mời dự lễ khánh thành"

    table = congvan(*run, data=tmp_path, index=store).stdout
    assert "thiếu: 46/BQL-VP · 2023-07-21" in table
    assert "Dòng không có số, không đối chiếu được: Đi:9." in table
    assert "4 dòng: thiếu 1, khác 1, đề xuất số 1, có trong kho 1." in table
    lines = congvan(*run, "--format", "csv", data=tmp_path, index=store).stdout.splitlines()
    assert {row["state"] for row in csv.DictReader(lines)} == {
        "found",
        "missing",
        "different",
        "proposed",
    }


def test_a_column_that_is_not_compared_is_told(store: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Số ký hiệu", "Ngày văn bản", "Việc gì", "Người ký", None])
    sheet.append(["16/KH-BQL", "06/02/2023", "một việc khác hẳn", "Nguyễn Thị Bình", None])
    book.save(tmp_path / "so.xlsx")
    done = congvan("register", "import", tmp_path / "so.xlsx", data=tmp_path, index=store)
    assert "1 dòng: có trong kho 1." in done.stdout
    assert "Cột không đối chiếu (tên cột không có trong các mẫu sổ): Việc gì." in done.stdout


def test_a_proposal_stands_beside_the_record_only(
    register: Path, store: str, tmp_path: Path
) -> None:
    congvan("register", "import", register, data=tmp_path, index=store)
    with open_archive(store) as archive:
        shown = archive.read(record("round-II")["id"])
        assert shown is not None
        assert shown["number"] is None
        assert shown["number_state"] == "blank"
        assert archive.find("45/BQL-VP") == [], "what a register says finds nothing"
        (proposal,) = of_document(archive.connection, shown["document_id"])
        assert (proposal.path, proposal.value, proposal.source) == ("/number", "45/BQL-VP", "Đi:6")
        archive.correct(
            shown["document_id"], "/number", proposal.value, seen=None, author="văn thư"
        )
        assert archive.find("45/BQL-VP") == [shown["document_id"]]


def test_review_offers_it(register: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'b.sqlite'}"
    told = {"code": "number-blank", "message": "Trống số", "path": "/number", "params": {}}
    with open_archive(index) as archive:
        archive.add([campaign("II", "2023-07-20", warnings=(told,))])
    congvan("register", "import", register, data=tmp_path, index=index)
    with open_archive(index) as archive:
        while follow(archive):
            pass
        (doubt,) = [one for one in queue(archive.connection) if one.path == "/number"]
        card = card_of(archive, doubt, "vi")
    assert card is not None
    assert [(one.value, one.source) for one in card.options] == [("45/BQL-VP", "Đi:6")]


def test_two_lines_for_one_paper_propose_nothing(tmp_path: Path, store: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for number in ("45/BQL-VP", "46/BQL-VP"):
        sheet.append([number, "20/07/2023", BQL, "phát động thi đua đợt II"])
    book.save(tmp_path / "so.xlsx")
    run = ["register", "import", tmp_path / "so.xlsx", "--format", "json"]
    assert [one["state"] for one in records(congvan(*run, data=tmp_path, index=store))] == [
        "ambiguous",
        "ambiguous",
    ]


@pytest.mark.parametrize("content", [b"no workbook", None])
def test_what_is_no_register_is_told(content: bytes | None, tmp_path: Path, store: str) -> None:
    path = tmp_path / "so.xlsx"
    if content:
        path.write_bytes(content)
    else:
        book = Workbook()
        book.save(path)
    done = congvan("register", "import", path, data=tmp_path, index=store)
    assert done.returncode == 4
    assert str(path) in done.stderr
