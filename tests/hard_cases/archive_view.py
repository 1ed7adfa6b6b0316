"""Takes letters into a real archive as files and says what the archive answers about them.

A question about one letter begins with its place (``2 links``, ``2 document number`` for what the
document says that it is a rendition of); the others are about the whole: ``documents``,
``renditions``, ``campaigns`` and ``search`` with what is asked for.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.process import parse_key, process
from index import open_archive
from index.archive import Archive
from index.base import Sighting, Written
from index.campaigns import campaigns
from index.query import Query
from index.standing import standing_of
from tests.hard_cases.cases import Record, show
from tests.hard_cases.files import as_file


class Answers:
    """An archive of ``letters``, taken in in their order, and its answers."""

    def __init__(self, letters: Sequence[str], folder: Path) -> None:
        self.archive: Archive = open_archive(f"sqlite:{folder / 'archive.sqlite'}")
        self.ids = [self._take(letter, at) for at, letter in enumerate(letters, start=1)]

    def _take(self, letter: str, at: int) -> str:
        source, data = as_file(letter, f"letter-{at}")
        done = process(source, data, is_stored=True)
        sighting = Sighting(source.path, len(data), at, 1)
        item = Written(
            source.id, sighting, done.records, media_type=source.media_type,
            parse_key=parse_key(), parsed=done.parsed, compounds=done.compounds,
        )  # fmt: skip
        self.archive.add([item])
        (record,) = done.records
        return str(record["id"])

    def say(self, asked: str) -> str:
        """Return the answer to ``asked`` as the tables write it."""
        first, _, key = asked.partition(" ")
        if first.isdigit():
            return self._of_letter(int(first), key)
        return _WHOLE[first](self, key)

    def _of_letter(self, place: int, key: str) -> str:
        record = self._record(self.ids[place - 1])
        if key == "standing":
            standing = standing_of(self.archive.connection, record["document_id"])
            acts = [str(self._place(act.document_id)) for act in standing.acts]
            return " ".join([standing.state, *acts])
        if key == "links":
            return "; ".join(self._link(one) for one in record["references"]) or "-"
        if key.startswith("document "):
            record = self._record(record["document_id"])
        return show(record, key.removeprefix("document "))

    def _link(self, reference: Record) -> str:
        """Return "resolved 1" for a link to letter 1, "ambiguous 1+2" for one to ask about."""
        meant = [reference["resolved_id"]] if reference["resolved_id"] else reference["candidates"]
        places = sorted(self._place(one) for one in meant)
        return " ".join([reference["status"], "+".join(map(str, places))]).rstrip()

    def _record(self, name: str) -> Record:
        record = self.archive.read(name)
        assert record is not None
        return record

    def _place(self, document_id: str) -> int:
        """Return the place of the first letter that became this document."""
        documents = [self._record(one)["document_id"] for one in self.ids]
        return documents.index(document_id) + 1

    def documents(self, _: str) -> str:
        return str(len({record["document_id"] for record in self.archive.records()}))

    def renditions(self, _: str) -> str:
        counts = []
        for record in self.archive.records():
            document = self.archive.document(record["document_id"])
            assert document is not None
            counts.append(len(document.renditions))
        return " ".join(map(str, sorted(counts)))

    def campaigns(self, _: str) -> str:
        nodes = campaigns(self.archive.connection)
        rounds = sorted((node.plan.number or "" if node.plan else "", node.round) for node in nodes)
        return "; ".join(f"{number or '-'} {turn or '-'}" for number, turn in rounds) or "-"

    def search(self, text: str) -> str:
        hits = self.archive.search(Query(text=text)).hits
        return " ".join(str(self._place(hit.document_id)) for hit in hits) or "-"


_WHOLE: dict[str, Callable[[Answers, str], str]] = {
    "documents": Answers.documents,
    "renditions": Answers.renditions,
    "campaigns": Answers.campaigns,
    "search": Answers.search,
}
