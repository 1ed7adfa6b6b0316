"""The phrases that open a line of the form, found within a text that lost its line ends.

Each is printed on a line of its own (NĐ 30/2020, Phụ lục I, Phần I, Mục IV), so one that stands
amidst a text says where a line began.
"""

import re
from functools import cache

from dispatch.letters import LOWER, UPPER
from dispatch.vocabulary import rows

_CODE = rf"[{UPPER}][{UPPER}{LOWER}\d.&]{{0,11}}"

NATIONAL_NAME = re.compile(r"C[ỘÔ]NG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = re.compile(r"Độc lập ?[-–—] ?Tự do ?[-–—] ?Hạnh phúc")
PARTY_NAME = re.compile(
    r"(?<!BỘ )(?<!HÀNH )ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|(?<!ƯƠNG )ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH"
)
NUMBER = re.compile(
    rf"(?<!\S)(?:(?:Luật |Pháp lệnh |Nghị quyết )?[Ss]ố|SỐ) ?:? ?"
    rf"(?:[\d□.…_]{{1,12}} ?)?[a-zđ]? ?[-/–] ?(?:(?:19|20)\d\d ?/ ?)?{_CODE}"
    rf"(?: ?[-/–]{_CODE}|[-/–] [{UPPER}]{{2,8}}(?= ?[^{UPPER} ])){{0,4}}(?!\w)"
)
_PLACE_WORD = rf"[{UPPER}][{LOWER}]*(?!\w)"
PLACE_AND_DAY = re.compile(
    rf"(?<![\w/-])(?:(?:TP\.?|Thành phố|Tx\.|Thị xã|Huyện) ?)?{_PLACE_WORD}"
    rf"(?:(?: - | |-){_PLACE_WORD}| \d{{1,2}}(?=,| [{UPPER}])){{0,4}}, ?[Nn]gày [\d□.… ]{{0,9}}"
    r"tháng [\d□.… ]{0,9}năm (?:(?:19|20)\d\d|[.…]{2,}|(?=\W|$))"
)
ABOUT = re.compile(r"(?<!\S)(?:V ?/ ?v|Vv ?:)(?!\w)")
ADDRESSEE = re.compile(r"(?<!\S)(?:Kính (?:gửi|trình|chuyển)|KÍNH GỬI) ?:?")
RECIPIENTS = re.compile(r"(?<!\S)(?:Nơi|NƠI) (?:nhận|NHẬN|gửi) ?:")
APPENDIX = re.compile(r"(?<!\S)(?:PHỤ LỤC|Phụ lục)(?: [IVX\d]{1,4}\b|(?= [A-ZĐ(]))")
STAMP = re.compile(
    r"(?:HỎA TỐC(?: HẸN GIỜ)?|HOẢ TỐC|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT|LƯU HÀNH NỘI BỘ"
    r"|DỰ THẢO(?: LẦN \d)?)(?!\w)"
)
BASIS = re.compile(r"(?<!\S)(?:[-–] )?Căn cứ ")
NOTE = re.compile(
    r"\s(?=\((?:Kèm theo|Ban hành kèm|Trình|Từ ngày|Số liệu|Tính đến|Dự thảo|Phê duyệt|Đính kèm))"
)
"""A bracket under a title, which stands on a line of its own."""
# What opens the text of a dispatch: a phrase that has a capital there and hardly anywhere else. A
# verb does so before what it works on only, as Cục Thi hành án and Ban Thực hiện dự án have one.
_WORKS_ON = (
    r" (?:[^\W\dA-Z][^\W\d]* ){0,3}(?:Nghị|Quyết|Chỉ|Kế|Công|Thông|Kết|Luật|Chương|Hướng|[Vv]ăn|ý"
    r"|sự|nhiệm|chỉ|chức|yêu|Quy|Điều|Đề|Pháp|Bộ luật|lịch|nghị|quyết|kế|chương|quy|luật|các|phong)"
)
OPENING = re.compile(
    r"(?<!\S)(?:(?:-|–) )?(?:Căn cứ |Xét (?:đề nghị|Tờ trình|tình hình)|Theo (?!dõi)|Phúc đáp"
    r"|Trả lời |Tiếp theo|Nhằm |Do |Để |Sau khi|Vừa qua|Qua |Trên cơ sở|Thời gian qua|Những năm"
    r"|Trong (?:thời|những|năm|các)|Ngày \d|Hôm nay|Hiện nay|Được sự|Nhận được|Tiếp nhận|Nhân dịp"
    r"|Điều 1\b|Đề nghị |Trân trọng|Kính (?:đề nghị|mời|thưa)|Phần (?:thứ nhất|I)\b|Chương I\b"
    r"|(?:Thời gian|Địa điểm|Thành phần|Chủ trì|Tới dự|Nội dung)[^:.;]{0,16}:|Năm \d{4},"
    rf"|(?:I|1|A)[.)] ?(?=[{UPPER}])"
    r"|(?:Thực hiện|Triển khai|Thi hành|Chấp hành(?! Công)|Quán triệt|Tiếp thu|Cụ thể hóa"
    rf"|Hưởng ứng)(?={_WORKS_ON}))"
)
SPEAKER = re.compile(
    r"(?<!\S)(?:Sở|Ban|Phòng|Ủy ban|UBND|HĐND|Công ty|Trường|Trung tâm|Văn phòng|Cục|Chi cục|Bộ"
    r"|BHXH|Bảo hiểm|Đảng ủy|Tỉnh ủy|Huyện ủy|Thành ủy|Liên đoàn|Công đoàn|Hội|Công an|Bệnh viện"
    r"|Tòa án|Viện|Chi nhánh|Ngân hàng|Kho bạc|Thanh tra|Tổng cục|Tập đoàn|Mặt trận|Tỉnh đoàn"
    r"|Đoàn đại biểu)(?= )"
)
SPEAKS = re.compile(
    r" (?:nhận được|trân trọng|có (?:Tờ trình|Công văn|văn bản|ý kiến|Báo cáo)|đã (?:nhận|có|ban"
    r" hành|tổ chức)|thông báo|đề nghị|yêu cầu|báo cáo|kính (?:đề nghị|trình|mời)|hướng dẫn"
    r"|phát động|xây dựng kế hoạch|tổ chức|đề xuất)\b"
)
# A paragraph of the text that opens behind a mark: a reason, an article, an item of a list.
PARAGRAPH = re.compile(
    r"(?<=[.;:,/”\"])\s(?=Căn cứ |Xét |Theo đề nghị )"
    rf"|(?<=[.;:/”\"])\s(?=Điều \d{{1,3}}[.:]|Chương [IVX]+\b|Thực hiện "
    rf"|\d{{1,2}}(?:\.\d{{1,2}})*[.)] ?[{UPPER}]|[a-zđ]\) ?\w|[IVX]{{1,4}}[.)] ?[{UPPER}]"
    rf"|[-–+•] ?[{UPPER}\d]"
    r"|(?:Chủ tọa|Thư ký) ?:)"
    r"|\s(?=(?:Thời gian|Địa điểm|Thành phần|Nội dung|Chủ trì|Tới dự|Kính mời) ?:)"
    r"|(?<=\./\.)\s|(?<=như sau:)\s|(?<=\.)\s(?=Trân trọng|Đề nghị )"
    r"|\s(?=(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|RA LỆNH) ?:)|(?:(?<=ĐỊNH:)|(?<=NGHỊ:)|(?<=THỊ:))\s"
)
# "Trần Lưu Quang" and "Lưu Văn Minh" are people, "Lưu VT" and "Lưu Văn thư" are not.
_KEPT_AT = rf"[{UPPER}]{{2}}|[{UPPER}][.&]|Văn (?:thư|phòng)|(?:Hồ sơ|Phòng|Ban|Vụ|Cục|Tổ)\b"
ITEM = re.compile(
    rf"(?<=[.;,:)])\s(?=[-–+•*] ?\S)|(?<![-–+•])\s(?=Lưu(?: ?: ?[{UPPER}]| (?:{_KEPT_AT})))"
)
SIGNED = re.compile(r"\((?:[Đđ]ã ký|ĐÃ KÝ|[Kk]ý[^()]{0,30})\)|Đã ký|ĐÃ KÝ")
_FORM = r"(?:TM|KT|TL|TUQ|Q|PT)\. ?|(?:T/M|K/T|T/L|T/UQ|TM/|T\.M|TUQ|TM|KT|TL) "


_NO_NAME = r"Nơi nhận|Phụ lục|Lưu (?:VT|:)|Căn cứ"


@cache
def office() -> re.Pattern[str]:
    """An office in capitals, with the signing forms before it or without one."""
    words = sorted((row["words"].upper() for row in rows("position_words")), key=len)[::-1]
    listed = "|".join(map(re.escape, words))
    return re.compile(
        # "Lưu: VT, KT. TM. ỦY BAN …": a unit, and then the signature.
        rf"(?<![\w-])(?:(?:{_FORM})(?=[{UPPER}]{{2}})(?!{_FORM})"
        rf"|(?:QUYỀN )?(?:{listed})(?!\w)(?! ?[-–]? ?\d))"
    )


@cache
def kind() -> re.Pattern[str]:
    """A type of document in capitals, as its title line has it; the longest first."""
    names = {row["name"].upper() for row in rows("document_types")}
    names |= {row["title"].upper() for row in rows("title_words")}
    listed = "|".join(map(re.escape, sorted(names - {"CÔNG VĂN"}, key=len)[::-1]))
    return re.compile(rf"(?:{listed})(?!\w)")


@cache
def _ranks() -> str:
    ranks = sorted({re.escape(row["rank"].rstrip(".")) for row in rows("ranks")}, key=len)[::-1]
    return rf"(?:(?:{'|'.join(ranks)})[.,]? ?){{0,3}}"


_REST_OF_NAME = rf"(?: (?!{_NO_NAME})[{UPPER}][{LOWER}]*(?!\w)){{1,4}}"


@cache
def full_name() -> re.Pattern[str]:
    """A person's full name behind an office: its rank, a surname, one to four more words."""
    names = sorted({row["surname"] for row in rows("surnames")}, key=len)[::-1]
    return re.compile(rf"{_ranks()}(?:{'|'.join(map(re.escape, names))}){_REST_OF_NAME}")


@cache
def any_name() -> re.Pattern[str]:
    """Two to five capitalised words, with a rank or none: a name where an office stands above."""
    return re.compile(rf"{_ranks()}(?!{_NO_NAME})[{UPPER}][{LOWER}]+{_REST_OF_NAME}")


def is_capital(word: str) -> bool:
    """True for a word in capitals; marks and figures alone are none, nor is V/v."""
    return word.isupper()
