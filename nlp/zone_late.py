"""What stands where no form puts it, looked for where the form's own place is empty: trích yếu
below Kính gửi or behind the list of recipients, a day without the word ngày."""

import re
from collections.abc import Sequence

from dispatch.document import Column
from dispatch.letters import LOWER, UPPER
from dispatch.text import fold
from nlp.roles import Piece, Role

_ABOUT = re.compile(r"^\W*v\s?/\s?v\b")
# "Về việc trên, Sở có ý kiến như sau:" is a sentence.
_IN_WORDS = re.compile(r"^\W*ve viec\b(?! (?:tren|nay|do)\b)(?!.*(?:[.:]$|\. ))")
_LONGEST = 300  # characters
_FREE = (None, Role.BODY, Role.RECIPIENTS, Role.ADDRESSEE)


def label_late_subject(pieces: Sequence[Piece], roles: list[Role | None]) -> None:
    """Mark the only line that opens with V/v, or below Kính gửi with Về việc, where neither title
    nor trích yếu was found."""
    if any(role in (Role.SUBJECT, Role.TITLE) for role in roles):
        return
    found = [
        at
        for at, piece in enumerate(pieces)
        if roles[at] in _FREE and len(piece.text) < _LONGEST and piece.line.starts_paragraph
        and (
            _ABOUT.match(piece.folded)
            or (at and roles[at - 1] is Role.ADDRESSEE and _IN_WORDS.match(piece.folded))
        )
    ]  # fmt: skip
    if len(found) != 1:
        return
    at = found[0]
    roles[at] = Role.SUBJECT
    for following in range(at + 1, len(pieces)):
        begins = pieces[following].line.starts_paragraph
        if (begins and not pieces[following].text[:1].islower()) or roles[following] not in _FREE:
            return
        roles[following] = Role.SUBJECT


_ABOUTS = """
    báo cáo, bảo đảm, bàn giao, bổ sung, bố trí, chấn chỉnh, chi trả, cho ý kiến, chuẩn bị,
    công bố, công tác, cử, cung cấp, củng cố, chấm dứt, đánh giá, đảm bảo, đăng ký, đẩy mạnh, đề
    nghị, đề cử, đề xuất, điều chỉnh, gia hạn, giải quyết, giải trình, giới thiệu, góp ý, hỗ
    trợ, hoàn thiện, họp, hướng dẫn, kết quả, khắc phục, kiểm tra, kiện toàn, ký kết, lập, lấy ý
    kiến, mời, mua sắm, ngừng, nộp, phân công, phê duyệt, phối hợp, phúc đáp, quản lý, quán
    triệt, rà soát, rút, sơ kết, sửa đổi, sử dụng, tạm dừng, tạm ngừng, tăng cường, tập huấn, tham
    gia, thành lập, thay đổi, thông báo, thời gian, thu hồi, thủ tục, thực hiện, tiếp nhận, tiếp
    tục, tổ chức, tổng kết, trả lời, triển khai, tuyên truyền, việc, xác minh, xác nhận, xây dựng,
    xin, xử lý, ý kiến, chỉnh trang, nhắc, đôn đốc, phòng chống, phát động, chuyển đổi số, giao chỉ
    tiêu, tuyển sinh, tuyển dụng, nghỉ lễ, nghỉ Tết, đính chính, thanh toán, nghiệm thu,
    giao nhiệm vụ
"""
"""How what a letter is about begins, where nothing else says that it is."""
_ABOUT_SOMETHING = re.compile(
    rf"(?:{'|'.join(fold(' '.join(about.split())) for about in _ABOUTS.split(','))})\b"
)
_LONGEST_SUBJECT, _SUBJECT_LINES = 200, 4


def label_unmarked_subject(pieces: Sequence[Piece], roles: list[Role | None]) -> None:
    """Mark what stands between the head's last box and Kính gửi as what a letter is about, where
    neither V/v nor a title says so: "Rà soát, chỉnh trang vỉa hè" alone below its number. Where V/v
    has said it, in small letters that go on with what the left column left unfinished."""
    if any(role in (Role.TITLE, Role.HEADLINE) for role in roles):
        return
    said = next(
        (pieces[at] for at in range(len(roles) - 1, -1, -1) if roles[at] is Role.SUBJECT), None
    )
    end = next((at for at, role in enumerate(roles) if role is Role.ADDRESSEE), 0)
    first = next((at for at in range(end - 1, -1, -1) if roles[at] in _HEAD_BOXES), end)
    free = [at for at in range(first + 1, end) if roles[at] is not Role.RULE]
    lines = [pieces[at] for at in free]
    if not free or len(free) > _SUBJECT_LINES or any(roles[at] is not None for at in free):
        return
    if said is not None and not (
        lines[0].text[:1].islower()
        and (not lines[0].blank_before or _UNFINISHED.search(said.folded))
    ):
        return
    words = " ".join(piece.folded for piece in lines)
    is_told = said is not None or _ABOUT_SOMETHING.match(words) is not None
    is_short = len(words.split()) > 2 and len(words) < _LONGEST_SUBJECT
    if not (is_told and is_short) or any(piece.text.isupper() for piece in lines):
        return
    for at in free:
        roles[at] = Role.SUBJECT


_UNFINISHED = re.compile(
    r"\b(?:va|cua|ve|cho|tai|trong|theo|voi|de|cac|nhung|doi voi|tren|tu|den|do|boi|hoac|nam"
    r"|thuc hien)$"
)
_HEAD_BOXES = (
    Role.NUMBER, Role.PLACE_DATE, Role.MOTTO, Role.NATIONAL_NAME, Role.PARTY_NAME,
)  # fmt: skip


# "Hà Nội, 12-3-1995", "Nam Định ngày 20-8-1998", "Ngày 5/3/2014": as letters were dated before
# forms were laid down, and small offices still do.
_NO_PLACE = (
    "Ngày|Từ|Đến|Sáng|Chiều|Trước|Sau|Năm|Tháng|Kỳ|Thứ|Sinh|Fax|Đăng|Nộp|Họp|Ký|Nhận|Gửi|Lập|Cấp"
    "|Vào|Hôm|Tại|Hạn|Kể|Xong|Trình|Duyệt|Chuyển"
)
_BARE_DATE = re.compile(
    rf"\W*(?!{_NO_PLACE})(?:TP\.? ?)?[{UPPER}][{LOWER}]+"
    rf"(?: [{UPPER}][{LOWER}]*){{0,3}}(?:,|,? ngày) "
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*"
    r"|\W*Ngày \d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*"
)
_HEAD_LINES = 20


def label_bare_date(pieces: Sequence[Piece], roles: list[Role | None], end: int) -> None:
    """Mark the head's only line, up to ``end``, that is a day in figures, with its place or not."""
    head = range(min(end, _HEAD_LINES, len(pieces)))
    if Role.PLACE_DATE in roles[: len(head)]:
        return
    found = [
        at
        for at in head
        if len(pieces[at].text) < _LONGEST_DATE and _BARE_DATE.fullmatch(pieces[at].text)
        # The second line of what a letter or a title is about ends with such a day too.
        and (
            (
                roles[at] is Role.SUBJECT
                and pieces[at].text.startswith("Ngày")
                and pieces[at].column is not Column.LEFT
            )
            or (roles[at] in (None, Role.ISSUER) and (at == 0 or roles[at - 1] is not Role.SUBJECT))
        )
    ]  # fmt: skip
    if len(found) == 1:
        roles[found[0]] = Role.PLACE_DATE


_LONGEST_DATE = 60  # characters
