"""A parsed document survives the way to bytes and back, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.document import Block, Column, Origin, Remark, Signature, SourceFile
from dispatch.serial import deserialize, serialize
from parsers.assemble import RawLine, RawPage, RawWord, assemble

SOURCE = SourceFile("a" * 64, "hồ sơ/a.zip!b.pdf", "application/pdf", 10, "hồ sơ/a.zip")
words = st.builds(
    RawWord,
    text=st.text(min_size=1, max_size=12),
    x0=st.floats(0, 500),
    top=st.floats(0, 800),
    x1=st.floats(0, 600),
    bottom=st.floats(0, 850),
    origin=st.sampled_from(Origin),
    confidence=st.floats(0, 1),
    bold=st.booleans(),
    size=st.none() | st.floats(4, 40),
    candidates=st.lists(st.tuples(st.text(max_size=4), st.floats(0, 1)), max_size=2).map(tuple),
)
lines = st.builds(
    RawLine,
    words=st.lists(words, max_size=4),
    block=st.sampled_from(Block),
    column=st.sampled_from(Column),
    group=st.integers(0, 5),
)


@given(st.lists(st.builds(RawPage, lines=st.lists(lines, max_size=4)), max_size=3))
def test_the_way_there_and_back_changes_nothing(pages: list[RawPage]) -> None:
    signature = Signature("A", None, "2023-07-20T16:02:11+07:00", None, "CN=A", "intact", ((0, 1),))
    document = assemble(
        SOURCE, pages, signatures=[signature], remarks=[Remark("file-repaired", "x", {"a": "b"})]
    )
    assert deserialize(serialize(document)) == document


def test_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        deserialize(b"\x09abc")
