"""How one dispatch can refer to another: one table of relations.

A row holds the Vietnamese label read from the citing document to the cited one, its passive twin,
the phrases that announce it (folded by nobody: they are matched after case folding), and a rank:
where one sentence carries several cues, the lower rank wins at the same distance.
Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I–III; public legal databases for the passive twins.
"""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """Direction: the citing document → the cited document."""

    BASIS = "basis"
    IMPLEMENTS = "implements"
    ACCORDING_TO = "according_to"
    PROPOSED_BY = "proposed_by"
    REPLIES_TO = "replies_to"
    FOLLOWS = "follows"
    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"
    CORRECTS = "corrects"
    ATTACHES = "attaches"
    ATTACHED_TO = "attached_to"
    GUIDES = "guides"
    RECALLS = "recalls"
    SUSPENDS = "suspends"
    CONSOLIDATES = "consolidates"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One row: labels in Vietnamese both ways, cue phrases in lower case, rank.

    ``opening`` cues count only where they open the sentence: "Thực hiện Kế hoạch …" rests on the
    plan, "khẩn trương thực hiện Kế hoạch …" gives an order to others.
    """

    relation: Relation
    label: str
    passive: str
    cues: tuple[str, ...]
    rank: int
    opening: bool = False


RELATIONS: tuple[RelationRow, ...] = (
    RelationRow(Relation.BASIS, "căn cứ", "là căn cứ của", ("căn cứ", "chiếu theo"), 1),
    RelationRow(
        Relation.PROPOSED_BY,
        "theo đề nghị tại",
        "là đề nghị dẫn tới",
        (
            "theo đề nghị",
            "theo đề xuất",
            "xét đề nghị",
            "xem xét đề nghị",
            "xét",
            "đề xuất của",
            "trên cơ sở đề nghị",
            "về đề nghị",
        ),
        2,
    ),
    RelationRow(
        Relation.REPLIES_TO,
        "trả lời",
        "được trả lời bởi",
        ("phúc đáp", "trả lời", "đáp ứng đề nghị", "đáp ứng yêu cầu"),
        3,
    ),
    RelationRow(Relation.FOLLOWS, "tiếp theo", "được tiếp nối bởi", ("tiếp theo",), 4),
    RelationRow(Relation.REPLACES, "thay thế", "được thay thế bởi", ("thay thế", "thay cho"), 5),
    RelationRow(Relation.REPEALS, "bãi bỏ", "bị bãi bỏ bởi", ("bãi bỏ", "hủy bỏ", "huỷ bỏ"), 6),
    RelationRow(
        Relation.AMENDS,
        "sửa đổi, bổ sung",
        "được sửa đổi, bổ sung bởi",
        ("sửa đổi", "bổ sung", "điều chỉnh"),
        7,
    ),
    RelationRow(
        Relation.CORRECTS, "đính chính", "được đính chính bởi", ("đính chính", "đính chánh"), 8
    ),
    RelationRow(
        Relation.ATTACHED_TO,
        "kèm theo",
        "có phụ lục là",
        ("kèm theo", "ban hành kèm theo"),
        9,
        opening=True,
    ),
    RelationRow(
        Relation.ATTACHES,
        "ban hành kèm theo",
        "được ban hành kèm",
        (
            "gửi kèm",
            "gửi kèm theo",
            "kèm theo đây",
            "kèm theo công văn này",
            "kèm theo văn bản này",
            "kèm theo tờ trình này",
            "kèm theo quyết định này",
        ),
        10,
    ),
    RelationRow(
        Relation.GUIDES,
        "hướng dẫn",
        "được hướng dẫn bởi",
        ("hướng dẫn thi hành", "hướng dẫn thực hiện", "quy định chi tiết", "hướng dẫn"),
        11,
    ),
    RelationRow(Relation.RECALLS, "thu hồi", "bị thu hồi bởi", ("thu hồi",), 12),
    RelationRow(
        Relation.SUSPENDS,
        "đình chỉ",
        "bị đình chỉ bởi",
        ("đình chỉ", "tạm ngưng", "tạm dừng", "hoãn thực hiện", "hoãn thi hành"),
        13,
    ),
    RelationRow(Relation.CONSOLIDATES, "hợp nhất", "được hợp nhất bởi", ("hợp nhất",), 14),
    RelationRow(
        Relation.IMPLEMENTS,
        "thực hiện",
        "được thực hiện bởi",
        (
            "triển khai thực hiện",
            "tổ chức thực hiện",
            "thực hiện",
            "triển khai",
            "thi hành",
            "cụ thể hóa",
            "cụ thể hoá",
        ),
        15,
        opening=True,
    ),
    RelationRow(
        Relation.ACCORDING_TO,
        "theo",
        "là cơ sở của",
        (
            "theo tinh thần",
            "theo chỉ đạo",
            "theo hướng dẫn",
            "theo quy định",
            "tham chiếu",
            "theo",
        ),
        16,
    ),
    RelationRow(Relation.MENTIONS, "dẫn chiếu", "được dẫn chiếu bởi", (), 99),
)

BY_RELATION: dict[Relation, RelationRow] = {row.relation: row for row in RELATIONS}

RESTS_ON: frozenset[Relation] = frozenset({Relation.BASIS, Relation.IMPLEMENTS})
"""The relations that say what a document rests on."""
