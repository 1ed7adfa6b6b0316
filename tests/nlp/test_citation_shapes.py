"""The shapes of citing (domain notes 2.1): each passage with all that is read of its citations."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.record import Reference
from tests.nlp.citing import references

FORMS: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "in a list": lambda text: f"- {text}",
}
ROWS = [
    block.split("\n")
    for block in Path(__file__).with_name("citation_shapes.txt").read_text().strip().split("\n\n")
][1:]


def told(reference: Reference) -> str:
    """Return type, number or name, day, issuer, subject and scope, "-" for what is not said."""
    subject = f"«{reference.subject}»" if reference.subject else None
    values = (
        reference.document_type, reference.number or reference.title,
        reference.date or reference.date_partial, reference.issuing_body, subject, reference.scope,
    )  # fmt: skip
    return " | ".join(value or "-" for value in values)


@pytest.mark.parametrize(("passage", "expected"), [(row[0], row[1:]) for row in ROWS])
def test_shape(passage: str, expected: list[str]) -> None:
    read = {name: [told(one) for one in references(form(passage))] for name, form in FORMS.items()}
    assert read == dict.fromkeys(FORMS, expected)
