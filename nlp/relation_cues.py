"""Which relation a citation stands in: the nearest cue phrase before it in its own sentence.

The phrases are the table in ``dispatch/relations.py``. An item of a list keeps the relation of the
item before it; a citation inside another's subject is only mentioned.
"""

import re
from collections.abc import Collection
from functools import cache

from dispatch.relations import RELATIONS, RESTS_ON, Relation
from dispatch.text import fold
from nlp.citation_grammar import Citation
from nlp.relation_after import is_announced, relation_after

# "theo đó" opens a clause that no cue before it reaches: what came of it is told.
_SENTENCE = re.compile(r"(?<!can cu)(?<!\btai)(?<!\btheo)[.!?:]\s|[“”]|\btheo do\b,?")
# A colon after the noun of a list ends none: "thay thế các Quyết định: Quyết định số …".
_LISTS = re.compile(
    r"\bcac (?:van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van|ke hoach|to trinh|chi thi"
    r"|quy dinh|ket luan|thong bao)\b[^:.;]{0,60}$|\bkem(?: theo)?\b[^:.;]{0,40}$"
)
_HEADS_LIST = re.compile(
    r"\b(?:cac|nhung|mot so) (?:van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van|ke hoach"
    r"|to trinh|chi thi|quy dinh|ket luan|thong bao)\b[^.;:]{0,90}?(?:\bsau(?: day)?\s?:?|:)\s*$"
)
_LIST_JOINT = re.compile(
    r"(?:[,;)]|\b(?:va|cung|hoac|(?<!gan )voi))\s(?:cac\s)?(?:so\s?:?\s?)?$|^$"
    r"|^\s?(?:[,;]\s(?:va\s)?|va\s)(?:(?:de nghi|y kien|(?:y kien )?chi dao|yeu cau|phan cong"
    r"|huong dan)\s)?cua\s[^.;:,]{3,90}\stai\s(?:cac\s)?$"
    r"|^\s?(?:[,;]\s(?:va\s)?|va\s)(?:bo|so|ubnd|uy ban|ngan hang|tong cuc|cuc|ban|thanh tra)"
    r"\s[^.;:,]{2,90}\stai\s(?:cac\s)?$"
    r"|^\s?(?:[,;]\s|va\s)(?:tai\s)?(?:so thu tu|stt|muc|phan|dong|diem)\s[^.;:]{0,40}\s(?:cua\s)?$"
    r"|^\s?(?:[,;]\s)?(?:va\s)?(?:cac\s)?nhiem vu (?:duoc )?(?:phan )?(?:giao|cong)\stai"
    r"\s(?:cac\s)?$"
)
_NEXT_OF_LIST = re.compile(
    r"\s?(?:va\s)?(?:cac\s)?(?:(?:de nghi|y kien|chi dao)\s(?:\w+\s){0,2}?cua|bien ban"
    r"|cong van|to trinh|van ban|bao cao|quyet dinh|nghi quyet|thong bao|ket luan|ke hoach"
    r"|nghi dinh|thong tu|luat)\b"
)
# "Luật … được sửa đổi, bổ sung một số điều bởi Luật số …": only named for the first one's sake.
_AMENDED_BY = re.compile(
    r"(?:\bduoc\s|\(|,\s)(?:sua doi|bo sung|thay the|dinh chinh|dieu chinh)(?: lan thu \w+)?"
    r"(?:,?\s(?:va\s)?(?:bo sung|cap nhat|thay the|dieu chinh)){0,2}"
    r"(?:\s(?:mot so|cac)\s(?:dieu|khoan|noi dung))?"
    r"\s(?:(?:boi|tai|theo|bang)\s(?:cac\s)?(?:so\s)?|so\s)$"
)
# "Điều lệ … ban hành kèm theo Quyết định số …" in a list: the decision carries the item.
_CARRIED_BY = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s*(?P<item>(?:[,;]|va)\s[^.:]{0,160}\s)ban hanh (?:kem )?theo\s$"
)
_OPENING = re.compile(
    # "Qua công tác giám sát 6 tháng đầu năm, thực hiện Công văn số …"
    r"(?:\W*(?:qua|de(?!\snghi)|nham|sau khi)\s[^.;:]{3,120},\s)?"
    r"[\s\-+*(\"“;]*(?:\d{1,2}[.)]\s|[a-zđ][.)]\s|[ivx]{1,5}[.)]\s)*"
    r"(?:(?:de|nham|tiep tuc|to chuc|quan triet(?:,|\sva)?|v/v|ve viec|viec|cong tac|ket qua"
    r"|bao cao|tinh hinh|qua"
    r"|(?:\d{1,2}|mot|hai|ba|nam|muoi)\s(?:nam|thang)"
    r"|(?:giai doan|nam)\s\d{4}(?:\s?[-–]\s?\d{4})?)\s){0,4}"
)
# What was done to another document long ago is no act of this one; "bước tiếp theo" follows no
# letter.
_PASSIVE = re.compile(
    r"\bthu hoi (?:dat|tien|kinh phi|von|no|tam ung|con dau)\b|\bhuong dan nay\b"
    r"|\blam theo (?:tu tuong|tam guong|loi)\b|"
    r"\b(?:xem|binh|nhan|tham)\sxet\b(?!\sde nghi)|\bxet (?:xu|tuyen|nghiem)\b"
    r"|\bbo sung\s(?:them\s)?(?:thong tin|tai lieu|ho so|so lieu|giai trinh|minh chung|kinh phi"
    r"|bien che|nhan su)\b"
    r"|\b(?:duoc|bi)\s(?:sua doi|bo sung|thay the|bai bo|huong dan|dinh chinh|hop nhat|thu hoi"
    r"|dinh chi|trien khai|thuc hien)(?:,?\s(?:va\s)?(?:bo sung|thay the|bai bo))?"
    r"|\b(?:buoc|phan|giai doan|thoi gian|ngay|tuan|thang|quy|nam)\stiep theo\b"
)
_CONSIDERED = re.compile(r"\bsau khi (?:xem xet|nghien cuu|thao luan)(?: noi dung)?\s$")
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
# "Thông tư số 19/… sửa đổi, bổ sung, thay thế, bãi bỏ một số điều của Thông tư số …": all of it is
# what the one before does.
_ACTS_LISTED = re.compile(
    r"^\s?(?:[^.;:]{0,160}\s)?(?:sua doi|bo sung|thay the|bai bo|dinh chinh)"
    r"(?:,\s(?:bo sung|thay the|bai bo|dinh chinh)){1,3}\s(?:mot so|cac)\s"
)
_OWN_PLAN = re.compile(
    r"\b(?:ban hanh|xay dung|lap|bao cao)\s(?:(?:ke hoach|chuong trinh|phuong an|ket qua|tinh hinh"
    r"|viec|cong tac|tong ket|so ket)\s){1,3}(?:trien khai\s)?$"
)
_BRACKETED = re.compile(r"\([^()]*\)")
"""What is said in brackets is said of what stands before them."""

