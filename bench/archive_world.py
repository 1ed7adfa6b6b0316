"""Who writes to whom in the generated archive: bodies with their series, laws, words.

A home province with its departments, districts, board, Party and union; the same offices of other
provinces, which number alike; the ministries above them. Names of persons are drawn from parts.
"""

import random
from dataclasses import dataclass

PROVINCES = (
    "Lâm Đồng", "Quảng Ngãi", "Bắc Kạn", "Thái Nguyên", "Hòa Bình", "Phú Thọ", "Vĩnh Phúc",
    "Tuyên Quang", "Hà Giang", "Lào Cai", "Yên Bái", "Lai Châu", "Điện Biên", "Sơn La",
    "Cao Bằng", "Lạng Sơn", "Quảng Ninh", "Bắc Ninh", "Bắc Giang", "Hưng Yên", "Thái Bình",
    "Ninh Bình", "Hà Nam", "Nam Định", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị",
    "Quảng Bình", "Gia Lai", "Bình Định", "Đắk Lắk", "Phú Yên", "Khánh Hòa", "Ninh Thuận",
    "Bình Thuận", "Đồng Nai", "Tây Ninh", "Long An", "Đồng Tháp", "An Giang", "Cà Mau",
)  # fmt: skip
DEPARTMENTS = (
    ("Sở Nội vụ", "SNV"), ("Sở Tài chính", "STC"), ("Sở Y tế", "SYT"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"), ("Sở Tư pháp", "STP"), ("Sở Xây dựng", "SXD"),
    ("Sở Công Thương", "SCT"), ("Sở Khoa học và Công nghệ", "SKHCN"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT"), ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("Ban Quản lý các khu công nghiệp", "BQL"), ("Thanh tra tỉnh", "TTr"),
)  # fmt: skip
MINISTRIES = (
    ("Bộ Nội vụ", "BNV"), ("Bộ Tài chính", "BTC"), ("Bộ Y tế", "BYT"), ("Bộ Tư pháp", "BTP"),
    ("Bộ Xây dựng", "BXD"), ("Văn phòng Chính phủ", "VPCP"), ("Thủ tướng Chính phủ", "TTg"),
    ("Chính phủ", "CP"),
)  # fmt: skip
DISTRICTS = ("Chợ Mới", "Bình Sơn", "Sông Hinh", "Đức Trọng", "Tân Lạc", "Văn Lãng", "Ba Bể",
             "Nghĩa Hành", "Lạc Dương", "Đơn Dương")  # fmt: skip
# Number, name, day of passing: as the laws themselves print them.
LAWS = (
    ("77/2015/QH13", "Tổ chức chính quyền địa phương", "2015-06-19"),
    ("83/2015/QH13", "Ngân sách nhà nước", "2015-06-25"),
    ("80/2015/QH13", "Ban hành văn bản quy phạm pháp luật", "2015-06-22"),
    ("01/2011/QH13", "Lưu trữ", "2011-11-11"),
    ("45/2013/QH13", "Đất đai", "2013-11-29"),
    ("43/2013/QH13", "Đấu thầu", "2013-11-26"),
    ("50/2014/QH13", "Xây dựng", "2014-06-18"),
    ("29/2018/QH14", "Bảo vệ bí mật nhà nước", "2018-11-15"),
    ("39/2019/QH14", "Đầu tư công", "2019-06-13"),
    ("61/2020/QH14", "Đầu tư", "2020-06-17"),
    ("06/2022/QH15", "Thi đua, khen thưởng", "2022-06-15"),
    ("33/2024/QH15", "Lưu trữ", "2024-06-21"),
    ("31/2024/QH15", "Đất đai", "2024-01-18"),
    ("22/2023/QH15", "Đấu thầu", "2023-06-23"),
)
KINDS = {  # document type: code; công văn has none
    "Quyết định": "QĐ", "Kế hoạch": "KH", "Báo cáo": "BC", "Thông báo": "TB", "Tờ trình": "TTr",
    "Hướng dẫn": "HD", "Giấy mời": "GM", "Công văn": "", "Nghị định": "NĐ", "Luật": "",
}  # fmt: skip
UNITS = ("VP", "TH", "VX", "KT", "NC", "TĐKT", "QLĐT", "KGVX", "TCCB", "HCTH")
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi",
            "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Nông", "Hà", "Đinh", "Triệu")  # fmt: skip
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Quang", "Thanh", "Ngọc", "Xuân", "Công", "Bá",
           "Kim", "Đình", "Thu", "Hồng", "Anh")  # fmt: skip
