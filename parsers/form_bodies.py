"""The names of bodies in capitals, one behind the other in a letterhead that is one line."""

import re
from functools import cache

from dispatch.vocabulary import rows


@cache
def body() -> re.Pattern[str]:
    """The words in capitals that open a body's name within a letterhead."""
    return re.compile(
        r"(?<!\S)(?:(?:TỔNG )?CỤC|CHI CỤC|UBND|HĐND|SỞ|BQL|BCH|BCĐ|TRUNG TÂM|(?:BỆNH |HỌC )?VIỆN"
        r"|[ỦU][YỶ] BAN (?:NHÂN|MẶT|KIỂM|THƯỜNG|TRUNG)|PHÒNG(?!,? (?:CHỐNG|THỦ|CHÁY|BỆNH))"
        r"|HỘI (?:ĐỒNG|NÔNG|LIÊN|CỰU|CHỮ|LUẬT|KHUYẾN|NGƯỜI|ĐÔNG)"
        r"|BAN (?:QUẢN|CHỈ|CHẤP|TỔ|THƯỜNG|TUYÊN|DÂN|NỘI|THI|AN|KINH|ĐẠI|VĂN|BẢO|CÁN|TIẾP|PHÁP)"
        r"|BỘ(?= (?:TÀI|Y|CÔNG|QUỐC|NỘI|NGOẠI|TƯ|XÂY|KHOA|GIÁO|NÔNG|VĂN|THÔNG|LAO|KẾ|GIAO|DÂN|CHỈ))"
        r"|TRƯỜNG (?:THPT|THCS|TIỂU|TRUNG|ĐẠI|CAO|MẦM|MẪU|CHÍNH|PT|TH|PHỔ|CHUYÊN|DÂN)"
        r"|(?:TỔNG )?CÔNG TY|TẬP ĐOÀN|VĂN PHÒNG|THANH TRA|ĐẢNG (?:[ỦU][YỶ]|BỘ|ĐOÀN)|CHI BỘ"
        r"|(?:TỈNH|HUYỆN|THÀNH|THỊ|QUẬN) (?:[ỦU][YỶ]|ĐOÀN)|(?:TỔNG )?LIÊN ĐOÀN|CÔNG ĐOÀN"
        r"|ĐOÀN (?:TNCS|THANH|KHỐI)|MẶT TRẬN|TÒA ÁN|VIỆN KIỂM|CÔNG AN|KHO BẠC|BẢO HIỂM|NGÂN HÀNG"
        r"|LIÊN (?:MINH|HIỆP)|HIỆP HỘI|HẠT|TRẠM|CHI NHÁNH|XÍ NGHIỆP|CẢNG|CỤM|KHOA(?! HỌC))(?!\w)"
    )


_HALF = re.compile(
    r"(?:VÀ|CÁC|CỦA|THUỘC|VỀ|CHO|,|-|–|&|VĂN PHÒNG|BAN QUẢN LÝ|BAN CHỈ ĐẠO|HỘI ĐỒNG|TRUNG TÂM"
    r"|BAN CHẤP HÀNH|CHỦ TỊCH|ĐẠI DIỆN|(?<!\S )(?<!HÀNH )TRUNG ƯƠNG"
    r"|(?<!KHỐI )(?:ĐẢNG (?:ỦY|BỘ|ĐOÀN)|CÔNG ĐOÀN|CHI BỘ)|BAN CÁN SỰ|THANH TRA|BAN THƯỜNG VỤ|BCH)$"
)
"""What a body's name cannot end with: the next body's words go on with it."""


@cache
def _names() -> tuple[str, ...]:
    """The names of bodies in capitals, the longest first: no body begins within one."""
    names = {row["name"].upper() for row in rows("body_words") if " " in row["name"]}
    return tuple(sorted(names, key=len)[::-1])


def body_starts(run: str) -> list[int]:
    """Return where the bodies of a letterhead begin that stand in one line, the first left out:
    UBND TỈNH BẮC KẠN / BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP."""
    found: list[int] = []
    last, at = 0, len(run) - len(run.lstrip())
    begun = at
    while at < len(run):
        name = next((name for name in _names() if run.startswith(name, at)), None)
        opens = body().match(run, at)
        if opens and at > begun and not _HALF.search(run[last:at].rstrip()):
            found.append(at)
            last = at
        taken = max(at + len(name) if name else 0, opens.end() if opens else 0)
        blank = run.find(" ", max(taken, at))
        at = len(run) if blank < 0 else blank + 1
    return found
