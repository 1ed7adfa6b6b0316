"""The messages of bodies, campaigns, missing numbers and links."""

TABLE: dict[str, tuple[str, str]] = {
    "help.bodies": (
        "Danh mục cơ quan: tên gọi, viết tắt, cơ quan trên, cơ quan kế thừa.",
        "The directory of bodies: names, abbreviations, parents, successors.",
    ),
    "help.bodies-list": ("In danh mục cơ quan.", "Print the directory."),
    "help.bodies-add": ("Thêm một cơ quan.", "Enter a body."),
    "help.bodies-alias": (
        "Thêm tên gọi khác hoặc chữ viết tắt của cơ quan.",
        "Give a body further names or abbreviations.",
    ),
    "help.bodies-merge": (
        "Gộp hai mục của cùng một cơ quan.",
        "Make one entry of two that are the same body.",
    ),
    "help.bodies-split": (
        "Tách một số tên thành cơ quan khác; tên đầu là tên chính.",
        "Make another body of some of an entry's names; the first is its own.",
    ),
    "help.bodies-succeed": (
        "Ghi cơ quan kế thừa (sáp nhập, đổi tên).",
        "Note who took over from a body (mergers, renamings).",
    ),
    "help.bodies-unknown": (
        "Chỉ in cơ quan ban hành trong kho mà danh mục chưa có.",
        "Print only issuers of the archive that the directory lacks.",
    ),
    "help.body": ("Tên hoặc mã cơ quan.", "Name or id of a body."),
    "help.body-new": ("Tên đầy đủ của cơ quan.", "The body's full name."),
    "help.body-names": ("Tên gọi khác, chữ viết tắt.", "Other names, abbreviations."),
    "help.body-name": ("Tên gọi khác, chữ viết tắt (lặp lại được).", "Another name (repeatable)."),
    "help.body-split": ("Các tên cần tách.", "The names to split off."),
    "help.body-parent": ("Cơ quan cấp trên.", "The body above it."),
    "help.body-code": ("Mã định danh điện tử (QĐ 20/2020/QĐ-TTg).", "Organisation code."),
    "help.body-from": ("Ngày thành lập.", "The first day it was there."),
    "help.body-to": ("Ngày cuối cùng còn hoạt động.", "The last day it was there."),
    "help.body-into": ("Cơ quan được giữ lại.", "The body that is kept."),
    "help.body-by": ("Cơ quan kế thừa.", "The body that took over."),
    "help.body-day": ("Ngày kế thừa.", "The day from which it took over."),
    "help.home": (
        "Cơ quan của kho này: hiểu BQL, của tỉnh, và văn bản không có tiêu đề.",
        "The body whose archive this is: BQL, của tỉnh and a missing letterhead mean it.",
    ),
    "bodies.home": (" (cơ quan của kho)", " (home)"),
    "bodies.none": (
        "Danh mục còn trống: thêm bằng congvan bodies add, hoặc xem congvan bodies list --unknown.",
        "The directory is empty: congvan bodies add, or see congvan bodies list --unknown.",
    ),
    "bodies.unknown": ("{documents:>6}  {name}", "{documents:>6}  {name}"),
    "bodies.changed": (
        "{body}: đã nối lại {touched} văn bản liên quan.",
        "{body}: {touched} documents linked anew.",
    ),
}
