"""``congvan search``, ``show`` and ``links``: what the archive holds, found and drawn."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.campaigns import stub_line
from app.days import iso_day
from app.session import (
    ArchiveOption,
    IndexOption,
    JsonOption,
    Session,
    is_machine,
    print_json,
    session_of,
)
from dispatch.errors import ConfigError, ExitCode, QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.base import Hit, Results
    from index.query import Query
    from index.stubs import Stub


class SortName(StrEnum):
    """The orders of a search."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class LinksFormat(StrEnum):
    """How ``links`` shows the graph."""

    TREE = "tree"
    JSON = "json"
    MERMAID = "mermaid"
    DOT = "dot"


def search(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="help.text", metavar="[TEXT]", show_default=False)
    ] = None,
    references: Annotated[str | None, typer.Option(help="help.references")] = None,
    signer: Annotated[str | None, typer.Option(help="help.signer")] = None,
    issuer: Annotated[str | None, typer.Option(help="help.issuer")] = None,
    document_type: Annotated[str | None, typer.Option("--type", help="help.type")] = None,
    date_from: Annotated[str | None, typer.Option("--from", help="help.from")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="help.to")] = None,
    period: Annotated[str | None, typer.Option(help="help.period")] = None,
    relation: Annotated[str | None, typer.Option(help="help.relation-of")] = None,
    similar: Annotated[str | None, typer.Option(help="help.similar", metavar="ID|NUMBER")] = None,
    sort: Annotated[SortName | None, typer.Option(help="help.sort")] = None,
    facet: Annotated[list[str] | None, typer.Option(help="help.facets")] = None,
    after: Annotated[str | None, typer.Option(help="help.after", metavar="MARK")] = None,
    limit: Annotated[int, typer.Option(help="help.limit", min=1, max=1000)] = 20,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print the documents that meet all conditions, or those most like one."""
    from index.fields import Field, code_asked
    from index.query import Query, facet_named

    session = session_of(context)
    text = as_text(words or [])
    query = Query(
        text=text,
        references=references,
        relation=code_asked(Field("relation", relation)) if relation else None,
        signer=signer,
        issuer=issuer,
        document_type=document_type,
        date_from=iso_day(date_from, is_end=False),
        date_to=iso_day(date_to, is_end=True),
        period=iso_day(period, is_end=False),
        sort=sort.value if sort else None,
        limit=limit,
        after=after,
        facets=tuple(map(facet_named, facet or ())),
    )
    with _open(session, index, archive) as opened:
        results = _alike(opened, similar, query) if similar else opened.search(query)
        stands = {hit.document_id: _against(opened, hit, session) for hit in results.hits}
        asked = text.rpartition(":")[2].strip(' "')
        absent = _absent(opened, asked) if asked and not results.hits else []
    if is_machine(json):
        for hit in results.hits:
            print_json(asdict(hit))
    else:
        for stub in absent:
            typer.echo(f"○ {stub_line(stub, session)}, {session.say('links.absent')}")
        for hit in results.hits:
            typer.echo("\n".join([*_hit_lines(hit), *stands[hit.document_id]]))
    # Beside the records of a machine's output stands nothing else.
    _print_rest(results, session, is_error=is_machine(json))


def as_text(words: list[str]) -> str:
    """Return the query that the shell divided into ``words``: what it took the quotes from is
    quoted again, so that ``người ký:"Hoàng Văn Khởi"`` may be typed as it is read."""
    if len(words) <= 1:
        return "".join(words)
    return " ".join(word if " " not in word or '"' in word else _quoted(word) for word in words)


def _quoted(word: str) -> str:
    name, colon, value = word.rpartition(":")
    return f'{name}{colon}"{value}"' if value else word


def _alike(opened: Any, name: str, query: "Query") -> "Results":
    """Return the documents most like the one that ``name`` means, which no condition narrows."""
    from index.base import Results
    from index.query import Query

    if query != Query(limit=query.limit):
        raise ConfigError(
            "--similar stands alone, with --limit at most: leave the other conditions out.",
            vi="--similar chỉ dùng một mình (cùng --limit): hãy bỏ các điều kiện khác.",
        )
    found = opened.read(name)
    if found is None:
        raise _unknown(name)
    hits = opened.similar(found["document_id"], limit=query.limit)
    return Results(hits=hits, total=len(hits))


def _print_rest(results: "Results", session: Session, *, is_error: bool) -> None:
    """Print what is to be said of the hits as a whole: facets, bounds, the next page."""

    def say(key: str, **values: object) -> None:
        typer.echo(session.say(key, **values), err=is_error)

    if not results.hits and not is_error:
        say("search.none")
    for facet, values in results.facets.items():
        typer.echo(_facet_line(facet, values, results, session, is_error), err=is_error)
    if results.newest_only:
        say("search.newest", count=results.newest_only)
    if results.total > len(results.hits) and not is_error:
        say("search.more", shown=len(results.hits), total=results.total)
    if results.after:
        say("search.next", mark=results.after)


def _facet_line(
    facet: str,
    values: "Sequence[tuple[str, int]]",
    results: "Results",
    session: Session,
    is_machine_read: bool,
) -> str:
    """Return a facet as one line: codes for a machine, their Vietnamese names for a person."""
    from index.query import facet_labels

    is_plain = is_machine_read or session.lang != "vi"
    name, labels = (facet, {}) if is_plain else facet_labels(facet)
    about = "≈" if results.is_estimated else ""
    return f"{name}: " + ", ".join(
        f"{labels.get(value, value)} {about}{count}" for value, count in values
    )


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="help.id", metavar="ID|NUMBER")],
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print every document that the id or the number means."""
    session = session_of(context)
    with _open(session, index, archive) as opened:
        ids = opened.find(name) if hasattr(opened, "find") else [name]
        records = [record for one in ids if (record := opened.read(one)) is not None]
        headers = [_headers(opened, record) for record in records]
        absent = [] if records else _absent(opened, name)
    if not records:
        raise _unknown(name, "\n".join(stub_line(stub, session) for stub in absent))
    for record, said in zip(records, headers, strict=True):
        if is_machine(json):
            print_json(record)
        else:
            from app.sheet import print_sheet

            print_sheet(record, session.lang, said)


