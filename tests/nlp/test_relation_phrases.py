"""Every phrase of citing (domain notes 2.2) in the forms that letters print it in."""

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.relations import RELATIONS
from nlp import extract
from parsers import parse
from tests.hard_cases.files import as_file
from tests.nlp.citing import HEAD, references

CITED = {
    "K": "Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý",
    "Q": "Quyết định số 12/QĐ-BQL ngày 05/01/2022 của Ban Quản lý",
    "C": "Công văn số 118/BQL-VP ngày 20/7/2023",
    "T": "Tờ trình số 08/TTr-VP ngày 03/7/2023",
}
ROWS = [
    tuple(row.split(" | ", 1))
    for row in Path(__file__).with_name("relation_phrases.txt").read_text().splitlines()
    if not row.startswith("#")
]


def long_days(text: str) -> str:
    return re.sub(r"ngày (\d\d?)/(\d+)/(\d{4})", r"ngày \1 tháng \2 năm \3", text)


def small_types(text: str) -> str:
    return re.sub(r"[A-ZĐ][^\W\d]+ [^\W\d]+ số", lambda match: match[0].lower(), text)


FORMS: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "long days": long_days,
    "without the word số": lambda text: text.replace(" số ", " "),
    "types in small letters": small_types,
    "capitals": str.upper,
}


@pytest.mark.parametrize(("relation", "passage"), ROWS)
def test_phrase(relation: str, passage: str) -> None:
    text = passage.format(**CITED).replace(" // ", "\n")
    read = {name: references(form(text))[:1] for name, form in FORMS.items()}
    assert {name: [one.relation for one in found] for name, found in read.items()} == {
        name: [relation] for name in FORMS
    }


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_phrases_broken_over_lines_of_a_file(form: str) -> None:
    for relation, passage in ROWS:
        lines = passage.format(**CITED).split(" // ")
        wrapped = "\n".join("\n".join(textwrap.wrap(line, 74)) for line in lines)
        page = unicodedata.normalize(form, f"{HEAD}\n{wrapped}\n")
        (record,) = extract(parse(*as_file(page, "letter")))
        assert (passage, [one.relation for one in record.references][:1]) == (passage, [relation])


def test_every_relation_and_cue_has_a_phrase() -> None:
    said = {
        relation: [text.lower() for one, text in ROWS if one == relation] for relation, _ in ROWS
    }
    for row in RELATIONS:
        assert row.relation in said
        for cue in row.cues:
            assert any(cue in text for text in said[row.relation]), (row.relation, cue)
