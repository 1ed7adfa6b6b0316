"""The messages of the main commands and of errors."""

TABLE: dict[str, tuple[str, str]] = {
    "help.app": (
        "Đọc công văn thành dữ liệu, tìm lại và nối với kế hoạch mà nó căn cứ.",
        "Reads official dispatches into records, finds them, links them to their plans.",
    ),
    "help.help": ("Hiện trợ giúp này rồi thoát.", "Show this help and exit."),
    "help.lang": ("Ngôn ngữ: vi hoặc en.", "Language: vi or en."),
    "help.version": ("Hiện phiên bản rồi thoát.", "Show the version and exit."),
    "help.extract": (
        "Đọc tệp và in các trường; không ghi gì vào kho.",
        "Read files and print their fields; nothing is stored.",
    ),
    "help.ingest": (
        "Đọc tệp hoặc thư mục và đưa vào kho.",
        "Read files or folders into the archive.",
    ),
    "help.search": ("Tìm văn bản trong kho.", "Find documents in the archive."),
    "help.show": ("Xem một văn bản.", "Show one document."),
    "help.links": (
        "Vẽ các văn bản nối với một văn bản.",
        "Draw what a document is linked with.",
    ),
    "help.export": ("Xuất mọi bản ghi trong kho.", "Export all records of the archive."),
    "help.doctor": (
        "Kiểm tra những gì đã cài và cách cài phần còn thiếu.",
        "Tell what is installed, what is missing and how to get it.",
    ),
    "help.evaluate": (
        "Chấm các bản ghi theo đáp án do người viết.",
        "Score the records against answers that people wrote.",
    ),
    "help.gold": (
        "Thư mục có gold.jsonl và các tệp.",
        "Folder with gold.jsonl and the files.",
    ),
    "help.by": (
        "Chia số liệu theo bản số hay bản quét (kind), hoặc theo dạng tệp (source).",
        "Split the figures by digital or scan (kind), or by the form of the file (source).",
    ),
    "help.against": (
        "Phiên bản git để so: in các giá trị được thêm và bị mất.",
        "A git version to compare with: print the values gained and lost.",
    ),
    "help.write": (
        "Ghi bảng số liệu vào tệp Markdown này, giữa hai dấu của nó.",
        "Write the figures into this Markdown file, between their markers.",
    ),
    "evaluate.against": (
        "So với {rev}: thêm {gained}, mất {lost} (văn bản × trường)",
        "Against {rev}: gained {gained}, lost {lost} (documents × fields)",
    ),
    "help.stop": (
        "Dừng máy chủ Prefect trên máy này.",
        "Stop the Prefect server of this machine.",
    ),
    "help.serve": (
        "Mở trang web và API JSON của kho.",
        "Serve the archive's web pages and JSON API.",
    ),
    "help.host": ("Địa chỉ lắng nghe.", "Address to listen on."),
    "help.port": ("Cổng.", "Port."),
    "help.set-password": (
        "Đặt mật khẩu đăng nhập rồi thoát.",
        "Set the password for logging in and leave.",
    ),
    "serve.ready": ("Mở {url} (Ctrl+C để dừng)", "Open {url} (Ctrl+C stops)"),
    "serve.password": ("Mật khẩu mới", "New password"),
    "help.next": ("Gợi ý các lệnh nên thử.", "Suggest commands to try."),
    "help.paths": ("Tệp hoặc thư mục.", "Files or folders."),
    "help.json": (
        "In mỗi dòng một bản ghi JSON, không in gì khác (mặc định khi không in ra màn hình).",
        "Print one JSON record a line and nothing else (the default off a terminal).",
    ),
    "help.index": (
        "Chỉ mục: sqlite:ĐƯỜNG-DẪN hoặc http://máy:cổng/tên (Elasticsearch).",
        "Index: sqlite:PATH or http://host:port/name (Elasticsearch).",
    ),
    "help.archive": (
        "Kho nuôi chỉ mục Elasticsearch (mặc định trong thư mục dữ liệu).",
        "The store that feeds an Elasticsearch index (default: in the data folder).",
    ),
    "help.jobs": ("Số tiến trình đọc tệp.", "Number of worker processes."),
    "help.text": (
        'Từ cần tìm; "cụm từ", OR, NOT, ngoặc; số: người ký: cơ quan: dẫn: loại: ngày: thời gian:.',
        'Words; "phrases", OR, NOT, brackets; number: signer: issuer: references: type: date: '
        "period:.",
    ),
    "help.references": ("Dẫn tới văn bản có số này.", "Cites the document of this number."),
    "help.signer": ("Người ký (có hoặc không dấu).", "Signer (with or without diacritics)."),
    "help.issuer": ("Cơ quan ban hành.", "Issuing body."),
    "help.type": ("Loại văn bản, như Kế hoạch.", "Document type, such as Kế hoạch."),
    "help.from": ("Ban hành từ ngày này.", "Issued on or after this day."),
    "help.to": ("Ban hành đến ngày này.", "Issued on or before this day."),
    "help.period": (
        "Ngày nằm trong thời gian thực hiện.",
        "A day within the document's own period.",
    ),
    "help.limit": ("Số kết quả nhiều nhất.", "Most hits to show."),
    "help.id": ("Mã bản ghi hoặc số ký hiệu.", "Record id or number."),
    "help.number": ("Số ký hiệu, như 16/KH-BQL.", "Number, such as 16/KH-BQL."),
    "help.links-format": ("tree, json, mermaid hoặc dot.", "tree, json, mermaid or dot."),
    "help.depth": ("Số bậc liên kết.", "How many levels of links."),
    "help.relation": (
        'Quan hệ cần theo, như amends hay "sửa đổi"; dùng nhiều lần được; all là tất cả.',
        "A relation to follow, such as amends; may be given again; all for every one.",
    ),
    "help.check": (
        "Kiểm tra kho: liên kết, số lượng, sổ tệp; --repair sửa những gì sửa được.",
        "Check the archive: links, counts, ledger; --repair mends what can be mended.",
    ),
    "help.repair": ("Sửa: nối lại và nạp lại chỉ mục.", "Mend: link anew and feed the index."),
    "help.backup": ("Sao lưu kho vào một tệp.", "Copy the archive into one file."),
    "help.restore": ("Phục hồi kho từ bản sao lưu.", "Put a backup in the archive's place."),
    "help.backup-file": ("Tệp sao lưu.", "The backup file."),
    "help.copy": ("Chép chỉ mục sang nơi khác.", "Copy the search view to another backend."),
    "help.copy-to": ("Chỉ mục đích: http://máy:cổng/tên.", "Where to: http://host:port/name."),
    "help.withdraw": (
        "Rút một văn bản khỏi tìm kiếm, liên kết và xuất dữ liệu.",
        "Take a document out of search, links and exports.",
    ),
    "help.reason": ("Lý do rút.", "Why it is withdrawn."),
    "withdraw.done": ("Đã rút {name} ({files} tệp).", "Withdrew {name} ({files} files)."),
    "check.fine": (
        "Kho nguyên vẹn: {documents} văn bản.",
        "The archive is whole: {documents} documents.",
    ),
    "check.fault": ("Sai lệch {name}: {count}.", "Fault {name}: {count}."),
    "check.mend": ("Chạy lại với --repair để sửa.", "Run again with --repair to mend."),
    "maintain.done": (
        "Xong: {documents} văn bản, {place}.",
        "Done: {documents} documents, {place}.",
    ),
    "help.export-format": ("jsonl hoặc csv.", "jsonl or csv."),
    "help.schema": ("In lược đồ JSON của bản ghi.", "Print the record's JSON Schema."),
    "search.none": ("Không tìm thấy văn bản nào.", "No document was found."),
    "search.more": (
        "… {shown} trong {total} văn bản; thêm điều kiện hoặc --limit để xem tiếp.",
        "… {shown} of {total} documents; add conditions or --limit to see more.",
    ),
    "doctor.ready": ("Đủ để chạy.", "Ready to run."),
    "doctor.data": ("Thư mục dữ liệu", "Data folder"),
    "doctor.index": ("Chỉ mục", "Index"),
    "doctor.empty": ("(chưa có; lệnh ingest sẽ tạo)", "(not there yet; ingest makes it)"),
    "stop.done": ("Đã dừng máy chủ Prefect.", "The Prefect server was stopped."),
    "stop.none": ("Không có máy chủ Prefect nào đang chạy.", "No Prefect server is running."),
    "phase.load": ("Nạp chương trình", "Loading the program"),
    "phase.server": ("Khởi động máy chủ Prefect", "Starting the Prefect server"),
    "phase.prefect": ("Nạp Prefect", "Loading Prefect"),
    "phase.read": ("Đọc tệp", "Reading files"),
    "phase.link": ("Nối văn bản", "Linking"),
    "progress.more": ("{pages} trang", "{pages} pages"),
    "report.run": (
        "{files} tệp, {pages} trang đọc mới, {documents} văn bản mới, {seconds} giây.",
        "{files} files, {pages} pages read, {documents} new documents, {seconds} s.",
    ),
    "report.outcomes": ("Lần này: {counts}.", "This run: {counts}."),
    "report.states": ("Trong kho: {seen} tệp = {counts}.", "Archive: {seen} files = {counts}."),
    "report.skipped": (
        "Bỏ qua {count} tệp không phải văn bản (tên và lý do trong báo cáo lần chạy): {names}.",
        "Skipped {count} files that are no documents (names and reasons in the run's report): "
        "{names}.",
    ),
    "report.unchanged": ("Không có gì thay đổi.", "Nothing has changed."),
    "report.failed": (
        "{count} tệp lỗi, lý do ở trên; sửa xong chạy lại lệnh này.",
        "{count} files failed, the causes are above; run this again when they are mended.",
    ),
    "outcome.new": ("mới", "new"),
    "outcome.changed": ("thay đổi", "changed"),
    "outcome.unchanged": ("không đổi", "unchanged"),
    "outcome.moved": ("chuyển chỗ", "moved"),
    "outcome.retried": ("thử lại", "retried"),
    "outcome.missing": ("không còn", "missing"),
    "state.pending": ("chờ", "pending"),
    "state.indexed": ("đã vào kho", "indexed"),
    "state.duplicate": ("bản trùng", "duplicate"),
    "state.superseded": ("đã thay", "superseded"),
    "state.quarantined": ("cách ly", "quarantined"),
    "state.skipped": ("bỏ qua", "skipped"),
    "state.withdrawn": ("đã rút", "withdrawn"),
    "next": (
        "Thử tiếp:\n"
        "  .venv/bin/congvan search thi đua             tìm theo chữ\n"
        "  .venv/bin/congvan search --signer 'hoang van khoi'\n"
        "  .venv/bin/congvan show 16/KH-BQL             xem một văn bản\n"
        "  .venv/bin/congvan ingest THƯ-MỤC             đưa tệp của bạn vào kho\n"
        "  .venv/bin/congvan stop                       dừng máy chủ Prefect",
        "Try next:\n"
        "  .venv/bin/congvan search thi đua             find by words\n"
        "  .venv/bin/congvan search --signer 'hoang van khoi'\n"
        "  .venv/bin/congvan show 16/KH-BQL             show one document\n"
        "  .venv/bin/congvan ingest FOLDER              take in your own files\n"
        "  .venv/bin/congvan stop                       stop the Prefect server",
    ),
    "error": ("Lỗi", "Error"),
    "usage": ("Lỗi cách dùng", "Usage error"),
    "defect": (
        "Lỗi trong chương trình ({error}); hãy báo cho người phát triển kèm nội dung trên.",
        "A defect of the program ({error}); please report it with the text above.",
    ),
    "interrupted": (
        "Đã dừng theo yêu cầu; những gì đã ghi vẫn nguyên vẹn, chạy lại để làm tiếp.",
        "Stopped as asked; what was written is whole, run again to go on.",
    ),
}
