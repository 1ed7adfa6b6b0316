"""The head of the form becomes findings: number, date, place, bodies, type, subject, addressees."""

from dispatch.document import ParsedDocument
from nlp.addressees import find_addressees
from nlp.bodies import find_bodies
from nlp.cut_letterhead import complete_letterhead
from nlp.findings import Findings
from nlp.head_date import find_date
from nlp.head_number import find_number
from nlp.kinds import find_system, find_type
from nlp.own_issuer import find_own_issuer
from nlp.roles import Role
from nlp.stamps import find_arrival, find_stamps
from nlp.subject import find_subject
from nlp.zones import Zones


def find_heading(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report every field that the head of the form holds."""
    find_number(document, zones, findings)
    find_date(document, zones, findings)
    system = find_system(zones, findings)
    kind = find_type(document, zones, findings, system=system)
    find_bodies(document, zones, findings)
    complete_letterhead(document, zones, findings)
    if not findings.of("issuing_body"):
        notation = findings.best("notation")
        find_own_issuer(document, str(notation.value) if notation else None, findings)
        if not zones.of(Role.NATIONAL_NAME, Role.PARTY_NAME):
            findings.warn("header-missing", None)
    if not findings.of("issuing_body"):
        findings.warn("issuer-missing", "/issuing_body")
    find_subject(document, zones, findings, document_type=kind)
    find_addressees(document, zones, findings)
    find_stamps(document, zones, findings)
    find_arrival(document, zones, findings)
