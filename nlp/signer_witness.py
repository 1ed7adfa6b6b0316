"""A signer's name that a seal and a pen crossed, told by the text where it names the same person.

Minutes name who took the chair, a letter of attorney who gives it, an invitation who presides,
lists of recipients the deputies. A person is only a witness: the name read at the foot must be that
person's but for what OCR doubted, and no other person's.
"""

import re
from collections.abc import Collection, Iterator

from dispatch.document import ParsedDocument
from dispatch.letters import LOWER, UPPER
from dispatch.text import fold, fold_same_length, unify
from nlp.given_names import is_given
from nlp.known_acts import is_slip
from nlp.zone_words import is_name

_SYLLABLE = rf"[{UPPER}][{LOWER}]{{0,6}}"
_PERSON = re.compile(rf"(?<![\w'’.]){_SYLLABLE}(?: {_SYLLABLE}){{1,4}}(?![\w'’])")
_CALLED = re.compile(
    r"(?:\b(?:ong|ba|dong chi|d/c|toi la|ho (?:va )?ten|chu tri|chu toa|tich|truong|doc|thu"
    r"|pttg|pct|pcn|ct|gd|pgd|thu ky)\b)[\s:(]{1,3}(?:(?:ong|ba|dong chi|d/c)[\s:]{1,3})?$"
)
"""What stands before a person's name: how he is spoken of, or the end of his office."""
_LEAST = 3  # syllables of a name that another may differ from in one


def told_by_text(
    document: ParsedDocument, name: str, doubted: Collection[str], at: int
) -> str | None:
    """Return the one person of the text before offset ``at`` who can be meant by ``name`` as read
    at the foot, where it is another spelling; ``doubted`` are the words OCR was not sure of."""
    if len(name.split()) < _LEAST:
        return None
    persons = {unify(person): person for person in _persons(document.text[:at])}
    if unify(name) in persons:
        return None
    meant = [person for person in persons.values() if _is_meant(name, person, doubted)]
    return meant[0] if len(meant) == 1 else None


def _persons(text: str) -> Iterator[str]:
    """Yield the names of persons that ``text`` speaks of, without a capital that opens what goes
    before (Ông)."""
    folded = fold_same_length(text)
    for match in _PERSON.finditer(text):
        words = match.group().split(" ")
        for skip in range(min(2, len(words) - 1)):
            start = match.start() + sum(len(word) + 1 for word in words[:skip])
            name = " ".join(words[skip:])
            called = _CALLED.search(folded[max(0, start - 40) : start])
            if len(words) - skip >= _LEAST and called and is_name(name):
                yield name


def _is_meant(read: str, person: str, doubted: Collection[str]) -> bool:
    """True where all syllables but one or two are read as the person's, and those are a slip of
    what OCR doubted or no syllable of a name."""
    ours, theirs = read.split(" "), person.split(" ")
    if len(ours) != len(theirs):
        return False
    other = [(one, two) for one, two in zip(ours, theirs, strict=True) if unify(one) != unify(two)]
    if not 0 < len(other) <= len(ours) - 2 + (len(ours) == _LEAST):
        return False
    return all(
        (fold(one) == fold(two) or is_slip(fold(one), fold(two)))
        and (not is_given(one) or any(one in word for word in doubted))
        for one, two in other
    )
