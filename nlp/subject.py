"""Trích yếu: the words after V/v under the number, or the lines under the title."""

import re

from dispatch.document import ParsedDocument
from dispatch.letters import LOWER, UPPER
from dispatch.text import fold
from nlp import reading
from nlp.findings import Finding, Findings, Span
from nlp.mending import mend, mend_quarter
from nlp.passage import Passage, join
from nlp.roles import Piece, Role
from nlp.zone_phrases import ABOUT, CAPITAL_DAY
from nlp.zone_words import is_syllable, type_of_title
from nlp.zones import Zones

# What OCR makes of V/v at the head of a trích yếu: "V⁄%", "V/", "VÀ" before việc.
_MISREAD = re.compile(
    r"^[\W_]*v\s?[/⁄](?:\S{0,2}|\s[vy%]\S?)\s+|^[\W_]*v\w{0,2}\s+viec\s+(?=\S)|^[\W_]*v4\s+"
    r"|^[\W_]*\w{1,2}/v\s+|^[\W_]*v[^\w\s]\s?v\s+|^[\W_]*v v\s+|^[\W_]*[a-z]?[%¿⁄]\w?\s+(?=\S)"
)
_PREFIX = re.compile(
    r"^[\W_]*(?:v\s?/\s?[vw]|v\.v|v[il1]?[vw]\b|ve ?viec|ve)\b\s*[:.]?\s*(?:viec\b(?=\s+\S))?\s*"
)
_FIRST = re.compile(r"\W*(?P<word>\S{1,4})\s+(?=\w)")
_DOUBTFUL = 0.6  # confidence of a word below which it may stand for another
# An invitation often has no trích yếu: its first line already invites.
_INVITING = re.compile(r"\b(?:kinh moi|moi\b|to chuc|tran trong|thuc hien)\b")
_ASKED_TO = re.compile(r"^\W*(?:v\s?/\s?[vw]\b|ve viec\b|(?:tham )?du\b(?! an\b)|hop\b|lam viec\b)")
# Older titles and the Party's name who decides: QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH … / V/v ban
# hành …; KẾT LUẬN / HỘI NGHỊ LẦN THỨ BẢY BAN CHẤP HÀNH ĐẢNG BỘ TỈNH / về …
_BY_WHOM = re.compile(
    rf"\s*(?:CỦA|HỘI NGHỊ(?=[^{LOWER}]{{0,60}}(?:L[ẦÂÀ]N TH[ỨƯ]|BAN CH[ẤÁ]P HÀNH)))\s"
    rf"[^{LOWER}]{{4,160}}?\s"
    r"(?=[\"“]?(?:[Vv]\s?/\s?[VvWw]\b|[Vv][Ềề]\s|[Bb]an hành|[Qq]uy định|[Pp]hê duyệt"
    r"|(?:BAN HÀNH|QUY ĐỊNH|PHÊ DUYỆT|HƯỚNG DẪN|SỬA ĐỔI)\s))"
    # Law portals' titles of the nineties say number and day again.
    r"|\s*(?:CỦA\s|(?=(?:LIÊN )?BỘ\s|LIÊN TỊCH\s|TỔNG CỤC\s|NGÂN HÀNG\s|(?:ỦY|UỶ) BAN\s))"
    rf"[^{LOWER}]{{4,90}}?\sSỐ\s\S{{3,32}},?\sNGÀY\s{CAPITAL_DAY}\s"
    # … and papers of the National Assembly say it before who decides.
    rf"|\s*SỐ\s(?:\d{{1,5}}\s)?\S{{3,32}},?\sNGÀY\s{CAPITAL_DAY}\s(?:CỦA\s[^{LOWER}]{{4,90}}?\s(?=VỀ\s))?"
)
# … or behind the subject: LUẬT / THUẾ … CỦA QUỐC HỘI SỐ 05/1998/QH10 NGÀY 20 THÁNG 5 NĂM 1998.
_SAID_AGAIN = re.compile(
    rf"\s(?:CỦA\s[^{LOWER}]{{4,60}}?\s)?SỐ:?\s(?P<number>\S{{3,32}}?),?\sNGÀY\s"
    rf"{CAPITAL_DAY}\W*$"
)
# KẾ HOẠCH LIÊN TỊCH, CHƯƠNG TRÌNH HÀNH ĐỘNG, BÁO CÁO THẨM TRA are
# the type, not the subject.
_JOINT = re.compile(
    r"\s*(?:lien (?:tich|nganh|bo)(?:\s|$)|(?:hanh dong|phoi hop|thanh tra|tham tra|tham dinh)\s*$)"
)
_URGENT = re.compile(r"\W*(?:thuong khan|hoa toc|khan)\W*")  # CÔNG ĐIỆN KHẨN
_BRACKETED = re.compile(r"\([^()]*\)")  # (Ban hành Quy định về …)
_OWN_WORDS = re.compile(r"\b(?:ket luan|tong ket|so ket|ket qua|tinh hinh|cong tac|thuc hien)\b")
# Of a comma in a list of bodies OCR makes a full stop: "… thuộc UBND tỉnh. Ban Quản lý".
_FULL_STOP = re.compile(
    rf"\b((?:tỉnh|huyện|xã|phường|thành phố|thị trấn|ngành))\.(?= [{UPPER}][{LOWER}])"
)
_NO_SUBJECT = frozenset(("Giấy mời",))
_PARTED = re.compile(r"(?<=[A-ZĐ\d]-) (?=[A-ZĐ]{2})")


