"""The messages of keeping originals: verify, erase, the office's register."""

TABLE: dict[str, tuple[str, str]] = {
    "help.verify": (
        "Kiểm tra tệp gốc: còn nguyên, chuyển chỗ, mất, bị sửa.",
        "Check the originals: intact, moved, missing, changed.",
    ),
    "help.verify-sample": (
        "Chỉ kiểm tra ngần này tệp, chọn ngẫu nhiên.",
        "Check only so many files, chosen at random.",
    ),
    "phase.verify": ("Kiểm tra tệp gốc", "Checking the originals"),
    "verify.intact": ("còn nguyên", "intact"),
    "verify.moved": ("chuyển chỗ", "moved"),
    "verify.missing": ("mất", "missing"),
    "verify.changed": ("bị sửa", "changed"),
    "verify.unreadable": ("không đọc được", "unreadable"),
    "verify.done": (
        "{files} tệp, {megabytes} MB: {counts}.",
        "{files} files, {megabytes} MB: {counts}.",
    ),
    "help.erase": (
        "Hủy mọi nội dung đã đọc của một văn bản; chỉ giữ ai, lúc nào, vì sao.",
        "Destroy everything that was read of a document; only who, when and why stays.",
    ),
    "help.erase-reason": ("Lý do hủy.", "Why it is destroyed."),
    "erase.ask": (
        "Hủy nội dung của {name}, không lấy lại được?",
        "Destroy what was read of {name}, for good?",
    ),
    "erase.done": (
        "Đã hủy nội dung của {name} ({files} tệp) trong kho và chỉ mục.",
        "Destroyed what was read of {name} ({files} files) in the archive and the index.",
    ),
    "erase.original": (
        "Tệp gốc còn ở: {path}",
        "The original still lies at: {path}",
    ),
    "erase.backups": (
        "Các bản sao lưu cũ vẫn giữ nội dung này: hãy hủy hoặc sao lưu lại.",
        "Older backups still hold it: destroy them, or back up anew.",
    ),
    "help.register": (
        "Sổ đăng ký văn bản đi, đến của cơ quan.",
        "The office's own register of papers.",
    ),
    "help.register-import": (
        "Đối chiếu sổ đăng ký (tệp .xlsx) với kho; số bị trống chỉ được đề xuất, không tự điền.",
        "Hold a register (.xlsx) against the archive; lost numbers are only proposed.",
    ),
    "help.register-file": ("Sổ đăng ký dạng .xlsx.", "The register as .xlsx."),
    "help.register-format": ("table, json hoặc csv.", "table, json or csv."),
    "register.found": ("có trong kho", "found"),
    "register.missing": ("thiếu", "missing"),
    "register.different": ("khác", "different"),
    "register.proposed": ("đề xuất số", "number proposed"),
    "register.ambiguous": ("chưa rõ", "unclear"),
    "register.differs": (
        "{field}: sổ ghi {told}, văn bản ghi {known}",
        "{field}: the register has {told}, the paper {known}",
    ),
    "register.unnumbered": (
        "Dòng không có số, không đối chiếu được: {told}.",
        "Lines without a number, not compared: {told}.",
    ),
    "register.unread": (
        "Cột không đối chiếu (tên cột không có trong các mẫu sổ): {told}.",
        "Columns not compared (no form of a register has these headings): {told}.",
    ),
    "register.done": ("{lines} dòng: {counts}.", "{lines} lines: {counts}."),
}
