"""The foot of the form becomes findings: recipients, archive, signer, signatures, what follows."""

from dispatch.document import ParsedDocument
from nlp.appendices import find_appendices
from nlp.copies import find_copy
from nlp.esign import find_esign
from nlp.findings import Findings
from nlp.recipients import find_recipients
from nlp.signer import find_signer
from nlp.zones import Zones


def find_closing(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report every field that the foot of the form and the parts behind it hold."""
    find_recipients(document, zones, findings)
    find_signer(document, zones, findings)
    find_copy(document, zones, findings)
    find_esign(document, zones, findings)
    find_appendices(document, zones, findings)
