"""The foot of the form on drawn pages: domain.md 6, cases 5, 6, 24–26, 48–51, 55, 56, 59."""

from dataclasses import replace

import pytest

from dispatch.document import Block, Signature
from dispatch.record import Appendix, Archive, Arrival, Copy, ESign, Recipient, Signer
from nlp.archive import read_archive
from nlp.closing import find_closing
from nlp.findings import Findings
from nlp.zones import label
from tests.nlp.builder import draw, read, value

HEAD = "Số: 9/SNV-VP\nV/v báo cáo\n\nHà Nội, ngày 03 tháng 3 năm 2025\n\nKính gửi: Các phòng.\n\n"
TEXT = HEAD + "Đề nghị các đơn vị thực hiện nghiêm túc nội dung trên./.\n\n"


def recipients(foot: str) -> list[tuple[str, str | None, str | None]]:
    found: list[tuple[str, str | None, str | None]] = []
    for finding in read(TEXT + foot).of("recipients"):
        assert isinstance(finding.value, Recipient)
        found.append((finding.value.name, finding.value.role, finding.value.delivery))
    return found


def signer(foot: str) -> Signer:
    found = value(read(TEXT + foot), "signer")
    assert isinstance(found, Signer)
    return found


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        # case 5: a delivery sub-head holds for the lines below it
        (
            "Nơi nhận:\nGửi bản điện tử:\n- Ban Tuyên giáo tỉnh;\n- Tổ chức CĐ, ĐTN;\n- Lưu: VT.",
            [("Ban Tuyên giáo tỉnh", None, "electronic"), ("Tổ chức CĐ, ĐTN", None, "electronic")],
        ),
        (
            "Nơi nhận:\nGửi bản giấy:\n- Sở Y tế;\nGửi bản điện tử:\n- Sở Tư pháp;\n- Lưu: VT.",
            [("Sở Y tế", None, "paper"), ("Sở Tư pháp", None, "electronic")],
        ),
        # the sub-head's colon lost in a scan; an entry with a dash that begins alike is none
        (
            "Nơi nhận:\nGửi bản điện tử.\n- Sở Y tế;\n- Gửi bản điện tử các huyện;\n- Lưu: VT.",
            [("Sở Y tế", None, "electronic"),
             ("Gửi bản điện tử các huyện", None, "electronic")],
        ),
        # roles in brackets, and brackets that are none (7: PCVP (KTTH))
        (
            "Nơi nhận:\n- Như trên;\n- TT. Tỉnh ủy (b/c);\n- VP: PCVP (KTTH);\n"
            "- Giám đốc (để b/c);\n"
            "- Chủ tịch (Đ/c Nam);\n- Lưu: VT.",
            [("Như trên", None, None), ("TT. Tỉnh ủy", "b/c", None),
             ("VP: PCVP (KTTH)", None, None),
             ("Giám đốc", "để b/c", None), ("Chủ tịch (Đ/c Nam)", None, None)],
        ),
        # a role after a colon, an unclosed bracket
        (
            "Nơi nhận:\n- Bộ Tài chính: để báo cáo;\n- Các huyện (thực hiện;\n- Lưu: VT.",
            [("Bộ Tài chính", "để báo cáo", None), ("Các huyện", "thực hiện", None)],
        ),
        # a wrapped entry; Lưu in mid-list
        (
            "Nơi nhận:\n- Các sở, ban, ngành và đoàn thể\nchính trị - xã hội tỉnh;\n- Lưu: VT;\n"
            "- Cổng thông tin điện tử.",
            [("Các sở, ban, ngành và đoàn thể chính trị - xã hội tỉnh", None, None),
             ("Cổng thông tin điện tử", None, None)],
        ),
        # case 25: columns mixed on one line
        (
            "Nơi nhận: KT. TRƯỞNG BAN\n- Như trên; PHÓ TRƯỞNG BAN\n"
            "- Lưu: VT, QLĐT. Nguyễn Văn An",
            [("Như trên", None, None)],
        ),
        # a role in quotation marks
        ("Nơi nhận:\n- Như trên “ để thực hiện” ;\n- Trạm “Sông Bôi”;\n- Lưu (VP).",
         [("Như trên", "để thực hiện", None), ("Trạm “Sông Bôi”", None, None)]),
        # dashes that OCR took for other signs or lost; in print a line without one goes on
        (
            "Nơi nhận:\n~- Như trên;\n~Sở Y tế (b/c);\n~¬ Hội Nông dân tỉnh;\n"
            "~~ Các huyện;\n- Lưu: VT.",
            [("Như trên", None, None), ("Sở Y tế", "b/c", None),
             ("Hội Nông dân tỉnh", None, None), ("Các huyện", None, None)],
        ),
        (
            "Nơi nhận:\n- Như trên;\n- Các phòng: Tổng hợp;\nNội chính;\n- Lưu: VT.",
            [("Như trên", None, None), ("Các phòng: Tổng hợp; Nội chính", None, None)],
        ),
        # OCR lost the first letters of "Như trên"; a street of print may be called so
        (
            "Nơi nhận:\n~- ư trên;\n~- Nhu tren;\n- Ư Trên;\n- Lưu: VT.",
            [("Như trên", None, None), ("Như trên", None, None), ("Ư Trên", None, None)],
        ),
        # near-miss: the words within a sentence
        ("Đề nghị ghi rõ nơi nhận hồ sơ và thời hạn trả kết quả theo quy định./.", []),
    ],
)  # fmt: skip
def test_recipients(foot: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert recipients(foot) == expected


def test_where_something_is_handed_in_heads_no_list() -> None:
    findings = read(
        TEXT.removesuffix("./.\n\n") + ":\n- Nơi nhận bài dự thi\n+ Trung tâm Văn hóa tỉnh.\n"
        "2. Giải thưởng gồm 05 giải.\n\nGIÁM ĐỐC\n\nNguyễn Văn A"
    )
    assert findings.of("recipients") == []


@pytest.mark.parametrize("what", ["bản điện tử:", "quyết định:", "gồm:", "(điện tử):"])
def test_the_lists_heading_may_say_of_what(what: str) -> None:
    foot = f"Nơi nhận {what}\n- Các trường;\n- Phòng VH;\n- Lưu: VT."
    assert [name for name, _, _ in recipients(foot)][-2:] == ["Các trường", "Phòng VH"]


def test_entries_without_dashes_are_a_line_each() -> None:
    foot = "Nơi nhận:\nNhư trên\nCĐ các KCN (thay b/c)\nLưu CĐCS\nCHỦ TỊCH\nTrần Văn Sơn\n"
    names = [found.value.name for found in read(TEXT + foot).of("recipients")]
    assert names == ["Như trên", "CĐ các KCN"]


def test_a_list_whose_heading_and_dashes_were_not_read() -> None:
    foot = (
        "|| TM. ỦY BAN KIỂM TRA\n|| PHÓ CHỦ NHIỆM\n|| Trần Văn Sơn\n\n~UBKT Tỉnh ủy;\n"
        "~Các đ/c Ủy viên;\n~Lưu UBKT.\n"
    )
    names = [found.value.name for found in read(TEXT + foot).of("recipients")]
    assert names == ["UBKT Tỉnh ủy", "Các đ/c Ủy viên"]


@pytest.mark.parametrize(
    ("foot", "position", "names"),
    [
        # both columns on one line, without a dash or with the entry's role alone
        ("Nơi nhận: TUQ. CHỦ TỊCH HĐQT\nNhư trên TỔNG GIÁM ĐỐC\nLưu VT (Đã ký, đóng dấu)\n"
         "TRẦN VĂN SƠN\n", "TỔNG GIÁM ĐỐC", ["Như trên"]),
        ("Nơi nhận: KT. CHÁNH ÁN\n- Như trên; PHÓ CHÁNH ÁN\n- Vụ I - TANDTC\n(để báo cáo); "
         "(Đã ký)\n- Lưu: VP. Trần Văn Sơn\n", "PHÓ CHÁNH ÁN", ["Như trên", "Vụ I - TANDTC"]),
    ],
)  # fmt: skip
def test_columns_mixed_without_dashes(foot: str, position: str, names: list[str]) -> None:
    findings = read(TEXT + foot)
    found = value(findings, "signer")
    assert isinstance(found, Signer)
    assert found.position == position
    assert [item.value.name for item in findings.of("recipients")] == names


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Y Thanh Niê Kđăm", "Y Thanh Niê Kđăm"),
        ("Rơ Châm Hyuh", "Rơ Châm Hyuh"),
        ("Hà Minh Đức Jx", "Hà Minh Đức"),
    ],
)
def test_names_of_the_highlands_are_read_whole(printed: str, name: str) -> None:
    foot = f"Nơi nhận: ||\n- Lưu: VT. ||\n|| ~GIÁM ĐỐC\n|| ~{printed}\n"
    assert value(read(TEXT + foot), "signer") == Signer(name=name, position="GIÁM ĐỐC")