def find_subject(
    document: ParsedDocument, zones: Zones, findings: Findings, *, document_type: str
) -> None:
    """Report the subject without ``V/v``, ``Về việc`` or the type's name."""
    pieces = _chosen(zones)
    if document_type in _NO_SUBJECT and _invites(pieces):
        return
    if not pieces:
        if document_type not in _NO_SUBJECT:
            findings.warn("subject-missing", "/subject")
        return
    passage = join(pieces)
    start = 0
    if pieces[0] in zones.of(Role.TITLE) and (found := type_of_title(pieces[0].text)):
        start = found[1]
        if joint := _JOINT.match(pieces[0].folded, start):
            start = joint.end()
    elif not zones.of(Role.TITLE) and passage.folded.startswith(fold(document_type) + " "):
        start = len(fold(document_type))
    if zones.of(Role.TITLE) and (decided := _BY_WHOM.match(passage.text, start)):
        start = decided.end()
    prefix = _PREFIX.match(passage.folded[start:])
    if prefix is None and _is_read(document, passage.spans(start, start + 1)):
        prefix = _MISREAD.match(passage.folded[start:]) or _unread(document, passage, start, zones)
    if prefix:
        start += prefix.end()
    start, end = passage.trimmed(start, len(passage.text), "*_-–—|`~/[]{}=")
    end = passage.trimmed(start, end, ".,;:")[1]
    end -= _is_half_closed(passage.text[start:end])
    if _BRACKETED.fullmatch(passage.text, start, end):
        start, end = passage.trimmed(start + 1, end - 1, " .,;:")
    again = _SAID_AGAIN.search(passage.text, start, end)
    own = findings.best("number")
    if again and own and fold(again["number"]) == fold(str(own.value)):
        end = again.start()
    if end - start < 2:
        findings.warn("subject-missing", "/subject")
        return
    spans = passage.spans(start, end)
    printed = _joined(passage.text[start:end])
    value = printed
    if _is_read(document, spans):
        value = mend_quarter(mend(document, _FULL_STOP.sub(r"\1,", printed), spans))
    raw = printed if printed != value else None
    sure = reading.after_repair(reading.confidence(document, spans, 0.97), raw)
    findings.add([Finding("subject", value, spans, sure, "rule:subject", raw=raw)])


def _unread(
    document: ParsedDocument, passage: Passage, start: int, zones: Zones
) -> re.Match[str] | None:
    """Return the few signs that OCR, in doubt, made of V/v under the number: 4w, ứa:."""
    first = _FIRST.match(passage.text[start:])
    if first is None or zones.of(Role.TITLE):
        return None
    spans = passage.spans(start, start + first.end("word"))
    words = [word for span in spans for word in document.words_in(*span)]
    doubted = any(word.confidence < _DOUBTFUL for word in words)
    is_word = first["word"].isalpha() and is_syllable(first["word"])
    return first if doubted and not is_word else None


def _invites(pieces: list[Piece]) -> bool:
    """True where the lines under GIẤY MỜI are its first sentence, not what one is asked to."""
    if pieces and _ASKED_TO.match(pieces[0].folded):
        return False
    return any(_INVITING.search(piece.folded) for piece in pieces)


def _is_read(document: ParsedDocument, spans: tuple[Span, ...]) -> bool:
    return any(reading.is_read(document, *span) for span in spans)


def _chosen(zones: Zones) -> list[Piece]:
    """The lines under the title, or those of V/v; where both stand, the title's own."""
    pieces = zones.of(Role.SUBJECT)
    titles = zones.of(Role.TITLE)
    if not titles:
        return pieces
    under = [piece for piece in pieces if piece.start > titles[0].start]
    found = type_of_title(titles[0].text)
    rest = titles[0].folded[found[1] :] if found else ""
    tells = rest.strip() and _URGENT.fullmatch(rest) is None
    if tells and not _names_more(titles[0], under):
        return [titles[0], *under]
    return under or pieces


def _is_half_closed(text: str) -> bool:
    """True where the last mark closes what was opened before V/v: "V/v …", (V/v …)."""
    one_quote = text.endswith('"') and text.count('"') == 1
    pairs = (("(", ")"), ("“", "”"))
    return one_quote or any(
        text.endswith(closing)
        and text.count(closing) > text.count(opening) + (closing == "”") * text.count('"')
        for opening, closing in pairs
    )


def _names_more(title: Piece, under: list[Piece]) -> bool:
    """True where what the title's line says after the type goes with the type, for the trích yếu
    opens on the next line: PHIẾU LẤY Ý KIẾN THÀNH VIÊN UBND TỈNH / Về dự thảo …."""
    return bool(under and ABOUT.match(under[0].folded)) and not _OWN_WORDS.search(title.folded)


def _joined(text: str) -> str:
    """Single blanks, and none within a notation that was parted at a line's end (NQ- HĐND)."""
    return _PARTED.sub("", " ".join(text.split()))
