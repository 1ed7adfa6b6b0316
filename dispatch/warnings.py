"""The table of warnings: what a person should look at, one row a code."""

from dispatch.record import Warning

MESSAGES: dict[str, str] = {
    "number-blank": "Văn bản để trống số: chỉ có ký hiệu {notation}",
    "number-missing": "Không thấy số và ký hiệu của văn bản",
    "number-unreadable": "Số của văn bản không đọc được, cần người xem lại",
    "number-repaired": "Số đã được sửa theo mẫu: {raw} thành {value}",
    "notation-irregular": "Ký hiệu không đúng mẫu: {notation}",
    "cv-code": "Cơ quan nhà nước không dùng chữ CV trong ký hiệu công văn: {notation}",
    "type-conflict": "Tên loại {title} không khớp ký hiệu {notation}",
    "date-missing": "Không thấy ngày ban hành",
    "date-unreadable": "Ngày ban hành không đọc được, cần người xem lại",
    "day-blank": "Văn bản để trống ngày ban hành",
    "date-invalid": "Ngày không có trong lịch: {text}",
    "date-irregular": "Ngày viết sai mẫu: {text}",
    "header-missing": "Văn bản không có phần tiêu đề (cơ quan ban hành, quốc hiệu)",
    "issuer-missing": "Không rõ cơ quan ban hành",
    "issuer-conflict": "Cơ quan ban hành trên trang khác với chữ ký số: {page} và {certificate}",
    "signer-missing": "Không thấy người ký",
    "signers-several": "Văn bản có nhiều người ký, ngoài người ký chính còn: {others}",
    "signer-conflict": "Người ký trên trang khác với chữ ký số: {page} và {certificate}",
    "signature-altered": "Tệp đã bị thay đổi sau khi ký số",
    "changed-after-signing": (
        "Trang {pages} đã thay đổi sau chữ ký số cuối cùng: phần thêm vào không ai ký"
    ),
    "time-stamp-altered": (
        "Dấu thời gian của tệp không khớp nội dung: tệp đã bị thay đổi sau khi đóng dấu"
    ),
    "subject-missing": "Không thấy trích yếu",
    "ambiguous-value": "Có nhiều cách đọc khác nhau: {values}",
    "reference-date-invalid": "Ngày của văn bản được dẫn không có trong lịch: {text}",
    "reference-dates-unpaired": (
        "Số ngày kể sau không bằng số văn bản được dẫn, chưa rõ ngày nào của văn bản nào: {text}"
    ),
    "reference-number-irregular": "Số của văn bản được dẫn không đúng mẫu: {text}",
    "reference-type-conflict": "Tên loại và ký hiệu của văn bản được dẫn không khớp: {text}",
    "reference-number-blank": "Văn bản được dẫn để trống số: {notation}",
    "reference-future": "Ngày của văn bản được dẫn sau ngày ban hành: {text}",
    "period-reversed": "Thời gian kết thúc trước khi bắt đầu: {text}",
    "period-before-issue": "Thời gian kết thúc trước ngày ban hành: {text}",
    "weekday-conflict": "Thứ trong tuần không khớp ngày: {text}",
    "secrecy-stamp": "Văn bản có dấu chỉ độ mật {secrecy}: không đưa vào kho tìm kiếm",
    "ocr-low-confidence": "Trang {page} nhận dạng kém, nên xem lại bản gốc",
    "several-documents": "Tệp chứa {count} văn bản",
    "correction-applied": "Văn bản này đính chính một văn bản khác",
    "text-truncated": "Văn bản dài hơn giới hạn, phần cuối không được phân tích",
    "page-damaged": "Không mở được trang {page}: tệp hỏng ở chỗ này, cần đối chiếu với bản gốc",
    "unseen-print": (
        "Trang {page} có {count} từ không ai nhìn thấy ({words}): không đọc các từ đó"
    ),
    "file-repaired": "Tệp hỏng một phần, đã đọc được phần còn lại: {reason}",
    "attachments-unread": (
        "Tệp PDF có {count} tệp đính kèm chưa được đọc ({names}): hãy mở và lưu riêng"
    ),
    "fields-unfilled": "Văn bản còn {count} ô chưa điền ({prompt}): lời nhắc trong ô bị bỏ qua",
    "part-unreadable": "Không đọc được một tệp gắn trong văn bản: {reason}",
    "conflict": "Gói trao đổi khác với trang về {field}: {package} và {page}",
}


def warning(code: str, path: str | None = None, **params: str) -> Warning:
    """Return the warning ``code`` with its Vietnamese message filled in."""
    return Warning(code=code, path=path, message=MESSAGES[code].format(**params), params=params)
