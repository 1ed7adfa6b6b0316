"""The tables of the archive's one SQLite file, and the way a connection to it is opened.

``documents.seq`` is given anew whenever anything that a search shows of a document changes, so a
view asks for what is newer than what it has. ``words`` is the store's own full-text view: it gets
a new row when a document's text changes, and an old row that no document points to is dead.
"""

import sqlite3
from pathlib import Path

from dispatch.errors import IndexSchemaError, IndexUnavailableError
from index.analysis import ANALYSIS_VERSION

SCHEMA = "9"
BUSY_SECONDS = 30.0

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    id TEXT PRIMARY KEY, media_type TEXT NOT NULL, size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sightings (
    path TEXT NOT NULL, container TEXT NOT NULL, file_id TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    state TEXT NOT NULL, code TEXT, message TEXT, version TEXT, attempts INTEGER NOT NULL,
    header TEXT, PRIMARY KEY (path, container, file_id)
) WITHOUT ROWID;
CREATE INDEX sightings_file ON sightings (file_id);
CREATE INDEX sightings_state ON sightings (state);
CREATE TABLE parsed (
    record_id TEXT NOT NULL, parse_key TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (record_id, parse_key)
);
CREATE TABLE records (
    id TEXT NOT NULL, version TEXT NOT NULL, data BLOB NOT NULL, compounds TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE TABLE renditions (
    seen INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
    founder TEXT NOT NULL, founded INTEGER NOT NULL, is_live INTEGER NOT NULL,
    document INTEGER, bucket TEXT NOT NULL, quality INTEGER NOT NULL,
    number TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, signer TEXT NOT NULL,
    sketch BLOB NOT NULL, is_copy INTEGER NOT NULL DEFAULT 0,
    day TEXT NOT NULL DEFAULT '', notation TEXT NOT NULL DEFAULT '',
    matter INTEGER NOT NULL DEFAULT 0, parent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX renditions_bucket ON renditions (bucket);
CREATE INDEX renditions_matter ON renditions (matter, day) WHERE matter <> 0;
CREATE INDEX renditions_issuer ON renditions (issuer, parent);
CREATE INDEX renditions_founder ON renditions (founder);
CREATE INDEX renditions_document ON renditions (document);
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, founder TEXT NOT NULL,
    seq INTEGER NOT NULL, state TEXT NOT NULL, merged_into TEXT,
    record_id TEXT NOT NULL, version TEXT NOT NULL,
    text_row INTEGER NOT NULL, text_of TEXT NOT NULL,
    number TEXT, key TEXT NOT NULL, skeleton TEXT NOT NULL,
    day TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, year TEXT NOT NULL,
    document_type TEXT NOT NULL, issuing_body TEXT NOT NULL, issuer TEXT NOT NULL,
    subject TEXT NOT NULL, subject_key TEXT NOT NULL, signer TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '', standing TEXT NOT NULL DEFAULT 'in_force',
    confidence TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX documents_seq ON documents (seq);
CREATE INDEX documents_key ON documents (key, year, issuer, state, day, document_id);
CREATE INDEX documents_skeleton ON documents (skeleton, year);
CREATE INDEX documents_day ON documents (day DESC, document_id);
CREATE INDEX documents_text ON documents (
    text_row, state, day, document_id, signer, issuing_body, document_type, year, confidence,
    standing
);
CREATE INDEX documents_type ON documents (document_type, day);
CREATE INDEX documents_issuer ON documents (issuer, year);
CREATE INDEX documents_signer ON documents (signer, day DESC, document_id) WHERE state = 'live';
CREATE INDEX documents_body ON documents (issuing_body, day DESC, document_id)
    WHERE state = 'live';
CREATE TABLE names (
    kind TEXT NOT NULL, name TEXT NOT NULL, words TEXT NOT NULL, marked TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
CREATE INDEX documents_title ON documents (title, year) WHERE title <> '';
CREATE INDEX documents_standing ON documents (standing) WHERE standing <> 'in_force';
CREATE TABLE refs (
    document INTEGER NOT NULL, position INTEGER NOT NULL, relation TEXT NOT NULL,
    label TEXT, key TEXT NOT NULL, skeleton TEXT NOT NULL,
    date TEXT, year TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL,
    not_after TEXT NOT NULL, status TEXT NOT NULL, target INTEGER, candidates TEXT NOT NULL,
    confidence REAL NOT NULL, method TEXT NOT NULL, scope TEXT, day TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX refs_key ON refs (key, year);
CREATE INDEX refs_citing ON refs (key, day DESC, document, relation);
CREATE INDEX refs_skeleton ON refs (skeleton, year);
CREATE INDEX refs_target ON refs (target, relation) WHERE target IS NOT NULL;
CREATE INDEX refs_open ON refs (key, year, date, target, status) WHERE target IS NULL;
CREATE INDEX refs_issuer ON refs (issuer);
CREATE TABLE campaign_parts (
    document INTEGER PRIMARY KEY, role TEXT NOT NULL, plan INTEGER, round INTEGER,
    year INTEGER, name TEXT, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    bucket TEXT NOT NULL DEFAULT '', campaign TEXT NOT NULL DEFAULT ''
);
CREATE INDEX campaign_parts_bucket ON campaign_parts (bucket, role);
CREATE INDEX campaign_parts_campaign ON campaign_parts (campaign);
CREATE TABLE campaigns (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, issuer TEXT NOT NULL, plan INTEGER,
    plan_key TEXT NOT NULL, year INTEGER, place TEXT NOT NULL DEFAULT '',
    first_day TEXT NOT NULL DEFAULT '', last_day TEXT NOT NULL DEFAULT '',
    first_year INTEGER NOT NULL DEFAULT 0, last_year INTEGER NOT NULL DEFAULT 0,
    is_reported INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX campaigns_bucket ON campaigns (bucket);
CREATE INDEX campaigns_plan ON campaigns (plan);
CREATE INDEX campaigns_plan_key ON campaigns (plan_key);
CREATE INDEX campaigns_place ON campaigns (
    place DESC, first_day, last_day, is_reported, first_year, last_year, year
);
CREATE INDEX campaigns_years ON campaigns (first_year, last_year, year, place);
CREATE TABLE bodies (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT, code TEXT,
    valid_from TEXT, valid_to TEXT
) WITHOUT ROWID;
CREATE TABLE body_names (
    body TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (body, name)
) WITHOUT ROWID;
CREATE TABLE body_successions (
    body TEXT NOT NULL, successor TEXT NOT NULL, day TEXT, PRIMARY KEY (body, successor)
) WITHOUT ROWID;
CREATE TABLE periods (
    document INTEGER NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX periods_document ON periods (document);
CREATE INDEX periods_days ON periods (last_day, first_day);
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL,
    replaced TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL
);
CREATE INDEX corrections_document ON corrections (document_id);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, arguments TEXT NOT NULL
);
CREATE TABLE outcomes (
    run INTEGER NOT NULL, path TEXT NOT NULL, container TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (run, path, container)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    exact, folded, subject, subject_folded, compounds, signer, signer_folded, issuer,
    issuer_folded, facts, content = '', columnsize = 1, tokenize = "ascii tokenchars '_'"
);
"""
WORD_COLUMNS = (
    "exact",
    "folded",
    "subject",
    "subject_folded",
    "compounds",
    "signer",
    "signer_folded",
    "issuer",
    "issuer_folded",
    "facts",
)


def connect(path: Path, *, create: bool = True, is_checked: bool = True) -> sqlite3.Connection:
    """Open the store at ``path``, making it where there is none; one that another version wrote
    only where ``is_checked`` is off.

    Raises:
        IndexUnavailableError: It is not there, may not be opened, or is no SQLite file.
        IndexSchemaError: Another version of the program wrote it.
    """
    if not create and not path.exists():
        raise IndexUnavailableError(
            f"There is no archive at {path}; ingest something first: congvan ingest PATH.",
            vi=f"Chưa có kho tại {path}; hãy nạp văn bản trước: congvan ingest ĐƯỜNG_DẪN.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # One writer at a time is our own rule (Archive), so the connection may cross threads.
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (sqlite3.Error, OSError) as error:
        raise unavailable(path, error) from error
    try:
        connection.row_factory = sqlite3.Row
        _prepare(connection)
        if is_checked:
            _check_version(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise unavailable(path, error) from error
        raise
    return connection


def unavailable(path: Path, error: Exception) -> IndexUnavailableError:
    """Translate SQLite's or the system's error about the store at ``path``."""
    return IndexUnavailableError(
        f"The archive {path} cannot be used ({error}); check the path, its permissions, the free "
        "space, and that it is an archive of congvan.",
        vi=f"Không dùng được kho {path} ({error}); hãy kiểm tra đường dẫn, quyền truy cập, dung "
        "lượng trống, và đó đúng là kho của congvan.",
    )


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # In WAL mode NORMAL never loses consistency; a power cut may undo the last batch, which the
    # ledger then shows as not yet taken.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    if not _is_empty(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    if _is_empty(connection):  # another process may have been faster
        for statement in filter(str.strip, TABLES.split(";")):
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("schema", SCHEMA), ("analysis", ANALYSIS_VERSION), ("seq", "0")],
        )
    connection.execute("COMMIT")


def _is_empty(connection: sqlite3.Connection) -> bool:
    count: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return count == 0


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    if (found.get("schema"), found.get("analysis")) != (SCHEMA, ANALYSIS_VERSION):
        raise IndexSchemaError(
            f"The archive {path} was written by another version of congvan; run: congvan reindex.",
            vi=f"Kho {path} do phiên bản congvan khác ghi; hãy chạy: congvan reindex.",
        )