GIVEN = ("An", "Bình", "Cường", "Dũng", "Đông", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa",
         "Hùng", "Hương", "Khởi", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Phong", "Phúc",
         "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Trang", "Tuấn", "Việt", "Yến")  # fmt: skip
FIELDS = (
    ("thi đua, khen thưởng", "phong trào thi đua|danh hiệu thi đua|tập thể lao động xuất sắc|"
     "chiến sĩ thi đua cơ sở|bằng khen|gương người tốt việc tốt|điển hình tiên tiến"),
    ("quản lý đất đai", "thu hồi đất|giấy chứng nhận quyền sử dụng đất|bồi thường, hỗ trợ|"
     "bản đồ địa chính|giá đất cụ thể|chuyển mục đích sử dụng đất|tái định cư"),
    ("đầu tư công", "kế hoạch vốn trung hạn|giải ngân vốn|chủ đầu tư|dự án hạ tầng|"
     "quyết toán dự án hoàn thành|đấu thầu qua mạng|giải phóng mặt bằng"),
    ("khu công nghiệp", "nhà đầu tư thứ cấp|hạ tầng khu công nghiệp|nước thải tập trung|"
     "an toàn lao động|công nhân|nhà ở xã hội|doanh nghiệp chế xuất"),
    ("y tế dự phòng", "tiêm chủng mở rộng|sốt xuất huyết|trạm y tế|an toàn thực phẩm|"
     "bảo hiểm y tế|thuốc và vật tư|khám sức khỏe định kỳ"),
    ("giáo dục", "năm học mới|trường chuẩn quốc gia|giáo viên hợp đồng|thi tốt nghiệp|"
     "phổ cập mầm non|học bổng|dạy thêm, học thêm"),
    ("chuyển đổi số", "dịch vụ công trực tuyến|chữ ký số|cơ sở dữ liệu dân cư|tổ công nghệ số|"
     "trục liên thông văn bản|an toàn thông tin|hồ sơ điện tử"),
    ("phòng, chống thiên tai", "bão số 3|sạt lở đất|hồ đập|phương án di dời|lũ quét|"
     "phương châm bốn tại chỗ|trực ban"),
    ("cải cách hành chính", "thủ tục hành chính|bộ phận một cửa|chỉ số hài lòng|tinh giản biên chế|"
     "vị trí việc làm|sắp xếp đơn vị hành chính|kỷ luật, kỷ cương"),
    ("nông thôn mới", "tiêu chí xã nông thôn mới|sản phẩm OCOP|đường giao thông liên thôn|"
     "thủy lợi nội đồng|giảm nghèo bền vững|vay vốn ưu đãi|hợp tác xã"),
    ("văn thư, lưu trữ", "nộp lưu hồ sơ|danh mục hồ sơ|tiêu hủy tài liệu hết giá trị|kho lưu trữ|"
     "số hóa tài liệu|thể thức văn bản|con dấu"),
    ("an toàn giao thông", "điểm đen tai nạn|nồng độ cồn|bến xe khách|xe quá khổ, quá tải|"
     "mũ bảo hiểm|cao điểm Tết|đường ngang dân sinh"),
)  # fmt: skip
SENTENCES = (
    "Các cơ quan, đơn vị khẩn trương tổ chức {thing} theo đúng tiến độ đã đề ra.",
    "Trong thời gian qua, công tác {field} trên địa bàn {place} đã đạt được nhiều kết quả.",
    "Tuy nhiên, việc {thing} tại một số nơi còn chậm, chưa đáp ứng yêu cầu.",
    "Giao {person} chủ trì, phối hợp với các phòng liên quan rà soát {thing}.",
    "Tổng kinh phí thực hiện là {money} đồng, bố trí từ nguồn ngân sách được giao.",
    "Đề nghị báo cáo kết quả {thing} bằng văn bản để tổng hợp, trình cấp có thẩm quyền.",
    "Đến nay đã có {count} hộ dân tại {place} đăng ký tham gia.",
    "Thủ trưởng các đơn vị chịu trách nhiệm toàn diện về {field} trong phạm vi quản lý.",
    "Kết quả kiểm tra cho thấy {count} trường hợp chưa bảo đảm yêu cầu về {thing}.",
    "Tăng cường tuyên truyền về {thing} trên cổng thông tin điện tử và hệ thống truyền thanh.",
    "Nội dung {thing} thực hiện theo hướng dẫn của cơ quan chuyên môn.",
    "Đạt {count} phần trăm kế hoạch năm, tăng so với cùng kỳ năm trước.",
    "Mọi vướng mắc trong quá trình thực hiện phản ánh về {person} để được giải quyết.",
    "Ưu tiên nguồn lực cho {thing} ở {place} và các vùng còn khó khăn.",
    "Biểu dương các tập thể, cá nhân có thành tích trong {field} đợt này.",
    "Kiểm tra, giám sát thường xuyên; xử lý nghiêm vi phạm trong {thing}.",
    "Hồ sơ gửi kèm gồm bản thuyết minh, danh sách và biểu tổng hợp về {thing}.",
    "Việc phân bổ {money} đồng cho {place} bảo đảm công khai, minh bạch.",
    "Cuộc họp do {person} chủ trì, có đại diện các ngành về {field} tham dự.",
    "Phấn đấu hoàn thành {thing} trước thời hạn, tạo chuyển biến rõ nét.",
)


