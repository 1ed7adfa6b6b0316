"""Which relation a citation stands in: the nearest cue phrase before it in its own sentence.

The phrases are the table in ``dispatch/relations.py``. An item of a list keeps the relation of the
item before it; a citation inside another's subject is only mentioned.
"""

import re
from collections.abc import Collection

from dispatch.relations import RESTS_ON, Relation
from nlp.citation import Citation
from nlp.cue_phrases import ACTS, SENTENCE, blanks, cue_in
from nlp.relation_after import is_announced, relation_after

_HEADS_LIST = re.compile(
    r"\b(?:cac|nhung|mot so) (?:van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van|ke hoach"
    r"|to trinh|chi thi|quy dinh|ket luan|thong bao)\b[^.;:]{0,90}?(?:\bsau(?: day)?\s?:?|:)\s*$"
)
_LIST_JOINT = re.compile(
    r"(?:[,;)]|\b(?:va|cung|hoac|(?<!gan )voi))\s(?:toan (?:bo|van)\s)?(?:cac\s)?(?:so\s?:?\s?)?$"
    r"|^$|^\s?(?:[,;]\s(?:va\s)?|va\s)(?:(?:de nghi|y kien|(?:y kien )?chi dao|yeu cau|phan cong"
    r"|huong dan|ket luan)\s)?cua\s[^.;:,]{3,90}\stai\s(?:cac\s)?$"
    r"|^\s?(?:[,;]\s(?:va\s)?|va\s)(?:bo|so|ubnd|uy ban|ngan hang|tong cuc|cuc|ban|thanh tra)"
    r"\s[^.;:,]{2,90}\stai\s(?:cac\s)?$"
    r"|^\s?(?:[,;]\s|va\s)(?:tai\s)?(?:so thu tu|stt|muc|phan|dong|diem)\s[^.;:]{0,40}\s(?:cua\s)?$"
    r"|^\s?(?:[,;]\s)?(?:va\s)?(?:cac\s)?nhiem vu (?:duoc )?(?:phan )?(?:giao|cong)\stai"
    r"\s(?:cac\s)?$"
)
_NEXT_BASE = re.compile(r";\s(?:va\s)?(?:cac\s)?(?:so\s?:?\s?)?$")
# "Thực hiện Quyết định số … phê duyệt Quy hoạch và chỉ đạo của Ủy ban tại Công văn số …".
_JOINED_BEHIND_SUBJECT = re.compile(
    r"\s[^.;:]{3,220}\sva\s(?:(?:y kien )?chi dao|huong dan|ket luan|y kien|yeu cau)\scua"
    r"\s[^.;:,]{3,90}\stai\s(?:cac\s)?$"
)
_NEXT_OF_LIST = re.compile(
    r"\s?(?:va\s)?(?:cac\s)?(?:(?:de nghi|y kien|chi dao)\s(?:\w+\s){0,2}?cua|bien ban"
    r"|cong van|to trinh|van ban|bao cao|quyet dinh|nghi quyet|thong bao|ket luan|ke hoach"
    r"|nghi dinh|thong tu|luat)\b"
)
# "Luật … được sửa đổi, bổ sung một số điều bởi Luật số …": named for the first one's sake.
_AMENDED_BY = re.compile(
    r"(?:\bduoc\s|\(|,\s)(?:sua doi|bo sung|thay the|dinh chinh|dieu chinh)(?: lan thu \w+)?"
    r"(?:,?\s(?:va\s)?(?:bo sung|cap nhat|thay the|dieu chinh)){0,2}"
    r"(?:\s(?:mot so|cac)\s(?:dieu|khoan|noi dung))?"
    r"\s(?:(?:boi|tai|theo|bang)\s(?:cac\s)?(?:so\s)?|so\s)$"
)
# "Điều lệ … ban hành kèm theo Quyết định số …" in a list: the decision carries the item.
_CARRIED_BY = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s*(?P<item>(?:[,;]|va)\s[^.:]{0,160}\s)"
    r"\(?(?:duoc )?ban hanh (?:kem )?theo\s$"
)
# What was done to another document long ago is no act of this one; "bước tiếp theo" follows no
# letter.
_PASSIVE = re.compile(
    r"\b(?:truoc|sau) khi (?:sua doi|bo sung|thay the|dinh chinh|dieu chinh)\b"
    r"|\bhoan thuc hien nghia vu\b|\b(?:khong|chua) (?:tra loi|dap ung)\b"
    r"|\bnhan duoc (?:\w+ ){0,2}tra loi\b"
    r"|\bthu hoi (?:dat|tien|kinh phi|von|no|tam ung|con dau)\b|\bhuong dan nay\b"
    r"|\blam theo (?:tu tuong|tam guong|loi)\b|"
    r"\b(?:xem|binh|nhan|tham)\sxet\b(?!\sde nghi)|\bxet (?:xu|tuyen|nghiem)\b"
    r"|\bbo sung\s(?:them\s)?(?:thong tin|tai lieu|ho so|so lieu|giai trinh|minh chung|kinh phi"
    r"|bien che|nhan su)\b"
    r"|\b(?:duoc|bi)\s(?:sua doi|bo sung|dieu chinh|thay the|bai bo|huong dan|dinh chinh|hop nhat"
    r"|thu hoi|dinh chi|trien khai|thuc hien)(?:,?\s(?:va\s)?(?:bo sung|thay the|bai bo))?"
    r"|\b(?:buoc|phan|giai doan|thoi gian|ngay|tuan|thang|quy|nam)\stiep theo\b"
)
_CONSIDERED = re.compile(r"\bsau khi (?:xem xet|nghien cuu|thao luan)(?: noi dung)?\s$")
# "Thông tư số 19/… sửa đổi, bổ sung, thay thế, bãi bỏ một số điều của Thông tư số …": all of it is
# what the one before does.
_ACTS_LISTED = re.compile(
    r"^\s?(?:[^.;:]{0,160}\s)?(?:sua doi|bo sung|thay the|bai bo|dinh chinh)"
    r"(?:,\s(?:bo sung|thay the|bai bo|dinh chinh)){1,3}\s(?:mot so|cac)\s"
)
_BRACKETED = re.compile(r"\([^()]*\)")
"""What is said in brackets is said of what stands before them."""


