"""Whatever the directory of bodies goes through, the archive ends as if it had always been so."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.errors import QueryError
from index import body_changes
from index.archive import Archive
from index.base import Written
from tests.index.drawn import cites, written
from tests.index.test_orders import Step, adds, ending, knows

ABOVE, OTHER = "UBND tỉnh Lâm Đồng", "UBND tỉnh Hà Nam"
BOARD = "Ban Quản lý các khu công nghiệp"
OFFICE = "Phòng Văn hóa"
NAMES = (
    *(ABOVE, OTHER, "UBND tỉnh", "Sở Nội vụ", "SNV", "Sở Nội vụ tỉnh Lâm Đồng"),
    *(BOARD, "Ban KCN", "Thanh tra tỉnh", "Thanh tra", OFFICE),
)
CITED = (*NAMES, "Ban", "UBND", "tỉnh", "Sở", None)
NOTATIONS = ("KH-BQL", "KH-SNV", "KH-UBND")
SUBJECTS = ("phát động thi đua năm học mới", "thu hồi đất tại xã Một", None)
DAYS = ("2023-02-06", "2023-02-08")

bodies = st.sampled_from(NAMES)
parents = st.sampled_from((ABOVE, OTHER, "Sở Nội vụ", None))


def paper(name: str, **fields: Any) -> Written:
    values = {"number": "1/KH-BQL", "notation": "KH-BQL", "date": DAYS[0], **fields}
    return written(name, **values)


def letter(name: str, cited: Any, **fields: Any) -> Written:
    values = {"number": f"9/X-{name}", "date": "2024-01-02", "subject": name, **fields}
    return written(name, references=(cited,), **values)


@st.composite
def papers(draw: st.DrawFn) -> list[Written]:
    """Draw papers of a few offices, and letters that cite them under any of their names."""
    found = []
    for index in range(draw(st.integers(1, 4))):
        notation = draw(st.sampled_from(NOTATIONS))
        found.append(
            paper(
                f"paper-{index}",
                number=f"{draw(st.sampled_from('12'))}/{notation}",
                notation=notation,
                date=draw(st.sampled_from(DAYS)),
                issuing_body=draw(st.sampled_from((*NAMES, None))),
                parent_body=draw(parents),
                subject=draw(st.sampled_from(SUBJECTS)),
            )
        )
    for index in range(draw(st.integers(1, 3))):
        cited = cites(
            f"{draw(st.sampled_from('12l'))}/{draw(st.sampled_from(NOTATIONS))}",
            date=draw(st.sampled_from((DAYS[0], None))),
            issuing_body=draw(st.sampled_from(CITED)),
            subject=draw(st.sampled_from(SUBJECTS)),
        )
        issuer = draw(st.sampled_from((*NAMES, None)))
        found.append(letter(str(index), cited, issuing_body=issuer, parent_body=draw(parents)))
    return found


@st.composite
def changes(draw: st.DrawFn) -> body_changes.Change:
    """Draw a change of the directory; many are refused, for what they name is not entered."""
    one, other = draw(bodies), draw(bodies)
    above = draw(st.sampled_from((None, *NAMES)))
    made = (
        body_changes.add(one, parent=above, names=draw(st.lists(bodies, max_size=2))),
        body_changes.add(one, names=[other], valid=(None, DAYS[0])),
        body_changes.alias(one, [other]),
        body_changes.merge(one, other),
        body_changes.split(one, other),
        body_changes.succeed(one, other, day=draw(st.sampled_from((None, DAYS[1])))),
        body_changes.set_home(one),
    )
    return draw(st.sampled_from(made))


def tries(made: body_changes.Change) -> Step:
    def step(archive: Archive) -> None:
        with contextlib.suppress(QueryError):
            body_changes.change(archive, made)

    return step


@settings(max_examples=40, deadline=None)
@given(data=st.data(), items=papers(), made=st.lists(changes(), min_size=1, max_size=6))
def test_changes_of_the_directory_may_come_at_any_time(
    data: st.DataObject, items: list[Written], made: list[body_changes.Change]
) -> None:
    known = [tries(one) for one in made]
    files = [adds(item) for item in items]
    places = data.draw(
        st.lists(st.integers(0, len(files)), min_size=len(known), max_size=len(known))
    )
    mixed = list(files)
    for shift, (place, step) in enumerate(zip(sorted(places), known, strict=True)):
        mixed.insert(place + shift, step)
    assert ending(mixed) == ending([*known, *files])


PROVINCES_BOARD = (
    paper("plan", issuing_body=BOARD, parent_body=ABOVE),
    letter("a", cites("1/KH-BQL", date=DAYS[0], issuing_body=f"{BOARD} tỉnh Lâm Đồng")),
)


@pytest.mark.parametrize(
    ("items", "made"),
    [
        # A board entered without its province: its papers were filed under the province's before.
        (PROVINCES_BOARD, (body_changes.add(BOARD),)),
        # Who took over from whom took over: the first of three and the last of them.
        (
            (
                paper("plan", issuing_body="Thanh tra"),
                letter("a", cites("1/KH-BQL", issuing_body=BOARD)),
            ),
            (
                *map(body_changes.add, ("Thanh tra", "Sở Nội vụ", BOARD)),
                body_changes.succeed("Thanh tra", "Sở Nội vụ"),
                body_changes.succeed("Sở Nội vụ", BOARD),
            ),
        ),
        # The home's new name is what letters without a letterhead are spelt by.
        (
            (
                paper("plan", issuing_body=None),
                letter("a", cites("1/KH-BQL", date=DAYS[0], issuing_body=OFFICE)),
            ),
            (
                body_changes.add(OFFICE),
                body_changes.set_home(OFFICE),
                body_changes.alias(OFFICE, [BOARD]),
            ),
        ),
        # An office that nobody entered, in the province that stands above its printed parent.
        (
            (
                paper("plan", issuing_body="Sở Nội vụ", parent_body=ABOVE),
                letter(
                    "a",
                    cites("1/KH-BQL", date=DAYS[0], issuing_body="Sở Nội vụ"),
                    issuing_body=OFFICE,
                    parent_body=BOARD,
                ),
            ),
            (
                body_changes.add(OTHER),
                body_changes.add(BOARD, parent=OTHER),
                body_changes.add(ABOVE),
                body_changes.merge(OTHER, ABOVE),
            ),
        ),
    ],
)
def test_what_a_change_reaches_through_others_is_linked_anew(
    items: tuple[Written, ...], made: tuple[body_changes.Change, ...]
) -> None:
    files, known = [adds(item) for item in items], [knows(one) for one in made]
    assert ending([*files, *known]) == ending([*known, *files])


def test_a_merge_and_a_split_that_undoes_it_leave_every_link(archive: Archive) -> None:
    for name in (BOARD, "Ban KCN"):
        body_changes.change(archive, body_changes.add(name))
    cited = [cites("1/KH-BQL", date=day, issuing_body="Ban KCN") for day in DAYS]
    archive.add([paper("plan", issuing_body=BOARD), *map(letter, "ab", cited)])
    before = links(archive)
    body_changes.change(archive, body_changes.merge("Ban KCN", BOARD))
    assert links(archive) != before
    body_changes.change(archive, body_changes.split(BOARD, "Ban KCN"))
    assert links(archive) == before


def links(archive: Archive) -> list[tuple[Any, ...]]:
    rows = archive.connection.execute(
        "SELECT document, issuer, status, target, candidates, method FROM refs ORDER BY document"
    )
    return [tuple(row) for row in rows.fetchall()]
