"""The figures of ``congvan evaluate`` as Markdown: by field, by document, and how far the stated
confidence can be believed, each with its number of cases and its 95 % interval.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dispatch.leave_out import Stated, left_out
from dispatch.scoring import Score, calibration_error, wilson

FEW = 20
"""Under so many documents a group's figures are shown, but claim nothing."""
NOTE = f"\\* fewer than {FEW} documents: shown, nothing is claimed."


def tables(scores: Mapping[str, Score], offices: Mapping[str, Score]) -> str:
    """Return all figures; ``scores`` by group, ``offices`` the same documents by office."""
    parts = [_fields(scores), _documents(scores), _calibration(scores), _by_field(scores)]
    return "\n".join([*parts, _by_office(offices), NOTE]) + "\n"


def _fields(scores: Mapping[str, Score]) -> str:
    rows = []
    for name in dict.fromkeys(name for score in scores.values() for name in score.tallies):
        for group, score in scores.items():
            tally = score.tallies.get(name)
            if tally is None or not tally.documents:
                continue
            rows.append(
                f"{name} | {_few(group, tally.documents)} | {tally.documents} | {tally.cases} "
                f"| {tally.coverage:.2f} | {tally.precision:.3f} {_span(tally.precision_interval)} "
                f"| {tally.recall:.3f} {_span(tally.interval)} "
                f"| {tally.f1:.3f} {_span(tally.f1_interval)} | {tally.f1_folded:.3f}"
            )
    head = "field | group | documents | cases | stated | precision | recall | F1 | F1 folded"
    return _table(head, rows)


def _documents(scores: Mapping[str, Score]) -> str:
    rows = []
    for group, score in scores.items():
        shares = (
            f"{right}: {right / (score.documents or 1):.3f} {_span(wilson(right, score.documents))}"
            for right in (score.heads_right, score.records_right)
        )
        rows.append(f"{_few(group, score.documents)} | {score.documents} | {' | '.join(shares)}")
    return _table("group | documents | all head fields right | all scored fields right", rows)


def _calibration(scores: Mapping[str, Score]) -> str:
    pooled = [entry for score in scores.values() for entry in score.stated]
    documents = sum(score.documents for score in scores.values())
    groups = [(_few(g, s.documents), s.stated) for g, s in scores.items()]
    rows = [f"{g} | {_belief(stated)}" for g, stated in [*groups, (_few("all", documents), pooled)]]
    return _table(f"group | {_BELIEF}", rows)


def _by_field(scores: Mapping[str, Score]) -> str:
    fields: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for group, score in scores.items():
        for entry in score.stated:
            fields[entry[0], group].append(entry)
    few = {group: _few(group, score.documents) for group, score in scores.items()}
    rows = [f"{name} | {few[group]} | {_belief(fields[name, group])}" for name, group in fields]
    return _table(f"field | group | {_BELIEF}", sorted(rows))


def _by_office(offices: Mapping[str, Score]) -> str:
    stated = {name: score.stated for name, score in offices.items() if name}
    pooled = [entry for entries in stated.values() for entry in entries]
    few = _few("", sum(score.documents for name, score in offices.items() if name))
    rows = [
        f"as stated{few} | {len(stated)} | {_belief(pooled)}",
        f"each office by the others' curve{few} | {len(stated)} | {_belief(left_out(stated))}",
    ]
    return _table(f"leaving one office out | offices | {_BELIEF}", rows)


_BELIEF = "values stated | at 0.95 or more | of these right | calibration error"


def _belief(stated: Sequence[Stated]) -> str:
    sure = [right for _, confidence, right in stated if confidence >= 0.95]
    share = sum(sure) / len(sure) if sure else 0.0
    right = f"{sum(sure)}: {share:.3f} {_span(wilson(sum(sure), len(sure)))}" if sure else "–"
    return f"{len(stated)} | {len(sure)} | {right} | {calibration_error(stated):.3f}"


def _few(group: str, documents: int) -> str:
    return f"{group}\\*" if documents < FEW else group


def _span(interval: tuple[float, float]) -> str:
    return f"({interval[0]:.2f}–{interval[1]:.2f})"


def _table(head: str, rows: Iterable[str]) -> str:
    columns = "|".join("---" for _ in head.split("|"))
    return "\n".join([f"| {head} |", f"|{columns}|", *(f"| {row} |" for row in rows), ""])
