"""What a run did: its counts, its failures, and the two files that keep them."""

from dataclasses import dataclass, field
from pathlib import Path

import orjson

from flows.sorting import NO_DOCUMENT
from parsers.walk import FOLDER_LINK


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no record, with its cause in both languages."""

    path: str
    code: str
    message: str
    vi: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Report:
    """``outcomes`` counts the files of this run, ``states`` all files of the archive's ledger,
    whose ``seen`` is the sum of the others.

    ``missing`` were seen once and are gone; ``kept`` counts by cause what stays in quarantine
    without a new try; ``older`` is what lies before the time that was asked for.
    """

    run: int
    files: int
    pages: int
    documents: int
    links: int
    seconds: float
    outcomes: dict[str, int]
    states: dict[str, int]
    failures: tuple[Failure, ...] = ()
    skipped: tuple[tuple[str, str], ...] = field(default=())
    missing: tuple[str, ...] = ()
    kept: dict[str, int] = field(default_factory=dict)
    older: int = 0

    @property
    def has_changes(self) -> bool:
        """Tell whether the archive holds anything else than before the run."""
        # A file that left quarantine may be one more form of a document that is there already.
        is_read_at_last = self.pages > 0 and self.outcomes.get("retried", 0) > 0
        return (
            self.documents > 0
            or is_read_at_last
            or any(self.outcomes.get(name) for name in ("new", "changed", "moved"))
        )

    def rows(self) -> list[dict[str, object]]:
        """Return the counts as the rows of a table."""
        outcomes = [
            {"kind": "outcome", "name": name, "files": count}
            for name, count in sorted(self.outcomes.items())
        ]
        states = [
            {"kind": "state", "name": name, "files": count} for name, count in self.states.items()
        ]
        return [*outcomes, *states]


def save_report(report: Report, folder: Path) -> Path:
    """Write ``run-N.json`` and ``run-N.md``; return the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"run-{report.run}"
    stem.with_suffix(".json").write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    path = stem.with_suffix(".md")
    path.write_text(_markdown(report), encoding="utf-8")
    return path


_NAMES = {
    "outcome": "lần này",
    "state": "trong kho",
    "new": "mới",
    "changed": "thay đổi",
    "unchanged": "không đổi",
    "moved": "chuyển chỗ",
    "retried": "thử lại",
    "missing": "không còn",
    "seen": "tất cả",
    "pending": "chờ",
    "indexed": "đã vào kho",
    "duplicate": "bản trùng",
    "superseded": "đã thay",
    "quarantined": "cách ly",
    "skipped": "bỏ qua",
    "withdrawn": "đã rút",
}
"""What the page for people calls the counts; the JSON keeps their codes."""

_REASONS = {
    "lock file of Word": "tệp khóa của Word",
    "lock file of LibreOffice": "tệp khóa của LibreOffice",
    "half-written download": "tệp tải về dở dang",
    "temporary file": "tệp tạm",
    "temporary file of Word": "tệp tạm của Word",
    "folder data": "dữ liệu của thư mục",
    "hidden": "tệp ẩn",
    FOLDER_LINK: "liên kết tới một thư mục",
    NO_DOCUMENT: "nằm trong thư mục, tên và nội dung không phải văn bản",
}
"""Why files were stepped over, for the same page; ledger and log keep the English."""


def _markdown(report: Report) -> str:
    lines = [
        f"# Lần chạy {report.run}",
        "",
        f"{report.files} tệp, {report.pages} trang, {report.documents} văn bản mới, "
        f"{report.links} liên kết, {report.seconds:.1f} giây.",
        "",
        "| | | tệp |",
        "|---|---|---:|",
        *(
            f"| {_NAMES[str(row['kind'])]} | {_NAMES[str(row['name'])]} | {row['files']} |"
            for row in report.rows()
        ),
    ]
    if report.failures:
        lines += ["", "## Tệp lỗi", "", "| Tệp | Mã | Lý do |", "|---|---|---|"]
        lines += [
            f"| {_cell(one.path)} | {one.code} | {_cell(one.vi)} |" for one in report.failures
        ]
    if report.missing:
        lines += ["", "## Tệp không còn", "", *(f"- {_cell(path)}" for path in report.missing)]
    if report.kept:
        lines += ["", "## Còn trong khu cách ly từ trước", ""]
        lines += [f"- {code}: {count}" for code, count in sorted(report.kept.items())]
    if report.skipped:
        lines += ["", "## Tệp bỏ qua", "", "| Tệp | Lý do |", "|---|---|"]
        lines += [
            f"| {_cell(path)} | {_cell(_REASONS.get(reason, reason))} |"
            for path, reason in report.skipped
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
