"""The command line without any archive: language, usage errors, days, the sheet, the exports."""

import csv
import io
import json
import sqlite3
from importlib.metadata import version
from pathlib import Path

import pytest

from app.cli import build
from app.messages import MESSAGES
from app.search import iso_day, marked
from app.sheet import describe
from dispatch.errors import ConfigError
from dispatch.export import COLUMNS, csv_line, json_schema
from dispatch.record import Dispatch, Extractor, Period, Reference, Signer, Source
from dispatch.relations import Relation
from dispatch.settings import read_settings
from tests.command import SAMPLES, congvan

RECORD = Dispatch(
    id="0" * 64,
    source=Source(path="=a.txt", media_type="text/plain", bytes=1, pages=1, page_range=(1, 1)),
    notation="BQL-VP",
    number_state="blank",
    date="2023-07-20",
    subject="=HYPERLINK(0)",
    references=(
        Reference(
            relation=Relation.IMPLEMENTS,
            document_type="Kế hoạch",
            number="16/KH-BQL",
            date="2023-02-06",
        ),
    ),
    period=(Period(start="2023-07-20", end="2023-10-30", kind="campaign"),),
    signer=Signer(name="Hoàng Văn Khởi", position="PHÓ TRƯỞNG BAN"),
    extractor=Extractor(version="0"),
).to_json()


def test_help_speaks_both_languages(tmp_path: Path) -> None:
    vietnamese = congvan("--help", data=tmp_path)
    assert "Tìm văn bản trong kho." in vietnamese.stdout
    for page in (vietnamese, congvan("register", "import", "--help", data=tmp_path)):
        assert "Hiện trợ giúp này rồi thoát." in page.stdout
    for place in (["--lang", "en", "--help"], ["--help", "--lang=en"]):
        assert "Find documents in the archive." in congvan(*place, data=tmp_path).stdout
    assert congvan("--lang", "fr", "--help", data=tmp_path).returncode == 2


def test_version_is_the_distributions(tmp_path: Path) -> None:
    done = congvan("--version", data=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"congvan {version('congvan')}\n")
    assert "Hiện phiên bản" in congvan("--help", data=tmp_path).stdout
    assert "Show the version" in congvan("--help", "--lang", "en", data=tmp_path).stdout


def test_every_text_of_the_help_is_in_the_table() -> None:
    for command in build().registered_commands:
        assert command.help in MESSAGES
    assert all(vietnamese and english for vietnamese, english in MESSAGES.values())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["extract"], 2),
        (["search", "--from", "31/2/2023"], 2),
        (["search", "--limit", "0"], 2),
        (["links", "1/A", "--format", "svg"], 2),
        (["search", "x"], 5),
        (["search", "x", "--index", "ftp://host"], 2),
        (["search", "x", "--index", "http://127.0.0.1:9/none"], 5),
        (["stop"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = congvan(*arguments, data=tmp_path)
    assert done.returncode == code, done.stderr
    assert code == 0 or (done.stdout == "" and done.stderr)


def test_a_store_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_text("this is no database, " * 100, encoding="utf-8")
    done = congvan("search", "x", data=tmp_path, index=f"sqlite:{tmp_path / 'a.sqlite'}")
    assert done.returncode in (5, 6)
    assert "a.sqlite" in done.stderr


def test_flag_beats_environment(tmp_path: Path) -> None:
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    done = congvan("search", "x", data=tmp_path, index=f"sqlite:{one}")
    assert str(one) in done.stderr
    flag = ["--index", f"sqlite:{other}"]
    assert str(other) in congvan("search", "x", *flag, data=tmp_path, index=f"sqlite:{one}").stderr


def test_dot_env_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("CONGVAN_INDEX=sqlite:env.sqlite\nCONGVAN_JOBS=3\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONGVAN_JOBS", "1")
    settings = read_settings()
    assert (settings.index_url, settings.jobs) == ("sqlite:env.sqlite", 1)
    monkeypatch.setenv("CONGVAN_JOBS", "none")
    with pytest.raises(ConfigError, match="CONGVAN_JOBS"):
        read_settings()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("20/7/2023", "2023-07-20", "2023-07-20"),
        ("2023-07-20", "2023-07-20", "2023-07-20"),
        ("7/2023", "2023-07-01", "2023-07-31"),
        ("2/2024", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    assert iso_day(text, is_end=False) == first
    assert iso_day(text, is_end=True) == last


@pytest.mark.parametrize("text", ["", "hôm qua", "31/9/2023", "1/2/3/2023", "7-20", "20/7/23"])
def test_no_days(text: str) -> None:
    with pytest.raises(ConfigError):
        iso_day(text, is_end=False)


def test_marked_words_stand_between_guillemets() -> None:
    assert marked("phát động\nthi đua", ((10, 17),)) == "phát động »thi đua«"


def test_sheet_lines() -> None:
    assert describe("number", RECORD) == ["(trống)/BQL-VP"]
    assert describe("references", RECORD) == ["thực hiện: Kế hoạch 16/KH-BQL ngày 2023-02-06"]
    assert describe("period", RECORD) == ["2023-07-20 – 2023-10-30 (thực hiện)"]
    assert describe("place", RECORD) == []
    law = dict(RECORD["references"][0], document_type="Luật", number=None, title="Luật Giá")
    assert describe("references", {"references": [law]}) == ["thực hiện: Luật Giá ngày 2023-02-06"]


def test_csv_has_the_columns_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_line(None) + csv_line(RECORD))))
    assert tuple(rows[0]) == COLUMNS
    row = dict(zip(*rows, strict=True))
    assert row["subject"] == "'=HYPERLINK(0)"
    assert row["references"] == "implements 16/KH-BQL"
    assert row["period"] == "2023-07-20/2023-10-30"


def test_published_schema_is_that_of_the_model(tmp_path: Path) -> None:
    published = (SAMPLES.parent / "docs" / "record.schema.json").read_text(encoding="utf-8")
    assert published == json_schema()
    assert congvan("export", "--schema", data=tmp_path).stdout == published
    assert {"references", "copy"} <= json.loads(published)["properties"].keys()


def test_export_of_an_empty_archive(tmp_path: Path) -> None:
    from index import open_archive

    store = tmp_path / "a.sqlite"
    open_archive(f"sqlite:{store}").close()
    assert sqlite3.connect(store).execute("SELECT 1").fetchone() == (1,)
    done = congvan("export", "--format", "csv", data=tmp_path, index=f"sqlite:{store}")
    assert done.stdout.splitlines() == [",".join(COLUMNS)]