_ISSUED_WITH = re.compile(r"(?<=\w),?\s(?P<aside>\()?(?:duoc )?ban hanh (?:kem )?theo\s$")
_QUOTED_ITEM = re.compile(r"[“\"]([^”\"]{1,120})[”\"](?=\s(?:duoc )?ban hanh\b)")
"""A regulation named in quotes, and issued with what is cited next."""

_WITH_THIS = re.compile(
    r"\bkem theo(?= (?:quyet dinh|cong van|thong bao|van ban|ke hoach) nay\b"
    r"[^.;:]{1,160}\s(?:tai|theo)\s$)"
)
"""What goes with this document is named by another: "kèm theo Quyết định này … quy định tại …"."""
# "Chấp hành Công điện số …", as armed forces and the Party say it; not the committee.
_OBEYS = re.compile(r"^(\W*(?:nghiem tuc )?)chap hanh(?=\s(?!trung uong|dang bo|cong doan|hoi))")
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
# "Căn cứ Quyết định số … của UBND tỉnh: Quyết định số …": nothing is announced in a list of bases.
_MISREAD_SEMICOLON = re.compile(r"(?<!sau)(?<!gom)(?<!la):\s$")
_NARRATED = re.compile(
    r"\b(?:thanh lap|phe duyet|cong nhan|ban hanh|sua doi|bo sung|quy dinh|cho phep|giao|duoc|kem"
    r"|mot so dieu)\s$"
)
# "Nghị quyết số 11/… căn cứ vào Thông tư số …": that one's basis, not this one's.
_RESTED = re.compile(r"\s(?:(?:da )?(?:duoc )?(?:ban hanh|xay dung|lap) )?can cu\b")
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
_OTHER_DINH = ("tham ", "quy ", "quyet ", "xac ", "giam ", "an ", "kiem ")
"""Before these folded cues stands another word: thẩm định Chỉ số, quy định chính sách."""
_NEXT = 24  # characters between "hợp nhất" and the papers that are consolidated
# "bổ sung nhân lực như chỉ đạo tại Chỉ thị số …": the clause has turned to something else.
_TURNED = re.compile(
    r"\b(?:nhu(?! cau)|thi (?:ngoai|phai|duoc|can|thuc hien|ap dung|khong)|nham)\b"
)
# "Bộ … đã ban hành Thông tư số 19, sửa đổi Thông tư số 3": the one that is told of acts.
_ACTS_ON = re.compile(
    r"(?:\s(?:quy dinh|ve|ban hanh|phe duyet|huong dan)\b[^.;:]{0,200}?)?"
    r",\s(?:co hieu luc\b[^.;:]{0,70}?,?\s(?:va\s)?)?"
    r"(?:sua doi|bo sung|thay the|bai bo|huong dan|dinh chinh)\b"
)
ACTS = frozenset({
    Relation.AMENDS, Relation.REPLACES, Relation.REPEALS, Relation.CORRECTS, Relation.GUIDES,
    Relation.RECALLS, Relation.SUSPENDS, Relation.CONSOLIDATES,
})  # fmt: skip
"""What one document does to another: the nearest document named before the verb does it."""

