"""The cue phrase nearest to a citation in its own sentence, and whether it counts there.

The phrases are the table in ``dispatch/relations.py``; what is told, wished for, ordered or done by
others is no act of the citing document.
"""

import re
from functools import cache

from dispatch.relations import RELATIONS, Relation
from dispatch.text import fold

# "theo đó" opens a clause that no cue before it reaches: what came of it is told.
SENTENCE = re.compile(r"(?<!can cu)(?<!\btai)(?<!\btheo)(?<!\bcua)[.!?:]\s|[“”]|\btheo do\b,?")
# A colon after the noun of a list ends none: "thay thế các Quyết định: Quyết định số …".
_LISTS = re.compile(
    r"\bcac (?:van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van|ke hoach|to trinh|chi thi"
    r"|quy dinh|ket luan|thong bao)\b[^:.;]{0,60}$|\bkem(?: theo)?\b[^:.;]{0,40}$"
    r"|\bde nghi cua (?:lien (?:nganh|so|co quan)|cac (?:so|nganh|co quan|don vi))\b[^:.;]{0,30}$"
)
_OPENING = re.compile(
    # "Qua công tác giám sát 6 tháng đầu năm, thực hiện Công văn số …"
    r"(?:\W*(?:qua|de(?!\snghi)|nham|sau khi)\s(?:(?!\b(?:de nghi|yeu cau|giao|phai|chua|da|cong ty"
    r"|cac (?:don vi|dia phuong|xa|so|phong|co quan))\b)[^.;:]){3,120},\s)?"
    r"(?:\W*trong (?:nhung nam|thoi gian|nhiem ky) (?:vua )?qua,\s(?=quan triet\b))?"
    r"[\s\-+*(\"“;]*(?:\d{1,2}[.)\-]\s|[a-zđ][.)]\s|[ivx]{1,5}[.)]\s)*"
    r"(?:(?:de|nham|bao dam|dam bao|tiep tuc|to chuc"
    r"|(?:nghien cuu|hoc tap|quan triet|(?<=quan triet,\s)tuyen truyen)(?:,|\sva)?|v/v|ve viec|viec"
    r"|cong tac|ket qua|bao cao|tinh hinh|qua"
    r"|(?:\d{1,2}|mot|hai|ba|nam|muoi)\s(?:nam|thang)"
    r"|(?:giai doan|nam)\s\d{4}(?:\s?[-–]\s?\d{4})?)\s){0,4}"
)
# What is asked of others, or done to the document, is no carrying out of it.
_ORDERS = re.compile(
    r"\b(?:de nghi|yeu cau|giao|chi dao|don doc|nhac|phai|can|se|cac|tung|moi|huong dan|dieu chinh"
    r"|sua doi|bo sung|thay the|bai bo|dinh chinh|dinh chi|tam (?:ngung|dung))\b"
)
# "Qua 02 năm thực hiện, Chính phủ đã ban hành Nghị định số …": what others issued meanwhile.
_OTHERS_ISSUE = re.compile(r",\s[^,;]{3,60}\sda\s(?:ban hanh|co|phe duyet|thong qua)\s[^,;]{0,40}$")
# "Đề nghị quý Công ty căn cứ quy định nêu trên và Thông tư số …": the addressee is to rest on it.
_OTHERS_BASE = re.compile(
    r"\b(?:de nghi|yeu cau|giao|cac don vi|can)\s(?:[^,;.:]{0,60}\s)?(?:can cu|chieu theo)\b"
)
# "Sở đã trả lời tại Công văn số …": the letter cited is the reply, and this one is another.
_REPLIED = re.compile(r"\bda\s(?:co\s)?(?:(?:van ban|cong van|y kien)\s)?$")
# "hoàn thiện Thông tư thay thế Thông tư số …": what is still to be issued does it, not this one.
_DRAFTED = re.compile(
    r"\b(?:hoan thien|xay dung|du thao|trinh|tham muu|soan thao|xem xet|lay y kien|gop y|tham dinh"
    r"|nghien cuu)\b[^.;]{0,90}\b(?:luat|nghi dinh|nghi quyet|thong tu|quyet dinh|quy che|quy dinh"
    r"|noi quy|ke hoach)(?:\s\w+,?){0,3}?\s\(?(?:thay the|bai bo|sua doi|bo sung|dieu chinh)$"
    r"|\bse (?:duoc )?(?:thay the|bai bo|sua doi|bo sung|dieu chinh)$"
)
_OWN_PLAN = re.compile(
    r"\b(?:ban hanh|xay dung|lap|bao cao)\s(?:(?:ke hoach|chuong trinh|phuong an|ket qua|tinh hinh"
    r"|viec|cong tac|tong ket|so ket)\s){1,3}(?:trien khai\s)?$"
)
_ISSUED_WITH = re.compile(r"(?<=\w),?\s(?P<aside>\()?(?:duoc )?ban hanh (?:kem )?theo\s$")
_NAMED = re.compile(
    r"\bcan cu (?:vao )?(?:quy che|dieu le|noi quy|quy trinh)\b(?:(?!\sva\s)[^;:.()]){0,160}$"
)
_BY_ITS_NAME = re.compile(
    r"\bcan cu (?:vao )?(?:quy che|dieu le|noi quy|quy trinh|quy dinh|danh muc|chuong trinh)\b"
    r"(?:(?!(?:,|\bva) theo\b)[^;:.()]){0,200}$"
)
"""A regulation whose own name may say "theo": "căn cứ Quy chế đào tạo theo hệ thống tín chỉ …"."""
_QUOTED_ITEM = re.compile(r"[“\"]([^”\"]{1,120})[”\"](?=\s(?:duoc )?ban hanh\b)")
"""A regulation named in quotes, and issued with what is cited next."""
_WITH_THIS = re.compile(
    r"\bkem theo(?= (?:quyet dinh|cong van|thong bao|van ban|ke hoach) nay\b"
    r"[^.;:]{1,160}\s(?:tai|theo)\s$)"
)
"""What goes with this document is named by another: "kèm theo Quyết định này … quy định tại …"."""
# "Chấp hành Công điện số …", as armed forces and the Party say it; not the committee.
_OBEYS = re.compile(
    r"^(\W*(?:nghiem tuc )?)chap hanh(?: nghiem(?: tuc)?)?(?=\s(?:cac\s)?$|\s(?:cac )?(?:chi thi"
    r"|cong dien|quyet dinh|menh lenh|dien|ke hoach|nghi quyet|huong dan|cong van|van ban|y kien"
    r"|(?:su )?chi dao|thong bao|ket luan|quy dinh|yeu cau|noi dung|nhiem vu|phan cong)\b)"
)
_THIS_INSTEAD = re.compile(
    r"\b(?:cong van|van ban|quyet dinh|ke hoach|thong bao|quy che|quy dinh|huong dan) nay thay\s$"
)
_SENT_WITH = re.compile(
    r"\b(?:gui|bao cao|trinh|chuyen|cung cap|thong bao|de nghi)\b[^()]*"
    r"\((?:xin )?kem theo (?:cac )?$"
)
_WITH = re.compile(r"(?<=\w)\skem theo\s$")
# "báo cáo (theo mẫu gửi kèm Công văn số …)": another letter brought the form.
_BROUGHT_BY = re.compile(
    r"\b(?:mau|bieu|phu luc|danh sach|de cuong|tai lieu|noi dung|ho so)(?:\sdo [^.;:]{3,60}?)?"
    r"(?P<with>\s(?:duoc )?(?:gui |dinh )kem(?: theo)?\s$)"
)
# "Chủ trì, hướng dẫn các địa phương thực hiện Kế hoạch …": others are told to guide.
_TOLD_TO_GUIDE = re.compile(
    r"\b(?:chu tri|phoi hop|tham muu|trach nhiem|giao|yeu cau|de nghi|chi dao|theo doi|kiem tra)\b"
    r"[^.;:]{0,80}$"
)
_NARRATED = re.compile(
    r"\b(?:thanh lap|phe duyet|cong nhan|ban hanh|sua doi|bo sung|quy dinh|cho phep|giao|duoc|kem"
    r"|mot so dieu)\s$"
)
# "đề xuất sửa đổi Quyết định …", "hoàn thành việc rà soát và điều chỉnh Quy hoạch …": what is
# wished for, under way or to be looked into is not done.
_WISHED = re.compile(
    r"\b(?:de xuat|kien nghi|ra soat|dang|nghien cuu|ban do)\b,?\s(?:(?:viec|va|de|som)\s){0,2}"
    r"(?:sua doi,\s)?$|\bchu tri,? phoi hop\b[^.;:]{0,60}$"
)
# "theo các nội dung hướng dẫn tại Quyết định …": what is guided is told by what stands before.
_IS_NOUN = re.compile(
    r"\s(?:neu )?(?:tai|trong)\s(?!dieu\b)|\scua\s(?:[^,;.:]{2,60}\stai\s(?:\w+\s){0,2})?$"
)
_WATCHES = re.compile(r"\sdoi\b(?! tuong\b)")  # theo dõi, and not theo đối tượng
_JOINS = re.compile(r"\b(?:phai|can|duoc) (?:gan|ket hop) voi\s(?:\w+\s){0,3}$")
"""What is done along with the paper cited: "Việc triển khai phải gắn với Chỉ thị số …"."""
_OTHER_DINH = ("tham ", "quy ", "quyet ", "xac ", "giam ", "an ", "kiem ")
"""Before these folded cues stands another word: thẩm định Chỉ số, quy định chính sách."""
_NEXT = 24  # characters between "hợp nhất" and the papers that are consolidated
# "bổ sung nhân lực như chỉ đạo tại Chỉ thị số …": the clause has turned to something else.
_TURNED = re.compile(
    r"\b(?:nhu(?! cau)|thi (?:ngoai|phai|duoc|can|thuc hien|ap dung|khong)|nham)\b"
)
ACTS = frozenset({
    Relation.AMENDS, Relation.REPLACES, Relation.REPEALS, Relation.CORRECTS, Relation.GUIDES,
    Relation.RECALLS, Relation.SUSPENDS, Relation.CONSOLIDATES,
})  # fmt: skip
"""What one document does to another: the nearest document named before the verb does it."""


def blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def cue_in(window: str, *, at_start: bool, announced: bool = False) -> Relation | None:
    """Return the relation of the last cue in ``window``'s last sentence, None without a cue;
    ``announced`` says that the text does it itself ("Sở Y triển khai Kế hoạch … như sau:")."""
    window = _WITH_THIS.sub(blanks, _QUOTED_ITEM.sub(r"\1", window))
    sentence_start = 0
    for mark in SENTENCE.finditer(window):
        if mark[0][0] != ":" or _LISTS.search(window, sentence_start, mark.start()) is None:
            sentence_start = mark.end()
    sentence = window[sentence_start:]
    begins = sentence_start > 0 or at_start
    sentence = _OBEYS.sub(r"\1thuc hien", sentence)
    if _THIS_INSTEAD.search(sentence):
        return Relation.REPLACES
    if _SENT_WITH.search(sentence):
        return Relation.ATTACHES
    if part := _WITH.search(sentence):  # "đính chính Phụ lục I kèm theo Quyết định …"
        act = _nearest(sentence[: part.start()], begins=begins, announced=announced)
        if act in ACTS:
            return act
    if brought := _BROUGHT_BY.search(sentence):
        sentence = sentence[: brought.start("with")] + " "
    if carried := _ISSUED_WITH.search(sentence):
        sentence = sentence[: carried.start()]  # what governs the regulation governs its decision
        if not carried["aside"] and _BY_ITS_NAME.search(sentence):
            return Relation.BASIS
        if carried["aside"]:  # of what stands right before the bracket alone
            listed = [sentence] if _NAMED.search(sentence) else re.split(r"[,;:]", sentence)
            is_all = begins and len(listed) == 1
            return _nearest(listed[-1], begins=is_all, announced=announced) or Relation.MENTIONS
    return _nearest(sentence, begins=begins, announced=announced)


