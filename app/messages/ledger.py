"""The messages of bulk ingest, quarantine and reprocessing."""

TABLE: dict[str, tuple[str, str]] = {
    "help.quarantine": (
        "Các tệp không đọc được: xem, thử lại, bỏ hẳn.",
        "Files that could not be read: look, try again, give up.",
    ),
    "help.quarantine-list": (
        "Liệt kê theo nguyên nhân; --code liệt kê từng tệp của một nguyên nhân.",
        "List by cause; --code lists the files of one cause.",
    ),
    "help.quarantine-show": ("Xem một tệp bị cách ly.", "Show one file in quarantine."),
    "help.quarantine-retry": (
        "Đọc lại các tệp đã chỉ, hoặc mọi tệp của một nguyên nhân (--code), hoặc tất cả (--all).",
        "Read the named files again, or all of one cause (--code), or everything (--all).",
    ),
    "help.quarantine-discard": (
        "Bỏ hẳn các tệp đã chỉ: không thử lại nữa, sổ tệp giữ người bỏ và lý do.",
        "Give the named files up: never tried again, the ledger keeps who and why.",
    ),
    "help.quarantine-names": (
        "Tệp bị cách ly: đường dẫn, hoặc 8 ký tự đầu của mã tệp.",
        "Files in quarantine: a path, or the first 8 characters of the file's id.",
    ),
    "help.quarantine-name": ("Đường dẫn hoặc mã tệp.", "Path or id of the file."),
    "help.quarantine-all": ("Mọi tệp bị cách ly.", "Every file in quarantine."),
    "help.code": ("Mã nguyên nhân, như missing-tool.", "Code of the cause, such as missing-tool."),
    "help.discard-reason": ("Lý do bỏ.", "Why they are given up."),
    "quarantine.none": ("Không có tệp nào bị cách ly.", "No file is in quarantine."),
    "quarantine.cause": (
        "{code}: {count} tệp · phiên bản {versions} · thử nhiều nhất {attempts} lần",
        "{code}: {count} files · version {versions} · at most {attempts} attempts",
    ),
    "quarantine.entry": (
        "  {code} · {size} byte · phiên bản {version} · {attempts} lần · mã {id}",
        "  {code} · {size} bytes · version {version} · {attempts} attempts · id {id}",
    ),
    "quarantine.next": (
        "Thử lại: congvan quarantine retry --code MÃ (hoặc --all).",
        "Try again: congvan quarantine retry --code CODE (or --all).",
    ),
    "quarantine.retried": (
        "Ra khỏi khu cách ly: {free} tệp; còn lại: {held}.",
        "Out of quarantine: {free} files; still held: {held}.",
    ),
    "quarantine.discarded": ("Đã bỏ {count} tệp.", "Gave up {count} files."),
}
