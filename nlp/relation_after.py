"""What the words behind a citation say of it: the passive twins of the relations.

"Quyết định số 12/QĐ-BQL … bị bãi bỏ kể từ ngày Quyết định này có hiệu lực": the citing document
acts, for it names itself ("này") or goes on "như sau"; "đã được sửa đổi" alone tells of the past.
"""

import re

from dispatch.relations import Relation

_VERBS = {
    "thay the": Relation.REPLACES,
    "bai bo": Relation.REPEALS,
    "huy bo": Relation.REPEALS,
    "sua doi": Relation.AMENDS,
    "bo sung": Relation.AMENDS,
    "dieu chinh": Relation.AMENDS,
    "dinh chinh": Relation.CORRECTS,
    "thu hoi": Relation.RECALLS,
    "dinh chi": Relation.SUSPENDS,
    "tam ngung": Relation.SUSPENDS,
    "hop nhat": Relation.CONSOLIDATES,
}
_THIS = (
    r"(?:quyet dinh|nghi quyet|ke hoach|cong van|van ban|thong bao|quy dinh|quy che|to trinh) nay"
)
_DONE = re.compile(
    rf"[^.;:]{{0,260}}?\b(?<!da )(?:duoc|bi)\s(?P<verb>{'|'.join(_VERBS)})\b"
    r"(?:,?\s(?:va\s)?(?:bo sung|thay the|bai bo|dieu chinh))?(?:\s(?:mot so|cac)\s\w+(?:\s\w+)?)?"
    r"\s(?:(?:boi|bang|theo|tai)\s(?:(?:cac )?(?:quy dinh|huong dan|noi dung) (?:cua|tai)\s)?"
    rf"{_THIS}|(?:nhu sau|thanh)\b"
    rf"|(?:ke\s)?tu ngay\s[^.;]{{0,40}}?(?:{_THIS}|\bky\b))"
)
_EXPIRES = re.compile(r"[^.;:\"“]{0,400}?(?<!da )\bhet hieu luc\b")
_ENCLOSED = re.compile(
    r"\s?\(?(?:(?:duoc |sao )?(?:gui|dinh) )?kem(?: theo)?(?: (?:cong van|van ban) nay)?\s?[).;]"
)
_AS_FOLLOWS = re.compile(r",?\s?(?:cu the\s)?(?:voi cac noi dung (?:cu the\s)?)?nhu sau\b")


def relation_after(folded: str, end: int) -> Relation | None:
    """Return the relation that the words from ``end`` on state, None where they state none."""
    if done := _DONE.match(folded, end, end + 420):
        return _VERBS[done["verb"]]
    if _EXPIRES.match(folded, end, end + 420):
        return Relation.REPEALS
    if _ENCLOSED.match(folded, end, end + 60):
        return Relation.ATTACHES
    return None


def is_announced(folded: str, end: int) -> bool:
    """True where the text goes on "như sau": the document itself does what the cue says."""
    return _AS_FOLLOWS.match(folded, end, end + 80) is not None
