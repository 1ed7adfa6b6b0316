"""One suite for every backend: the same questions, the same documents, in the same order."""

import dataclasses

import pytest

from dispatch.errors import QueryError
from index.archive import Archive
from index.query import Query

PLAN, ONE, TWO = "plan", "round-I", "round-II"
DECISION, UNMARKED, READER = "decision", "unmarked", "law-reader"
ALL = [DECISION, READER, TWO, ONE, PLAN, UNMARKED]


def names(archive: Archive, query: Query) -> list[str]:
    """Return the names of the files found, in order, reading page after page of two."""
    found: list[str] = []
    page = archive.search(dataclasses.replace(query, limit=2))
    total = page.total
    while True:
        found += [name_of(archive, hit.id) for hit in page.hits]
        if page.after is None:
            break
        page = archive.search(dataclasses.replace(query, limit=2, after=page.after))
    assert len(found) == total
    assert len(set(found)) == total
    return found


def name_of(archive: Archive, record_id: str) -> str:
    record = archive.read(record_id)
    assert record is not None
    return str(record["source"]["path"]).removesuffix(".txt")


ORDERED = [
    (Query(references="16/KH-BQL"), [DECISION, TWO, ONE]),
    (Query(references="16 / kh-bql"), [DECISION, TWO, ONE]),
    (Query(references="016/KH–BQL"), [DECISION, TWO, ONE]),
    (Query(references="16/KH-BQL", relation="basis"), [DECISION]),
    (Query(references="16/KH-HĐTĐKT"), []),
    (Query(references="16-KH/BQL"), []),
    (Query(references="luật thi đua, khen thưởng"), [UNMARKED]),
    (Query(relation="basis"), [DECISION, UNMARKED]),
    (Query(number="5/QĐ-UBND"), [DECISION]),
    (Query(number="12/HD-BTĐKT"), []),
    (Query(document_type="Kế hoạch"), [PLAN]),
    (Query(document_type="ke hoach"), [PLAN]),
    # Without marks both spellings are found, newest first; with marks its own spelling leads.
    (Query(signer="hoang van khoi"), [TWO, ONE, UNMARKED]),
    (Query(signer="Hoàng Văn Khởi"), [TWO, ONE, UNMARKED]),
    (Query(signer="khoi"), [TWO, ONE, UNMARKED]),
    (Query(signer="Van Hoang"), []),
    (Query(issuer="BQL các KCN"), [TWO, ONE, PLAN]),
    (Query(issuer="ban quan ly"), [TWO, ONE, PLAN]),
    (Query(issuer="Ủy ban nhân dân tỉnh Hoà Bình"), [DECISION]),
    (Query(date_from="2023-07-20"), [DECISION, READER, TWO, UNMARKED]),
    (Query(date_from="2023-03-01", date_to="2023-07-20"), [TWO, ONE]),
    (Query(date_from="2023-09-10", date_to="2023-09-10"), [UNMARKED]),
    (Query(period="2023-09-01"), [TWO]),
    (Query(period="2023-11-01"), [TWO]),
    (Query(period="2023-11-16"), []),
    (Query(period="2023-03-01"), [ONE]),
    (Query(sort="oldest"), [PLAN, ONE, TWO, DECISION, READER, UNMARKED]),
    (Query(text="thi đua", sort="newest"), [READER, TWO, ONE, PLAN, UNMARKED]),
]


@pytest.mark.parametrize(("query", "expected"), ORDERED)
def test_filters_and_sorts_give_the_same_order(
    filled: Archive, query: Query, expected: list[str]
) -> None:
    # Two documents of one day follow their ids, which are hashes: put them in the archive's order.
    found = names(filled, query)
    assert sorted(found) == sorted(expected)
    tied = {DECISION, READER}
    assert [one for one in found if one not in tied] == [one for one in expected if one not in tied]
    positions = [found.index(one) for one in tied if one in found]
    assert positions == [] or max(positions) - min(positions) < len(positions)


