"""What finders report: each reading of a field with its place, its confidence and its method.

A finder never chooses between two readings of the form; ``nlp.decide`` does.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.record import Warning
from dispatch.warnings import warning

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One reading of one field of the record.

    Args:
        field: The record's attribute: ``number``, ``recipients``, ``references`` …
        value: What goes into the record: a string, a bool or a part from ``dispatch.record``.
        spans: Where it stands in the document's text, in reading order.
        confidence: Probability that the value is right, before calibration.
        method: The rule's or model's name, such as ``rule:place_date``.
        parts: For a structured value, the spans of its attributes: ``{"date": ((3, 13),)}``.
        raw: The print before a repair.
        candidates: Other readings with their probabilities.
        derived_from: JSON pointers of the values this one rests on.
    """

    field: str
    value: object
    spans: tuple[Span, ...]
    confidence: float
    method: str
    parts: Mapping[str, tuple[Span, ...]] = dataclasses.field(default_factory=dict)
    raw: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    derived_from: tuple[str, ...] = ()


@dataclass(slots=True)
class Findings:
    """What the components gather over one document, in the order found."""

    found: list[Finding] = dataclasses.field(default_factory=list)
    warnings: list[Warning] = dataclasses.field(default_factory=list)

    def of(self, name: str) -> list[Finding]:
        """Return the findings of one field."""
        return [finding for finding in self.found if finding.field == name]

    def best(self, name: str) -> Finding | None:
        """Return the surest finding of one field, the first of equals, or None."""
        return max(self.of(name), key=lambda finding: finding.confidence, default=None)

    def add(self, findings: Sequence[Finding]) -> None:
        """Append findings."""
        self.found.extend(findings)

    def warn(self, code: str, path: str | None, **params: str) -> None:
        """Note a warning by its code; its message comes from the table in ``dispatch``."""
        self.warnings.append(warning(code, path, **params))
