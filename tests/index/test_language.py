"""The text of a query, read and printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import QueryError
from index.fields import NAMES, Field
from index.language import Both, Either, Node, Phrase, parse_text, print_text
from index.query import Query, check_facets

WORDS = st.sampled_from(["thi", "đua", "2023", "OR", "NOT", "số", "ký", "người", "ngày", "KH"])
PHRASES = st.builds(Phrase, st.lists(WORDS, min_size=1, max_size=3).map(tuple))
DAYS = st.sampled_from(["2023", "2023-07..2023-10", "..20/7/2023", "7/2023"])
VALUES = st.sampled_from(["16/KH-BQL", "Hoàng Văn Khởi", "(a) OR b", "a:b"])
CHOICES = {
    "date": DAYS,
    "period": DAYS,
    "relation": st.sampled_from(["basis", "căn cứ"]),
    "status": st.sampled_from(["stub", "đã nối"]),
    "standing": st.sampled_from(["repealed", "còn"]),
    "confidence": st.sampled_from(["low", "không rõ"]),
}
FIELDS = st.sampled_from(list(NAMES)).flatmap(
    lambda name: st.builds(Field, st.just(name), CHOICES.get(name, VALUES))
)


def _grown(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    many = st.lists(nodes, min_size=2, max_size=3).map(tuple)
    some = st.lists(nodes, min_size=1, max_size=2).map(tuple)
    return st.one_of(st.builds(Either, many), st.builds(Both, many), st.builds(Both, some, some))


NODES: st.SearchStrategy[Node] = st.recursive(st.one_of(PHRASES, FIELDS), _grown, max_leaves=8)


@given(NODES)
def test_what_is_printed_is_read_back(node: Node) -> None:
    assert parse_text(print_text(node)) == node


@given(st.text(alphabet='số:người ký"()ORNOT -..2023/', max_size=40))
def test_any_text_is_read_or_refused_in_both_languages(text: str) -> None:
    try:
        parse_text(text)
    except QueryError as error:
        assert error.vi != error.message


@given(NODES)
def test_a_whole_query_may_only_exclude(node: Node) -> None:
    only = Both((), (node,))
    assert parse_text(print_text(only)) == only


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("số:", '"số:"'),
        ("nguoi ky: ", '"người ký:"'),
        ("ngày:mai", "'mai'"),
        ("thi (đua", '"("'),
        ("thi đua)", '")"'),
        ("nguoi kyy:khoi", '"người ký:"'),
        ("thi đua nơi nhậnn:phòng", '"nơi nhận:"'),
        ("thi đua " * 1250, "2500"),
        ("(" * 3000 + "thi" + ")" * 3000, "300"),
        ("(" * 51 + "thi" + ")" * 51, "50"),
    ],
)
def test_a_refusal_names_what_is_wrong(text: str, named: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_text(text)
    assert named in caught.value.message
    assert named in caught.value.vi


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("thi đua (sơ kết", 9, "(sơ kết"),
        ("thi đua) sơ kết", 8, ") sơ kết"),
        ("thi đua số:", 9, "số:"),
        ("thi đua ngày:32/1/2023 khen", 9, "ngày:32/1/2023 khen"),
        ("khen OR -thi", 9, "-thi"),
        ("khen (NOT thi) thưởng", 6, "(NOT thi) thưởng"),
        ("khen hiệu lực:chưa", 6, "hiệu lực:chưa"),
        ("khen nguoi kyy:khoi", 6, "nguoi kyy:khoi"),
        ("“thi đua” -ngày:mai" + " y" * 40, 11, "-ngày:mai" + " y" * 15 + " …"),
    ],
)
def test_a_refusal_points_at_its_place(text: str, place: int, rest: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_text(text)
    assert f"(Ở ký tự thứ {place}: {rest})" in caught.value.vi
    assert f"(At character {place}: {rest})" in caught.value.message


@pytest.mark.parametrize(
    "text", ["V/v: thi đua", "kính mời:các phòng", "http://a.vn", "a:b", "kyy:x"]
)
def test_a_colon_behind_any_other_word_is_none_of_a_field(text: str) -> None:
    parse_text(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("loại:Công văn khen", 'loại:"Công văn" khen'),
        ("loại:quyết định số:5/QĐ-UBND", 'loại:"quyết định" số:"5/QĐ-UBND"'),
        ("hiệu lực:được sửa đổi", 'hiệu lực:"được sửa đổi"'),
        ("trạng thái:chưa rõ OR khen", 'trạng thái:"chưa rõ" OR khen'),
        ("loại:kế hoạch hóa", 'loại:"kế hoạch" hóa'),
    ],
)
def test_a_name_of_several_words_needs_no_quotes(text: str, same: str) -> None:
    assert parse_text(text) == parse_text(same)


def test_what_is_quoted_is_taken_as_it_stands() -> None:
    assert parse_text('loại:"Công" văn') != parse_text('loại:"Công văn"')


def test_a_wrong_code_is_answered_with_the_names_of_its_language() -> None:
    with pytest.raises(QueryError) as wrong:
        parse_text('hiệu lực:"chưa biết"')
    assert "còn, được sửa đổi" in wrong.value.vi
    assert "in_force, amended" in wrong.value.message
    with pytest.raises(QueryError) as unknown:
        check_facets(Query(facets=("màu",)))
    assert "cơ quan, loại, năm" in unknown.value.vi
    assert "issuing_body" in unknown.value.message