def _nearest(sentence: str, *, begins: bool, announced: bool) -> Relation | None:
    """Return the relation of the last cue in ``sentence``; ``begins`` is true at a sentence's own
    beginning, where alone opening cues count."""
    best: tuple[int, int, int, Relation] | None = None
    for cue, rank, relation, opening in _cues():
        position = _last(sentence, cue)
        if position < 0:
            continue
        if opening and (
            _OTHERS_ISSUE.search(sentence, position + len(cue))
            or not _may_open(sentence[:position], begins=begins, announced=announced)
        ):
            continue
        narrates = cue in ("theo", "kem theo")
        if narrates and _NARRATED.search(sentence[max(0, position - 20) : position]):
            relation = Relation.MENTIONS
        if relation is Relation.REPLIES_TO and _REPLIED.search(sentence[:position]):
            relation = Relation.MENTIONS
        if relation is Relation.BASIS and _OTHERS_BASE.search(sentence[: position + len(cue)]):
            relation = Relation.MENTIONS
        if relation is Relation.GUIDES and not announced and _is_told(sentence, position):
            relation = Relation.MENTIONS
        behind = sentence[position + len(cue) :]
        if relation is Relation.IMPLEMENTS and _JOINS.search(behind):
            continue
        if cue == "huong dan" and _IS_NOUN.match(behind):
            continue
        if cue in ("dinh chi", "dinh chinh") and sentence[:position].endswith(_OTHER_DINH):
            continue
        if relation is Relation.CONSOLIDATES and len(behind) > _NEXT:
            relation = Relation.MENTIONS  # "cho phép hợp nhất 03 Hội, tuy nhiên tại Nghị định …"
        if relation in ACTS and _TURNED.search(behind):
            relation = Relation.MENTIONS
        if relation in ACTS and _WISHED.search(sentence[:position]):
            relation = Relation.MENTIONS
        if relation in ACTS and _DRAFTED.search(sentence[: position + len(cue)]):
            relation = Relation.MENTIONS
        key = (position + len(cue), len(cue), -rank)  # "theo hướng dẫn" is longer than its end
        if best is None or key > best[:3]:
            best = (*key, relation)
    return best[3] if best else None


