"""Word's older files and OpenDocument through the real LibreOffice and antiword."""

import sys
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement

from dispatch.document import ParsedDocument
from parsers import office, parse
from parsers.limits import DEFAULT_LIMITS
from parsers.source import open_file
from tests.parsers.test_word import docx, paragraph, read

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "bench")]

import same_words  # noqa: E402 - the paths above come first
from sample_docx import convert  # noqa: E402

pytestmark = pytest.mark.office

# Công văn của Ủy ban, with the ư that TCVN3 has at the soft hyphen: gửi, được, trường.
OLD = "C«ng v¨n göi c¸c tr\xadêng ®\xadîc giao thùc hiÖn"
NEW = "Công văn gửi các trường được giao thực hiện"
WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
    "<w:t>Số: 16/KH-BQL</w:t></w:r></w:p></w:body></w:wordDocument>"
)
RTF = r"{\rtf1\ansi\uc1{\fonttbl{\f0 Times New Roman;}}\f0 S\u7889?: 16/KH-BQL\par Mai}"


def words(path: Path) -> list[str]:
    return parse(*open_file(path)).text.split()


def written(path: Path, *texts: str, font: str = "Times New Roman") -> None:
    """Write a paragraph for each text, as Word writes it."""
    document = Document()
    for text in texts:
        run = document.add_paragraph().add_run()
        run.font.name = font
        for index, piece in enumerate(text.split("\xad")):
            if index:
                run._r.append(OxmlElement("w:softHyphen"))
            run.add_text(piece)
    document.save(str(path))


@pytest.mark.parametrize("kind", ["doc:MS Word 97", "odt"])
def test_the_soft_hyphen_of_tcvn3_stays_a_letter(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "cu.docx"
    written(path, OLD, font=".VnTime")
    assert words(path) == NEW.split()
    convert([path], tmp_path, kind)
    assert words(path.with_suffix(f".{kind.split(':', 1)[0]}")) == NEW.split()


@pytest.mark.parametrize(("name", "text"), [("a.doc", RTF), ("a.xml", WORD_2003)])
def test_older_words_files_are_told_by_their_content(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert words(tmp_path / name)[:2] == ["Số:", "16/KH-BQL"]


def test_composed_documents_have_the_same_words_in_every_form(tmp_path: Path) -> None:
    """The cheap part of bench/same_words.py; the whole runs in make verify."""
    same_words.make(tmp_path, 3)
    figures = same_words.measure(tmp_path)
    assert {name: one.documents for name, one in figures.items()} == dict.fromkeys(
        (".doc", ".odt", ".pdf"), 3
    )
    for name, one in figures.items():
        assert one.words > 500
        assert one.wrong <= same_words.LIMIT * one.words, name


def test_at_most_ten_differences_are_declared() -> None:
    assert len({kind.name for kind in same_words.CLASSES}) == len(same_words.CLASSES) <= 10


def test_undeclared_differences_are_counted() -> None:
    one, other = (
        same_words.told(read(docx(paragraph(text) + paragraph("Nơi nhận:"))))
        for text in ("Kính gửi: Sở Nội vụ", "Kính gửi: Sở Tài chính")
    )
    assert list(same_words.differences(one, other)) == [(["Nội", "vụ"], ["Tài", "chính"])]


def test_the_fuller_of_two_readings_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """LibreOffice drops what it cannot place; antiword's plain text then says more."""
    path = tmp_path / "thu.docx"
    written(path, *(f"Mục {number} của văn bản" for number in range(30)))
    convert([path], tmp_path, "doc:MS Word 97")
    source, data = open_file(path.with_suffix(".doc"))
    whole = parse(source, data)
    assert antiword_words(data) == whole.text.split()
    shorter = docx(paragraph("Mục 0 của văn bản"))
    monkeypatch.setattr(office, "convert", lambda *_: shorter)
    assert fold_text(parse(source, data)) == fold_text(whole)


def antiword_words(data: bytes) -> list[str]:
    return office.antiword(data, DEFAULT_LIMITS).split()


def fold_text(document: ParsedDocument) -> list[str]:
    return document.text.split()