@pytest.mark.parametrize(
    ("lines", "position", "authority"),
    [
        (("KT. VỤ TRƯỞNG", "VỤ THỊ TRƯỜNG TRONG NƯỚC", "PHÓ VỤ TRƯỞNG"), "PHÓ VỤ TRƯỞNG",
         ("KT. VỤ TRƯỞNG VỤ THỊ TRƯỜNG TRONG NƯỚC",)),
        (("TUQ. TRƯỞNG THUẾ CƠ SỞ", "TỔ TRƯỞNG"), "TỔ TRƯỞNG", ("TUQ. TRƯỞNG THUẾ CƠ SỞ",)),
        (("K/T CHI CỤC TRƯỞNG", "CHI CỤC PHÓ"), "CHI CỤC PHÓ", ("K/T CHI CỤC TRƯỞNG",)),
    ],
)  # fmt: skip
def test_read_offices_that_name_their_body(
    lines: tuple[str, ...], position: str, authority: tuple[str, ...]
) -> None:
    foot = "Nơi nhận: ||\n- Lưu: VT. ||\n" + "".join(
        f"|| ~{line}\n" for line in (*lines, "Trần Văn Sơn")
    )
    assert value(read(TEXT + foot), "signer") == Signer(
        name="Trần Văn Sơn", position=position, authority=authority
    )


@pytest.mark.parametrize(
    ("foot", "name", "names"),
    [
        # who drafted is no signer, and who signs no entry of a list whose heading was not read
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNơi nhận:\nNhư trên;\nLưu VT, Trần Văn Bình.\n", None,
         ["Như trên"]),
        ("|| ~KT. GIÁM ĐỐC\n|| ~PHÓ GIÁM ĐỐC,\n|| ~Nguyễn Văn An,\n\n~Lưu: VT\n",
         "Nguyễn Văn An", []),
        # marks behind one entry alone part the others no less
        ("Nơi nhận:\nNhư trên;\nThường trực Tỉnh ủy\nBan Tổ chức Tỉnh ủy\nLưu: VT\n\n"
         "GIÁM ĐỐC\nTrần Văn Sơn\n", "Trần Văn Sơn",
         ["Như trên", "Thường trực Tỉnh ủy", "Ban Tổ chức Tỉnh ủy"]),
    ],
)  # fmt: skip
def test_lists_beside_who_signs(foot: str, name: str | None, names: list[str]) -> None:
    findings = read(TEXT + foot)
    found = value(findings, "signer")
    assert (found.name if isinstance(found, Signer) else None) == name
    assert [item.value.name for item in findings.of("recipients")] == names


def test_a_list_goes_on_in_a_second_column() -> None:
    foot = (
        "Nơi nhận: ||\n- UBND huyện; ||\n|| - Đại biểu HĐND xã;\n|| - Lưu: HĐND.\n\n"
        "CHỦ TỊCH\nTrần Văn Sơn\n"
    )
    names = [found.value.name for found in read(TEXT + foot).of("recipients")]
    assert names == ["UBND huyện", "Đại biểu HĐND xã"]


def test_a_units_code_in_the_archive_line_is_no_name() -> None:
    found = value(
        read("Nơi nhận:\n- Như trên;\n- Lưu: VT, Ban TC-CB.\n\nGIÁM ĐỐC\n\nLò Thị Thơm\n"),
        "archive",
    )
    assert found == Archive(units=("VT", "Ban TC-CB"), copies=None, drafter=None)


def test_a_letter_of_the_ring_before_a_rank_goes() -> None:
    found = signer("Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n~C BS. Lò Thị Thơm\n")
    assert (found.rank, found.name) == ("BS.", "Lò Thị Thơm")


def test_a_name_with_a_syllable_that_names_have_not_is_less_sure() -> None:
    sure, doubtful = (
        read(f"Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n~{name}\n").best("signer")
        for name in ("Lò Xuân Lộc", "Lò Xöân Lộc")
    )
    assert sure is not None and doubtful is not None
    assert doubtful.confidence < 0.85 * sure.confidence


