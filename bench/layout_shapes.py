"""The shapes of head and foot that real papers have, laid over a composed dispatch.

Each was seen among 170 real papers of 2020–2025. A shape changes the page's source and the
truth's lines together, so that nothing is read back; what a shape says of fields is not kept.
"""

from collections.abc import Callable, Sequence

from layout_documents import Truth

Shape = Callable[[Truth], None]


def as_composed(truth: Truth) -> None:
    """Leave the dispatch as it is."""


def one_body_in_two_lines(truth: Truth) -> None:
    _set_head(truth, "parent", [])
    _set_head(truth, "issuer", ["ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"])


def three_lines(truth: Truth) -> None:
    _set_head(truth, "parent", ["UBND TỈNH HÒA BÌNH", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"])
    _set_head(truth, "issuer", ["CHI CỤC BẢO VỆ MÔI TRƯỜNG"])


def wide_body(truth: Truth) -> None:
    """A name that a narrow left column breaks where it likes."""
    _set_head(truth, "parent", ["ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"])
    _set_head(truth, "issuer", ["BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG CÁC CÔNG TRÌNH GIAO THÔNG"])


def about_across(truth: Truth) -> None:
    """The V/v line stands under both columns, behind the date."""
    head = truth.source["head"]
    head["about"] = head["about"] or ["V/v phối hợp tổ chức hội nghị trực tuyến"]
    head["about_across"] = True
    _drop(truth, {"about"})
    truth.lines.extend(("about", "full", line) for line in head["about"])


def plain_about(truth: Truth) -> None:
    _set_head(truth, "about", ["Về tiếp tục tăng cường công tác phòng chống thiên tai"])


def about_under_a_title(truth: Truth) -> None:
    """A Thông báo whose subject begins with V/v."""
    _set_title(truth, ["THÔNG BÁO"], ["V/v nghỉ lễ và phân công trực cơ quan"])


def no_subject(truth: Truth) -> None:
    _set_title(truth, ["GIẤY MỜI"], [])


def boxed_draft(truth: Truth) -> None:
    _set_head(truth, "stamps", ["DỰ THẢO"], role="stamp")


def boxed_urgency(truth: Truth) -> None:
    _set_head(truth, "stamps", ["HỎA TỐC"], role="stamp")


def misprinted_name(truth: Truth) -> None:
    head = truth.source["head"]
    if head["system"] in ("state", "union"):
        head["names"] = ["CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def banner_in_the_body(truth: Truth) -> None:
    """A slogan in capitals in the text, as wide as a letterhead."""
    truth.source["body"] += "\n= CHÀO MỪNG KỶ NIỆM NGÀY THÀNH LẬP NGÀNH\n= (Nội dung băng rôn)"


HEADS: tuple[Shape, ...] = (
    as_composed, one_body_in_two_lines, three_lines, wide_body, about_across, plain_about,
    about_under_a_title, no_subject, boxed_draft, boxed_urgency, misprinted_name,
    banner_in_the_body,
)  # fmt: skip


def archive_in_the_middle(truth: Truth) -> None:
    entries = truth.source["foot"]["recipients"]
    _set_recipients(truth, [*entries[:1], entries[-1], *entries[1:-1], "- Cổng Thông tin;"])


def drafters(truth: Truth) -> None:
    """Brackets, serials and initials of the drafting unit behind Lưu."""
    entries = truth.source["foot"]["recipients"][:-1]
    _set_recipients(
        truth, [*entries, "- PCVP (KTTH);", "- Lưu: VT, TH (2). H, HCQT (Kiều), KTTHh20."]
    )


def open_roles(truth: Truth) -> None:
    """A role behind a colon, and a bracket that is never closed."""
    entries = truth.source["foot"]["recipients"]
    _set_recipients(
        truth,
        [
            "- Thường trực Tỉnh ủy: để báo cáo;",
            "- Chủ tịch, các Phó Chủ tịch UBND tỉnh (b/c;",
            *entries,
        ],
    )


def wrapped_entries(truth: Truth) -> None:
    """Entries longer than their column, below and beside the signature."""
    entries = truth.source["foot"]["recipients"]
    long = "- Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh và Ủy ban nhân dân các huyện;"
    _set_recipients(truth, [long, *entries[:-1], long, entries[-1]])


def recipients_below(truth: Truth) -> None:
    truth.source["foot"]["below"] = True


def two_signers(truth: Truth) -> None:
    """Two sign side by side, and the recipients stand below."""
    beside, roles = ["THƯ KÝ", "Nguyễn Thị Minh Hằng"], ("position", "name")
    truth.source["foot"]["beside"] = beside
    truth.lines.extend((role, "beside", line) for role, line in zip(roles, beside, strict=True))


def glued_form(truth: Truth) -> None:
    _set_signing(truth, ["KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Lương Văn Thắng")


def stacked_forms(truth: Truth) -> None:
    _set_signing(
        truth, ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"], "Đỗ Thị Hiền"
    )


def two_line_office(truth: Truth) -> None:
    _set_signing(
        truth,
        ["KT. BỘ TRƯỞNG, CHỦ NHIỆM", "THỨ TRƯỞNG,", "PHÓ CHỦ NHIỆM THƯỜNG TRỰC"],
        "Thiếu tướng Phạm Quốc Bảo",
    )


def office_below_the_name(truth: Truth) -> None:
    foot = truth.source["foot"]
    foot["office"] = "PHÓ CHỦ TỊCH HỘI ĐỒNG"
    truth.lines.append(("position", "right", foot["office"]))


def no_name(truth: Truth) -> None:
    truth.source["foot"]["name"] = ""
    _drop(truth, {"name"})


def stray_letter(truth: Truth) -> None:
    name = truth.source["foot"]["name"]
    _set_signing(truth, truth.source["foot"]["signing"], f"{name} k")


FEET: tuple[Shape, ...] = (
    as_composed, archive_in_the_middle, drafters, open_roles, wrapped_entries, recipients_below,
    two_signers, glued_form, stacked_forms, two_line_office, office_below_the_name, no_name,
    stray_letter,
)  # fmt: skip


def _drop(truth: Truth, roles: set[str]) -> None:
    truth.lines[:] = [line for line in truth.lines if line[0] not in roles]


def _set_head(truth: Truth, key: str, lines: list[str], *, role: str = "") -> None:
    """Put other lines under ``key`` of the head's source and into the truth, in their place."""
    truth.source["head"][key] = lines
    kept = list(truth.lines)
    _drop(truth, {role or key})
    order = ("parent", "issuer", "mark", "number", "about", "stamp")
    before = order[: order.index(role or key)]
    at = next((n for n, line in enumerate(truth.lines) if line[0] not in before), len(kept))
    truth.lines[at:at] = [(role or key, "left", line) for line in lines]


def _set_title(truth: Truth, kind: list[str], subject: list[str]) -> None:
    _set_head(truth, "about", [])
    truth.source["title"] = {"kind": kind, "subject": subject}
    _drop(truth, {"type", "subject"})
    truth.lines.extend(("type", "full", line) for line in (*kind, *subject))


def _set_recipients(truth: Truth, lines: Sequence[str]) -> None:
    truth.source["foot"]["recipients"] = list(lines)
    _drop(truth, {"recipient", "archive"})
    truth.lines.extend(("recipient", "left", line) for line in lines)


def _set_signing(truth: Truth, lines: Sequence[str], name: str) -> None:
    foot = truth.source["foot"]
    foot["signing"], foot["name"] = list(lines), name
    _drop(truth, {"authority", "position", "name"})
    truth.lines.extend(("position", "right", line) for line in lines)
    truth.lines.append(("name", "right", name))
