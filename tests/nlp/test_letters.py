"""Whole letters of many kinds of office, as plain text: what is left when every cue of type and
place is gone. The letters are composed; ``letters.json`` says what each of them holds."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from dispatch.document import SourceFile
from nlp import extract
from parsers import parse

FOLDER = Path(__file__).parent
LETTERS = dict(
    part.split("\n", 1) for part in re.split(r"(?m)^=== ", (FOLDER / "letters.txt").read_text())[1:]
)
ANSWERS: dict[str, Any] = orjson.loads((FOLDER / "letters.json").read_bytes())


def brief(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a letter's answer lists of its record: the values that are there."""
    kept = ("document_type", "number", "notation", "date", "date_partial", "place", "issuing_body",
            "parent_body", "subject", "addressees", "urgency", "draft", "system")  # fmt: skip
    answer = {name: record[name] for name in kept if record[name]}
    signer = record["signer"] or {}
    answer["signer"] = [signer.get("name"), signer.get("position"), *signer.get("authority", [])]
    answer["recipients"] = [[item["name"], item["role"]] for item in record["recipients"]]
    answer["archive"] = record["archive"]["units"] if record["archive"] else []
    answer["references"] = [
        [item["relation"], item["number"] or item["title"], item["date"] or item["date_partial"]]
        for item in record["references"]
    ]
    answer["period"] = [[item["kind"], item["start"], item["end"]] for item in record["period"]]
    return answer


@pytest.mark.parametrize("name", LETTERS)
def test_letter(name: str, tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text(LETTERS[name], encoding="utf-8")
    data = path.read_bytes()
    source = SourceFile("a" * 64, str(path), "text/plain", len(data))
    (record,) = extract(parse(source))
    assert brief(record.to_json()) == ANSWERS[name]


def test_every_letter_has_its_answer() -> None:
    assert set(ANSWERS) == set(LETTERS)
