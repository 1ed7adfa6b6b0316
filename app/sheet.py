"""A record as a readable sheet on the terminal: labels in the chosen language, values verbatim."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.messages import Lang
from dispatch.exchange import ExchangeHeader
from dispatch.relations import BY_RELATION, Relation
from dispatch.vocabulary import kind_before

LABELS: tuple[tuple[str, str, str], ...] = (
    ("document_type", "Loại", "Type"),
    ("number", "Số, ký hiệu", "Number"),
    ("date", "Ngày ban hành", "Date"),
    ("place", "Địa danh", "Place"),
    ("issuing_body", "Cơ quan ban hành", "Issuing body"),
    ("parent_body", "Cơ quan chủ quản", "Parent body"),
    ("subject", "Trích yếu", "Subject"),
    ("urgency", "Độ khẩn", "Urgency"),
    ("addressees", "Kính gửi", "Addressees"),
    ("references", "Dẫn chiếu", "References"),
    ("period", "Thời gian", "Period"),
    ("recipients", "Nơi nhận", "Recipients"),
    ("signer", "Người ký", "Signer"),
    ("warnings", "Cần xem lại", "To check"),
)

KINDS: dict[str, tuple[str, str]] = {
    "campaign": ("thực hiện", "campaign"),
    "validity": ("hiệu lực", "validity"),
    "reporting": ("kỳ báo cáo", "reporting"),
    "event": ("sự kiện", "event"),
    "deadline": ("thời hạn", "deadline"),
}
"""What a period is of, in Vietnamese and English."""


def print_sheet(
    record: Mapping[str, Any], lang: Lang, headers: Sequence[ExchangeHeader] = ()
) -> None:
    """Print ``record``; fields without a value are left out. ``headers`` are those of the packages
    that its files came in."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for field, vietnamese, english in LABELS:
        lines = describe(field, record, lang)
        if lines:
            label = vietnamese if lang == "vi" else english
            # Text, not markup: what stands in brackets in a document is no style.
            table.add_row(label, Text("\n".join(lines)))
    for header in headers:
        label = "Gói trao đổi" if lang == "vi" else "Package"
        table.add_row(label, Text(describe_header(header, lang)))
    console = Console()
    console.print(Text(record["source"]["path"], style="bold cyan"))
    console.print(table)
    console.print()


def describe(field: str, record: Mapping[str, Any], lang: Lang = "vi") -> list[str]:
    """Return the lines that show one field of a record."""
    value = record[field]
    if field == "number":
        notation = record["notation"]
        return [value] if value else [f"(trống)/{notation}"] if notation else []
    if field == "date":
        return [value or record["date_partial"] or ""] if value or record["date_partial"] else []
    if field == "references":
        return [_reference(item) for item in value]
    if field == "period":
        return [_period(item, lang) for item in value]
    if field == "recipients":
        return [item["name"] + (f" ({item['role']})" if item["role"] else "") for item in value]
    if field == "signer":
        parts = [*value["authority"], value["position"], value["name"]] if value else []
        return [", ".join(part for part in parts if part)] if any(parts) else []
    if field == "warnings":
        return [item["message"] for item in value]
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [str(value)] if value else []


def describe_header(header: ExchangeHeader, lang: Lang) -> str:
    """Return on one line what an exchange package says of its document."""
    values = asdict(header)
    values["signer"] = ", ".join(part for part in (header.position, header.signer) if part)
    values["recipients"] = "; ".join(header.recipients)
    told = [
        f"{vietnamese if lang == 'vi' else english}: {values[field]}"
        for field, vietnamese, english in LABELS
        if values.get(field)
    ]
    codes = [code for code in (header.id, header.issuer_code) if code]
    return " · ".join(told + codes)


def _period(item: Mapping[str, Any], lang: Lang) -> str:
    kind = KINDS[item["kind"]][0 if lang == "vi" else 1]
    return f"{item['start'] or '…'} – {item['end'] or '…'} ({kind})"


def _reference(item: Mapping[str, Any]) -> str:
    label = BY_RELATION[Relation(item["relation"])].label
    name = item["number"] or item["title"] or ""
    what = " ".join(part for part in (kind_before(name, item["document_type"]), name) if part)
    day = f" ngày {item['date']}" if item["date"] else ""
    status = f" [{item['status']}]" if item["status"] else ""
    return f"{label}: {what}{day}{status}"
