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
    "help.campaigns": (
        "Các phong trào, đợt thi đua: kế hoạch, văn bản phát động, hướng dẫn, điều chỉnh, báo cáo.",
        "Emulation campaigns with their plan, launch, guide, amendment and report.",
    ),
    "help.campaign-plan": ("Chỉ các đợt của kế hoạch này.", "Only those of this plan."),
    "help.running": ("Chỉ các đợt đang diễn ra vào ngày này.", "Only those that run on this day."),
    "help.without-report": ("Chỉ các đợt chưa có báo cáo.", "Only those without a report."),
    "help.series": (
        "Các số còn thiếu trong sổ của một cơ quan trong một năm.",
        "Numbers that are missing from a body's year.",
    ),
    "help.series-issuer": ("Cơ quan ban hành.", "The issuing body."),
    "help.series-year": ("Năm.", "The year."),
    "help.series-notation": ("Chỉ ký hiệu này, như KH-BQL.", "Only this notation, as KH-BQL."),
    "help.stubs": (
        "Các văn bản được dẫn nhiều nhất mà kho chưa có.",
        "Papers that are cited most and are not in the archive.",
    ),
    "campaigns.none": ("Không có đợt thi đua nào như vậy.", "There is no such campaign."),
    "campaigns.more": (
        "… {shown} trong {total} đợt; thêm điều kiện hoặc --limit để xem tiếp.",
        "… {shown} of {total} campaigns; add conditions or --limit to see more.",
    ),
    "campaigns.round": ("đợt {round}", "round {round}"),
    "campaigns.plan": ("kế hoạch", "plan"),
    "campaigns.launches": ("phát động", "launch"),
    "campaigns.guides": ("hướng dẫn", "guide"),
    "campaigns.amendments": ("điều chỉnh", "amendment"),
    "campaigns.reports": ("báo cáo", "report"),
    "campaigns.unreported": ("chưa có báo cáo", "no report yet"),
    "series.head": (
        "{issuer}, năm {year}, {notations}: có {documents} văn bản, số cao nhất {last}",
        "{issuer}, {year}, {notations}: {documents} documents, highest number {last}",
    ),
    "series.missing": ("  thiếu {count}: {names}", "  {count} missing: {names}"),
    "series.doubled": ("  trùng số: {names}", "  given twice: {names}"),
    "series.none": (
        "Kho không có văn bản đánh số nào của {issuer} năm {year}.",
        "The archive has no numbered document of {issuer} in {year}.",
    ),
    "stubs.cited": ("được dẫn {count} lần", "cited by {count}"),
    "stubs.none": (
        "Mọi văn bản được dẫn đều có trong kho.",
        "Everything that is cited is in the archive.",
    ),
    "links.absent": ("chưa có trong kho", "not in the archive"),
    "number.none": ("(chưa có số)", "(no number)"),
}
