"""What failures are called, in Vietnamese and in English: why a file could not be read, and the
answers that are errors."""

from typing import Literal

Lang = Literal["vi", "en"]

CAUSES: dict[str, tuple[str, str]] = {
    "damaged": ("Tệp hỏng", "Damaged"),
    "zip-method": ("Cách nén chưa đọc được", "Packed in a way that is not read"),
    "encrypted": ("Có mật khẩu", "Needs a password"),
    "unsupported": ("Định dạng chưa đọc được", "Format is not read"),
    "empty": ("Tệp rỗng", "Empty file"),
    "no-text": ("Không có chữ nào", "Holds no text"),
    "too": ("Vượt giới hạn", "Over a limit"),
    "limit": ("Vượt giới hạn", "Over a limit"),
    "unpacked": ("Gói nén quá lớn khi mở", "Too large once unpacked"),
    "nesting": ("Gói nén lồng quá sâu", "Packed too deeply"),
    "timeout": ("Quá thời hạn đọc", "Took too long"),
    "out": ("Cần quá nhiều bộ nhớ", "Needs too much memory"),
    "crashed": ("Làm hỏng tiến trình đọc", "Crashed its reader"),
    "secret": ("Văn bản mật", "Secret"),
    "missing-tool": ("Thiếu chương trình đọc", "A program is missing"),
    "missing-file": ("Không mở được tệp", "Cannot be opened"),
    "forbidden": ("Không có quyền đọc", "May not be read"),
    "read": ("Lỗi khi đọc ổ đĩa", "The disk could not be read"),
    "bad": ("Tên tệp không dùng được", "Unusable file name"),
    "not": ("Không phải văn bản", "No document"),
    "changed": ("Tệp thay đổi khi đang đọc", "Changed while it was read"),
    "defect": ("Lỗi của chương trình", "A defect of the program"),
}
"""By a code, or by its first word: there are many ways to be damaged."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "problem.400": ("Yêu cầu không hợp lệ", "The request cannot be understood"),
    "problem.400.do": ("Hãy kiểm tra lại yêu cầu.", "Check the request."),
    "problem.401": ("Cần đăng nhập", "Log in first"),
    "problem.401.do": (
        "Hãy đăng nhập, hoặc gửi mã truy cập trong đầu đề Authorization.",
        "Log in, or send the API token in the header Authorization.",
    ),
    "problem.403": ("Bị từ chối", "Refused"),
    "problem.403.do": (
        "Biểu mẫu đã hết hạn hoặc gửi từ trang khác; hãy mở lại trang rồi thử lại.",
        "The form is stale or was sent from another site; open the page again.",
    ),
    "problem.404": ("Không tìm thấy", "Not found"),
    "problem.404.do": (
        "Địa chỉ sai, hoặc văn bản không có trong kho; hãy tìm lại.",
        "The address is wrong or the document is not in the archive; search for it.",
    ),
    "problem.405": ("Không hỗ trợ", "Not supported"),
    "problem.405.do": ("Địa chỉ này không nhận kiểu gửi đó.", "The address takes no such method."),
    "problem.408": ("Gửi quá chậm", "Too slow"),
    "problem.408.do": ("Hãy gửi lại.", "Send it again."),
    "problem.409": ("Đã có người sửa trước", "Somebody was faster"),
    "problem.409.do": ("Hãy xem lại giá trị mới.", "Look at the new value."),
    "problem.410": ("Tệp không còn", "The file is gone"),
    "problem.410.do": ("Hãy nạp lại tệp.", "Ingest the file again."),
    "problem.413": ("Quá lớn", "Too large"),
    "problem.413.do": ("Hãy tách tệp rồi gửi lại.", "Split the file and send it again."),
    "problem.421": ("Sai tên máy chủ", "Wrong host name"),
    "problem.421.do": (
        "Máy chủ này không nhận tên đó; hãy mở bằng địa chỉ đã in ra khi khởi động.",
        "The server does not answer to this name; open the address printed at its start.",
    ),
    "problem.422": ("Giá trị không dùng được", "A value cannot be used"),
    "problem.422.do": ("Hãy kiểm tra lại giá trị.", "Check the value."),
    "problem.429": ("Thử quá nhiều lần", "Too many tries"),
    "problem.429.do": ("Hãy đợi một phút.", "Wait a minute."),
    "problem.500": ("Lỗi của chương trình", "A defect of the program"),
    "problem.500.do": (
        "Lỗi đã được ghi vào nhật ký của máy chủ; hãy thử lại hoặc báo người quản trị.",
        "It is in the server's log; try again, or tell the administrator.",
    ),
    "problem.507": ("Ổ đĩa đầy", "The disk is full"),
    "problem.507.do": ("Hãy dọn chỗ trống rồi gửi lại.", "Make room, then send it again."),
    "problem.503": ("Kho không sẵn sàng", "The archive is not available"),
    "problem.503.do": ("Hãy thử lại sau.", "Try again later."),
}
"""By HTTP status: the title, and what to do."""


def cause_label(code: str, lang: Lang) -> str:
    """Return what a cause is called; the code itself where it has no name.

    >>> cause_label("damaged-zip", "vi")
    'Tệp hỏng'
    """
    known = CAUSES.get(code) or CAUSES.get(code.partition("-")[0])
    return known[0 if lang == "vi" else 1] if known else code
