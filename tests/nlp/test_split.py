"""Where a file holds several dispatches, and where it only seems to."""

import pytest

from dispatch.document import Column, ParsedDocument, SourceFile
from nlp.split import split
from parsers.assemble import RawLine, RawPage, RawWord, assemble

SOURCE = SourceFile("b" * 64, "tap.pdf", "application/pdf", 10)


def wrapped(number: str) -> list[str]:
    """The same in a narrow column, which wraps the national name."""
    name = ">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    lines = letter(number)
    lines[lines.index(name) : lines.index(name) + 1] = [name.removesuffix(" NAM"), ">NAM"]
    return lines


def letter(
    number: str, *, mark: str = "", signed: bool = True, day: str = "02", name: str = "Lê Văn Tám"
) -> list[str]:
    """One dispatch, column by column; ``mark`` stands above the number."""
    lines = [
        "<SỞ NỘI VỤ",
        f"<Số: {number}",
        ">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        ">Độc lập - Tự do - Hạnh phúc",
        f">Hà Nội, ngày {day} tháng 3 năm 2024",
        "QUYẾT ĐỊNH",
        "Về việc khen thưởng",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;",
        "Điều 1. Khen thưởng các cá nhân có tên.",
    ]
    if mark:
        lines.insert(0, f"<{mark}")
    if signed:
        lines += ["<Nơi nhận:", "<- Lưu: VT.", ">KT. GIÁM ĐỐC", ">PHÓ GIÁM ĐỐC", f">{name}"]
    return lines


def speaking(text: str) -> list[str]:
    """A proposal that says what it lays before its reader."""
    lines = letter("12/TTr-SNV")
    lines[lines.index("Điều 1. Khen thưởng các cá nhân có tên.")] = text
    return lines


def plain(number: str, *, day: str = "05", office: str = "SỞ NỘI VỤ") -> list[str]:
    """A công văn: V/v below the number, an addressee, no title."""
    lines = letter(number, day=day)
    lines[0] = f"<{office}"
    lines[2:2] = ["<V/v báo cáo quý I"]
    lines[6:8] = [">Kính gửi: Các phòng, đơn vị"]
    return lines


def file_of(*pages: list[str]) -> ParsedDocument:
    columns = {"<": Column.LEFT, ">": Column.RIGHT}
    return assemble(
        SOURCE,
        [
            RawPage(
                [
                    RawLine(
                        [RawWord(word) for word in line.lstrip("<>").split()],
                        column=columns.get(line[0], Column.FULL),
                    )
                    for line in page
                ]
            )
            for page in pages
        ],
    )