def test_recipients_behind_the_signer() -> None:
    foot = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTrần Thị Mận\n\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT, TH."
    assert recipients(foot) == [("Như Điều 3", None, None)]
    assert signer(foot).name == "Trần Thị Mận"


@pytest.mark.parametrize(
    ("text", "units", "drafter", "copies"),
    [
        ("VT", ("VT",), None, None),
        ("VT, QLĐT", ("VT", "QLĐT"), None, None),
        # case 26 and section 7
        ("VT (NC). Thuận100b", ("VT", "NC"), "Thuận", 100),
        ("VT, NC.Hạnh", ("VT", "NC"), "Hạnh", None),
        ("VT, HCQT (Kiên)", ("VT", "HCQT"), "Kiên", None),
        ("VT, TH (2)", ("VT", "TH"), None, 2),
        ("VT, DN2 (Hà, 05b)", ("VT", "DN2"), "Hà", 5),
        ("VT, KGVXVHTuấn507", ("VT", "KGVXVHT"), None, None),
        ("VT, KTTHh20", ("VT", "KTTH"), "h", None),
    ],
)
def test_archive(
    text: str, units: tuple[str, ...], drafter: str | None, copies: int | None
) -> None:
    found = read_archive(text)[0]
    if "KGVX" not in text:
        assert found == Archive(units=units, copies=copies, drafter=drafter)
    else:  # where a unit ends and a name begins nobody can tell without a list of units
        assert found.units[0] == "VT"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        # case 6
        (
            "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\n\nLý Văn Sáng",
            Signer(name="Lý Văn Sáng", position="PHÓ TRƯỞNG BAN", authority=("KT. TRƯỞNG BAN",)),
        ),
        # case 48
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nNguyễn Văn Bình",
            Signer(name="Nguyễn Văn Bình", position="PHÓ CHỦ TỊCH",
                   authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
        ),
        # case 49
        (
            "TL. TRƯỞNG BAN\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nTrần Thị Hoa",
            Signer(name="Trần Thị Hoa", position="PHÓ CHÁNH VĂN PHÒNG",
                   authority=("TL. TRƯỞNG BAN", "KT. CHÁNH VĂN PHÒNG")),
        ),
        # case 50
        (
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLê Văn Chiến",
            Signer(name="Lê Văn Chiến", position="PHÓ BÍ THƯ", authority=("T/M BAN THƯỜNG VỤ",)),
        ),
        # case 51: rank apart, a position over two lines
        (
            "TUQ. TRƯỞNG BAN\nTRƯỞNG PHÒNG QUẢN LÝ\nĐẦU TƯ\nThS. Phạm Dũng",
            Signer(name="Phạm Dũng", rank="ThS.", position="TRƯỞNG PHÒNG QUẢN LÝ ĐẦU TƯ",
                   authority=("TUQ. TRƯỞNG BAN",)),
        ),
        (
            "GIÁM ĐỐC\n\nThiếu tướng Vũ Mạnh Hà",
            Signer(name="Vũ Mạnh Hà", rank="Thiếu tướng", position="GIÁM ĐỐC"),
        ),
        # no blank behind the form; a name in capitals
        (
            "KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nĐỖ THỊ LAN",
            Signer(name="ĐỖ THỊ LAN", position="PHÓ GIÁM ĐỐC", authority=("KT.GIÁM ĐỐC",)),
        ),
        (
            "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nTHỨ TRƯỞNG, PHÓ CHỦ NHIỆM\n\nHoàng Long",
            Signer(name="Hoàng Long", position="THỨ TRƯỞNG, PHÓ CHỦ NHIỆM",
                   authority=("KT. BỘ TRƯỞNG, CHỦ NHIỆM",)),
        ),
        # who is replaced and who signs on one line
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH\n\nLò Văn Nam",
            Signer(name="Lò Văn Nam", position="PHÓ CHỦ TỊCH",
                   authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
        ),
        (
            "KT TRƯỞNG BAN PHÓ TRƯỞNG BAN THƯỜNG TRỰC\n(Đã ký)\nBùi Thị Sen",
            Signer(name="Bùi Thị Sen", position="PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
                   authority=("KT TRƯỞNG BAN",)),
        ),
        # a copy that leaves out who signed, and its list
        (
            "KT. THỦ TƯỚNG\nDANH SÁCH\nTẶNG CỜ THI ĐUA\n1. Sở Nội vụ",
            Signer(authority=("KT. THỦ TƯỚNG",)),
        ),
        # a second office under the first
        (
            "TM. HỘI ĐỒNG\nCHỦ TỊCH\n\nGIÁM ĐỐC SỞ TƯ PHÁP\nPhan Đình Tú",
            Signer(name="Phan Đình Tú", position="CHỦ TỊCH", authority=("TM. HỘI ĐỒNG",)),
        ),
        (  # OCR parted a word of it
            "~TM. HỘI ĐỒNG\n~CHỦ TỊCH\n\n~GIÁ M ĐÓC SỞ NỘI VỤ\n~Phan Đình Tú",
            Signer(name="Phan Đình Tú", position="CHỦ TỊCH", authority=("TM. HỘI ĐỒNG",)),
        ),
        (  # the State for which one signs opens no other paper
            "TM. HỘI ĐỒNG NHÀ NƯỚC\nNƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCHỦ TỊCH\nLê Văn Đạt",
            Signer(
                name="Lê Văn Đạt",
                position="CHỦ TỊCH",
                authority=("TM. HỘI ĐỒNG NHÀ NƯỚC NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",),
            ),
        ),
        (  # two offices on one line, the second one with a unit that no table holds
            "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG CTSV\nPhan Đình Tú",
            Signer(name="Phan Đình Tú", position="TRƯỞNG PHÒNG CTSV",
                   authority=("TL. HIỆU TRƯỞNG",)),
        ),
        (
            "KT. TRƯỞNG PHÒNG QL ĐÀO TẠO PHÓ TRƯỞNG PHÒNG\nPhan Đình Tú",
            Signer(name="Phan Đình Tú", position="PHÓ TRƯỞNG PHÒNG",
                   authority=("KT. TRƯỞNG PHÒNG QL ĐÀO TẠO",)),
        ),
        (
            "TM. HỘI ĐỒNG QUẢN TRỊ CHỦ TỊCH\nPhan Đình Tú",
            Signer(name="Phan Đình Tú", position="CHỦ TỊCH", authority=("TM. HỘI ĐỒNG QUẢN TRỊ",)),
        ),
        ("TM. ĐOÀN CHỦ TỊCH\nPhan Đình Tú",
         Signer(name="Phan Đình Tú", authority=("TM. ĐOÀN CHỦ TỊCH",))),
        (
            "BỘ TRƯỞNG\nCHỦ NHIỆM VĂN PHÒNG PHỦ THỦ TƯỚNG\nPhan Đình Tú",
            Signer(
                name="Phan Đình Tú", position="BỘ TRƯỞNG CHỦ NHIỆM VĂN PHÒNG PHỦ THỦ TƯỚNG"
            ),
        ),
        ("Chủ tịch\nPhan Đình Tú", Signer(name="Phan Đình Tú", position="Chủ tịch")),
        # a draft has no name; OCR lost marks
        ("CHỦ TỊCH", Signer(position="CHỦ TỊCH")),
        (  # a seal's ring took the first letter of a surname
            "~CHÁNH THANH TRA\n~rần Quang Tuân",
            Signer(name="Trần Quang Tuân", position="CHÁNH THANH TRA"),
        ),
        (  # strokes of the signature read as letters: Y alone is a surname of the Highlands
            "~GIÁM ĐÓC\n~ý X.\n~Đinh Khắc Minh",
            Signer(name="Đinh Khắc Minh", position="GIÁM ĐỐC"),
        ),
        (  # a seal's ring became a dash and brackets, and took PHÓ
            "||~KT. GIÁM ĐỐC\n||~- GIAM ĐÓC\n||~==<Trịnh Ngọc Sang",
            Signer(
                name="Trịnh Ngọc Sang", position="PHÓ GIÁM ĐỐC", authority=("KT. GIÁM ĐỐC",)
            ),
        ),
        (
            "~KT. CHU TỊCH\n~PHÓ CHU TỊCH\n~Nguyên Văn Long Xme",
            Signer(name="Nguyễn Văn Long", position="PHÓ CHỦ TỊCH", authority=("KT. CHỦ TỊCH",)),
        ),
    ],
)  # fmt: skip
def test_signer(block: str, expected: Signer) -> None:
    assert signer(f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n{block}") == expected
    columns = "\n".join(f"|| **{line}" for line in block.split("\n") if line)
    if "~" not in block:
        assert signer(f"Nơi nhận: ||\n- Như trên; ||\n- Lưu: VT. ||\n{columns}") == expected


def test_the_end_of_an_office_that_a_seal_left_is_no_name() -> None:
    found = signer(
        "Nơi nhận: ||\n- Lưu: VT. ||\n|| ~TL. CHỦ TỊCH\n|| ~KT. CHÁNH VĂN PHÒNG\n"
        "|| ~VĂN PHÒNG\n|| ~Mai Đức Vũ"
    )
    assert (found.name, found.position) == ("Mai Đức Vũ", "PHÓ CHÁNH VĂN PHÒNG")


def test_a_name_in_capitals_that_begins_with_van_stays_one() -> None:
    assert (
        signer("Nơi nhận: ||\n- Lưu: VT. ||\n|| GIÁM ĐỐC\n|| VĂN HÙNG SƠN").name == "VĂN HÙNG SƠN"
    )


def test_a_read_name_that_no_surname_opens_is_doubted() -> None:
    foot = "Nơi nhận: ||\n- Lưu: VT. ||\n|| ~GIÁM ĐỐC\n|| ~{}"
    whole, cut = (read(TEXT + foot.format(n)).best("signer") for n in ("Mai Đức Vũ", "Đức Vũ"))
    assert whole is not None and cut is not None
    assert cut.confidence < 0.7 * whole.confidence


@pytest.mark.parametrize("name", ["Văn Tuấn", "Thị Huệ"])
def test_a_read_name_that_a_middle_name_opens_is_doubted(name: str) -> None:
    foot = "Nơi nhận: ||\n- Lưu: VT. ||\n|| ~GIÁM ĐỐC\n|| ~{}"
    (cut,) = read(TEXT + foot.format(name)).of("signer")
    (whole,) = read(TEXT + foot.format(f"Đinh {name}")).of("signer")
    assert cut.confidence < 0.7 * whole.confidence


def test_case_25_signer_of_mixed_columns() -> None:
    found = signer(
        "Nơi nhận: KT. TRƯỞNG BAN\n- Như trên; PHÓ TRƯỞNG BAN\n- Lưu: VT, QLĐT. Nguyễn Văn An"
    )
    assert (found.name, found.position) == ("Nguyễn Văn An", "PHÓ TRƯỞNG BAN")
    assert found.authority == ("KT. TRƯỞNG BAN",)


def test_minutes_are_signed_by_the_chair() -> None:
    foot = "THƯ KÝ || CHỦ TỌA\nLê Thị Na || Ngô Văn Tám"
    assert signer(foot).name == "Ngô Văn Tám"


def test_a_sentence_in_capitals_is_no_signer() -> None:
    findings = read(HEAD + "CHƯƠNG TRÌNH GỒM BA PHẦN\n\nPhần thứ nhất giới thiệu chung.")
    assert value(findings, "signer") is None


FOOT = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nHà Văn Nam\n\n"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        # case 55
        (
            "SAO Y\nBAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP\nSố: 07/SY-BQL\n"
            "Chợ Mới, ngày 25 tháng 7 năm 2023\nTL. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG\nĐào Thị Quý",
            Copy(form="SY", number="07/SY-BQL", date="2023-07-25", place="Chợ Mới",
                 body="Ban Quản lý các khu công nghiệp", signer="Đào Thị Quý"),
        ),
        (
            "SAO LỤC\nSỞ TÀI CHÍNH\nSố: 12/SL-STC\nVinh, ngày 01 tháng 8 năm 2024\n"
            "CHÁNH VĂN PHÒNG\nMai Văn Đại",
            Copy(form="SL", number="12/SL-STC", date="2024-08-01", place="Vinh",
                 body="Sở Tài chính", signer="Mai Văn Đại"),
        ),
        (
            "TRÍCH SAO\nSỞ Y TẾ\nSố: 3/TrS-SYT\nHuế, ngày 02 tháng 9 năm 2024\n"
            "CHÁNH VĂN PHÒNG\nTôn Nữ Hà",
            Copy(form="TrS", number="3/TrS-SYT", date="2024-09-02", place="Huế",
                 body="Sở Y tế", signer="Tôn Nữ Hà"),
        ),
    ],
)  # fmt: skip
def test_copy(block: str, expected: Copy) -> None:
    findings = read(TEXT + FOOT + block)
    assert value(findings, "copy") == expected
    assert value(findings, "number") == "9/SNV-VP"
    assert value(findings, "date") == "2025-03-03"
    found = value(findings, "signer")
    assert isinstance(found, Signer)
    assert found.name == "Hà Văn Nam"