REACH = 220
"""How far a cue reaches, in characters: past it the sentence has turned to something else."""


def relations(
    folded: str,
    found: list[Citation],
    *,
    default: Relation | None = None,
    own: Collection[int] = (),
) -> list[Relation]:
    """Return the relation of each citation of one paragraph.

    ``default`` is what the paragraph's place says of a citation without a cue (the basis block,
    a note to a citation); ``own`` are the starts of citations that name the citing document.
    """
    result: list[Relation] = []
    last_end, last = 0, None
    amended: Relation | None = None  # of the one whose amending documents are being named
    outside: Relation | None = None  # of the one before a bracket that is still open
    for item in found:
        if item.parent is not None:
            result.append(Relation.MENTIONS)
            continue
        start = item.scope[0] if item.scope else item.start
        window_start = max(last_end, start - REACH)
        plain = folded[window_start:start] if start > window_start else ""
        if last is not None and _AMENDED_BY.search(plain):
            amended = amended or last
            # What a paper rests on it rests on as amended; to do to it is to do nothing to those.
            last_end = item.end
            last = Relation.BASIS if amended is Relation.BASIS else Relation.MENTIONS
            result.append(last)
            continue
        if amended and re.search(r"[;)]", plain):
            last, amended = amended, None
        if outside and (")" in plain or ")" in folded[last_end - 1 : last_end]):
            last, outside = outside, None
        if last is not None and plain.count("(") > plain.count(")"):
            outside = outside or last
        if last is Relation.BASIS:
            plain = _MISREAD_SEMICOLON.sub("; ", plain)
        window = _PASSIVE.sub(_blanks, _BRACKETED.sub(_blanks, plain))
        opens = last is None and window_start == 0
        relation = _inherited(window, last)
        if relation is None:
            clause = _last_clause(window, rests=last in RESTS_ON)
            relation = _cue(clause, at_start=opens, announced=is_announced(folded, item.end))
            if last is Relation.FOLLOWS and relation is None:
                relation = Relation.IMPLEMENTS if _AND_CARRIES.search(window) else None
            if last is not None and relation is Relation.BASIS and _RESTED.match(window):
                relation = Relation.MENTIONS
            if last is not None and relation in ACTS and _is_others_act(clause, last):
                result.append(Relation.MENTIONS)  # and the list goes on behind what that one does
                last_end = item.end
                continue
        if relation in ACTS and (outside or _is_quoted(folded, item.start)):
            relation = Relation.MENTIONS  # what the one before the bracket did, or others ask for
        if relation is None and item.kind == "Tờ trình" and _CONSIDERED.search(plain):
            relation = Relation.PROPOSED_BY
        if relation is None:
            relation = relation_after(folded, item.end)
        if relation is None:
            relation = (last or default) if default else Relation.MENTIONS
        result.append(relation)
        last_end, last = item.end, relation
        if item.start in own:
            last = None  # the document itself acts: "Kế hoạch số 45/KH-BQL bổ sung Kế hoạch …"
    return result