@pytest.mark.parametrize(
    ("pages", "ranges"),
    [
        ([letter("12/QĐ-SNV")], [(1, 1)]),
        # a stack scan of letters
        ([letter("12/QĐ-SNV"), letter("13/QĐ-SNV"), letter("14/QĐ-SNV")], [(1, 1), (2, 2), (3, 3)]),
        ([wrapped("12/QĐ-SNV"), wrapped("13/QĐ-SNV")], [(1, 1), (2, 2)]),
        # … but not where a sentence names the country over two lines
        (
            [
                letter("12/QĐ-SNV"),
                [
                    "của nước Cộng hòa xã hội chủ nghĩa Việt",
                    "Nam, số 13/QĐ-SNV nêu trên./.",
                    *letter("")[5:],
                ],
            ],
            [(1, 2)],
        ),
        # a list behind a letter has no head of its own
        ([letter("12/QĐ-SNV"), ["DANH SÁCH", "1. Lê Văn Chín"]], [(1, 2)]),
        # drafts behind a letter: unnumbered, or marked as such
        ([letter("12/TTr-SNV"), letter("     /QĐ-UBND", signed=False)], [(1, 2)]),
        ([letter("12/TTr-SNV"), letter("13/QĐ-UBND", mark="DỰ THẢO")], [(1, 2)]),
        ([letter("12/TTr-SNV"), letter("13/QĐ-UBND", mark="BẢN DỰ THẢO LẦN 2")], [(1, 2)]),
        # … unnumbered and without day or name, though set as if signed
        ([letter("12/TTr-SNV"), letter("     /QĐ-UBND", day="   ")], [(1, 2)]),
        ([letter("12/TTr-SNV"), letter("     /QĐ-UBND", name="")], [(1, 2)]),
        # … dated and with the name to sign it, but the proposal speaks of it
        (
            [
                speaking("Sở Nội vụ kính trình dự thảo Quyết định của UBND tỉnh."),
                letter("     /QĐ-UBND"),
            ],
            [(1, 2)],
        ),
        # A letter that went out and whose number nobody wrote, or wrote by pen, is one of its own.
        ([letter("12/QĐ-SNV"), letter("     /QĐ-SNV")], [(1, 1), (2, 2)]),
        (
            [letter("12/QĐ-SNV"), plain("     /SNV-VP"), letter("14/QĐ-SNV")],
            [(1, 1), (2, 2), (3, 3)],
        ),
        # … undated too, where the same office sends it to somebody; not where another one would.
        ([letter("12/SNV-VP"), plain("     /SNV-VP", day="  ")], [(1, 1), (2, 2)]),
        (
            [letter("12/TTr-SNV"), plain("     /UBND-NC", day="  ", office="UBND TỈNH LONG AN")],
            [(1, 2)],
        ),
        (
            [
                speaking("Sở Nội vụ gửi kèm dự thảo công văn để các phòng góp ý."),
                plain("     /SNV-VP", day="  "),
            ],
            [(1, 2)],
        ),
        ([letter("12/QĐ-SNV"), letter("□ /QĐ-SNV", day="  ")], [(1, 1), (2, 2)]),
        ([letter("12/QĐ-SNV"), letter("     /QĐ-SNV", day="□")], [(1, 1), (2, 2)]),
        # A proposal of one type speaks of no draft of another.
        (
            [
                speaking("Sở Nội vụ kính trình dự thảo Nghị quyết của HĐND tỉnh."),
                letter("     /QĐ-SNV"),
            ],
            [(1, 1), (2, 2)],
        ),
        # … but not where a draft or an enclosure is what the letter is about
        (
            [
                letter("12/TTr-SNV"),
                letter("13/SNV-VP", mark="V/v góp ý dự thảo Nghị định"),
                letter("14/SNV-VP", mark="V/v gửi kèm theo báo cáo quý I"),
            ],
            [(1, 1), (2, 2), (3, 3)],
        ),
        # a regulation repeats the head and says what it belongs to
        ([letter("12/QĐ-SNV"), letter("", mark="(Kèm theo Quyết định số 12/QĐ-SNV)")], [(1, 2)]),
        # the head is repeated on the next page before anything was signed
        ([letter("12/QĐ-SNV", signed=False), letter("12/QĐ-SNV")], [(1, 2)]),
    ],
)
def test_a_file_is_cut_at_heads_of_documents_of_their_own(
    pages: list[list[str]], ranges: list[tuple[int, int]]
) -> None:
    parts = split(file_of(*pages))
    assert [(part.pages[0].number, part.pages[-1].number) for part in parts] == ranges
    assert [part.ordinal for part in parts] == list(range(1, len(ranges) + 1))
    for part in parts:
        for word in part.words:
            assert part.text[word.start : word.end] == word.text


def test_the_foot_of_the_left_page_of_a_sheet_stays_with_its_letter() -> None:
    """Two letters side by side: the right one's head follows the left one's foot on one page."""

    def placed(text: str, top: float) -> RawLine:
        column = {"<": Column.LEFT, ">": Column.RIGHT}.get(text[0], Column.FULL)
        words = [RawWord(word, 50.0, top, 90.0, top + 12) for word in text.lstrip("<>").split()]
        return RawLine(words, column=column)

    lines = [
        placed(text, (50.0 if at < 5 else 300.0 if at < 9 else 600.0) + 14 * at)
        for number in ("12/SNV-VP", "13/SNV-VP")
        for at, text in enumerate(letter(number))
    ]
    first, second = split(assemble(SOURCE, [RawPage(lines, 1190.0, 842.0)]))
    assert first.text.endswith("Lê Văn Tám\n")
    assert second.text.startswith("SỞ NỘI VỤ\nSố: 13/SNV-VP")