@pytest.mark.parametrize(
    ("block", "label", "title"),
    [
        # case 59
        ("Phụ lục II\n(Kèm theo Văn bản số      ngày      của Sở Nội vụ)\nNội dung.",
         "Phụ lục II", None),
        ("PHỤ LỤC\nDANH SÁCH ĐƠN VỊ\n(Kèm theo Công văn số 9/SNV-VP)\n1. Phòng A", "PHỤ LỤC",
         "DANH SÁCH ĐƠN VỊ"),
        ("QUY CHẾ\nLÀM VIỆC CỦA SỞ\n(Ban hành kèm theo Quyết định số 5/QĐ-SNV)\nĐiều 1.", "Quy chế",
         "LÀM VIỆC CỦA SỞ"),
    ],
)  # fmt: skip
def test_appendices(block: str, label: str, title: str | None) -> None:
    found = [item.value for item in read(TEXT + FOOT + block).of("appendices")]
    assert [(item.label, item.title) for item in found if isinstance(item, Appendix)] == [
        (label, title)
    ]


@pytest.mark.parametrize(
    ("panel", "name", "time"),
    [
        # case 56
        (
            "Ký bởi: Ban Quản lý các khu công nghiệp\nCơ quan: UBND tỉnh Bắc Kạn\n"
            "Thời gian ký: 20.07.2023 16:02:11 +07:00",
            "Ban Quản lý các khu công nghiệp", "2023-07-20T16:02:11+07:00",
        ),
        ("Người ký: Sở Y tế\nThời gian ký: 01/02/2024 08:00:05", "Sở Y tế",
         "2024-02-01T08:00:05+07:00"),
        ("Người ký: Lê Văn Ba\nEmail: ba@example.vn\nThời gian ký: 9.3.2025 9:10:11 +07:00",
         "Lê Văn Ba", "2025-03-09T09:10:11+07:00"),
    ],
)  # fmt: skip
def test_panels_are_evidence_and_nothing_else(panel: str, name: str, time: str) -> None:
    findings = read(TEXT + FOOT + panel)
    found = value(findings, "esign")
    assert isinstance(found, ESign)
    assert (found.name, found.time) == (name, time)
    assert value(findings, "date") == "2025-03-03"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        # case 54
        ("ĐẾN Số: 1245 Ngày: 24/7/2023 Chuyển: VP",
         Arrival(number="1245", date="2023-07-24", to="VP")),
        ("ĐẾN Số 88 Ngày 01/02/2024", Arrival(number="88", date="2024-02-01")),
        ("CÔNG VĂN ĐẾN\nSố: 9904\nNgày: 05/6/2025\nChuyển: Phòng Tổng hợp",
         Arrival(number="9904", date="2025-06-05", to="Phòng Tổng hợp")),
    ],
)  # fmt: skip
def test_arrival(stamp: str, expected: Arrival) -> None:
    findings = read(stamp, block=Block.STAMP)
    assert value(findings, "arrival") == expected
    assert value(findings, "number") is None


