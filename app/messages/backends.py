"""The messages of search backends: reindex, suggestions, similar documents."""

TABLE: dict[str, tuple[str, str]] = {
    "help.reindex": (
        "Lập lại chỉ mục bên cạnh bản đang dùng, đối chiếu với kho rồi thay vào.",
        "Build the search index anew beside the one in use, compare it, and put it in its place.",
    ),
    "help.drop-old": (
        "Không lập lại, chỉ bỏ các bản cũ còn giữ.",
        "Build nothing; drop the older ones that are kept.",
    ),
    "help.similar": (
        "Tìm văn bản giống văn bản có mã hoặc số này.",
        "Find documents like the one of this id or number.",
    ),
    "help.sort": (
        "Thứ tự: relevance, newest hoặc oldest.",
        "Order: relevance, newest or oldest.",
    ),
    "help.relation-of": (
        'Chỉ quan hệ này, như implements hay "thực hiện"; cùng với --references hoặc một mình.',
        "Only this relation, such as implements; with --references or alone.",
    ),
    "help.facets": (
        "In số văn bản theo nhóm: cơ quan, loại, năm, người ký, quan hệ, trạng thái, độ tin cậy, "
        "hiệu lực; dùng nhiều lần được.",
        "Count documents by issuer, type, year, signer, relation, status, confidence or standing; "
        "may be given again.",
    ),
    "help.after": (
        "Xem trang tiếp, bằng dấu mà trang trước in ra.",
        "Show the next page, by the mark that the page before printed.",
    ),
    "reindex.done": (
        "Đã lập lại {name}: {documents} văn bản, số lượng và tổng kiểm khớp với kho.",
        "Built {name} anew: {documents} documents, counts and checksums agree with the store.",
    ),
    "reindex.kept": (
        "Bản cũ còn giữ: {names}; bỏ bằng congvan reindex --drop-old.",
        "Kept of before: {names}; drop it with congvan reindex --drop-old.",
    ),
    "reindex.dropped": ("Đã bỏ bản cũ: {names}.", "Dropped: {names}."),
    "reindex.none": ("Không còn bản cũ nào.", "Nothing older is kept."),
    "search.next": ("Trang tiếp: --after {mark}", "Next page: --after {mark}"),
    "search.newest": (
        "Chỉ xét {count} văn bản mới nhất; hãy thêm điều kiện.",
        "Only the {count} newest were looked at; add conditions.",
    ),
}
