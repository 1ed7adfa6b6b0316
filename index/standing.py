"""What the graph says of a document's force: amended, replaced, repealed, suspended or recalled.

An act is a resolved citation by a later document that is no draft. An act whose own document was
recalled says nothing (thu hồi takes it back); one that was itself replaced or repealed still did
what it did. What is issued with a decision shares its fate. A repeal with a scope (khoản 2 Điều 3)
leaves the rest in force, so it amends. Circles end: no act counts on its own account.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from index.records import select_in

State = Literal["in_force", "amended", "suspended", "replaced", "repealed", "recalled"]
STATES: tuple[State, ...] = (
    "in_force",
    "amended",
    "suspended",
    "replaced",
    "repealed",
    "recalled",
)
"""Weakest first: of several acts the last of these is what the document is."""
_STATE_OF: dict[str, State] = {
    "recalls": "recalled",
    "repeals": "repealed",
    "replaces": "replaced",
    "suspends": "suspended",
    "amends": "amended",
    "corrects": "amended",
}
LABELS: dict[State, tuple[str, str]] = {
    "in_force": ("còn hiệu lực", "in force"),
    "amended": ("được sửa đổi, bổ sung bởi", "amended by"),
    "suspended": ("bị đình chỉ bởi", "suspended by"),
    "replaced": ("được thay thế bởi", "replaced by"),
    "repealed": ("bị bãi bỏ bởi", "repealed by"),
    "recalled": ("bị thu hồi bởi", "recalled by"),
}
ACTING = frozenset({*_STATE_OF, "attaches", "attached_to"})
"""The relations by which one document's force depends on another."""
_ACTING = ",".join(f"{relation!r}" for relation in (*_STATE_OF, "attaches"))
_ACTS = (
    "SELECT r.relation, r.scope, d.row, d.document_id, d.number, d.day, d.document_type, d.subject "
    "FROM refs r JOIN documents d ON d.row = r.document "
    f"WHERE r.target = ? AND r.relation IN ({','.join(f'{one!r}' for one in _STATE_OF)}) "
    "AND d.state = 'live' AND r.not_after <> '' ORDER BY d.day, d.document_id, r.position"
)
_HOSTS = (
    "SELECT r.target AS row FROM refs r WHERE r.document = :row AND r.relation = 'attached_to' "
    "AND r.target IS NOT NULL UNION SELECT r.document FROM refs r JOIN documents d "
    "ON d.row = r.document WHERE r.target = :row AND r.relation = 'attaches' "
    "AND d.state = 'live' AND d.document_type IN ('Quyết định', 'Nghị quyết') ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What one document does to another; ``is_void`` where it was itself recalled."""

    relation: str
    document_id: str
    number: str | None
    date: str | None
    document_type: str
    subject: str | None
    scope: str | None
    is_void: bool = False

    @property
    def state(self) -> State:
        """What the act makes of its document."""
        is_partial = self.scope is not None and self.relation in ("repeals", "replaces")
        return "amended" if is_partial else _STATE_OF[self.relation]


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's force with the acts that it comes from, oldest first.

    ``host`` is the decision whose fate it shares, where that decides; ``current`` the document at
    the end of the chain of replacements, None where there is none.
    """

    state: State = "in_force"
    acts: tuple[Act, ...] = ()
    host: str | None = None
    current: str | None = None

    def reason(self, lang: str = "vi") -> str:
        """Return the sentence that says why, '' where nothing stands against the document."""
        deciding = [one for one in self.acts if not one.is_void and one.state == self.state]
        label = LABELS[self.state][0 if lang == "vi" else 1]
        named = ", ".join(_printed(act) for act in deciding)
        if self.state == "in_force" or not named:
            return ""
        via = {"vi": " (theo văn bản ban hành kèm)", "en": " (as issued with it)"}
        return f"{label} {named}" + (via[lang] if self.host else "")


def standing_of(connection: sqlite3.Connection, document_id: str) -> Standing:
    """Return the force of a document; in force where nothing is known against it."""
    row = connection.execute(
        "SELECT row FROM documents WHERE document_id = ? AND state = 'live'", (document_id,)
    ).fetchone()
    return _standing(connection, row["row"], ()) if row else Standing()


def as_json(standing: Standing) -> dict[str, Any]:
    """Return a standing as plain data."""
    return {
        "state": standing.state,
        "reason": standing.reason(),
        "current": standing.current,
        "acts": [
            {
                "relation": act.relation,
                "document_id": act.document_id,
                "number": act.number,
                "date": act.date,
                "scope": act.scope,
                "void": act.is_void,
            }
            for act in standing.acts
        ],
    }


def restate(connection: sqlite3.Connection, touched: Iterable[int]) -> set[int]:
    """Write the standing of the documents that a change of ``touched`` ones may concern; return
    those beside them, since what a view shows of them may be another now."""
    own = set(touched)
    concerned = _concerned(connection, own)
    for row in _with_acts(connection, concerned):
        connection.execute(
            "UPDATE documents SET standing = ? WHERE row = ?",
            (_standing(connection, row, ()).state, row),
        )
    return concerned - own


def acting(connection: sqlite3.Connection) -> set[int]:
    """Return every document that acts upon another."""
    rows = connection.execute(
        f"SELECT DISTINCT document FROM refs WHERE target IS NOT NULL AND relation IN ({_ACTING})"
    )
    return {row["document"] for row in rows}


def acted_upon(connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Return what ``documents`` act upon or are issued with, by the links that stand now."""
    rows = select_in(
        connection,
        "SELECT target AS row FROM refs WHERE target IS NOT NULL "
        f"AND relation IN ({_ACTING}) AND document IN ({{}})",
        sorted(documents),
    )
    return {row["row"] for row in rows}


def _standing(connection: sqlite3.Connection, row: int, path: tuple[int, ...]) -> Standing:
    acts = tuple(
        _act(connection, act, (*path, row))
        for act in connection.execute(_ACTS, (row,)).fetchall()
        if act["row"] != row and act["row"] not in path
    )
    valid = [act for act in acts if not act.is_void]
    states = (act.state for act in valid)
    state: State = max(states, key=STATES.index, default=STATES[0])
    standing = Standing(state, acts, None, _current(connection, valid, {row}))
    for host in connection.execute(_HOSTS, {"row": row}).fetchall():
        if host["row"] == row or host["row"] in path:
            continue
        shared = _standing(connection, host["row"], (*path, row))
        if STATES.index(shared.state) > STATES.index(standing.state):
            id_of = "SELECT document_id FROM documents WHERE row = ?"
            named = connection.execute(id_of, (host["row"],)).fetchone()["document_id"]
            standing = Standing(shared.state, shared.acts, named, shared.current)
    return standing


def _act(connection: sqlite3.Connection, act: sqlite3.Row, path: tuple[int, ...]) -> Act:
    return Act(
        act["relation"],
        act["document_id"],
        act["number"],
        act["day"] or None,
        act["document_type"],
        act["subject"] or None,
        act["scope"],
        is_void=_is_recalled(connection, act["row"], path),
    )


def _is_recalled(connection: sqlite3.Connection, row: int, path: tuple[int, ...]) -> bool:
    """Tell whether a document was recalled by one that was not, leaving ``path`` out."""
    return any(
        not _is_recalled(connection, act["row"], (*path, row))
        for act in connection.execute(_ACTS, (row,)).fetchall()
        if act["relation"] == "recalls" and act["row"] not in (*path, row)
    )


def _current(connection: sqlite3.Connection, acts: Iterable[Act], seen: set[int]) -> str | None:
    """Return the id at the end of the chain of whole replacements that begins with ``acts``."""
    for act in reversed([one for one in acts if one.state == "replaced"]):
        row = connection.execute(
            "SELECT row FROM documents WHERE document_id = ?", (act.document_id,)
        ).fetchone()["row"]
        if row in seen:
            continue
        further = [
            _act(connection, one, (row,))
            for one in connection.execute(_ACTS, (row,)).fetchall()
            if one["row"] not in seen
        ]
        valid = [one for one in further if not one.is_void]
        return _current(connection, valid, seen | {row}) or act.document_id
    return None


def _concerned(connection: sqlite3.Connection, touched: set[int]) -> set[int]:
    """Return ``touched`` and what stands or falls with them: what they act upon, through recalls
    of recalls, and what is issued with any of these."""
    found = set(touched)
    pending = set(touched)
    while pending:
        hosted = select_in(
            connection,
            "SELECT document AS row FROM refs WHERE relation = 'attached_to' AND target IN ({})",
            sorted(pending),
        )
        further = acted_upon(connection, pending) | {row["row"] for row in hosted}
        pending = further - found
        found |= pending
    return found


def _with_acts(connection: sqlite3.Connection, documents: set[int]) -> list[int]:
    """Return those of ``documents`` that an act may concern; the rest is in force and stays so."""
    rows = select_in(
        connection,
        "SELECT d.row FROM documents d WHERE (d.standing <> 'in_force' OR EXISTS (SELECT 1 FROM "
        f"refs r WHERE r.target = d.row AND r.relation IN ({_ACTING})) OR EXISTS (SELECT 1 FROM "
        "refs r WHERE r.document = d.row AND r.relation = 'attached_to')) AND d.row IN ({})",
        sorted(documents),
    )
    return sorted(row["row"] for row in rows)


def _printed(act: Act) -> str:
    day = f" ({'/'.join(reversed(act.date.split('-')))})" if act.date else ""
    scope = f", {act.scope}" if act.scope else ""
    return f"{act.document_type} {act.number or '(chưa có số)'}{day}{scope}"