READ_FOOT = "|| ~{}\n"
KEPT = (("KT. CHỦ TỊCH", "Lê Văn Tú"), ("GIÁM ĐỐC", "¿So ¿Ìt", "Nguyễn Nhân Tú"))
"""Blocks of which nothing that was read is changed."""


@pytest.mark.parametrize(
    ("block", "name", "position", "authority"),
    [
        # what OCR makes of names between a seal and a signature
        (("GIÁM ĐỐC", "Irần Hữu Tâm"), "Trần Hữu Tâm", "GIÁM ĐỐC", ()),
        (("GIÁM ĐỐC", "xguyên Đức Hạnh"), "Nguyễn Đức Hạnh", "GIÁM ĐỐC", ()),
        (("GIÁM ĐỐC", "rịnh Ngọc Lan"), "Trịnh Ngọc Lan", "GIÁM ĐỐC", ()),
        (("GIÁM ĐỐC", "ằ Phạm m Minh Tú"), "Phạm Minh Tú", "GIÁM ĐỐC", ()),
        (("GIÁM ĐỐC", "¿So ¿Ìt", "Nguyễn Nhân Tú"), "Nguyễn Nhân Tú", "GIÁM ĐỐC", ()),
        # … and of offices
        (("KT. GIÁM ĐÓC", "B GIAM", "Lê Văn Tú"), "Lê Văn Tú", "PHÓ GIÁM ĐỐC", ("KT. GIÁM ĐỐC",)),
        (("KT.GIÁM ĐÓC", "Ó Gì ĐÓ", "Lê Văn Tú"), "Lê Văn Tú", "PHÓ GIÁM ĐỐC", ("KT.GIÁM ĐỐC",)),
        (("KT. CHỦ TỊCH", "Lê Văn Tú"), "Lê Văn Tú", "PHÓ CHỦ TỊCH", ("KT. CHỦ TỊCH",)),
        (
            ("KT. CHÁNH VĂN PHÒNG", "c2 CHÁNH VĂN PHÒNG", "Lê Văn Tú"),
            "Lê Văn Tú", "PHÓ CHÁNH VĂN PHÒNG", ("KT. CHÁNH VĂN PHÒNG",),
        ),
        (
            ("TIM BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Văn Tú"),
            "Lê Văn Tú", "BÍ THƯ", ("T/M BAN THƯỜNG VỤ",),
        ),
        # a chair's office under the ring of a seal
        (
            ("TM. BAN CHỈ ĐẠO", "CHI HỦ TỊCH", "Lê Văn Tú"),
            "Lê Văn Tú", "CHỦ TỊCH", ("TM. BAN CHỈ ĐẠO",),
        ),
        (
            ("TM. BAN CHỈ ĐẠO", "*HỶ TỊCH", "Lê Văn Tú"),
            "Lê Văn Tú", "CHỦ TỊCH", ("TM. BAN CHỈ ĐẠO",),
        ),
        (
            ("TM.HỘI ĐÒNG THẤM ĐỊNH", "CHỦ TỊCH", "Lê Văn Tú"),
            "Lê Văn Tú", "CHỦ TỊCH", ("TM.HỘI ĐỒNG THẨM ĐỊNH",),
        ),
    ],
)  # fmt: skip
def test_a_signature_read_under_seal_and_pen(
    block: tuple[str, ...], name: str, position: str, authority: tuple[str, ...]
) -> None:
    foot = "Nơi nhận: ||\n- Như trên; ||\n- Lưu: VT. ||\n" + "".join(map(READ_FOOT.format, block))
    finding = read(TEXT + foot).best("signer")
    assert finding is not None
    assert finding.value == Signer(name=name, position=position, authority=authority)
    assert finding.raw or block in KEPT
    assert finding.confidence < 0.93


