"""Which mentions name one law: by its name with or without its number, by the name's initials, or
by its first words."""

from collections import defaultdict

from nlp.citation import Citation
from nlp.cited import Cited
from nlp.laws import initials_of, law_key, printed_initials

_Laws = defaultdict[str, dict[str, Cited]]


class CitedLaws:
    """The laws that a document has cited by name so far, by all that a later mention may say."""

    def __init__(self) -> None:
        self._names: _Laws = defaultdict(dict)
        self._initials: _Laws = defaultdict(dict)  # of whole names
        self._initialled: _Laws = defaultdict(dict)  # those that were named by initials
        self._begun: _Laws = defaultdict(dict)  # the first words of a name

    def remember(self, title: str, key: str, law: Cited) -> None:
        """Keep a law under a name that it was cited by."""
        name = law_key(title)
        if name in self._names:
            self._names[name].setdefault(key, law)
            return
        self._names[name][key] = law
        if letters := printed_initials(title):
            self._initialled[letters][key] = law
        for letters in filter(None, initials_of(title)):
            self._initials[letters][key] = law
        words = name.split()
        for count in range(2, len(words)):
            self._begun[" ".join(words[:count])][key] = law

    def key(self, mention: Cited, citation: Citation) -> str | None:
        """Return the key of the law cited before that ``mention`` is of, or None."""
        title = mention.values["title"]
        if not title:
            return None
        name = law_key(title)
        for key, law in self._names.get(name, {}).items():
            numbers = {law.values["number"], mention.values["number"]} - {None}
            if len(numbers) < 2 and _may_be_of_one_year(law, mention):
                return key
        short = set(self._initials.get(printed_initials(title) or "", ()))
        if len(short) != 1:
            full, core = initials_of(title)
            short = {*self._initialled.get(full, ()), *self._initialled.get(core, ())}
        if len(short) == 1:
            return short.pop()
        # "Luật Bầu cử" is no law's name, and begins that of the law of elections.
        is_whole = citation.law is not None and citation.law.known
        if is_whole or mention.values["number"]:
            return None
        begun = self._begun.get(name, {})
        longer = [key for key, law in begun.items() if _may_be_of_one_year(law, mention)]
        return longer[0] if len(longer) == 1 else None


def _may_be_of_one_year(one: Cited, other: Cited) -> bool:
    return len({one.year, other.year} - {None}) < 2
