"""Builders of records for the index's tests: a record in one line, a file in one more."""

import hashlib
from typing import Any

from dispatch.record import (
    Dispatch,
    Extractor,
    Period,
    Recipient,
    Reference,
    Signer,
    Source,
)
from index.base import Sighting, Written

BQL = "Ban Quản lý các khu công nghiệp"


def record(name: str, **fields: Any) -> dict[str, Any]:
    """Return the JSON of a dispatch of the management board, with ``fields`` over the usual."""
    file_id = hashlib.sha256(name.encode()).hexdigest()
    signer = fields.pop("signer", "Hoàng Văn Khởi")
    values: dict[str, Any] = {
        "id": file_id,
        "source": Source(
            path=f"{name}.txt",
            media_type="text/plain",
            bytes=len(name),
            pages=1,
            page_range=(1, 1),
            ocr_pages=fields.pop("ocr_pages", ()),
        ),
        "issuing_body": BQL,
        "signer": Signer(name=signer) if signer else None,
        "extractor": Extractor(version=fields.pop("version", "1")),
        "text": fields.pop("text", fields.get("subject") or name),
        **fields,
    }
    return Dispatch(**values).to_json()


def cites(number: str | None, relation: str = "implements", **fields: Any) -> Reference:
    """Return a reference to ``number`` of the management board, unless ``fields`` say otherwise."""
    values: dict[str, Any] = {"relation": relation, "number": number, "issuing_body": BQL, **fields}
    return Reference(**values)


def sure(**confidences: float) -> dict[str, Any]:
    """Return the evidence of top-level fields with these confidences."""
    return {
        f"/{name}": {"confidence": value, "method": "rule"} for name, value in confidences.items()
    }


def runs(start: str | None, end: str | None, kind: str = "campaign") -> Period:
    """Return a period of a dispatch's own activity."""
    values: dict[str, Any] = {"start": start, "end": end, "kind": kind}
    return Period(**values)


def written(name: str, *, path: str | None = None, mtime: int = 1, **fields: Any) -> Written:
    """Return a file named ``name`` with one record."""
    one = record(name, **fields)
    sighting = Sighting(path or f"/in/{name}.txt", len(name), mtime, 1)
    return Written(one["id"], sighting, (one,), media_type="text/plain")


def plan(**fields: Any) -> Written:
    """Return the yearly plan that the campaigns rest on."""
    values: dict[str, Any] = {
        "document_type": "Kế hoạch",
        "number": "16/KH-BQL",
        "number_state": "present",
        "notation": "KH-BQL",
        "date": "2023-02-06",
        "subject": "Phát động thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2023",
        "signer": "Nguyễn Thị Bình",
        **fields,
    }
    return written(values.pop("name", "plan"), **values)


def campaign(round_name: str, date: str, **fields: Any) -> Written:
    """Return one round's dispatch, number blank, that implements the plan."""
    values: dict[str, Any] = {
        "notation": "BQL-VP",
        "number_state": "blank",
        "date": date,
        "subject": f"phát động thi đua đợt {round_name}",
        "references": (cites("16/KH-BQL", date="2023-02-06"),),
        **fields,
    }
    return written(values.pop("name", f"round-{round_name}"), **values)


def archive_content() -> list[Written]:
    """Return the files that the contract suite searches; each answer below names them."""
    province = "UBND tỉnh Hòa Bình"
    return [
        plan(
            text="Kế hoạch phát động thi đua năm 2023 của Ban Quản lý, số 16/KH-BQL.",
            place="Chợ Mới",
            recipients=(Recipient(name="UBND tỉnh", role="b/c"), Recipient(name="Các phòng")),
            evidence=sure(number=0.999, date=0.97),
        ),
        campaign(
            "I",
            "2023-03-01",
            text="Phát động thi đua đợt I trong toàn Ban.",
            evidence=sure(date=0.999, subject=0.62),
            period=(runs("2023-03-01", "2023-06-30"),),
        ),
        campaign(
            "II",
            "2023-07-20",
            text="Phát động thi đua đợt II. Sơ kết thi đua cuối đợt.",
            period=(runs("2023-07-20", "2023-10-30"), runs(None, "2023-11-15", "deadline")),
        ),
        written(
            "decision",
            document_type="Quyết định",
            number="05/QĐ-UBND",
            notation="QĐ-UBND",
            date="2024-01-09",
            issuing_body=province,
            signer="Trần Thị Hoa",
            subject="khen thưởng thành tích năm 2023",
            urgency="HỎA TỐC",
            evidence=sure(number=0.85),
            text="Quyết định khen thưởng của Uỷ ban nhân dân tỉnh Hoà Bình.",
            references=(cites("16/KH-BQL", "basis", date="2023-02-06"),),
        ),
        written(
            "unmarked",
            document_type="Báo cáo",
            date_partial="2023-09",
            issuing_body="Van phong",
            signer="Hoang Van Khoi",
            subject="ket qua thi dua",
            text="Bao cao ket qua phat dong thi dua dot hai.",
            references=(cites(None, "basis", title="Luật Thi đua, khen thưởng"),),
        ),
        written(
            "law-reader",
            document_type="Công văn",
            number="12/HĐ-BTĐKT",
            notation="HĐ-BTĐKT",
            date="2024-01-09",
            issuing_body="Ban Thi đua",
            signer="Lê Hoàng",
            subject="đăng ký danh hiệu",
            addressees=("Các phòng chuyên môn", "UBND tỉnh Hòa Bình"),
            text="Về việc đăng ký danh hiệu thi đua, khen thưởng.",
        ),
    ]