def test_a_read_office_in_small_letters_is_whole() -> None:
    foot = "Nơi nhận: ||\n- Lưu: VT. ||\n" + "".join(
        map(READ_FOOT.format, ("Phó Chủ tịch", "Lê Văn Tú"))
    )
    assert value(read(TEXT + foot), "signer") == Signer(name="Lê Văn Tú", position="Phó Chủ tịch")


def test_a_text_layer_without_the_deputys_office_has_none() -> None:
    assert signer("Nơi nhận: ||\n- Lưu: VT. ||\n|| KT. CHỦ TỊCH\n|| Lê Văn Tú").position is None


def test_an_office_wrapped_under_kt_stays_one() -> None:
    block = "|| ~KT. TRƯỞNG PHÒNG\n|| ~TỔ CHỨC - HÀNH CHÍNH\n|| ~PHÓ TRƯỞNG PHÒNG\n|| ~Lê Văn Tú"
    found = signer(f"Nơi nhận: ||\n- Lưu: VT. ||\n{block}")
    assert found.authority == ("KT. TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH",)
    assert found.position == "PHÓ TRƯỞNG PHÒNG"


COPIED = Copy(form="SY", date="2023-07-25", body="Văn phòng Ban Quản lý")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # the line of an electronic copy, NĐ 30/2020, Phụ lục I, Phần II
        ("SAO Y; Văn phòng Ban Quản lý; 25/07/2023 16:02:11 +07:00", COPIED),
        ("SAO Y, Văn phòng Ban Quản lý, 2023-07-25T16:02:11+07:00", COPIED),
        ("TRÍCH SAO - Sở Y tế - 5/7/2023 08:02:11",
         Copy(form="TrS", date="2023-07-05", body="Sở Y tế")),
        ("Sao y và gửi các đơn vị trước ngày 25/07/2023", None),
        ("SAO Y bản chính để lưu hồ sơ", None),
    ],
)  # fmt: skip
def test_the_line_of_an_electronic_copy(line: str, expected: Copy | None) -> None:
    assert value(read(f"{line}\n\n{TEXT}{FOOT}"), "copy") == expected


def test_a_copys_panel_of_several_lines() -> None:
    panel = "SAO Y\nCơ quan: Văn phòng Ban Quản lý\nThời gian ký: 25.07.2023 16:02:11 +07:00"
    assert value(read(panel, block=Block.ESIGN), "copy") == COPIED


def _signed(foot: str, *signatures: tuple[str, str]) -> Findings:
    """What is found in a letter that these persons of these bodies signed electronically."""
    document = replace(
        draw(TEXT + foot),
        signatures=tuple(
            Signature(name, body, f"2025-03-03T0{at}:00:00+07:00", None, name, "unknown-root")
            for at, (name, body) in enumerate(signatures)
        ),
    )
    findings = Findings()
    find_closing(document, label(document), findings)
    return findings


NAMELESS = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n"


def test_each_signature_of_a_joint_letter_is_told_in_order() -> None:
    signed = _signed(FOOT, ("Bế Văn Đàn", "Sở A"), ("Lê Văn Ba", "Sở B"), ("Hà Văn Nam", "Sở C"))
    esign = [one.value for one in signed.of("esign") if isinstance(one.value, ESign)]
    assert [one.name for one in esign] == ["Bế Văn Đàn", "Lê Văn Ba", "Hà Văn Nam"]


def test_a_missing_name_is_the_last_one_who_signed_for_the_body() -> None:
    signed = _signed(NAMELESS, ("Bế Văn Đàn", "Sở A"), ("Lê Văn Ba", "Sở A"), ("Sở A", "Sở A"))
    best = signed.best("signer")
    assert best is not None and isinstance(best.value, Signer)
    assert (best.value.name, best.derived_from) == ("Lê Văn Ba", ("/esign/1",))


def test_no_name_is_chosen_among_those_of_several_bodies() -> None:
    signed = _signed(NAMELESS, ("Bế Văn Đàn", "Sở A"), ("Lê Văn Ba", "Sở B"), ("Đỗ An", "Sở C"))
    found = value(signed, "signer")
    assert isinstance(found, Signer) and found.name is None
    assert ("ambiguous-value", "/signer/name") in [(one.code, one.path) for one in signed.warnings]


@pytest.mark.parametrize(
    ("line", "codes"), [("", ["signer-conflict"]), ("SAO Y; Sở Y tế; 25/07/2023 16:02:11\n\n", [])]
)
def test_who_copies_a_letter_did_not_sign_it(line: str, codes: list[str]) -> None:
    document = replace(
        draw(line + TEXT + FOOT),
        signatures=(Signature("Bế Văn Đàn", "Sở Y tế", None, None, "Bế Văn Đàn", "intact"),),
    )
    findings = Findings()
    find_closing(document, label(document), findings)
    assert [one.code for one in findings.warnings] == codes


THREE_MINISTRIES = """BỘ CÔNG AN - BỘ TƯ PHÁP - BỘ Y TẾ || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 4/2016/TTLT-BCA-BTP-BYT || Hà Nội, ngày 12 tháng 5 năm 2016
THÔNG TƯ LIÊN TỊCH
Về giám định

Điều 1. Nội dung.
KT. BỘ TRƯỞNG BỘ Y TẾ
THỨ TRƯỞNG
Lê Quang Hạnh
KT. BỘ TRƯỞNG BỘ TƯ PHÁP
THỨ TRƯỞNG
Vũ Đình Tuyến
KT. BỘ TRƯỞNG BỘ CÔNG AN
THỨ TRƯỞNG
Thượng tướng Bùi Văn Thao
"""


