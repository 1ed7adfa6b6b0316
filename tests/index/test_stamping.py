"""A record that another version reads just as it was bears that version, in every view."""

from index.archive import Archive
from index.base import Record
from index.maintenance import check
from index.query import Query
from index.restaging import Reread, switch
from tests.index.drawn import archive_content


def _read_by(record: Record, version: str) -> Reread:
    again = {**record, "extractor": {"version": version}}
    return Reread(record["id"], (again,), ((),))


def test_only_the_version_is_written(both: Archive) -> None:
    content = archive_content()
    both.add(content)
    before = {record["id"]: record for record in both.records()}
    last = both.connection.execute("SELECT max(seq) FROM documents").fetchone()[0]

    links = switch(both, [_read_by(one, "2") for item in content for one in item.records])

    assert links == 0
    assert both.behind() == 0
    assert {record["id"]: record for record in both.records()} == {
        name: {**record, "extractor": {"version": "2"}} for name, record in before.items()
    }
    assert check(both) == {}, "the view holds the record of now"
    assert both.search(Query(text="thi đua")).total > 0
    first = both.connection.execute("SELECT min(seq) FROM documents WHERE state = 'live'")
    assert first.fetchone()[0] > last, "other views are fed as well"
