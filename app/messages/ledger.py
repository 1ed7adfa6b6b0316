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
    "help.dry-run": (
        "Chỉ cho biết sẽ làm gì với từng tệp; không ghi gì.",
        "Tell what would be done with each file; write nothing.",
    ),
    "help.since": (
        "Chỉ lấy tệp được sửa hoặc đưa vào từ lúc này: ngày (2026-01-31) hoặc khoảng (7d, 12h).",
        "Only files changed or put there since: a date (2026-01-31) or a duration (7d, 12h).",
    ),
    "help.verify-bytes": (
        "Đọc và băm lại cả những tệp mà sổ ghi là không đổi.",
        "Hash also the files that by size and time have not changed.",
    ),
    "help.resume": (
        "Làm tiếp: bỏ qua những gì sổ ghi là đã xong (--no-resume: đọc lại tất cả).",
        "Go on: leave alone what the ledger has settled (--no-resume: read everything again).",
    ),
    "help.wait": (
        "Chờ nhiều nhất bao nhiêu giây khi kho hoặc chỉ mục chưa ghi được.",
        "For how many seconds at most to wait while the archive or the index refuses writes.",
    ),
    "help.dask": (
        "Đọc tệp trên cụm Dask tại địa chỉ này (tệp ở đường dẫn chung).",
        "Read the files on the Dask cluster at this address (files on a shared path).",
    ),
    "phase.wait": (
        "Kho hoặc chỉ mục chưa ghi được (khóa, đầy đĩa, máy chủ tắt?): chờ rồi thử lại; "
        "Ctrl+C để dừng",
        "The archive or the index refuses writes (locked, disk full, server down?): waiting to try "
        "again; Ctrl+C stops",
    ),
    "deed.duplicate": ("bản trùng", "duplicate"),
    "deed.skipped": ("bỏ qua", "skipped"),
    "deed.container": ("tệp chứa", "container"),
    "deed.failed": ("không đọc được", "unreadable"),
    "deed.older": ("cũ hơn --since", "before --since"),
    "dry.counts": ("Sẽ làm: {counts}.", "Would do: {counts}."),
    "dry.nothing": ("Chưa ghi gì vào kho.", "Nothing was written."),
    "report.missing": (
        "Không còn thấy {count} tệp đã có trong kho (văn bản vẫn giữ; tên trong báo cáo): {names}.",
        "{count} files of the archive are gone (their documents stay; names in the report): "
        "{names}.",
    ),
    "report.kept": (
        "Còn bị cách ly từ trước, không thử lại vì kết quả sẽ như cũ: {counts} "
        "(xem: congvan quarantine list).",
        "Still in quarantine, not tried again since nothing would change: {counts} "
        "(see: congvan quarantine list).",
    ),
    "report.older": (
        "{count} tệp cũ hơn --since, chưa xem.",
        "{count} files before --since were not looked at.",
    ),
    "help.reprocess": (
        "Trích lại các trường từ bản đã đọc trong kho sau khi luật trích thay đổi.",
        "Extract the stored documents anew after the rules have changed.",
    ),
    "help.reprocess-field": (
        "Chỉ xét văn bản có trường này thay đổi; dùng nhiều lần được.",
        "Only documents in which this field changes; may be given again.",
    ),
    "help.reprocess-where": (
        "Chỉ các văn bản tìm được bằng câu hỏi này.",
        "Only the documents that this query finds.",
    ),
    "help.reprocess-dry-run": (
        "Chỉ cho xem khác biệt, không ghi gì.",
        "Only show the difference, write nothing.",
    ),
    "help.reread": (
        "Đọc lại cả tệp gốc (gồm nhận dạng chữ), không dùng bản đã đọc.",
        "Read the original files again (with OCR) instead of what is stored of them.",
    ),
    "help.yes": ("Không hỏi lại.", "Do not ask."),
    "phase.reprocess": ("Trích lại", "Extracting anew"),
    "phase.write": ("Ghi", "Writing"),
    "reprocess.read": (
        "{files} tệp (đã có từ lần trước {resumed}): {changed} tệp thay đổi, {failed} lỗi.",
        "{files} files ({resumed} of them from an earlier run): {changed} change, {failed} failed.",
    ),
    "reprocess.secret": (
        "{count} tệp nay thấy có dấu chỉ độ mật: sẽ bị xóa khỏi kho.",
        "{count} files turn out to bear a secrecy stamp: they will be erased from the archive.",
    ),
    "reprocess.alike": (
        "{count} tệp do phiên bản khác đọc vẫn cho như cũ: chỉ ghi phiên bản này.",
        "{count} files that another version read give the same: only this version is noted.",
    ),
    "reprocess.field": ("{field}: {count} bản ghi", "{field}: {count} records"),
    "reprocess.ask": ("Ghi các thay đổi này?", "Write these changes?"),
    "reprocess.done": (
        "Đã ghi {files} tệp, {links} liên kết thay đổi.",
        "Wrote {files} files, {links} links changed.",
    ),
}