@dataclass(frozen=True, slots=True)
class Body:
    """An issuer: as its letterhead prints it, as others name it, and how it numbers."""

    index: int
    name: str  # the lower line of its letterhead
    parent: str | None
    code: str
    system: str
    province: int  # -1: national
    place: str
    full: str  # as another province cites it
    aliases: tuple[str, ...]  # as its own province cites it
    weight: float
    is_double: bool = False  # two series of decisions under one letterhead
    signers: tuple[str, ...] = ()


def person(draw: random.Random) -> str:
    """Return a full name."""
    return f"{draw.choice(SURNAMES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"


def bodies(draw: random.Random, homes: int) -> list[Body]:
    """Return the issuers: ``homes`` provinces that write much, the others and the state little."""
    found: list[Body] = []

    def add(name: str, parent: str | None, code: str, province: int, **more: object) -> None:
        place = "Hà Nội" if province < 0 else PROVINCES[province]
        values = {"system": "state", "full": name, "aliases": (name,), "weight": 1.0, **more}
        signers = tuple(person(draw) for _ in range(3))
        found.append(
            Body(len(found), name, parent, code, province=province, place=place,
                 signers=signers, **values)  # type: ignore[arg-type]  # options by name
        )  # fmt: skip

    for name, code in MINISTRIES:
        add(name, None, code, -1, weight=90 * homes)
    for number, province in enumerate(PROVINCES):
        share = 1.0 if number < homes else 0.012
        above = f"UBND tỉnh {province}"
        long = f"Ủy ban nhân dân tỉnh {province}"
        add(long if number % 3 else above, None, "UBND", number, full=long,
            aliases=(above, "UBND tỉnh", long, "Ủy ban nhân dân tỉnh"),
            weight=2600 * share)  # fmt: skip
        for name, code in DEPARTMENTS:
            short = name.replace("Ban Quản lý các khu công nghiệp", "BQL các KCN")
            own = name if name.endswith("tỉnh") else f"{name} tỉnh {province}"
            own = own.replace("Thanh tra tỉnh", f"Thanh tra tỉnh {province}")
            add(name, above, code, number, full=own, aliases=(name, name, short, own),
                weight=260 * share)  # fmt: skip
        for order, district in enumerate(DISTRICTS):
            name = f"UBND huyện {district}"
            add(f"Ủy ban nhân dân huyện {district}", above, "UBND", number,
                full=f"{name}, tỉnh {province}",
                aliases=(name, f"Ủy ban nhân dân huyện {district}"), weight=180 * share,
                is_double=order == 0)  # fmt: skip
        add(f"Tỉnh ủy {province}", None, "TU", number, system="party",
            full=f"Tỉnh ủy {province}", aliases=("Tỉnh ủy", f"Tỉnh ủy {province}"),
            weight=320 * share)  # fmt: skip
        union = f"Liên đoàn Lao động tỉnh {province}"
        add(union, "Tổng Liên đoàn Lao động Việt Nam", "LĐLĐ", number, system="union",
            full=union, aliases=("LĐLĐ tỉnh", union), weight=220 * share)  # fmt: skip
    return found


def body_text(draw: random.Random, field: int, place: str) -> str:
    """Return the sentences of a dispatch about one of ``FIELDS``."""
    name, things = FIELDS[field][0], FIELDS[field][1].split("|")
    chance = draw.random
    lines = []
    for _ in range(6 + int(chance() * chance() * 42)):
        lines.append(
            SENTENCES[int(chance() * len(SENTENCES))].format(
                thing=things[int(chance() * len(things))], field=name, place=place,
                person=person(draw), money=f"{int(chance() * 90_000) + 100}.000.000",
                count=int(chance() * 4000) + 2,
            )
        )  # fmt: skip
    return " ".join(lines)
