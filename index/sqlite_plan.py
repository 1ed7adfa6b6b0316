"""A query becomes SQL: what FTS5 is asked, what must hold of the documents beside it, and what
makes a hit exact.

Names of signers and issuers are looked up among the few that there are, not among all words.
"""

import sqlite3
from dataclasses import dataclass, field

from index.analysis import has_marks
from index.compounds import compounds_asked
from index.conditions import condition, negated
from index.fields import type_asked
from index.language import Node, divided, once, phrases
from index.query import Query, Sort, sort_of
from index.rebuilding import NAMED
from index.records import marks
from index.traits import key_of, keys_cited, name_words
from index.words import exact_match, folded_match

_LIVE = "d.state = 'live'"
_CITES = "d.row IN (SELECT document FROM refs WHERE key IN ({}){})"


@dataclass(slots=True)
class Plan:
    """A query in SQL; ``match`` and ``exact`` are FTS5's, '' where no words are asked;
    ``compounds`` are the words that those asked may make together.

    ``surely`` are for each name that was asked with its diacritics the values that carry them;
    ``cited`` are the keys that must be cited, with ``relation`` the way they are, '' for any.
    """

    sort: Sort
    match: str = ""
    exact: str = ""
    compounds: tuple[str, ...] = ()
    where: list[str] = field(default_factory=lambda: [_LIVE])
    values: list[object] = field(default_factory=list)
    surely: dict[str, frozenset[str]] = field(default_factory=dict)
    cited: tuple[str, ...] = ()
    relation: str = ""

    def add(self, condition: str, *values: object) -> None:
        """Let only documents through of which ``condition`` is true."""
        self.where.append(condition)
        self.values.extend(values)

    @property
    def conditions(self) -> str:
        return " AND ".join(self.where)

    @property
    def asks_citations_only(self) -> bool:
        """Tell whether citing something is all that is asked."""
        return bool(self.cited) and not self.match and len(self.where) == len((_LIVE, _CITES))

    @property
    def is_ranked(self) -> bool:
        return bool(self.match) and self.sort == "relevance"


def plan_of(connection: sqlite3.Connection, query: Query, node: Node | None) -> Plan:
    """Return how ``query``, whose text is ``node``, is asked of the store."""
    text, asked, excluded = divided(node)
    plan = Plan(sort_of(query))
    if text is not None:
        plan.match = folded_match(once(text))
        plan.compounds = compounds_asked(text)
        if has_marks(word for phrase in phrases(text) for word in phrase.words):
            plan.exact = exact_match(once(text))
    for kind, words, marked in name_words(query):
        also = query.issuer_also if kind == "issuer" else ()
        _named(connection, plan, kind, (words, marked), also)
    for sql, values in (*map(condition, asked), *map(negated, excluded)):
        plan.add(sql, *values)
    _filter(query, plan)
    return plan


def _named(
    connection: sqlite3.Connection,
    plan: Plan,
    kind: str,
    asked: tuple[str, str],
    also: tuple[str, ...],
) -> None:
    words, marked = asked
    rows = connection.execute(
        "SELECT name, instr(' ' || marked || ' ', ?) > 0 AS is_exact FROM names "
        "WHERE kind = ? AND instr(' ' || words || ' ', ?) > 0",
        (f" {marked} ", kind, f" {words} "),
    ).fetchall()
    column = NAMED[kind]
    names = sorted({*(row["name"] for row in rows), *also})
    plan.add(f"d.{column} IN ({marks(len(names))})", *names)
    exact = frozenset(row["name"] for row in rows if row["is_exact"])
    if marked != words and len(exact) < len(names):
        plan.surely[column] = exact


def _filter(query: Query, plan: Plan) -> None:
    if query.number:
        plan.add("d.key = ?", key_of(query.number))
    if query.references:
        plan.cited, plan.relation = tuple(keys_cited(query.references)), query.relation or ""
        relation = " AND relation = ?" if query.relation else ""
        plan.add(
            _CITES.format(marks(len(plan.cited)), relation),
            *plan.cited,
            *([query.relation] if query.relation else []),
        )
    elif query.relation:
        plan.add("d.row IN (SELECT document FROM refs WHERE relation = ?)", query.relation)
    if query.changed_after is not None:
        plan.add("d.seq > ?", query.changed_after)
    if query.document_type:
        plan.add("d.document_type = ?", type_asked(query.document_type))
    if query.date_from:
        plan.add("d.last_day >= ?", query.date_from)
    if query.date_to:
        plan.add("d.first_day <= ? AND d.first_day <> ''", query.date_to)
    if query.period:
        plan.add(
            "d.row IN (SELECT document FROM periods WHERE first_day <= ? AND last_day >= ?)",
            query.period,
            query.period,
        )