@pytest.mark.parametrize(
    ("text", "name", "others"),
    [
        (THREE_MINISTRIES, "Bùi Văn Thao",
         "Lê Quang Hạnh, KT. BỘ TRƯỞNG BỘ Y TẾ, THỨ TRƯỞNG; "
         "Vũ Đình Tuyến, KT. BỘ TRƯỞNG BỘ TƯ PHÁP, THỨ TRƯỞNG"),
        ("BIÊN BẢN\nHọp xét thưởng\n\nCuộc họp kết thúc lúc 17 giờ.\nTHƯ KÝ || CHỦ TRÌ\n"
         "Lò Thị Pàn || Tòng Văn Sơn\n", "Tòng Văn Sơn", "Lò Thị Pàn, THƯ KÝ"),
        ("HỢP ĐỒNG\nMua bán thiết bị\n\nHai bên cùng thực hiện.\nĐẠI DIỆN BÊN A\nGIÁM ĐỐC\n"
         "Đinh Công Tráng\nĐẠI DIỆN BÊN B\nTỔNG GIÁM ĐỐC\nPhạm Thúy Vân\n", "Đinh Công Tráng",
         "Phạm Thúy Vân, ĐẠI DIỆN BÊN B, TỔNG GIÁM ĐỐC"),
        # the head of the body and its trade union, who signs on the left; whose paper it is signs
        ("CÔNG TY ĐIỆN LỰC X||\nSố: 3/KH-ĐLX-CĐ||\n\nKẾ HOẠCH\nThi đua quý IV\n\nNội dung.\n"
         "TM. BAN CHẤP HÀNH CÔNG ĐOÀN\nCHỦ TỊCH\nTrần Ngọc Ẩn\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n"
         "Lê Văn Chính\n", "Lê Văn Chính",
         "Trần Ngọc Ẩn, TM. BAN CHẤP HÀNH CÔNG ĐOÀN, CHỦ TỊCH"),
        ("CÔNG ĐOÀN CÔNG TY X||\nSố: 3/KH-CĐ||\n\nKẾ HOẠCH\nThi đua quý IV\n\nNội dung.\n"
         "TM. BAN CHẤP HÀNH CÔNG ĐOÀN\nCHỦ TỊCH\nTrần Ngọc Ẩn\nXÁC NHẬN CỦA GIÁM ĐỐC\nGIÁM ĐỐC\n"
         "Lê Văn Chính\n", "Trần Ngọc Ẩn", "Lê Văn Chính, GIÁM ĐỐC"),
        ("LĐLĐ TỈNH X||\nCĐCS CÔNG TY Y||\nSố: 3/KH-CĐ||\n\nKẾ HOẠCH\nThi đua quý IV\n\nNội dung.\n"
         "TM. BAN CHẤP HÀNH CÔNG ĐOÀN\nCHỦ TỊCH\nTrần Ngọc Ẩn\nXÁC NHẬN CỦA GIÁM ĐỐC\nGIÁM ĐỐC\n"
         "Lê Văn Chính\n", "Trần Ngọc Ẩn", "Lê Văn Chính, GIÁM ĐỐC"),
        ("HỘI LHPN TỈNH X||\nSố: 3/KH-BTV||\n\nKẾ HOẠCH\nThi đua quý IV\n\nNội dung.\n"
         "TM. BAN CHẤP HÀNH HỘI PHỤ NỮ\nCHỦ TỊCH\nTrần Thị Ẩn\nGIÁM ĐỐC\nLê Văn Chính\n",
         "Trần Thị Ẩn", "Lê Văn Chính, GIÁM ĐỐC"),
        ("ĐẢNG BỘ XÃ Y||\nSố: 3-KH/ĐU||\n\nKẾ HOẠCH\nThi đua quý IV\n\nNội dung.\n"
         "TM. ĐẢNG ỦY\nBÍ THƯ\nTrần Ngọc Ẩn\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Chính\n",
         "Trần Ngọc Ẩn", "Lê Văn Chính, TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH"),
        # Near-misses: one signs by two forms; who stands in an annex signs nothing.
        ("Số: 3/SYT-VP\nHà Nội, ngày 5 tháng 6 năm 2020\nNội dung.\nNơi nhận:\n- Lưu: VT.\n"
         "TL. GIÁM ĐỐC\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nMai Thị Lan\n",
         "Mai Thị Lan", None),
        ("Số: 3/SYT-VP\nHà Nội, ngày 5 tháng 6 năm 2020\nNội dung.\nNơi nhận:\n- Lưu: VT.\n"
         "GIÁM ĐỐC\nMai Thị Lan\nPHỤ LỤC\nDANH SÁCH\nCHỦ TỊCH\nHà Văn Bảy\n", "Mai Thị Lan", None),
    ],
)  # fmt: skip
def test_who_signs_beside_is_told(text: str, name: str, others: str | None) -> None:
    findings = read(text)
    signer = value(findings, "signer")
    assert isinstance(signer, Signer)
    assert signer.name == name
    told = [item.params["others"] for item in findings.warnings if item.code == "signers-several"]
    assert told == ([others] if others else [])


def test_an_office_on_the_line_of_noi_nhan_and_a_signed_mark_on_that_of_luu() -> None:
    foot = "Nơi nhận: GIÁM ĐỐC CHI NHÁNH||\n- Như trên||\n- Lưu: VT, KD. (Đã ký)||\n||Lê Văn Tú"
    findings = read(TEXT + foot)
    best = findings.best("signer")
    assert best is not None
    assert best.value == Signer(name="Lê Văn Tú", position="GIÁM ĐỐC CHI NHÁNH", authority=())
    assert [item.value.name for item in findings.of("recipients")] == ["Như trên"]
    archive = findings.best("archive")
    assert archive is not None and archive.value.units == ("VT", "KD")


def test_an_office_of_which_ocr_misread_a_letter_is_no_name() -> None:
    findings = read(f"{TEXT}Nơi nhận:||\n- Lưu: VT.||\n||~GIÁM ĐẶC SỞ THỦY SẢN")
    best = findings.best("signer")
    assert best is not None and best.value.name is None


PERSONS = "Chủ trì: Ông Sơn Minh Thảo; Thư ký: Bà Lâm Thị Hạnh. Thứ trưởng Phan Hữu Đạt.\n\n"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        # no syllable of a name, and a mark of a doubted word: the text names who took the chair
        ("Sơa Minh Thảo", "Sơn Minh Thảo"),
        ("Sơn Minh ¿Thào", "Sơn Minh Thảo"),
        ("Phan Hữu ¿Đat", "Phan Hữu Đạt"),
        # read surely, or another person: nobody's namesake is put in
        ("Sơn Minh Thào", "Sơn Minh Thào"),
        ("Phan Hữu ¿Đông", "Phan Hữu Đông"),
        ("Lê Hữu Đạt", "Lê Hữu Đạt"),
    ],
)
def test_a_doubted_name_is_told_by_the_text(printed: str, name: str) -> None:
    findings = read(f"{PERSONS}Nơi nhận: ||\n- Lưu: VT. ||\n|| ~HIỆU TRƯỞNG\n|| ~{printed}")
    best = findings.best("signer")
    assert best is not None and best.value.name == name