# "Căn cứ Quyết định số … của UBND tỉnh: Quyết định số …": nothing is announced in a list of bases.
_MISREAD_SEMICOLON = re.compile(r"(?<!sau)(?<!gom)(?<!la):\s$")
# "Nghị quyết số 11/… căn cứ vào Thông tư số …": that one's basis, not this one's.
# "Thông báo này là một bộ phận của Bản án số … và thay thế Thông báo số …": this one does.
_THIS_ACTS = re.compile(
    r"(?:^|[.;]\s)\W*(?:quyet dinh|nghi quyet|thong tu|thong bao|ke hoach|huong dan|cong van"
    r"|van ban|quy che|quy dinh) nay\s(?:la|co|duoc)\s[^.;]{0,240},?\s(?:va|dong thoi)"
    r"\s(?:thay the|bai bo|huy bo|sua doi|dinh chinh|thu hoi)\s[^.;,\d]{0,40}$"
)
_RESTED = re.compile(r"\s(?:(?:da )?(?:duoc )?(?:ban hanh|xay dung|lap) )?can cu\b")
# "Bộ … đã ban hành Thông tư số 19, sửa đổi Thông tư số 3": the one that is told of acts.
_ACTS_ON = re.compile(
    r"(?:\s(?:quy dinh|ve|ban hanh|phe duyet|huong dan)\b[^.;:]{0,200}?)?"
    r",\s(?:co hieu luc\b[^.;:]{0,70}?,?\s(?:va\s)?)?"
    r"(?:sua doi|bo sung|thay the|bai bo|huong dan|dinh chinh)\b"
)

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
    is_aside = False  # the amending documents stand in a bracket
    base: Relation | None = None  # of the list's items, whatever one of them goes by itself
    for item in found:
        if item.parent is not None:
            result.append(Relation.MENTIONS)
            continue
        start = item.scope[0] if item.scope else item.start
        window_start = max(last_end, start - REACH)
        plain = folded[window_start:start] if start > window_start else ""
        if last is not None and _AMENDED_BY.search(plain):
            amended = amended or last
            is_aside = is_aside or plain.count("(") > plain.count(")")
            # What rests on a decree rests on it as it was amended; else only the history is told.
            last = Relation.BASIS if amended is Relation.BASIS else Relation.MENTIONS
            result.append(last)
            last_end = item.end
            continue
        if amended and re.search(r"[;)]", plain):
            last, amended, is_aside = amended, None, False
        if outside and (")" in plain or ")" in folded[last_end - 1 : last_end]):
            last, outside = outside, None
        if last is not None and plain.count("(") > plain.count(")"):
            outside = outside or last
        if last is Relation.BASIS:
            plain = _MISREAD_SEMICOLON.sub("; ", plain)
        window = _PASSIVE.sub(blanks, _BRACKETED.sub(blanks, plain))
        opens = last is None and window_start == 0
        base = None if SENTENCE.search(window) else base
        aside = last is Relation.ACCORDING_TO and base and _NEXT_BASE.search(window)
        relation = _inherited(window, base if aside else last)
        if relation is None:
            clause = _last_clause(window, rests=last in RESTS_ON)
            relation = cue_in(clause, at_start=opens, announced=is_announced(folded, item.end))
            amended = None if relation and not is_aside else amended  # it is of another now
            if last is Relation.FOLLOWS and relation is None:
                relation = Relation.IMPLEMENTS if _AND_CARRIES.search(window) else None
            if last is not None and relation is Relation.BASIS and _RESTED.match(window):
                relation = Relation.MENTIONS
            told = last is not None and relation in ACTS and _is_others_act(clause, last)
            if told and not _THIS_ACTS.search(folded, max(0, start - 2 * REACH), start):
                result.append(Relation.MENTIONS)  # and the list goes on behind what that one does
                last_end = item.end
                continue
        went = relation is Relation.ATTACHES and outside and plain.lstrip().startswith("(")
        if went or (relation in ACTS and (outside or is_aside or _is_quoted(folded, item.start))):
            relation = Relation.MENTIONS  # what the one before the bracket did, or others ask for
        if relation is None and last in RESTS_ON and _ALSO_GROUNDED.match(plain):
            relation = Relation.BASIS
        if relation is None and _GROUNDED.search(plain) and _ISSUES.match(folded, item.end):
            relation = Relation.BASIS
        if relation is None and item.kind == "Tờ trình" and _CONSIDERED.search(plain):
            relation = Relation.PROPOSED_BY
        if relation is None:
            relation = relation_after(folded, item.end)
        if relation is None and _PURPOSE.search(plain):
            relation = Relation.MENTIONS
        if relation is None:
            relation = (last or default) if default else Relation.MENTIONS
        result.append(relation)
        base = relation if relation in RESTS_ON else base
        last_end, last = item.end, relation
        if item.start in own:
            last = None  # the document itself acts: "Kế hoạch số 45/KH-BQL bổ sung Kế hoạch …"
    return result


