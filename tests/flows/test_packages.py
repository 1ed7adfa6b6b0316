"""Hard case 68: the header of an edXML package stays beside the record of its attachment."""

import base64
from pathlib import Path

import pytest

from app.sheet import describe_header
from flows.batch import Job
from index import open_archive
from index.erasure import erase
from index.reading import Document
from tests.flows.test_sorting import Silent, ingest
from tests.hard_cases.cases import FOOT, HEAD
from tests.hard_cases.files import as_file

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
BODY = "Đề nghị các phòng gửi báo cáo về Văn phòng trước ngày 30/8/2023.\n"
LETTER = HEAD.format(subject="báo cáo quý III") + BODY + FOOT
STAMPED = LETTER.replace("V/v", "**HỎA TỐC ||\nV/v", 1)
OTHER = LETTER.replace("731/SCT-VP", "698/SCT-VP").replace("quý III", "quý II")

HEADER = {
    "DocumentId": "000.00.15.H20,2023/08/14,731/SCT-VP",
    "Code": {"CodeNumber": "731", "CodeNotation": "SCT-VP"},
    "PromulgationInfo": {"Place": "Cao Lãnh", "PromulgationDate": "2023/08/14"},
    "From": {"OrganId": "000.00.15.H20", "OrganName": "Sở Công Thương"},
    "To": {"OrganId": "000.01.15.H20", "OrganName": "Văn phòng Sở"},
    "DocumentType": {"Type": "1", "TypeName": "Công văn"},
    "Subject": "V/v báo cáo quý III",
    "SignerInfo": {"Position": "Phó Giám đốc", "FullName": "Ngô Quốc Hưng"},
    "OtherInfo": {"Priority": "0"},
    "ResponseFor": {"Code": "12/UBND-KT", "PromulgationDate": "2023/08/01"},
}


def package(header: dict[str, object], *files: tuple[str, bytes]) -> bytes:
    attached = "".join(
        f"<e:Attachment><e:AttachmentName>{name}</e:AttachmentName><e:ContentTransferEncoded>"
        f"{base64.b64encode(data).decode()}</e:ContentTransferEncoded></e:Attachment>"
        for name, data in files
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><e:edXML xmlns:e="{NAMESPACE}"><e:edXMLEnvelope>'
        f"<e:edXMLHeader><e:MessageHeader>{markup(header)}</e:MessageHeader></e:edXMLHeader>"
        f"</e:edXMLEnvelope><e:AttachmentEncoded>{attached}</e:AttachmentEncoded></e:edXML>"
    ).encode()


def markup(values: dict[str, object]) -> str:
    return "".join(
        f"<e:{name}>{markup(value) if isinstance(value, dict) else value}</e:{name}>"
        for name, value in values.items()
    )


def taken_in(folder: Path, data: bytes, name: str = "goi.edxml") -> list[Document]:
    """Return the documents of an archive that took in the package, by number."""
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(data)
    url = f"sqlite:{folder / 'archive.sqlite'}"
    watcher = Silent()
    ingest(Job((folder / "in",), url, jobs=1), watcher)
    assert watcher.errors == []
    with open_archive(url) as archive:
        found = [archive.document(record["document_id"]) for record in archive.records()]
    documents = [document for document in found if document is not None]
    return sorted(documents, key=lambda document: str(document.record["number"]))


def warned(document: Document) -> list[str]:
    return [one["path"] for one in document.record["warnings"] if one["code"] == "conflict"]


@pytest.mark.parametrize(
    ("kind", "letter", "changes", "paths"),
    [
        # The case itself: a priority in the package, no stamp on the page.
        ("pdf", LETTER, {"OtherInfo": {"Priority": "3"}}, ["/urgency"]),
        # The stamp's day was set after the package was made; the number is written whole.
        (
            "docx",
            LETTER,
            {
                "Code": {"CodeNumber": "732/SCT-VP", "CodeNotation": "SCT-VP"},
                "PromulgationInfo": {"PromulgationDate": "15/08/2023"},
            },
            ["/number", "/date"],
        ),
        # A stamp on the page, an ordinary letter in the package; signed by another.
        (
            "txt",
            STAMPED,
            {"SignerInfo": {"FullName": "Lê Thị Bích Thủy"}},
            ["/signer", "/urgency"],
        ),
        # Near-misses: both agree, in spellings of their own …
        (
            "pdf",
            LETTER,
            {
                "Code": {"CodeNumber": "0731", "CodeNotation": "SCT-VP"},
                "DocumentType": {"TypeName": "CÔNG VĂN"},
            },
            [],
        ),
        ("txt", STAMPED, {"OtherInfo": {"Priority": "3"}}, []),
        # … and the header says nothing of it.
        ("txt", STAMPED, {"OtherInfo": {}}, []),
    ],
)
def test_a_header_stays_beside_its_document(
    kind: str, letter: str, changes: dict[str, object], paths: list[str], tmp_path: Path
) -> None:
    _, data = as_file(f"@file {kind}\n{letter}", "letter")
    (document,) = taken_in(tmp_path, package({**HEADER, **changes}, (f"vb.{kind}", data)))
    assert document.record["number"] == "731/SCT-VP"
    assert warned(document) == paths
    assert ("conflict" in document.warnings) == bool(paths)
    (sighting,) = document.sightings
    assert sighting.header is not None
    assert sighting.header.id == HEADER["DocumentId"]
    assert sighting.header.issuer_code == "000.00.15.H20"
    assert sighting.header.subject == "V/v báo cáo quý III"
    assert sighting.header.recipients == ("Văn phòng Sở",)
    assert "Sở Công Thương" in describe_header(sighting.header, "vi")


def test_an_older_letter_that_is_attached_is_not_what_the_header_speaks_of(tmp_path: Path) -> None:
    files = [
        (f"{at}.docx", as_file(f"@file docx\n{letter}", "letter")[1])
        for at, letter in enumerate((LETTER, OTHER))
    ]
    urgent = {**HEADER, "OtherInfo": {"Priority": "3"}}
    older, letter = taken_in(tmp_path, package(urgent, *files))
    assert (older.record["number"], warned(older)) == ("698/SCT-VP", [])
    assert (letter.record["number"], warned(letter)) == ("731/SCT-VP", ["/urgency"])
    assert older.sightings[0].header == letter.sightings[0].header is not None


def test_a_file_outside_a_package_has_no_header(tmp_path: Path) -> None:
    _, data = as_file(f"@file txt\n{LETTER}", "letter")
    (document,) = taken_in(tmp_path, data, "vb.txt")
    assert document.sightings[0].header is None
    assert warned(document) == []


def test_what_is_erased_leaves_no_header(tmp_path: Path) -> None:
    _, data = as_file(f"@file txt\n{LETTER}", "letter")
    (document,) = taken_in(tmp_path, package(HEADER, ("vb.txt", data)))
    with open_archive(f"sqlite:{tmp_path / 'archive.sqlite'}") as archive:
        erase(archive, document.document_id, reason="theo yêu cầu", author="lan")
        rows = archive.connection.execute("SELECT state, header FROM sightings").fetchall()
    assert {row["state"]: row["header"] for row in rows} == {"withdrawn": None, "skipped": None}