def test_marks_within_a_read_name_behind_a_long_rank() -> None:
    block = "|| ~PHÓ GIÁM ĐỐC\n|| ~Đại tá, PGS, TS. Lê “Thế Hiển"
    best = read(f"{TEXT}Nơi nhận: ||\n- Lưu: VT. ||\n{block}").best("signer")
    assert best is not None
    assert (best.value.name, best.value.rank) == ("Lê Thế Hiển", "Đại tá, PGS, TS.")


def test_an_abbreviated_body_ends_a_wrapped_office() -> None:
    block = "|| KT. TRƯỞNG PHÒNG CÔNG TÁC\n|| HĐND\n|| PHÓ TRƯỞNG PHÒNG\n|| Vũ Đình Thụ"
    best = read(f"{TEXT}Nơi nhận: ||\n- Lưu: VT. ||\n{block}").best("signer")
    assert best is not None and best.value.authority == ("KT. TRƯỞNG PHÒNG CÔNG TÁC HĐND",)


def test_who_gives_a_power_of_attorney_signs_it() -> None:
    left = ("NGƯỜI ĐƯỢC ỦY QUYỀN", "PHÓ HIỆU TRƯỞNG", "Đàm Thị Thảo")
    right = ("NGƯỜI ỦY QUYỀN", "HIỆU TRƯỞNG", "Bế Hùng Cường")
    rows = "\n".join(f"**{one}||**{two}" for one, two in zip(left, right, strict=True))
    best = read(TEXT + rows).best("signer")
    assert best is not None
    assert (best.value.name, best.value.position) == ("Bế Hùng Cường", "HIỆU TRƯỞNG")


def test_scrawl_above_the_name_is_not_who_signs() -> None:
    block = "|| ~PHÓ GIÁM ĐỐC\n|| ~NM KẾ\n|| ~Irân Hữu Đức"
    best = read(f"{TEXT}Nơi nhận: ||\n- Lưu: VT. ||\n{block}").best("signer")
    assert best is not None and best.value.name == "Trần Hữu Đức"


@pytest.mark.parametrize(
    ("offices", "position"),
    [
        ("|| CHỦ TRÌ\n|| TRƯỞNG KHOA", "TRƯỞNG KHOA"),  # what one is after the meeting too
        ("|| CHỦ TRÌ", "CHỦ TRÌ"),
        ("|| GIÁM ĐỐC\n|| CHỦ TỊCH HỘI ĐỒNG", "GIÁM ĐỐC"),
    ],
)
def test_the_office_of_who_chairs_a_meeting(offices: str, position: str) -> None:
    best = read(f"{TEXT}Nơi nhận: ||\n- Lưu: VT. ||\n{offices}\n|| Vũ Đình Thụ").best("signer")
    assert best is not None and best.value.position == position


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        # law portals type offices in small letters above (Đã ký)
        (
            "Chủ tịch\n\n(Đã ký)\n\nLò Văn Páo",
            Signer(name="Lò Văn Páo", position="Chủ tịch", authority=()),
        ),
        (
            "TM. UBND tỉnh\n\nKT. Chủ tịch\n\nPhó Chủ tịch\n\n(Đã ký)\n\nLò Văn Páo",
            Signer(
                name="Lò Văn Páo",
                position="Phó Chủ tịch",
                authority=("TM. UBND tỉnh", "KT. Chủ tịch"),
            ),
        ),
        (
            "CHỦ TỊCH\n\nĐã ký: Lò Văn Páo",
            Signer(name="Lò Văn Páo", position="CHỦ TỊCH", authority=()),
        ),
        # the body's name is longer than any person's
        (
            "K/T VIỆN TRƯỞNG\n\nVIỆN KIỂM SÁT NHÂN DÂN TỐI CAO\n\nPHÓ VIỆN TRƯỞNG\n\nLò Văn Páo",
            Signer(
                name="Lò Văn Páo",
                position="PHÓ VIỆN TRƯỞNG",
                authority=("K/T VIỆN TRƯỞNG VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO",),
            ),
        ),
        # a sentence on chairmen above a name is no office
        ("Giao Chủ tịch các xã thực hiện.\n\nLò Văn Páo", Signer(name="Lò Văn Páo")),
    ],
)
def test_signatures_of_law_portals(foot: str, expected: Signer) -> None:
    assert signer(foot) == expected


def test_offices_of_the_text_sign_nothing() -> None:
    listed = "\n".join(f"Giám đốc Sở Y tế {number}" for number in range(1200))
    assert read(f"{TEXT}{listed}").of("number")  # however many stand one below the other
    told = (
        "TM Ban Quản lý dự án thanh toán cho nhà thầu\n"
        "Giám đốc Sở Y tế chịu trách nhiệm thi hành.\n\nGIÁM ĐỐC\n\nLò Văn Páo"
    )
    assert signer(told) == Signer(name="Lò Văn Páo", position="GIÁM ĐỐC")


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("Lê Thị Đào\n\n(Đã ký)", "Lê Thị Đào"),
        ("(Đã ký)\n\nLê Thị Đào", "Lê Thị Đào"),
        ("Lê Thị Đào", "Lê Thị Đào"),
        # a portal's words behind it
        ("Lê Thị Đào\n\n(Đã ký)\n\nHIỆU LỰC VĂN BẢN\n\nThông báo cho tôi", "Lê Thị Đào"),
        ("Trần Phú", None),  # a street
        # one of a list, one who is told of
        ("1. Lê Thị Đào", None),
        ("Lê Thị Đào là chủ tịch.", None),
    ],
)
def test_a_name_alone_behind_the_text_signs(end: str, name: str | None) -> None:
    text = f"{HEAD}Điều 1. Các đơn vị thực hiện.\n\nĐiều 2. Có hiệu lực từ ngày ký.\n\n{end}"
    found = value(read(text), "signer")
    assert (found.name if isinstance(found, Signer) else None) == name


def test_a_line_of_the_text_above_the_list_is_no_recipient() -> None:
    found = recipients(
        "*Lưu ý:\n\n- Văn phòng chuẩn bị phòng họp, thiết bị âm thanh, nước uống các cuộc họp;\n\n"
        "- Các tổ, bộ phận chủ động chuẩn bị các nội dung để thực hiện./.\n\n"
        "Nơi nhận:\n- GV, NV (để t/h);\n- Lưu: VT, TK.\n\nHIỆU TRƯỞNG\nLê Thị Thảo"
    )
    assert found == [("GV, NV", "để t/h", None)]
