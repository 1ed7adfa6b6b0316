"""Where the lines between a head's columns and the text began: title, trích yếu, addressees, who
decides; and where the text does, which no mark parts from a trích yếu or from an addressee."""

import re

from dispatch.letters import UPPER
from dispatch.text import fold_same_length
from parsers.form_anchors import (
    ABOUT,
    ADDRESSEE,
    NOTE,
    OPENING,
    RECIPIENTS,
    SPEAKER,
    SPEAKS,
    is_capital,
    kind,
    office,
)
from parsers.form_bodies import body

_TITLE_WITHIN = 500  # characters behind number and day
_SHORT_TITLE = 4  # words in capitals that go on with a type: CHƯƠNG TRÌNH PHỐI HỢP
_SPEAKER_WITHIN = 90  # characters from a body's name to its verb
_VERBS = 6  # looked at until a body is found that speaks
_HIGHEST = re.compile(r"(?<!\S)(?:CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG)(?!\w)")
_TELEGRAM = re.compile(r" (?:điện|ĐIỆN) ?:")
_LISTED = re.compile(r"(?<=[:;,.]) (?=[-–+•] ?\S)")
_SENTENCE = re.compile(rf"(?<=[^\W\d_]{{2}}\.) (?=[{UPPER}])")
_SPEAKS_HERE = (
    r" (?:trân trọng|thông báo|đề nghị|báo cáo|yêu cầu|xây dựng|ban hành|tổ chức|kính|xin"
    r"|nhận|có|đã|phát động|hướng dẫn|triển khai|trình|phối hợp|mời|đề xuất)\b"
)
_CLAUSE = frozenset(
    ("của", "các", "và", "với", "là", "do", "cho", "về", "từ", "gửi", "tại", "theo")
)


def find_title(window: str, columns: int, limit: int) -> re.Match[str] | None:
    """Return the type's name in capitals behind number and day, which no capitals stand before."""
    for match in kind().finditer(window, columns, min(limit, columns + _TITLE_WITHIN)):
        before = window[columns : match.start()].split()
        if not before or not is_capital(before[-1]) or before[-1] in ("KHẨN", "MẬT", "TỐC", "THẢO"):
            return match
    return None


def under_the_columns(
    window: str, columns: int, title: re.Match[str] | None, about: re.Match[str] | None, issuer: str
) -> tuple[set[int], int]:
    """Return where the lines between the columns and the text begin, and where the text does."""
    cuts: set[int] = set()
    start = columns
    if title:
        start = _title_end(window, title)
        cuts |= {title.start(), start}
    elif about and about.start() >= columns:
        start = about.end()
    elif capitals := _capitals_end(window, columns):
        cuts.add(capitals)
        start = capitals
    end = _text_start(window, start, issuer)
    cuts |= {match.end() for match in NOTE.finditer(window, start, end)}
    addressee = ADDRESSEE.search(window, columns)
    telegram = _TELEGRAM.search(window, start, start + 400)
    if addressee and addressee.start() <= end:
        cuts.add(addressee.start())
        listed, behind = _addressees(window, addressee.end(), issuer)
        return cuts | listed, behind
    if telegram:
        cuts.add(_enacting(window, start, telegram.start()))
        listed, behind = _addressees(window, telegram.end(), issuer)
        return cuts | listed, behind
    cuts.add(_enacting(window, start, end))
    return cuts, end


def _addressees(window: str, start: int, issuer: str) -> tuple[set[int], int]:
    """Return where the entries behind Kính gửi begin, and where the text does."""
    end = _text_start(window, start, issuer, listed=True)
    cuts = {match.end() for match in _LISTED.finditer(window, start - 1, end)}
    if about := ABOUT.search(window, start, end):
        cuts.add(about.start())
    return cuts, end


def _title_end(window: str, title: re.Match[str]) -> int:
    """Return where the title's line ends: a few words more in capitals belong to it, where what
    follows is in small letters."""
    end = _capitals_end(window, title.end(), least=1)
    words = window[title.end() : end].split()
    if not words or words[0] == "VỀ" or len(words) > _SHORT_TITLE:
        return title.end()
    is_office = office().match(window, title.end() + 1) or body().match(window, title.end() + 1)
    return title.end() if is_office or OPENING.match(window, end) else end


def _capitals_end(window: str, at: int, *, least: int = 3) -> int:
    """Return where the words in capitals from ``at`` on end; 0 where there are too few."""
    end, count = at, 0
    for word in re.compile(r"\S+ ?").finditer(window, at + (window[at : at + 1] == " ")):
        if not is_capital(word[0]):
            break
        end, count = word.end(), count + 1
    return end if count >= least else 0


def _text_start(window: str, start: int, issuer: str, *, listed: bool = False) -> int:
    """Return where the text begins behind ``start``: at a phrase that opens one, at the issuer who
    speaks, and behind a list of addressees at its full stop."""
    opening = OPENING.search(window, start + 1)
    found = [len(window), opening.start() if opening else len(window)]
    if issuer:
        speaks = re.compile(re.escape(issuer) + r"(?=" + _SPEAKS_HERE + ")")
        told = speaks.search(_bare(window), start + 1)
        found.append(told.start() if told else len(window))
    found.append(_speaker(window, start, min(found), listed=listed))
    if listed and (sentence := _SENTENCE.search(window, start)):
        found.append(sentence.end())
    for pattern in (RECIPIENTS,) if listed else (RECIPIENTS, ADDRESSEE):
        match = pattern.search(window, start)
        found.append(match.start() if match else len(window))
    return min(found)


def _bare(window: str) -> str:
    return fold_same_length(window)


def _speaker(window: str, start: int, end: int, *, listed: bool) -> int:
    """Return where a body begins that does something: "… các huyện BHXH tỉnh nhận được …"."""
    marks = ";:-–(" if listed else ",;:-–("
    for _, verb in zip(range(_VERBS), SPEAKS.finditer(window, start, end), strict=False):
        low = max(start + 1, verb.start() - _SPEAKER_WITHIN)
        for name in reversed(list(SPEAKER.finditer(window, low, verb.start() + 1))):
            before = window[start : name.start()].split()
            if not _CLAUSE.isdisjoint(window[name.start() : verb.start()].lower().split()):
                break
            if before and before[-1] not in _CLAUSE and before[-1][-1] not in marks:
                return name.start()
    return len(window)


def _enacting(window: str, start: int, end: int) -> int:
    """Return where the line begins that names who decides, in capitals right before the reasons;
    ``end`` where there is none."""
    words = window[start:end].split(" ")
    count = 0
    while count < len(words) and _is_capitals(words[-count - 1]):
        count += 1
    while count and not is_capital(words[-count]):
        count -= 1
    low = end - len(" ".join(words[len(words) - count :])) if count else end
    if low > start + 1:
        return low if count > 1 else end
    patterns = (office(), body(), _HIGHEST)
    heads = [match for pattern in patterns for match in pattern.finditer(window, low, end)]
    heads.sort(key=lambda match: match.start())
    if not heads:
        return end
    at = len(heads) - 1
    while at and heads[at].start() - heads[at - 1].end() <= 1:
        at -= 1
    return heads[at].start()


def _is_capitals(word: str) -> bool:
    bare = word.strip(":,()")
    return not bare or is_capital(bare) or bare.isdigit() or bare in ("-", "–")