# "Tiếp theo Công điện số … ngày …, thực hiện Công điện số … của Thủ tướng, Chủ tịch yêu cầu".
_AND_CARRIES = re.compile(r"[,;]\s(?:va\s)?(?:thuc hien|trien khai(?: thuc hien)?)\s$")
# "Thực hiện Kế hoạch số … của tỉnh, trên cơ sở Kế hoạch số … của huyện, Công đoàn xã".
_ALSO_GROUNDED = re.compile(r"[^.;:]{0,160},\s(?:va\s)?tren co so (?:cac )?$")
# "Trên cơ sở Kế hoạch số … của tỉnh; Ủy ban nhân dân huyện ban hành Kế hoạch …".
_GROUNDED = re.compile(r"(?:^\W*|[.;:]\s)tren co so (?:cac |noi dung )?$")
_ISSUES = re.compile(
    r"[^.]{0,240}?[;,]\s(?:(?!\b(?:chua|de nghi|kien nghi|trinh|cac)\b)[^.;,]){2,60}\s"
    r"(?:ban hanh|xay dung)\s"
)
_PURPOSE = re.compile(r";\s(?:de|nham)\s[^.;]{0,160}$")
"""What the list of bases turns to: "…; để đánh giá những việc nêu trong Chỉ thị số …"."""
_GROUNDS = re.compile(
    r"\W*+(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-d])[.)]?\s)?\W*(?:cac )?"
    r"(?:co so|can cu) (?:phap ly|chinh tri,? phap ly)"
    r"(?: (?:de )?(?:xay dung|ban hanh|lap|trinh)\b.{0,60})?\W*"
)
"""The heading of a proposal's grounds: "1. Cơ sở pháp lý"."""


