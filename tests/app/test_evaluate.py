"""``congvan evaluate`` on a folder of answers made of the samples, run as a user runs it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.accuracy import Case, cases, evaluate, gained_and_lost, put_section
from app.accuracy_tables import NOTE, tables
from dispatch.errors import ConfigError, ExitCode
from tests.command import SAMPLES, congvan

ANSWER: dict[str, Any] = {"number": None, "date": "2023-07-20", "place": "Chợ Mới"}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two forms of the sample, and a file that no reader takes."""
    folder = tmp_path / "gold"
    (folder / "files").mkdir(parents=True)
    rows = []
    for form, name in (("txt", "thi-dua-dot-2.txt"), ("docx", "thi-dua-dot-2.docx")):
        shutil.copy(SAMPLES / name, folder / "files")
        rows.append({"id": form, "file": name, "form": form, "gold": ANSWER})
    (folder / "files" / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing")
    rows.append({"id": "broken", "file": "broken.pdf", "form": "pdf-digital", "gold": ANSWER})
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_every_file_is_scored_and_a_failed_one_has_nothing_right(
    gold: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    done = congvan("evaluate", gold, "--write", page, "--lang", "en", data=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr
    figures = "1.000 (0.34–1.00) | 0.667 (0.21–0.94) | 0.800 (0.26–0.98) | 0.800 |"
    assert f"| number (null) | digital\\* | 3 | 3 | 0.67 | {figures}" in done.stdout
    assert "| digital\\* | 3 | 2: 0.667 (0.21–0.94) | 2: 0.667 (0.21–0.94) |" in done.stdout
    assert NOTE in done.stdout
    assert "broken.pdf" in done.stderr
    assert done.stdout.strip() in page.read_text(encoding="utf-8")


def test_by_source_splits_the_figures_by_form(gold: Path, tmp_path: Path) -> None:
    done = congvan("evaluate", gold, "--by", "source", data=tmp_path)
    assert done.returncode == ExitCode.DONE, done.stderr
    for form in ("docx", "txt", "pdf-digital"):
        assert f"| place | {form}\\* | 1 | 1 |" in done.stdout


def test_a_folder_without_answers_is_a_usage_error(tmp_path: Path) -> None:
    done = congvan("evaluate", tmp_path, "--lang", "en", data=tmp_path)
    assert done.returncode == ExitCode.USAGE
    assert "gold.jsonl" in done.stderr


def test_an_unknown_version_is_a_usage_error(gold: Path, tmp_path: Path) -> None:
    done = congvan("evaluate", gold, "--against", "no-such-version", "--lang", "en", data=tmp_path)
    assert done.returncode == ExitCode.USAGE
    assert "no-such-version" in done.stderr


def test_a_broken_line_names_itself(gold: Path) -> None:
    with (gold / "gold.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "x"}\n')
    with pytest.raises(ConfigError, match="line 4"):
        cases(gold)


def test_gains_and_losses_are_told_by_document_and_field() -> None:
    case = Case("a", Path("a.txt"), "txt", ANSWER)
    now = {"number": None, "date": "2023-07-20", "place": "Chợ"}
    before = {"number": "7/KH-BQL", "date": "2023-07-20", "place": "Chợ Mới"}
    assert gained_and_lost([(case, now)], {"a": before}) == [
        "+ a number (null)",
        "- a place: missed ['chợ mới'], wrong ['chợ']",
    ]


def test_a_section_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n", encoding="utf-8")
    put_section(page, "figures", "one")
    put_section(page, "other", "two")
    put_section(page, "figures", "three")
    assert page.read_text(encoding="utf-8") == (
        "# Title\n\n<!-- figures -->\n\nthree\n\n<!-- /figures -->\n\n"
        "<!-- other -->\n\ntwo\n\n<!-- /other -->\n"
    )


def test_the_tables_pool_the_calibration_of_all_groups() -> None:
    case = Case("a", Path("a.txt"), "txt", ANSWER)
    record = {"place": "Chợ Mới", "evidence": {"/place": {"confidence": 0.97}}}
    text = tables(evaluate([(case, record)]), {})
    assert "| all\\* | 1 | 1 | 1: 1.000 (0.21–1.00) | 0.030 |" in text
    assert "| place | digital\\* | 1 | 1 | 1: 1.000 (0.21–1.00) | 0.030 |" in text


def test_from_twenty_documents_on_a_figure_is_claimed() -> None:
    many = [(Case(str(i), Path("a.txt"), "txt", ANSWER), {"place": "Chợ Mới"}) for i in range(20)]
    text = tables(evaluate(many), {})
    assert "| place | digital | 20 | 20 | 1.00 | 1.000 (0.84–1.00)" in text
    assert "| place | digital\\*" in tables(evaluate(many[1:]), {})


def test_each_office_is_judged_by_the_others() -> None:
    offices = {}
    for office in ("Sở A", "Sở B"):
        answer = {**ANSWER, "issuing_body": office}
        record = {**answer, "evidence": {"/place": {"confidence": 0.97}}}
        offices |= evaluate(
            [(Case(office, Path("a.txt"), "txt", answer), record)], by=lambda case: case.office
        )
    assert list(offices) == ["sở a", "sở b"]
    text = tables(offices, offices)
    assert "| each office by the others' curve\\* | 2 | 2 |" in text
