"""What the header of an exchange package says of the document it carries, beside the page itself.

A record is a function of the file's bytes, so a header lies with the place where the file was
seen. The package's value counts for the exchange, the page's for the facsimile.
"""

import json
from dataclasses import asdict, dataclass

PRIORITIES = {"0": None, "1": "KHẨN", "2": "THƯỢNG KHẨN", "3": "HỎA TỐC", "4": "HỎA TỐC HẸN GIỜ"}
"""``OtherInfo/Priority`` of edXML (QCVN 102:2016/BTTTT) as the stamp's words."""


@dataclass(frozen=True, slots=True)
class ExchangeHeader:
    """An edXML ``MessageHeader``; names and spellings are the record's, None is not stated.

    ``states_urgency`` tells an ordinary letter from one whose header has no priority; ``parts``
    counts the files that came under the header.
    """

    id: str | None = None  # DocumentId: organisation code, day, number
    number: str | None = None
    notation: str | None = None
    date: str | None = None  # YYYY-MM-DD
    place: str | None = None
    document_type: str | None = None
    issuer_code: str | None = None
    issuing_body: str | None = None
    subject: str | None = None
    urgency: str | None = None
    states_urgency: bool = False
    signer: str | None = None
    position: str | None = None
    recipients: tuple[str, ...] = ()
    parts: int = 1

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def header_from(text: str) -> ExchangeHeader:
    """Return the header that ``as_json`` printed."""
    values = json.loads(text)
    return ExchangeHeader(**{**values, "recipients": tuple(values["recipients"])})
