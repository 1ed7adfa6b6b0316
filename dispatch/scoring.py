"""How right a record is against an answer written by people: hits, wrong and missed by field.

Strings are compared unified (case, tone placement, dashes, blanks, closing marks) and, as the soft
measure, folded (no diacritics). Values written by pen and values that are rightly null are fields
of their own, so that neither hides in the figures of printed values.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatch.notation import clean
from dispatch.text import fold, unify

LISTS = ("references", "reference_dates", "basis", "recipients", "addressees", "period")
HEAD = ("number", "notation", "date", "place", "document_type", "issuing_body", "subject")
_EDGES = " .;,:*\t-+"
_TIGHT = re.compile(r"\s*([/\-,;:()])\s*")

# Field → the JSON pointers of the evidence that speaks for its values; {} is the list position.
_EVIDENCE = {
    "signer": "/signer",
    "signer_position": "/signer",
    "references": "/references/{}",
    "recipients": "/recipients/{}",
    "addressees": "/addressees/{}",
    "period": "/period/{}",
}


@dataclass(slots=True)
class Tally:
    """Counts of one field over many documents."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    right_folded: int = 0
    documents: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0

    @property
    def f1_folded(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right_folded / total if total else 0.0

    @property
    def cases(self) -> int:
        """How many values the answers hold."""
        return self.right + self.missed

    @property
    def stated(self) -> int:
        """How many values the records state."""
        return self.right + self.wrong

    @property
    def coverage(self) -> float:
        """Values stated, right or wrong, for each value of the answers."""
        return self.stated / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the recall."""
        return wilson(self.right, self.cases)

    @property
    def precision_interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the precision."""
        return wilson(self.right, self.stated)

    @property
    def f1_interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of F1, taken as a share of the mean of stated and wanted."""
        return wilson(self.right, (self.stated + self.cases) / 2)


@dataclass(slots=True)
class Difference:
    """What one document got wrong in one field."""

    document: str
    field: str
    missed: list[str]
    wrong: list[str]


@dataclass(slots=True)
class Score:
    """Tallies by field, differences, and (confidence, right) pairs for the calibration."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    differences: list[Difference] = field(default_factory=list)
    stated: list[tuple[str, float, bool]] = field(default_factory=list)
    documents: int = 0
    heads_right: int = 0
    records_right: int = 0


def wilson(right: int, total: float) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's formula; (0, 1) without cases."""
    if total == 0:
        return 0.0, 1.0
    z = 1.96
    share = right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    half /= 1 + z * z / total
    return max(0.0, middle - half), min(1.0, middle + half)


def comparable(value: object) -> str | None:
    """Return the form in which a value is compared; None for nothing."""
    if value is None:
        return None
    return _TIGHT.sub(r"\1", unify(str(value)).strip(_EDGES)) or None


def _number(value: object) -> str | None:
    return clean(str(value)).casefold() if value else None


def values(record: Mapping[str, Any]) -> dict[str, list[str | None]]:
    """Return for every scored field its comparable values, in the record's order."""
    signer = record.get("signer") or {}
    references = record.get("references") or []
    plain = ("notation", "place", "document_type", "issuing_body", "parent_body", "subject")
    found: dict[str, list[str | None]] = {
        "number": [_number(record.get("number"))],
        "date": [record.get("date")],
        **{name: [comparable(record.get(name))] for name in plain},
        "signer": [comparable(signer.get("name"))],
        "signer_position": [comparable(signer.get("position"))],
        "signer_authority": [comparable(line) for line in signer.get("authority") or []],
        "addressees": [comparable(name) for name in record.get("addressees") or []],
        "recipients": [comparable(_name(entry)) for entry in record.get("recipients") or []],
        "period": [
            f"{entry.get('kind')} {entry.get('start')}..{entry.get('end')}"
            for entry in record.get("period") or []
        ],
        "references": [_number(r.get("number")) or comparable(r.get("title")) for r in references],
        "reference_dates": [
            f"{_number(r['number'])}@{r['date']}"
            for r in references
            if r.get("number") and r.get("date")
        ],
        "basis": [
            _number(r["number"])
            for r in references
            if r.get("number") and r.get("relation") in ("basis", "implements")
        ],
    }
    return found


def _name(entry: object) -> object:
    return entry.get("name") if isinstance(entry, Mapping) else entry


def add(
    score: Score, name: str, record: Mapping[str, Any] | None, answer: Mapping[str, Any]
) -> None:
    """Count ``record`` against ``answer``, in the fields that the answer speaks of.

    Without a record (the file could not be read) not even an empty value is right.
    """
    got, wanted = values(record or {}), values(answer)
    pen = set(answer.get("handwritten") or ())
    head_right = all_right = True
    for name_of_field, expected in wanted.items():
        if not _speaks(answer, name_of_field):
            continue
        found = None if record is None else got[name_of_field]
        right = _count(score, name, name_of_field, pen, (expected, found))
        if name_of_field not in pen:
            all_right = all_right and right
            head_right = head_right and (right or name_of_field not in HEAD)
        _state(score, name_of_field, record or {}, (expected, got[name_of_field]))
    score.documents += 1
    score.heads_right += head_right
    score.records_right += all_right


def _speaks(answer: Mapping[str, Any], field_name: str) -> bool:
    if field_name in ("reference_dates", "basis"):
        return "references" in answer
    return field_name.split("_", maxsplit=1)[0] in answer or field_name in answer


def _count(
    score: Score,
    document: str,
    field_name: str,
    pen: set[str],
    pair: tuple[list[str | None], list[str | None] | None],
) -> bool:
    unique = field_name in ("references", "reference_dates", "basis")
    want = Counter(item for item in pair[0] if item)
    have = Counter(item for item in pair[1] or () if item)
    if unique:
        want, have = Counter(set(want)), Counter(set(have))
    label = f"handwritten {field_name}" if field_name in pen else field_name
    if not want:
        if have:  # invented: wrong among the field's values too
            score.tallies[label].wrong += sum(have.values())
        label, want = f"{field_name} (null)", Counter({"∅": 1})
        if pair[1] is not None:
            have = have or Counter({"∅": 1})
    tally = score.tallies[label]
    tally.documents += 1
    hits = sum((want & have).values())
    tally.right += hits
    tally.wrong += sum(have.values()) - hits
    tally.missed += sum(want.values()) - hits
    tally.right_folded += sum((_fold(want) & _fold(have)).values())
    complete = hits == sum(want.values()) == sum(have.values())
    if not complete:
        score.differences.append(
            Difference(
                document, label, list((want - have).elements()), list((have - want).elements())
            )
        )
    return complete


def _fold(items: Counter[str]) -> Counter[str]:
    folded: Counter[str] = Counter()
    for item, count in items.items():
        folded[fold(item)] += count
    return folded


def _state(
    score: Score,
    field_name: str,
    record: Mapping[str, Any],
    pair: tuple[list[str | None], list[str | None]],
) -> None:
    """Note for every stated value its confidence and whether it is right."""
    if field_name in ("reference_dates", "basis", "signer_authority"):
        return
    evidence = record.get("evidence") or {}
    pattern = _EVIDENCE.get(field_name, f"/{field_name}")
    wanted = Counter(item for item in pair[0] if item)
    for index, value in enumerate(pair[1]):
        known = evidence.get(pattern.format(index))
        if value is None or known is None:
            continue
        right = wanted[value] > 0
        wanted[value] -= right
        score.stated.append((field_name, float(known["confidence"]), right))


def calibration_error(stated: Iterable[tuple[str, float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error over equal-width bins of confidence."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for _, confidence, right in stated:
        groups[min(int(confidence * bins), bins - 1)].append((confidence, right))
    total = sum(len(group) for group in groups.values())
    return sum(
        abs(sum(c for c, _ in group) - sum(r for _, r in group)) for group in groups.values()
    ) / (total or 1)
