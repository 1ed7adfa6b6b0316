"""Write a generated archive with its true graph, to measure links and speeds on.

    .venv/bin/python bench/archive_corpus.py OUT --count 100000 --seed 7

OUT/records.jsonl holds one record a line in the contract's form, OUT/truth.jsonl beside it which
document it is and, for each reference, which document is meant and what the print spoils. Nothing
of the project is imported. ``generate`` streams the same; a longer archive is not the longer form
of a shorter one, because years and provinces grow with it.
"""

import argparse
import datetime
import hashlib
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from archive_print import Written, printed_citation, record_of
from archive_world import DISTRICTS, FIELDS, KINDS, LAWS, UNITS, Body, bodies

SEED = 20230720
ABSENT = 0.12  # issued and cited, but never handed in
AGAIN = 0.003  # a number given once more in its year
TWO_FORMS = 0.06  # a Word draft with blank number beside the signed scan
COPIED = 0.02  # a certified copy beside the original
SPOILT = 0.122  # citations that miss or falsify something: a tenth, since laws have no issuer
LAST_YEAR = 2025
Truth = dict[str, Any]

# Shares of the types in what an office writes.
_MIX = (("Công văn", 42), ("Quyết định", 24), ("Thông báo", 8), ("Báo cáo", 8), ("Kế hoạch", 7),
        ("Tờ trình", 6), ("Giấy mời", 3), ("Hướng dẫn", 2))  # fmt: skip


@dataclass(slots=True)
class _World:
    """What has been issued so far, as far as it may still be cited."""

    draw: random.Random
    bodies: list[Body]
    numbers: dict[tuple[int, int, str], int] = field(default_factory=dict)
    recent: dict[tuple[int, str], deque[Written]] = field(default_factory=dict)
    own: dict[tuple[int, str], deque[Written]] = field(default_factory=dict)
    campaigns: dict[int, deque[tuple[Written, int]]] = field(default_factory=dict)
    laws: list[Written] = field(default_factory=list)
    issued: int = 0