def links(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="help.number", metavar="NUMBER")],
    output: Annotated[
        LinksFormat, typer.Option("--format", help="help.links-format")
    ] = LinksFormat.TREE,
    depth: Annotated[int, typer.Option(help="help.depth", min=1, max=10)] = 3,
    relation: Annotated[list[str] | None, typer.Option(help="help.relation")] = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Draw what a document rests on and what rests on it."""
    from index import open_archive
    from index.graph import as_json
    from index.graph_text import as_dot, as_mermaid, as_tree

    session = session_of(context)
    with open_archive(session.store_url(index, archive), create=False) as opened:
        nodes = opened.links(number, depth=depth, relations=_relations(relation))
    if not nodes:
        raise _unknown(number)
    if output is LinksFormat.JSON:
        for node in as_json(nodes):
            print_json(node)
    else:
        drawn = {LinksFormat.MERMAID: as_mermaid, LinksFormat.DOT: as_dot}.get(output, as_tree)
        typer.echo(drawn(nodes, lang=session.lang))


def _relations(names: list[str] | None) -> frozenset[str] | None:
    """Return the relations to follow: None for the usual ones, every one for ``all``."""
    from index.fields import Field, code_asked
    from index.graph import ALL

    if not names:
        return None
    if "all" in names:
        return ALL
    return frozenset(code_asked(Field("relation", name)) for name in names)


def _open(session: Session, index: str | None, archive: Path | None) -> Any:
    """Open the index to ask it; a store that is not there is told, not made."""
    from index import open_archive, open_index

    url = session.index_url(index)
    if url.startswith(("http://", "https://")):
        # The directory, what is only cited and why something lost its force are in the store.
        store = session.archive_path(index, archive)
        return open_index(url, archive=store if store and store.exists() else None)
    return open_archive(url, create=False)


def _headers(opened: Any, record: dict[str, Any]) -> list[Any]:
    """Return what exchange packages say of the document; an index alone knows none."""
    if not hasattr(opened, "document"):
        return []
    found = opened.document(record["document_id"])
    headers = [entry.header for entry in found.sightings if entry.header] if found else []
    return list(dict.fromkeys(headers))


def _hit_lines(hit: "Hit") -> list[str]:
    day = "/".join(reversed(hit.date.split("-"))) if hit.date else "(không rõ ngày)"
    number = hit.number or "(chưa có số)"
    lines = [f"● {hit.document_type} {number} · {day} · {hit.issuing_body or '?'}"]
    if hit.subject:
        lines.append(f"  {hit.subject}")
    renditions = f" · {len(hit.renditions)} bản" if len(hit.renditions) > 1 else ""
    lines.append(f"  {hit.signer or '?'} · {hit.document_id}{renditions}")
    if hit.snippet is not None:
        lines.append(f"  … {marked(hit.snippet.text, hit.snippet.marks)} …")
    return lines


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """Return ``text`` on one line with the found words between » and «."""
    parts = []
    at = 0
    for start, end in marks:
        parts += [text[at:start], "»", text[start:end], "«"]
        at = end
    return " ".join("".join([*parts, text[at:]]).split())


def _against(opened: Any, hit: "Hit", session: Session) -> list[str]:
    """Return the line that says what stands against a hit; the reason where the store is there."""
    from index.standing import LABELS, STATES, standing_of

    state = next((one for one in STATES if one in hit.warnings), None)
    if state is None:
        return []
    if hasattr(opened, "connection"):
        reason = standing_of(opened.connection, hit.document_id).reason(session.lang)
        if reason:
            return [f"  ! {reason}"]
    # A view whose store is not here, or is another archive's, tells the state, and not by what.
    label = LABELS[state][session.lang == "en"]
    return [f"  ! {label.removesuffix(' bởi').removesuffix(' by')}"]


def _absent(opened: Any, name: str) -> "list[Stub]":
    """Return the papers of that number or title which are cited and not in the archive."""
    if not hasattr(opened, "connection"):
        return []
    from index.stubs import named

    return named(opened.connection, name)


def _unknown(name: str, cited: str = "") -> QueryError:
    known = f" ({cited})" if cited else ""
    error = QueryError(
        f"{name} is not in the archive{known}: look for it with congvan search, or ingest its "
        "file.",
        vi=f"Trong kho không có {name}{known}: hãy tìm bằng congvan search, hoặc đưa tệp vào bằng "
        "congvan ingest.",
        code="not-found",
    )
    error.exit_code = ExitCode.SOME_FAILED
    return error
