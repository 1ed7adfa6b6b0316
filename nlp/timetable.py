"""What the cells of a document's tables say of times, by the heads of their columns."""

import re
from dataclasses import dataclass, field, replace

from dispatch.record import Period
from nlp.findings import Finding
from nlp.period_grammar import Range
from nlp.period_kinds import NO_PLANS, NORMATIVE, Context, Passage, kind_ahead
from nlp.period_words import months_of_cell
from nlp.time_columns import TimeColumns, day_in, day_of

_EXAM_DAYS = re.compile(r"\blich (?:thi|kiem tra|khao sat)\b")


@dataclass(slots=True)
class Timetable:
    """By the passages' places: those in a column of times, the days that are all of one, and the
    months in which a plan's works are done."""

    timed: set[int] = field(default_factory=set)
    days: dict[int, Finding] = field(default_factory=dict)
    months: list[Finding] = field(default_factory=list)


def read_timetable(passages: list[Passage], context: Context) -> Timetable:
    """Return what the tables among ``passages`` tell; days of a report or a law are not theirs."""
    result = Timetable()
    columns = TimeColumns()
    opened: Finding | None = None  # of the row, its day in a column "Từ ngày"
    row = 0
    above = ""  # the last paragraph before the table
    for index, passage in enumerate(passages):
        if context.kind in NORMATIVE:
            break
        column = columns.look(passage.paragraph.lines[0], passage.folded)
        opened = opened if passage.row_number == row else None
        row = passage.row_number
        above = above if row else passage.folded
        if column is None and row and context.is_exam and _EXAM_DAYS.search(above):
            column = "held"  # "Tiếng Việt | Toán" over the days of these exams
        if column is None:
            continue
        if column in ("due", "held"):
            result.timed.add(index)
            cell = day_of(column, passage.folded, context.issued)
            if cell and (context.kind not in NO_PLANS or cell.period.kind == "deadline"):
                result.days[index] = passage.finding(cell.period, cell.span)
            elif column == "held" and context.is_plan:
                result.months += _months(passage, context)
        elif day := day_in(passage.folded, context.issued):
            told = passage.finding(day.period, day.span)
            if column == "from":
                opened, first = told, index
            elif opened is not None and (whole := _whole(passage, opened, told, context)):
                result.days[first] = result.days[index] = whole
                opened = None
    return result


def _months(passage: Passage, context: Context) -> list[Finding]:
    months = months_of_cell(passage.folded, context.issued)
    if months is None or (months.last or "") < context.issued:
        return []
    period = Period(start=months.first, end=months.last, kind="campaign", source="inferred")
    return [passage.finding(period, (months.start, months.end))]


def _whole(passage: Passage, first: Finding, last: Finding, context: Context) -> Finding | None:
    """Return the range between the days of two cells of a row, None where it is nobody's time."""
    begins, ends = first.value, last.value
    if not (isinstance(begins, Period) and isinstance(ends, Period)):
        return None
    item = Range(0, len(passage.folded), begins.end, ends.end, "explicit")
    kind = kind_ahead(passage, item, context)
    if kind is None or (begins.end or "") > (ends.end or ""):
        return None
    period = Period(start=begins.end, end=ends.end, kind=kind, source="explicit")
    return replace(last, value=period, spans=(*first.spans, *last.spans), method=f"rule:{kind}")
