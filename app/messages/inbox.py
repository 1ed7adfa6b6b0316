"""The messages of the watched inbox."""

TABLE: dict[str, tuple[str, str]] = {
    "help.watch": (
        "Trông một thư mục: tệp nào thả vào cũng được đọc, đưa vào kho và cất đi.",
        "Watch a folder: read, store and file away whatever is dropped into it.",
    ),
    "help.inbox": ("Thư mục để thả tệp vào.", "The folder that files are dropped into."),
    "help.archive-folder": (
        "Nơi cất tệp đã đọc, theo năm và tháng (mặc định: thư mục archive cạnh INBOX).",
        "Where files that were read go, by year and month (default: archive beside INBOX).",
    ),
    "help.quarantine-folder": (
        "Nơi để tệp không đọc được, kèm lý do (mặc định: quarantine cạnh thư mục trên).",
        "Where files that cannot be read go, with the reason (default: quarantine beside that).",
    ),
    "help.interval": (
        "Số giây giữa hai lần xem lại thư mục, dù không có gì báo.",
        "Seconds between two looks at the folder that nothing gave cause for.",
    ),
    "help.settle": (
        "Số giây tệp phải đứng yên mới coi là đã chép xong.",
        "Seconds for which a file must stand still to count as complete.",
    ),
    "help.poll": (
        "Tự xem thư mục vài giây một lần thay vì chờ hệ thống báo (mặc định: với ổ đĩa mạng).",
        "Look every few seconds instead of waiting for events (default: on network shares).",
    ),
    "watch.start": ("Đang khởi động …", "Starting …"),
    "watch.ready": (
        "Đang trông {inbox} (số {number}); tệp đã đọc sẽ nằm ở {archive}, tệp lỗi ở {quarantine}. "
        "Ctrl+C để dừng.",
        "Watching {inbox} (watcher {number}); what is read goes to {archive}, what fails to "
        "{quarantine}. Ctrl+C stops.",
    ),
    "watch.filed": ("{time} đã cất {origin} → {path}", "{time} filed {origin} → {path}"),
    "watch.quarantined": (
        "{time} để riêng {origin} [{code}] → {path}",
        "{time} put aside {origin} [{code}] → {path}",
    ),
    "watch.inside": (
        "{folder} nằm trong thư mục được trông {inbox}: hãy chọn nơi khác để cất tệp.",
        "{folder} lies in the watched folder {inbox}: choose another place for the files.",
    ),
}