TEXTS = [
    ("phát động thi đua", {PLAN, ONE, TWO, UNMARKED}),
    ("phat dong thi dua", {PLAN, ONE, TWO, UNMARKED}),
    ('"thi đua đợt"', {ONE, TWO, UNMARKED}),
    ('"đua thi"', set()),
    ("thi đua NOT sơ", {PLAN, ONE, UNMARKED, READER}),
    ('thi đua -"đợt I"', {PLAN, TWO, UNMARKED, READER}),
    ('"đợt I" OR "đợt II"', {ONE, TWO}),
    # Without marks in mind: "số" folds like "sơ".
    ('(sơ OR danh) "thi đua"', {PLAN, TWO, READER}),
    ("thi đua NOT so", {ONE, UNMARKED, READER}),
    ("uỷ ban nhân dân tỉnh Hòa Bình", {DECISION}),
    ("UỶ BAN", {DECISION}),
    ("16/KH-BQL", {PLAN}),
    ("016/kh-bql", {PLAN}),
    ("năm 2023", {PLAN, DECISION}),
    ("không có chữ này đâu", set()),
    ("…", set()),
    ("số:5/QĐ-UBND", {DECISION}),
    ("so:05/QĐ-UBND", {DECISION}),
    ("number: 5/QĐ-UBND", {DECISION}),
    # A number as people type it: the Party's separators, blanks, its figures alone.
    ("số:5-QĐ/UBND", {DECISION}),
    ('số:"05 qđ ubnd"', {DECISION}),
    ("số:5", {DECISION}),
    ("số:05 khen", {DECISION}),
    ("số:1", set()),
    ("số:12 -khen", set()),
    ("số:12/HD-BTĐKT", set()),
    ("thi thi đua thi đua đua NOT sơ NOT sơ", {PLAN, ONE, UNMARKED, READER}),
    ("dẫn:16/KH-BQL", {DECISION, TWO, ONE}),
    ("dan:16/KH-BQL NOT loại:quyết_định", {DECISION, TWO, ONE}),
    ('dan:16/KH-BQL NOT loai:"quyet dinh"', {TWO, ONE}),
    ('references:"luật thi đua, khen thưởng"', {UNMARKED}),
    ("người ký:khoi", {TWO, ONE, UNMARKED}),
    ('nguoi ky:"Hoàng Văn Khởi" thi đua', {TWO, ONE, UNMARKED}),
    ('người ký:khoi NOT "sơ kết"', {ONE, UNMARKED}),
    ('signer:khoi signer:"hoang van"', {TWO, ONE, UNMARKED}),
    ('cơ quan:"BQL các KCN" OR loại:"Báo cáo"', {PLAN, ONE, TWO, UNMARKED}),
    ('issuer:"BQL các KCN" "đợt II"', {TWO}),
    ("(số:12/HĐ-BTĐKT OR sơ kết) thi đua", {READER, TWO}),
    ("thi đua NOT (số:12/HĐ-BTĐKT OR sơ kết)", {PLAN, ONE, UNMARKED}),
    ("ngày:2023-07..2023-10", {TWO, UNMARKED}),
    ("ngay:20/7/2023", {TWO}),
    ("date:..2023", {PLAN, ONE, TWO, UNMARKED}),
    ("thi đua NOT date:2023", {READER}),
    ("thời gian:2023-09-01", {TWO}),
    ("period:2023-06..2023-08", {ONE, TWO}),
    ("thoi gian:2024", set()),
    # Nothing but exclusions looks at everything else, unmarked words at every spelling.
    ("-thi", {DECISION}),
    ("NOT thi NOT khen", set()),
    ("-số:16/KH-BQL -người_ký:khoi", {DECISION, READER, ONE, TWO, UNMARKED}),
    ('-số:16/KH-BQL -người ký:"khoi"', {DECISION, READER}),
    ("thi -dẫn:16/KH-BQL", {PLAN, UNMARKED, READER}),
    # Everything in the record.
    ('trích yếu:"thi đua"', {PLAN, ONE, TWO, UNMARKED}),
    ("subject:danh_hieu", {READER}),
    ("địa danh:cho_moi", {PLAN}),
    ('place:"Chợ Mới"', {PLAN}),
    ('nơi nhận:"ubnd tỉnh"', {PLAN}),
    # Within one value: not from the end of one name to the beginning of the next.
    ('nơi nhận:"tỉnh các"', set()),
    ('vai trò:"b/c"', {PLAN}),
    ('kính gửi:"các phòng"', {READER}),
    ("addressee:phong", {READER}),
    ("độ khẩn:hỏa_tốc", {DECISION}),
    ("urgency:hoa_toc OR place:cho_moi", {DECISION, PLAN}),
    ("năm:2024", {DECISION, READER}),
    ("quan hệ:căn_cứ", {DECISION, UNMARKED}),
    ("relation:implements đợt", {ONE, TWO}),
    ("trạng thái:stub", {UNMARKED}),
    ('trạng thái:"đã nối"', {DECISION, ONE, TWO}),
    ("độ tin cậy:thấp", {ONE}),
    ("confidence:medium OR confidence:high", {DECISION, PLAN}),
    ("hiệu lực:còn năm:2024", {DECISION, READER}),
    ('standing:"bị bãi bỏ"', set()),
    ("tình trạng số:blank", {ONE, TWO}),
    ("ký hiệu:BQL-VP", {ONE, TWO}),
    ("loại thời gian:deadline", {TWO}),
    ("dự thảo:có", set()),
    ("draft:no số:16/KH-BQL", {PLAN}),
    ("tệp:plan", {PLAN}),
    ("định dạng:plain năm:2024", {DECISION, READER}),
    ("phát_động", {PLAN, ONE, TWO, UNMARKED}),
    ("động_phát", set()),
    ("khen thưởng công văn số:12/HĐ-BTĐKT", set()),
    ("khen thưởng số:12/HĐ-BTĐKT", {READER}),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text_finds_the_same_set(filled: Archive, text: str, expected: set[str]) -> None:
    query = Query(text=text)
    if text == "…":
        assert filled.search(query).total == len(ALL)
    else:
        assert set(names(filled, query)) == expected


def test_a_name_in_the_text_orders_as_the_option_does(filled: Archive) -> None:
    for text in ('người ký:"Hoàng Văn Khởi"', 'signer:"Hoàng Văn Khởi"'):
        assert names(filled, Query(text=text)) == [TWO, ONE, UNMARKED]
    assert names(filled, Query(text="dẫn:16/KH-BQL")) == [DECISION, TWO, ONE]
    assert names(filled, Query(text="loai:bao_cao OR thi đua", sort="oldest"))[0] == PLAN


def test_hits_with_the_querys_own_marks_come_first(filled: Archive) -> None:
    assert names(filled, Query(text="thi đua"))[-1] == UNMARKED
    assert names(filled, Query(text="kết quả"))[-1] == UNMARKED


def test_snippets_mark_the_original_text(filled: Archive) -> None:
    for hit in filled.search(Query(text="uy ban nhan dan")).hits:
        assert hit.snippet is not None
        marked = [hit.snippet.text[start:end] for start, end in hit.snippet.marks]
        assert marked == ["Uỷ", "ban", "nhân", "dân"]


def test_facets_count_documents(filled: Archive) -> None:
    facets = filled.search(
        Query(facets=("document_type", "year", "relation", "status", "signer", "confidence"))
    ).facets
    assert filled.search(Query(facets=("standing",))).facets == {"standing": (("in_force", 6),)}
    assert facets["confidence"] == (("unknown", 3), ("high", 1), ("low", 1), ("medium", 1))
    assert facets["document_type"] == (
        ("Công văn", 3),
        ("Báo cáo", 1),
        ("Kế hoạch", 1),
        ("Quyết định", 1),
    )
    assert facets["year"] == (("2023", 4), ("2024", 2))
    assert facets["relation"] == (("basis", 2), ("implements", 2))
    assert facets["status"] == (("resolved", 3), ("stub", 1))
    assert facets["signer"][0] == ("Hoàng Văn Khởi", 2)


@pytest.mark.parametrize(
    "text",
    [
        *("(thi đua", "thi đua)", "số:", "ngày:mai", "ngày:2024..2023", "số:)"),
        *("thi OR -đua", "(-thi) đua", "quan hệ:xyz", "trạng thái:tốt", "độ tin cậy:99"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(filled: Archive, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        filled.search(Query(text=text))
    assert caught.value.vi != caught.value.message


@pytest.mark.parametrize("text", ['"', "a*b", "^x", "NEAR(a b)", "{}:", "'; DROP TABLE", "\\", ":"])
def test_no_text_breaks_a_backend(filled: Archive, text: str) -> None:
    filled.search(Query(text=text, signer=text, issuer=text, references=text, number=text))


def test_a_bad_page_mark_or_facet_is_refused(filled: Archive) -> None:
    with pytest.raises(QueryError):
        filled.search(Query(after="nonsense"))
    with pytest.raises(QueryError):
        filled.search(Query(facets=("colour",)))


SUGGESTIONS: list[tuple[str, list[tuple[str, str, int]]]] = [
    ("16/k", [("number", "16/KH-BQL", 1)]),
    ("016", [("number", "16/KH-BQL", 1)]),
    # As OCR may have read it.
    ("l6/kh-bo", [("number", "16/KH-BQL", 1)]),
    ("12/hd", [("number", "12/HĐ-BTĐKT", 1)]),
    ("012/hd", [("number", "12/HĐ-BTĐKT", 1)]),
    ("khoi", [("signer", "Hoàng Văn Khởi", 2), ("signer", "Hoang Van Khoi", 1)]),
    (
        "hoàng v",
        [("signer", "Hoàng Văn Khởi", 2), ("signer", "Hoang Van Khoi", 1)],
    ),
    ("ho", [("signer", "Hoàng Văn Khởi", 2), ("signer", "Hoang Van Khoi", 1)]),
    ("bql các", [("issuer", "Ban Quản lý các khu công nghiệp", 3)]),
    ("ủy ban nhân dân tỉnh h", [("issuer", "UBND tỉnh Hòa Bình", 1)]),
    ("oi", []),
    ("", []),
    ("  ", []),
    ('"; DROP', []),
]


@pytest.mark.parametrize(("prefix", "expected"), SUGGESTIONS)
def test_suggestions_are_the_same(
    filled: Archive, prefix: str, expected: list[tuple[str, str, int]]
) -> None:
    found = [(one.kind, one.value, one.count) for one in filled.suggest(prefix)]
    if prefix == "ho":
        found = [one for one in found if one[0] == "signer" and "Kh" in one[1]]
    assert found == expected


def test_suggestions_keep_to_the_asked_kinds_and_number(filled: Archive) -> None:
    found = filled.suggest("b", kinds=("issuer",), limit=1)
    assert [(one.kind, one.value) for one in found] == [
        ("issuer", "Ban Quản lý các khu công nghiệp")
    ]


def test_similar_documents_are_the_same(filled: Archive) -> None:
    def alike(name: str) -> list[tuple[str, float]]:
        (document_id,) = [
            hit.document_id
            for hit in filled.search(Query()).hits
            if name_of(filled, hit.id) == name
        ]
        return [(name_of(filled, hit.id), hit.score) for hit in filled.similar(document_id)]

    assert alike(TWO)[0] == (ONE, 0.8333)
    assert {name for name, _ in alike(TWO)} == {ONE, DECISION, PLAN}
    assert alike(READER) == []
    assert filled.similar("nothing") == ()
