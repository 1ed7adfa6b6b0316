"""Measures letters that lost their line ends against the same letters with their lines kept.

    python -m bench.lost_lines [--count 40] [--show FIELD] [--letters FILE]

The letters are composed by ``layout_documents``; ``--letters`` takes more from a file in which
``=== NAME`` opens each. Every field of the record read from a spoilt form is compared with the
one read from the form with lines; printed is the share of equal ones, by form and field.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dispatch.document import SourceFile
from nlp import extract
from parsers import parse

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "scripts")]

from layout_documents import compose  # noqa: E402 - the paths above come first
from sample_sheet import RIGHT_HEADS  # noqa: E402

FIELDS = (
    "system", "document_type", "number", "number_state", "notation", "date", "date_partial",
    "place", "issuing_body", "parent_body", "subject", "addressees", "urgency", "secrecy",
    "references", "period", "campaign", "recipients", "archive", "signer", "appendices",
)  # fmt: skip
_SEED = 811
_WIDTH = 88  # characters of a line wrapped anew
_FOOT = ("recipients_head", "recipient", "archive")
_SIGNING = ("authority", "position", "name")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's lines: the two columns of its head, what stands between, the two of its foot."""

    head: tuple[list[str], list[str]]
    middle: list[str]
    foot: tuple[list[str], list[str]]
    behind: list[str]

    def kept(self) -> str:
        """One line a line, the left column before the right one."""
        head, foot = [*self.head[0], *self.head[1]], [*self.foot[0], *self.foot[1]]
        return "\n".join([*head, "", *self.middle, "", *foot, "", *self.behind])


def composed(index: int) -> Letter:
    """Return the ``index``-th composed letter."""
    truth = compose(_SEED, index)
    names = list(RIGHT_HEADS[truth.source["head"]["system"]])
    left = [text for role, side, text in truth.lines if side == "left" and role not in _FOOT]
    right = [text for role, side, text in truth.lines if side == "right" and role not in _SIGNING]
    return Letter(
        head=(left, names + right),
        middle=[t for role, side, t in truth.lines if side == "full" and role != "appendix"],
        foot=(
            [text for role, _, text in truth.lines if role in _FOOT],
            [text for role, side, text in truth.lines if side == "right" and role in _SIGNING],
        ),
        behind=[text for role, _, text in truth.lines if role == "appendix"],
    )


def _beside(columns: tuple[list[str], list[str]], gap: str) -> list[str]:
    rows = zip_longest(*columns, fillvalue="")
    return [gap.join(filter(None, row)) for row in rows]


def _joined(letter: Letter) -> str:
    return " ".join(letter.kept().split("\n"))


def _interleaved(letter: Letter, gap: str = " ") -> str:
    head, foot = _beside(letter.head, gap), _beside(letter.foot, gap)
    return gap.join([*head, *letter.middle, *foot, *letter.behind])


def _tabs(letter: Letter) -> str:
    return _interleaved(letter, "\t")


def _blanks(letter: Letter) -> str:
    return letter.kept().replace("\n", "    ")


def _paragraphs(letter: Letter) -> str:
    head, foot = _beside(letter.head, " "), _beside(letter.foot, " ")
    return "\n".join([" ".join(head), *letter.middle, " ".join(foot), *letter.behind])


def _wrapped(letter: Letter) -> str:
    return wrapped(_joined(letter))


def wrapped(text: str) -> str:
    """Break the text anew wherever a line is full."""
    return re.sub(rf"(.{{1,{_WIDTH}}})(?:\s+|$)", r"\1\n", " ".join(text.split()))


FORMS: dict[str, Callable[[Letter], str]] = {
    "one line": _joined,
    "one line, columns mixed": _interleaved,
    "tabs for line ends": _tabs,
    "blanks for line ends": _blanks,
    "paragraphs kept": _paragraphs,
    "wrapped anew": _wrapped,
}


def record_of(text: str) -> dict[str, Any]:
    """Return the record of ``text`` read as a .txt file."""
    data = text.encode()
    source = SourceFile("0" * 64, "thu.txt", "text/plain", len(data))
    found = extract(parse(source, data))[0].to_json()
    return {name: found[name] for name in FIELDS}


def _letters(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for part in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
        name, text = part.split("\n", 1)
        yield (
            name,
            {"kept": text, "one line": " ".join(text.split()), "wrapped anew": wrapped(text)},
        )


def _forms(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, str]]]:
    if options.letters:
        yield from _letters(options.letters)
        return
    for index in range(options.count):
        letter = composed(index)
        spoilt = {name: spoil(letter) for name, spoil in FORMS.items()}
        yield str(index), {"kept": letter.kept(), **spoilt}


def main() -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--letters", type=Path)
    parser.add_argument("--show", help="print the values of this field that differ")
    options = parser.parse_args()
    equal: dict[str, dict[str, list[bool]]] = {}
    for name, forms in _forms(options):
        wanted = record_of(forms.pop("kept"))
        for form, text in forms.items():
            found = record_of(text)
            for key in FIELDS:
                same = _bare(found[key]) == _bare(wanted[key])
                equal.setdefault(form, {}).setdefault(key, []).append(same)
                if not same and options.show in (key, "all"):
                    print(f"{name} | {form} | {key}\n  {wanted[key]}\n  {found[key]}")
    _print(equal)
    return 0


def _bare(value: object) -> object:
    """Appendices lie elsewhere in another text: their spans are left out."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if key != "span"}
    return value


def _print(equal: dict[str, dict[str, list[bool]]]) -> None:
    for form, fields in equal.items():
        every = [same for values in fields.values() for same in values]
        whole = [all(values) for values in zip(*fields.values(), strict=True)]
        print(f"\n{form}: {_share(every)} of fields, {_share(whole)} of letters whole")
        print("  " + ", ".join(f"{key} {_share(values)}" for key, values in fields.items()))


def _share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