def _is_told(sentence: str, position: int) -> bool:
    """True where others are told to guide somebody in what is cited."""
    guided = re.match(r"huong dan (?:cac|nhung|cho)\b", sentence[position:]) is not None
    return guided and _TOLD_TO_GUIDE.search(sentence[:position]) is not None


def _may_open(before: str, *, begins: bool, announced: bool) -> bool:
    """True where an opening cue behind ``before`` tells what this document does: at the sentence's
    head, or where its issuer says so ("Sở Y ban hành kế hoạch thực hiện …")."""
    if begins and _OPENING.fullmatch(before):
        return True
    told = _ORDERS.search(before) is None
    return told and begins and (announced or _OWN_PLAN.search(before) is not None)


def _last(sentence: str, cue: str) -> int:
    position = sentence.rfind(cue)
    while position >= 0:
        before = sentence[position - 1 : position]
        after = sentence[position + len(cue) : position + len(cue) + 1]
        watches = cue == "theo" and _WATCHES.match(sentence, position + len(cue)) is not None
        if not (before.isalnum() or after.isalnum() or watches):
            return position
        position = sentence.rfind(cue, 0, position)
    return -1


@cache
def _cues() -> tuple[tuple[str, int, Relation, bool], ...]:
    return tuple(
        (fold(cue), row.rank, row.relation, row.opening) for row in RELATIONS for cue in row.cues
    )
