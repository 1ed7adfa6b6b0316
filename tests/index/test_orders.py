"""Whatever the order and the batches in which files and knowledge arrive, the archive ends the
same; and what is done and undone was never done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.errors import QueryError
from index import body_changes, open_archive
from index.archive import Archive
from index.base import Written
from index.maintenance import check
from tests.index.drawn import BQL, cites, written

Step = Callable[[Archive], object]
DAYS = ("2023-02-06", "2023-02-08", "2024-02-06")
SUBJECTS = ("phát động thi đua năm học mới", "thu hồi đất tại xã Một", None)
ISSUERS = (BQL, "Ban KCN", "Sở Nội vụ", None)
RELATIONS = ("implements", "repeals", "recalls", "replaces", "attached_to")
LAW = "Luật Lưu trữ"
_WORDS = [f"câu{index} nói{index} về{index % 7} việc{index}" for index in range(30)]
TEXTS = tuple(" ".join(_WORDS[:end] + [f"khác{end}"] * (30 - end)) for end in (30, 28, 24, 15))
"""Letters that have less and less in common: a draft may resemble two of them."""


@st.composite
def archives(draw: st.DrawFn) -> list[Written]:
    """Draw a few documents of few numbers, days, issuers and subjects, so that they meet often."""
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
                issuing_body=draw(st.sampled_from(ISSUERS)),
                subject=draw(st.sampled_from(SUBJECTS)),
                signer=draw(st.sampled_from(["Hoàng Văn Khởi", "Lê Thị Bình", None])),
                references=(
                    cites(
                        cited,
                        draw(st.sampled_from(RELATIONS)),
                        date=day,
                        issuing_body=draw(st.sampled_from(ISSUERS)),
                        subject=draw(st.sampled_from(SUBJECTS)),
                    ),
                ),
            )
        )
    return found


@st.composite
def drafts(draw: st.DrawFn) -> list[Written]:
    """Draw forms of a few letters on one matter: some without a number, a day, or both."""
    found = []
    for index in range(draw(st.integers(2, 6))):
        number = draw(st.sampled_from(["1/BQL-VP", "2/BQL-VP", None, None]))
        day = draw(st.sampled_from(["2023-02-06", "2023-02-08", "2023-02", "2023", "2024", None]))
        found.append(
            written(
                f"form-{index}",
                number=number,
                notation=draw(st.sampled_from(["BQL-VP", None])),
                date=day if day and len(day) == 10 else None,
                date_partial=day if day and len(day) < 10 else None,
                subject=SUBJECTS[0],
                signer=draw(st.sampled_from(["Hoàng Văn Khởi", "Hoàng Văn Khời", "Lê Thị Bình"])),
                text=draw(st.sampled_from(TEXTS)),
            )
        )
    return found


@st.composite
def looks(draw: st.DrawFn) -> list[Written]:
    """Draw papers of one office whose numbers look alike, and letters that cite these in full."""
    numbers = st.sampled_from(["1/KH-BQL", "l/KH-BQL", "I/KH-BQL"])
    days = st.sampled_from(DAYS[:2])
    subjects = st.sampled_from([SUBJECTS[0], SUBJECTS[0], SUBJECTS[1]])
    found = [
        written(
            f"paper-{index}",
            number=draw(numbers),
            notation="KH-BQL",
            date=draw(days),
            subject=draw(subjects),
            signer=f"Người {index}",
        )
        for index in range(draw(st.integers(1, 4)))
    ]
    for index in range(draw(st.integers(1, 2))):
        about = draw(st.sampled_from([SUBJECTS[0], SUBJECTS[1], None]))
        reference = cites(draw(numbers), date=draw(days), subject=about)
        found.append(
            written(f"letter-{index}", number=f"{index + 3}/BQL-VP", notation="BQL-VP",
                    date="2025-01-06", subject=f"việc {index}", references=(reference,))
        )  # fmt: skip
    return found


@st.composite
def laws(draw: st.DrawFn) -> list[Written]:
    """Draw versions of a law, and letters that cite it by number, by title and day, by title."""
    days = ("2011-11-11", "2024-06-21")
    found = [
        written(
            f"law-{day}",
            document_type="Luật",
            number=number,
            notation=number.rpartition("/")[2],
            date=day,
            issuing_body="Quốc hội",
            subject="Lưu trữ",
            signer=None,
        )
        for day, number in zip(days, ("01/2011/QH13", "33/2024/QH15"), strict=True)
        if draw(st.booleans())
    ]
    for index in range(draw(st.integers(1, 3))):
        day = draw(st.sampled_from([*days, None]))
        number = draw(st.sampled_from(["33/2024/QH15", None]))
        reference = cites(
            number, "basis", date=day, issuing_body=None, title=None if number else LAW
        )
        found.append(
            written(f"letter-{index}", number=f"{index + 3}/BQL-VP", notation="BQL-VP",
                    date="2025-01-06", subject=f"việc {index}", references=(reference,))
        )  # fmt: skip
    return found


def ending(steps: Sequence[Step]) -> Any:
    """Return the documents as sets of files, with the body that issued each, its standing, the
    bodies it cites and its links, by the files they lead to."""
    with TemporaryDirectory() as folder, open_archive(f"sqlite:{Path(folder) / 'a'}") as archive:
        for step in steps:
            step(archive)
        files = {}
        links = {}
        for one in archive.records():
            found = archive.document(one["document_id"])
            assert found is not None
            files[one["document_id"]] = tuple(sorted(found.renditions))
            links[one["document_id"]] = one["references"]
        rows = archive.connection.execute(
            "SELECT d.document_id, d.issuer, d.standing, group_concat(r.issuer, '|') FROM documents"
            " d LEFT JOIN refs r ON r.document = d.row GROUP BY d.row"
        ).fetchall()
        filed = {document: tuple(rest) for document, *rest in rows}
        assert archive.relink() == 0
        assert check(archive) == {}
        return sorted(
            (
                files[document],
                filed[document],
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


def adds(*items: Written) -> Step:
    return lambda archive: archive.add(items)


def knows(made: body_changes.Change) -> Step:
    return lambda archive: body_changes.change(archive, made)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), items=archives() | laws() | looks() | drafts())
def test_any_order_and_any_batches(data: st.DataObject, items: list[Written]) -> None:
    order = data.draw(st.permutations(items))
    cut = data.draw(st.integers(0, len(items)))
    one = ending([adds(*order[:cut]), adds(*order[cut:])])
    assert one == ending([adds(item) for item in items])


@settings(max_examples=25, deadline=None)
@given(data=st.data(), items=archives())
def test_what_is_known_of_bodies_may_come_at_any_time(
    data: st.DataObject, items: list[Written]
) -> None:
    known = [
        knows(body_changes.add(BQL, names=["Ban Kinh tế"])),
        knows(body_changes.alias(BQL, ["Ban KCN"])),
        knows(body_changes.set_home(BQL)),
        knows(body_changes.add("Sở Nội vụ")),
    ]
    files = [adds(item) for item in items]
    places = sorted(data.draw(st.lists(st.integers(0, len(files)), min_size=4, max_size=4)))
    mixed = list(files)
    for shift, (place, step) in enumerate(zip(places, known, strict=True)):
        mixed.insert(place + shift, step)
    assert ending(mixed) == ending([*known, *files])


@settings(max_examples=25, deadline=None)
@given(data=st.data(), items=archives())
def test_a_correction_that_is_taken_back_was_never_made(
    data: st.DataObject, items: list[Written]
) -> None:
    path, value = data.draw(
        st.sampled_from(
            [
                ("/number", "2/KH-BQL"),
                ("/date", "2023-02-08"),
                ("/issuing_body", "Sở Nội vụ"),
                ("/subject", "thu hồi đất tại xã Một"),
                ("references[1/KH-BQL]/date", "2023-02-08"),
                ("references[1/KH-BQL]/number", "2/KH-BQL"),
            ]
        )
    )

    def correct_and_back(archive: Archive) -> None:
        for one in list(archive.records()):
            document_id = one["document_id"]
            try:
                before = archive.read(document_id)
                assert before is not None
                archive.correct(document_id, path, value, seen=_at(before, path), author="an")
            except QueryError:
                continue  # it cites no such number
            archive.uncorrect(document_id, path, seen=value, author="an")

    assert ending([adds(*items), correct_and_back]) == ending([adds(*items)])


@settings(max_examples=25, deadline=None)
@given(data=st.data(), items=archives() | drafts())
def test_what_is_withdrawn_was_never_there(data: st.DataObject, items: list[Written]) -> None:
    gone = data.draw(st.sampled_from(items))
    record_id = gone.records[0]["id"]

    def withdraw(archive: Archive) -> None:
        archive.withdraw(record_id, reason="ban hành nhầm")

    rest = [item for item in items if item is not gone]
    with TemporaryDirectory() as folder, open_archive(f"sqlite:{Path(folder) / 'a'}") as archive:
        archive.add(items)
        found = archive.document(archive.find(record_id)[0])
        assert found is not None
        together = set(found.renditions)
    # All renditions of the document go with it.
    rest = [item for item in rest if item.records[0]["id"] not in together]
    assert ending([adds(*items), withdraw]) == ending([adds(*rest)])


@settings(max_examples=15, deadline=None)
@given(items=archives() | drafts())
def test_a_file_that_is_replaced_and_put_back_is_as_it_was(items: list[Written]) -> None:
    first = items[0]
    other = written("other", path=first.sighting.path, number="9/KH-BQL", notation="KH-BQL",
                    date="2023-05-05", subject="việc khác")  # fmt: skip
    assert ending([adds(*items), adds(other), adds(first)]) == ending([adds(*items)])


def _at(record: dict[str, Any], path: str) -> str | None:
    if not path.startswith("references"):
        return str(record[path[1:]]) if record[path[1:]] is not None else None
    key, _, name = path.removeprefix("references[").partition("]/")
    found = [one for one in record["references"] if one["number"] == key]
    return found[0][name] if found else None
