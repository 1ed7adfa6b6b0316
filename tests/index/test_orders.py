"""Whatever the order and the batches in which files arrive, the archive ends the same."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from index import open_archive
from index.base import Written
from tests.index.drawn import cites, written

DAYS = ("2023-02-06", "2023-02-08", "2024-02-06")
SUBJECTS = ("phát động thi đua năm học mới", "thu hồi đất tại xã Một", None)


@st.composite
def archives(draw: st.DrawFn) -> list[Written]:
    """Draw a few documents of few numbers, days and subjects, so that they meet often."""
    size = draw(st.integers(2, 7))
    found = []
    for index in range(size):
        number = draw(st.sampled_from(["1/KH-BQL", "2/KH-BQL", None]))
        cited = draw(st.sampled_from(["1/KH-BQL", "2/KH-BQL", "l/KH-BQL"]))
        day = draw(st.sampled_from([*DAYS, None]))
        found.append(
            written(
                f"file-{index}",
                number=number,
                notation="KH-BQL",
                date=draw(st.sampled_from(DAYS)),
                subject=draw(st.sampled_from(SUBJECTS)),
                signer=draw(st.sampled_from(["Hoàng Văn Khởi", "Lê Thị Bình", None])),
                references=(cites(cited, date=day),),
            )
        )
    return found


def ending(batches: list[list[Written]]) -> Any:
    """Return the documents as sets of files, and each one's links by the files they lead to."""
    with TemporaryDirectory() as folder, open_archive(f"sqlite:{Path(folder) / 'a'}") as archive:
        for batch in batches:
            archive.add(batch)
        files = {}
        links = {}
        for one in archive.records():
            found = archive.document(one["document_id"])
            assert found is not None
            files[one["document_id"]] = tuple(sorted(found.renditions))
            links[one["document_id"]] = one["references"]
        assert archive.relink() == 0
        return sorted(
            (
                files[document],
                [
                    (
                        reference["status"],
                        files.get(reference["resolved_id"]),
                        sorted(files[one] for one in reference["candidates"]),
                    )
                    for reference in references
                ],
            )
            for document, references in links.items()
        )


@settings(max_examples=40, deadline=None)
@given(data=st.data(), items=archives())
def test_any_order_and_any_batches(data: st.DataObject, items: list[Written]) -> None:
    order = data.draw(st.permutations(items))
    cut = data.draw(st.integers(0, len(items)))
    assert ending([order[:cut], order[cut:]]) == ending([[one] for one in items])