def _is_quoted(folded: str, start: int) -> bool:
    """True within quotes that are still open: “Đề nghị sớm sửa đổi Nghị định số …”."""
    last = folded.rfind('"', max(0, start - REACH), start)
    before, after = folded[max(0, last - 1) : last], folded[last + 1 : last + 2]
    return last >= 0 and before in ("", " ", "(") and after.isalnum()


# "2. Quyết định này bãi bỏ:", and the decisions below, a line each.
_THIS_ENDS = re.compile(
    r"\b(?:quyet dinh|nghi quyet|thong tu|nghi dinh|quy dinh|quy che|van ban|luat) nay\s(?:thay the"
    r"|bai bo|sua doi(?:, bo sung)?)\s?:\s*$"
)
_SENDS = re.compile(
    r"\W*(?:xin )?(?:gui|dinh|(?:ho so|tai lieu)(?: gui| dinh)?) kem(?: theo)?\b[^.;:]{0,60}:\s*"
)
"""The heading of what goes with a letter: "Gửi kèm Tờ trình:"."""


def heads_list(folded: str) -> Relation | None:
    """Return what the items below a paragraph are to the document, where it ends by announcing
    them: "Bãi bỏ toàn bộ các Nghị quyết sau đây"; else None."""
    if _GROUNDS.fullmatch(folded):
        return Relation.BASIS
    if _SENDS.fullmatch(folded.rpartition(". ")[2]):
        return Relation.ATTACHES
    if ends_it := _THIS_ENDS.search(folded):
        return cue_in(ends_it[0].rstrip(" :"), at_start=True)
    ends = folded.rstrip().endswith((":", "sau", "day"))
    head = _HEADS_LIST.search(folded) if ends else None
    return cue_in(folded[: head.start()], at_start=True) if head else None


def _inherited(window: str, last: Relation | None) -> Relation | None:
    """Return the relation of the item before where ``window`` only joins two items of a list."""
    if last is None or SENTENCE.search(window):
        return None
    rests = last in RESTS_ON
    if rests and _NEXT_BASE.search(window):
        return last  # whatever the one before is about: "… hướng dẫn việc …; Thông tư số …"
    if rests and _JOINED_BEHIND_SUBJECT.match(window) and cue_in(window, at_start=False) is None:
        return last
    carried = _CARRIED_BY.match(window)
    if carried and "(" in window[carried.end("item") :] and not rests:
        carried = None
    if carried and cue_in(carried["item"], at_start=False) is None:
        return last
    return last if _LIST_JOINT.search(window) and cue_in(window, at_start=False) is None else None


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
    follows = re.match(r"\s*[^\s,;.:()]", window) is not None
    return follows and ("," not in window[:-30] or _ACTS_LISTED.match(window) is not None)
