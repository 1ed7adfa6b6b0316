"""Which mentions name one law: by its name with or without its number, by the name's initials, or
by its first words."""

from collections.abc import Iterator

from nlp.citation import Citation
from nlp.cited import Cited
from nlp.laws import is_initialled, law_key


class CitedLaws:
    """The laws that a document has cited by name so far."""

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[str, Cited]]] = {}

    def remember(self, title: str, key: str, mention: Cited) -> None:
        """Keep a law that was cited for the first time."""
        self._names.setdefault(law_key(title), []).append((key, mention))

    def name(self, title: str, key: str, law: Cited) -> None:
        """Note another name under which ``law`` was cited."""
        self._names.setdefault(law_key(title), [(key, law)])

    def key(self, mention: Cited, citation: Citation) -> str | None:
        """Return the key of the law cited before that ``mention`` is of, or None."""
        title = mention.values["title"]
        if not title:
            return None
        for key, item in self._names.get(law_key(title), ()):
            numbers = {item.values["number"], mention.values["number"]} - {None}
            if len(numbers) < 2 and _may_be_of_one_year(item, mention):
                return key
        short = {key for key, item in self._all() if is_initialled(title, _title(item))}
        if len(short) != 1:
            short = {key for key, item in self._all() if is_initialled(_title(item), title)}
        if len(short) == 1:
            return short.pop()
        is_whole = citation.law is not None and citation.law.known
        return None if is_whole or mention.values["number"] else self._begun(title, mention)

    def _begun(self, title: str, mention: Cited) -> str | None:
        """Return the one law whose name begins as ``title``, which no law's name is: "Luật Bầu cử"
        for the law of elections whose whole name the basis gives."""
        begun = f"{law_key(title)} "
        longer = {
            key for name, known in self._names.items() if name.startswith(begun)
            for key, item in known if _may_be_of_one_year(item, mention)
        }  # fmt: skip
        return longer.pop() if len(longer) == 1 else None

    def _all(self) -> Iterator[tuple[str, Cited]]:
        for known in self._names.values():
            yield from known


def _title(law: Cited) -> str:
    return law.values["title"] or ""


def _may_be_of_one_year(one: Cited, other: Cited) -> bool:
    return len({one.year, other.year} - {None}) < 2