# "Tiếp theo Công điện số … ngày …, thực hiện Công điện số … của Thủ tướng, Chủ tịch yêu cầu".
_AND_CARRIES = re.compile(r",\s(?:va\s)?(?:thuc hien|trien khai(?: thuc hien)?)\s$")
_GROUNDS = re.compile(
    r"\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-d])[.)]?\s)?\W*(?:cac )?"
    r"(?:co so|can cu) (?:phap ly|chinh tri,? phap ly)"
    r"(?: (?:de )?(?:xay dung|ban hanh|lap|trinh)\b.{0,60})?\W*"
)
"""The heading of a proposal's grounds: "1. Cơ sở pháp lý"."""


def _is_quoted(folded: str, start: int) -> bool:
    """True within quotes that are still open: “Đề nghị sớm sửa đổi Nghị định số …”."""
    last = folded.rfind('"', max(0, start - REACH), start)
    before, after = folded[max(0, last - 1) : last], folded[last + 1 : last + 2]
    return last >= 0 and before in ("", " ", "(") and after.isalnum()


_SENDS = re.compile(
    r"\W*(?:xin )?(?:gui|dinh|(?:ho so|tai lieu)(?: gui| dinh)?) kem(?: theo)?\b[^.;:]{0,60}:\s*"
)
"""The heading of what goes with a letter: "Gửi kèm Tờ trình:"."""


def heads_list(folded: str) -> Relation | None:
    """Return what the items below a paragraph are to the document, where it ends by announcing
    them: "Bãi bỏ toàn bộ các Nghị quyết sau đây"; else None."""
    if _GROUNDS.fullmatch(folded):
        return Relation.BASIS
    if _SENDS.fullmatch(folded):
        return Relation.ATTACHES
    ends = folded.rstrip().endswith((":", "sau", "day"))
    head = _HEADS_LIST.search(folded) if ends else None
    return _cue(folded[: head.start()], at_start=True) if head else None


def _inherited(window: str, last: Relation | None) -> Relation | None:
    """Return the relation of the item before where ``window`` only joins two items of a list."""
    if last is None or _SENTENCE.search(window):
        return None
    carried = _CARRIED_BY.match(window)
    if carried and _cue(carried["item"], at_start=False) is None:
        return last
    return last if _LIST_JOINT.search(window) and _cue(window, at_start=False) is None else None


def _last_clause(window: str, *, rests: bool) -> str:
    """Return the part of ``window`` behind its last semicolon, where that is a clause of its own:
    "phúc đáp trước ngày 30/8; hồ sơ kèm Công văn số …" replies to nothing. A mere joint ("…; các
    Nghị định số …") leaves the cue its reach; in a list of bases a clause may open with its own."""
    _, mark, clause = window.rpartition(";")
    joins = _LIST_JOINT.search(f";{clause}" if clause else "; ") or _NEXT_OF_LIST.match(clause)
    if not mark or joins:
        return window
    return f". {clause}" if rests else f"; {clause}"


def _is_others_act(window: str, last: Relation) -> bool:
    """True where the verb follows the document cited before: that one acts, not the citing one,
    unless the verb is the next of a list ("thu hồi Công văn … và hủy bỏ Thông báo …")."""
    if last in ACTS and window.startswith((" va ", "va ")):
        return False
    if last is Relation.MENTIONS and _ACTS_ON.match(window):
        return True
    follows = re.match(r"\s?[^\s,;.:()]", window) is not None
    return follows and ("," not in window[:-30] or _ACTS_LISTED.match(window) is not None)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _cue(window: str, *, at_start: bool, announced: bool = False) -> Relation | None:
    """Return the relation of the last cue in ``window``'s last sentence, None without a cue;
    ``announced`` says that the text does it itself ("Sở Y triển khai Kế hoạch … như sau:")."""
    window = _WITH_THIS.sub(_blanks, _QUOTED_ITEM.sub(r"\1", window))
    sentence_start = 0
    for mark in _SENTENCE.finditer(window):
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
        if carried["aside"]:  # of what stands right before the bracket alone
            listed = re.split(r"[,;:]", sentence)
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
        if not before.isalnum() and not after.isalnum():
            return position
        position = sentence.rfind(cue, 0, position)
    return -1


@cache
def _cues() -> tuple[tuple[str, int, Relation, bool], ...]:
    return tuple(
        (fold(cue), row.rank, row.relation, row.opening) for row in RELATIONS for cue in row.cues
    )
