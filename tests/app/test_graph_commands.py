"""What people ask of the graph and the directory on the command line, as they type it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from app.search import as_text
from index import open_archive
from tests.index.drawn import BQL, cites, written
from tests.index.test_campaigns import everything

Said = Callable[..., str]
OFFICE = "Sở Nội vụ"


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    """Run a command on an archive with two campaigns and a gap in an office's numbers."""
    url = f"sqlite:{tmp_path / 'archive.sqlite'}"
    cited = cites("87/QĐ-UBND", "basis", date="2023-01-03", issuing_body="UBND tỉnh Hòa Bình")
    with open_archive(url) as archive:
        archive.add(everything())
        for number in (1, 2, 4):
            archive.add([letter(number, references=(cited,))])
    monkeypatch.setenv("CONGVAN_INDEX", url)
    monkeypatch.setenv("CONGVAN_DATA_FOLDER", str(tmp_path))

    def do(*arguments: str, code: int = 0) -> str:
        assert run(list(arguments), "vi") == code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return do


def letter(number: int, **fields: Any) -> Any:
    values = {
        "document_type": "Công văn",
        "number": f"{number}/SNV-VP",
        "notation": "SNV-VP",
        "date": f"2023-03-0{number}",
        "issuing_body": OFFICE,
        "subject": f"đôn đốc lần {number}",
        **fields,
    }
    return written(f"letter-{number}", **values)


def test_campaigns(said: Said) -> None:
    shown = said("campaigns", "--no-json")
    assert shown.count("●") == 2
    assert "Thi đua đợt 1" in shown
    assert "20/07/2023 – 30/10/2023" in shown
    cut = said("campaigns", "--no-json", "--limit", "1")
    assert cut.count("●") == 1
    assert "1 trong 2 đợt" in cut
    for asked, rounds in (
        (("--plan", "16/KH-BQL"), [1, 2]),
        (("--running", "1/9/2023"), [2]),
        (("--without-report",), [2]),
        (("--plan", "99/KH-BQL"), []),
    ):
        lines = said("campaigns", *asked, "--json").splitlines()
        assert sorted(json.loads(line)["round"] for line in lines) == rounds


def test_missing_numbers_and_what_is_only_cited(said: Said) -> None:
    assert "3/SNV-VP" in said("series", OFFICE, "2023", "--no-json")
    (plain,) = said("series", OFFICE, "2023", "--json").splitlines()
    assert [one["number"] for one in json.loads(plain)["missing"]] == ["3/SNV-VP"]
    assert "23" in said("series", OFFICE, "23", code=2)
    first = said("stubs", "--no-json").splitlines()[0]
    assert first.startswith("87/QĐ-UBND (03/01/2023)")
    assert "3 lần" in first


def test_the_directory_of_bodies(said: Said) -> None:
    assert OFFICE in said("bodies", "list", "--unknown", "--no-json")
    said("bodies", "add", BQL, "--name", "Ban KCN", "--parent", "UBND tỉnh Bắc Kạn", code=2)
    said("bodies", "add", BQL, "--name", "Ban KCN", "--code", "H03.12", "--from", "2010")
    said("bodies", "alias", "Ban KCN", "BQL Khu CN")
    (body,) = said("bodies", "list", "--json").splitlines()
    assert json.loads(body)["names"] == [BQL, "BQL Khu CN", "Ban KCN"]
    assert "16/KH-BQL" in said("search", "--issuer", "BQL Khu CN", "--no-json")
    said("bodies", "split", BQL, "BQL Khu CN")
    said("bodies", "add", "Ban Quản lý Khu kinh tế")
    said("bodies", "succeed", BQL, "--by", "Ban Quản lý Khu kinh tế", "--day", "1/7/2025")
    said("bodies", "merge", "BQL Khu CN", "--into", BQL)
    known = {
        one["name"]: one for one in map(json.loads, said("bodies", "list", "--json").splitlines())
    }
    assert set(known) == {BQL, "Ban Quản lý Khu kinh tế"}
    assert "khong-co" in said("bodies", "alias", "khong-co", "x", code=2)


def test_facets_pages_and_likeness(said: Said) -> None:
    shown = said(
        "search", "loại:Công văn", "--facet", "year", "--facet", "issuing_body", "--no-json"
    )
    assert f"cơ quan: {BQL} 3, {OFFICE} 3" in shown
    named = said("search", "--facet", "quan hệ", "--facet", "hiệu lực", "--no-json")
    assert "quan hệ: căn cứ 3, thực hiện 3, sửa đổi, bổ sung 1" in named
    assert "hiệu lực: còn 8, được sửa đổi 1" in named
    assert "standing: in_force 8" in said("search", "--facet", "standing", "--json")
    seen: list[str] = []
    mark: tuple[str, ...] = ()
    while True:
        page = said("search", "--limit", "2", *mark, "--no-json")
        seen += [line for line in page.splitlines() if line.startswith("●")]
        if "--after" not in page:
            break
        mark = ("--after", page.rpartition("--after ")[2].strip())
    assert len(seen) == len(set(seen)) == 9
    alike = said("search", "--similar", "1/SNV-VP", "--no-json")
    assert "đôn đốc lần 2" in alike
    assert "--similar" in said("search", "thi đua", "--similar", "1/SNV-VP", code=2)
    assert "nothing" in said("search", "--facet", "nothing", code=2)
    assert "trang" in said("search", "--after", "x", code=2)


def test_relations_are_asked_by_their_vietnamese_names(said: Said) -> None:
    assert said("links", "16/KH-BQL", "--relation", "thực hiện") == said(
        "links", "16/KH-BQL", "--relation", "implements"
    )
    assert "căn cứ" in said("links", "1/SNV-VP", "--relation", "can cu")
    refused = said("links", "16/KH-BQL", "--relation", "sai", code=2)
    assert "sai" in refused and "thực hiện" in refused


def test_reindex_and_check(said: Said) -> None:
    assert "9" in said("reindex")
    assert "words_before" in said("reindex", "--drop-old")
    assert "9" in said("check")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["thi dua"], "thi dua"),
        (["thi", "dua"], "thi dua"),
        (["người", "ký:Hoàng Văn Khởi"], 'người ký:"Hoàng Văn Khởi"'),
        (["phát động", "OR", "khen"], '"phát động" OR khen'),
        (['loại:"Kế hoạch" OR khen', "x"], 'loại:"Kế hoạch" OR khen x'),
    ],
)
def test_words_as_the_shell_hands_them(words: list[str], text: str) -> None:
    assert as_text(words) == text