def generate(count: int, *, seed: int = SEED) -> Iterator[tuple[dict[str, Any], Truth]]:
    """Yield (record, truth) of an archive of ``count`` documents in the order of their days.

    ``truth``: ``document`` (a number), ``form`` (``only``, ``draft``, ``scan``, ``copy``) and for
    each reference ``target`` (a document's number, in the archive or not) and ``spoilt``.
    """
    draw = random.Random(f"{seed} {count}")
    homes = max(1, round(count / 100_000))
    world = _World(draw, bodies(draw, min(homes, 20)))
    left = count
    for document in _laws(world):
        if document.is_present and left:
            left -= 1
            yield record_of(draw, document, [], form="only", seed=seed)
    years = min(10, max(2, count // 2000))
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        wanted = left // (LAST_YEAR - year + 1)
        for one in _year(world, year, wanted):
            document, cited = one
            yield from _forms(draw, document, cited, seed)
        left -= wanted


def _year(world: _World, year: int, wanted: int) -> Iterator[tuple[Written, list[Any]]]:
    """Issue one year's documents day by day until ``wanted`` of them are in the archive."""
    draw = world.draw
    weights = [body.weight for body in world.bodies]
    first = datetime.date(year, 1, 2)
    days = [first + datetime.timedelta(days=n) for n in range(363)]
    working = [day.isoformat() for day in days if day.weekday() < 5]
    have = 0
    issued = int(wanted / (1 - ABSENT))
    for position in range(issued * 2):
        if have == wanted:
            return
        day = working[min(len(working) - 1, position * len(working) // max(1, issued))]
        body = draw.choices(world.bodies, weights)[0] if position % 2 else _launcher(world, weights)
        document, cited = _issue(world, body, day)
        if document.is_present:
            have += 1
            yield document, cited


def _launcher(world: _World, weights: list[float]) -> Body:
    """Return a body that has a campaign to launch, if any: plans are carried out within months."""
    waiting = [index for index, tasks in world.campaigns.items() if tasks]
    if waiting and world.draw.random() < 0.8:
        return world.bodies[world.draw.choice(waiting)]
    return world.draw.choices(world.bodies, weights)[0]


def _issue(world: _World, body: Body, day: str) -> tuple[Written, list[Any]]:
    draw = world.draw
    tasks = world.campaigns.get(body.index)
    if tasks and draw.random() < 0.7:
        plan, round_ = tasks.popleft()
        return _campaign(world, body, day, plan, round_)
    kinds = [kind for kind, _ in _MIX]
    kind = draw.choices(kinds, [share for _, share in _MIX])[0]
    document = _numbered(world, body, day, kind, _subject(draw, kind, day))
    cited = _citations(world, document)
    if kind == "Kế hoạch":
        _plan_campaigns(world, document)
    _remember(world, document)
    return document, cited


def _campaign(
    world: _World, body: Body, day: str, plan: Written, round_: int
) -> tuple[Written, list[Any]]:
    draw = world.draw
    kind = draw.choices(("Công văn", "Kế hoạch", "Báo cáo", "Hướng dẫn"), (60, 15, 15, 10))[0]
    verb = {"Báo cáo": "kết quả phong trào", "Hướng dẫn": "tổ chức phong trào"}.get(
        kind, "phát động"
    )
    subject = f"{verb} thi đua đợt {'I' * min(round_, 3) if round_ < 4 else round_} {day[:4]}"
    document = _numbered(world, body, day, kind, f"{subject} về {FIELDS[plan.field][0]}")
    document.field, document.round = plan.field, round_
    _remember(world, document)
    return document, [("implements", plan), *_basis(world, document)]


def _plan_campaigns(world: _World, plan: Written) -> None:
    """Draw how many campaigns rest on a plan (mostly none, rarely sixty) and whose they are."""
    draw = world.draw
    number = draw.choices((0, draw.randint(1, 3), draw.randint(4, 15), draw.randint(16, 60)),
                          (45, 32, 18, 5))[0]  # fmt: skip
    relatives = [one for one in world.bodies if one.province == plan.body.province]
    for index in range(number):
        body = plan.body if draw.random() < 0.4 else draw.choice(relatives)
        world.campaigns.setdefault(body.index, deque(maxlen=200)).append((plan, index // 4 + 1))


def _numbered(world: _World, body: Body, day: str, kind: str, subject: str) -> Written:
    """Give a document the next number of its series; rarely one that was given already."""
    draw = world.draw
    code = "" if kind == "Công văn" else KINDS[kind]
    if body.system == "party":
        notation = f"{code or 'CV'}/{body.code}"
    else:
        unit = draw.choice(UNITS) if not code else ""
        notation = f"{code}-{body.code}" if code else f"{body.code}-{unit}"
    series = code or "CV"
    if body.is_double and code == "QĐ" and draw.random() < 0.4:
        series = "QĐ of the chairman"
    key = (body.index, int(day[:4]), series)
    if not (draw.random() < AGAIN and world.numbers.get(key)):
        world.numbers[key] = world.numbers.get(key, 0) + 1
    joint = "-" if body.system == "party" else "/"
    number = f"{world.numbers[key]:02d}{joint}{notation}"
    world.issued += 1
    return Written(world.issued, body, kind, number, notation, day, subject,
                   signer=draw.choice(body.signers), field=draw.randrange(len(FIELDS)),
                   is_present=draw.random() >= ABSENT)  # fmt: skip


def _subject(draw: random.Random, kind: str, day: str) -> str:
    name, things = draw.choice(FIELDS)
    one, other = draw.sample(things.split("|"), 2)
    where = draw.choice(DISTRICTS)
    shape = {
        "Quyết định": f"phê duyệt {one} thuộc {name} tại huyện {where}",
        "Kế hoạch": f"triển khai {one} và {other} năm {day[:4]}",
        "Báo cáo": f"kết quả {one} tháng {int(day[5:7])} năm {day[:4]}",
        "Giấy mời": f"họp bàn về {one}",
        "Tờ trình": f"đề nghị phê duyệt {one}, {other} tại huyện {where}",
    }
    return shape.get(
        kind, f"{draw.choice(('triển khai', 'tăng cường', 'rà soát'))} {one} và {other}"
    )


def _citations(world: _World, document: Written) -> list[tuple[str, Written]]:
    """Draw what a document rests on and what else it names; all of it is older."""
    draw, body = world.draw, document.body
    found: list[tuple[str, Written]] = []

    def name(relation: str, kind: str, *, own: bool, chance: float) -> None:
        pool = (world.own if own else world.recent).get(
            (body.index if own else body.province, kind)
        )
        if pool and draw.random() < chance:
            found.append((relation, draw.choice(pool)))

    if document.kind in ("Quyết định", "Kế hoạch", "Tờ trình"):
        found += _basis(world, document)
        name("proposed_by", "Tờ trình", own=False, chance=0.35)
        name("implements", "Quyết định", own=False, chance=0.2)
    name("amends", document.kind, own=True, chance=0.06)
    name("replaces", document.kind, own=True, chance=0.02)
    if document.kind in ("Công văn", "Báo cáo", "Thông báo", "Hướng dẫn"):
        name("replies_to", "Công văn", own=False, chance=0.4)
        name("implements", "Kế hoạch", own=False, chance=0.2)
        name("follows", "Công văn", own=True, chance=0.08)
        name("according_to", "Thông báo", own=False, chance=0.15)
    if body.province >= 0:
        pool = world.recent.get((-1, draw.choice(("Công văn", "Quyết định", "Kế hoạch"))))
        if pool and draw.random() < 0.25:
            found.append(("implements", draw.choice(pool)))
    return list({id(one[1]): one for one in found}.values())


def _basis(world: _World, document: Written) -> list[tuple[str, Written]]:
    old = [law for law in world.laws if law.day < document.day]
    number = world.draw.choices((0, 1, 2), (40, 40, 20))[0]
    return [("basis", law) for law in world.draw.sample(old, min(number, len(old)))]


def _laws(world: _World) -> list[Written]:
    congress = Body(-1, "Quốc hội", None, "QH", "state", -1, "Hà Nội", "Quốc hội", ("Quốc hội",),
                    0, signers=("Nguyễn Văn Mẫu",))  # fmt: skip
    for index, (number, title, day) in enumerate(LAWS):
        world.issued += 1
        law = Written(world.issued, congress, "Luật", number, number.rpartition("/")[2], day, title,
                      signer="Nguyễn Văn Mẫu", field=0, is_present=index % 4 > 0)  # fmt: skip
        world.laws.append(law)
    return world.laws


def _remember(world: _World, document: Written) -> None:
    body = document.body
    for table, key in ((world.recent, body.province), (world.own, body.index)):
        pool = table.get((key, document.kind))
        if pool is None:
            pool = table[(key, document.kind)] = deque(maxlen=300 if table is world.recent else 60)
        pool.append(document)


def _forms(
    draw: random.Random, document: Written, cited: list[tuple[str, Written]], seed: int
) -> Iterator[tuple[dict[str, Any], Truth]]:
    """Yield the records of one document: one for most, else also its draft or a certified copy."""
    references = [
        printed_citation(draw, document, relation, target, spoils=draw.random() < SPOILT)
        for relation, target in cited
    ]
    chance = draw.random()
    if chance < TWO_FORMS:
        text = record_of(draw, document, references, form="draft", seed=seed)
        yield text
        yield record_of(draw, document, references, form="scan", seed=seed, like=text[0])
        return
    original = record_of(draw, document, references, form="only", seed=seed)
    yield original
    if chance < TWO_FORMS + COPIED:
        yield record_of(draw, document, references, form="copy", seed=seed, like=original[0])


def write(folder: Path, count: int, *, seed: int) -> int:
    """Write both files and return the number of records."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with (folder / "records.jsonl").open("wb") as records, (folder / "truth.jsonl").open("wb") as t:
        for record, truth in generate(count, seed=seed):
            records.write(orjson.dumps(record) + b"\n")
            t.write(orjson.dumps(truth) + b"\n")
            number += 1
    return number


def digest(*parts: object) -> str:
    """Return the id that a generated file has instead of the hash of its bytes."""
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    print(write(options.out, options.count, seed=options.seed), "records in", options.out)


if __name__ == "__main__":
    main()
