"""Relations: each row of the table with one case that it must find and one near miss."""

import pytest

from dispatch.relations import BY_RELATION, RELATIONS, Relation
from tests.nlp.citing import read_body, references
from tests.nlp.test_times_by_type import head

CITED = "Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý"

# relation → (a sentence that says so, a sentence with the word that does not)
CASES: dict[Relation, tuple[str, str]] = {
    Relation.BASIS: (f"Căn cứ {CITED};", f"Phòng gửi các căn cứ kèm hồ sơ. Đã có {CITED}."),
    Relation.PROPOSED_BY: (
        "Theo đề nghị của Giám đốc Sở Z tại Tờ trình số 5/TTr-SZ ngày 01/02/2023.",
        "Đề nghị các phòng nghiên cứu Tờ trình số 5/TTr-SZ ngày 01/02/2023.",
    ),
    Relation.REPLIES_TO: (
        "Phúc đáp Công văn số 498/UBND-TH ngày 12/7/2023 của UBND huyện, Sở Y trả lời như sau:",
        "Sở Y nhận được Công văn số 498/UBND-TH ngày 12/7/2023 của UBND huyện.",
    ),
    Relation.FOLLOWS: (
        "Tiếp theo Công văn số 118/SY-VP ngày 01/7/2023, Sở Y thông báo thêm.",
        "Thời gian tiếp theo sẽ báo cáo. Sở đã có Công văn số 118/SY-VP ngày 01/7/2023.",
    ),
    Relation.REPLACES: (
        f"Văn bản này thay thế {CITED}.",
        f"{CITED} đã được thay thế bởi kế hoạch khác.",
    ),
    Relation.REPEALS: (
        f"Bãi bỏ {CITED}.",
        f"Danh mục bị bãi bỏ nêu tại phụ lục. Phòng lưu {CITED}.",
    ),
    Relation.AMENDS: (
        f"Sửa đổi, bổ sung một số nội dung của {CITED}.",
        f"Nội dung được sửa đổi, bổ sung theo {CITED}.",
    ),
    Relation.CORRECTS: (
        "Đính chính Công văn số 118/SY-VP ngày 01/7/2023 như sau.",
        "Phòng đã đính chính. Sở có Công văn số 118/SY-VP ngày 01/7/2023.",
    ),
    Relation.ATTACHED_TO: (
        "(Kèm theo Quyết định số 15/QĐ-BQL ngày 03/02/2023 của Ban Quản lý)",
        "Quy chế ban hành kèm theo Quyết định số 15/QĐ-BQL ngày 03/02/2023.",
    ),
    Relation.ATTACHES: (
        "Sở Y gửi kèm Báo cáo số 36/BC-SY ngày 02/7/2023.",
        "Sở Y gửi hồ sơ. Phòng có Báo cáo số 36/BC-SY ngày 02/7/2023.",
    ),
    Relation.GUIDES: (
        "Hướng dẫn thi hành Nghị định số 98/2023/NĐ-CP ngày 31/01/2023 của Chính phủ.",
        "Phòng đã được hướng dẫn. Nay có Nghị định số 98/2023/NĐ-CP ngày 31/01/2023.",
    ),
    Relation.RECALLS: (
        "Thu hồi Quyết định số 4/QĐ-SY ngày 01/02/2023 của Sở Y.",
        "Công tác thu hồi đất chậm. Sở có Quyết định số 4/QĐ-SY ngày 01/02/2023.",
    ),
    Relation.SUSPENDS: (
        "Đình chỉ thi hành Quyết định số 4/QĐ-SY ngày 01/02/2023 của Sở Y.",
        "Dự án bị đình chỉ. Sở có Quyết định số 4/QĐ-SY ngày 01/02/2023.",
    ),
    Relation.CONSOLIDATES: (
        "Hợp nhất Nghị định số 98/2023/NĐ-CP ngày 31/01/2023 và các văn bản khác.",
        "Hai phòng hợp nhất. Nay có Nghị định số 98/2023/NĐ-CP ngày 31/01/2023.",
    ),
    Relation.IMPLEMENTS: (
        f"Thực hiện {CITED}, Sở Y báo cáo như sau:",
        f"Yêu cầu các phòng khẩn trương thực hiện {CITED}.",
    ),
    Relation.ACCORDING_TO: (
        f"Các phòng đăng ký theo {CITED}.",
        f"Hội được thành lập theo {CITED}.",
    ),
    Relation.MENTIONS: (f"Ngày 07/02/2023, Sở đã gửi {CITED}.", f"Thực hiện {CITED}."),
}


def relation_of(text: str) -> Relation:
    return references(text)[0].relation


@pytest.mark.parametrize("relation", list(CASES))
def test_a_row_finds_its_case_and_leaves_the_near_miss(relation: Relation) -> None:
    says, misses = CASES[relation]
    assert relation_of(says) is relation
    assert relation_of(misses) is not relation


def test_every_row_has_labels_cues_and_a_case() -> None:
    assert set(CASES) == set(Relation) == set(BY_RELATION)
    for row in RELATIONS:
        assert row.label and row.passive
        assert row.cues or row.relation is Relation.MENTIONS
        assert all(cue == cue.casefold() for cue in row.cues)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # nested: what the plan carries out is the plan's business
        (
            "Thực hiện Kế hoạch số 594/KH-UBND ngày 21/10/2021 của UBND tỉnh thực hiện Chỉ thị số "
            "19/CT-TTg ngày 16/7/2021 của Thủ tướng Chính phủ",
            [Relation.IMPLEMENTS, Relation.MENTIONS],
        ),
        # an item of a list keeps the relation, over a long item too
        (
            "Căn cứ Luật Công chứng năm 2024, Nghị định số 104/2025/NĐ-CP ngày 15/5/2025 của Chính "
            "phủ quy định chi tiết một số điều; Điều lệ Hiệp hội ban hành kèm theo Quyết định số "
            "1264/QĐ-BTP ngày 28/6/2023 của Bộ trưởng Bộ Tư pháp, Sở Y hướng dẫn như sau:",
            [Relation.BASIS] * 3,
        ),
        (
            "Thực hiện Quyết định số 915/QĐ-UBND ngày 27/8/2022 của UBND tỉnh ban hành Bộ tiêu chí "
            "đối với các cơ quan thuộc tỉnh; Quyết định số 1542/QĐ-UBND ngày 16/10/2022 của UBND "
            "tỉnh về việc thành lập Hội đồng.",
            [Relation.IMPLEMENTS] * 2,
        ),
        # căn cứ in mid-sentence; the later theo is another relation
        (
            "Đề nghị các phòng, căn cứ Quyết định số 5/QĐ-SY ngày 01/02/2023, tổ chức đại hội theo "
            "quy định tại khoản 5 Điều 32 Nghị định số 126/2024/NĐ-CP ngày 08/10/2024.",
            [Relation.BASIS, Relation.ACCORDING_TO],
        ),
        # two proposals in one line
        (
            "Theo đề nghị của Hiệp hội tại Tờ trình số 01/TT-HH ngày 02/4/2023 và Giám đốc Sở Nội "
            "vụ tại Tờ trình số 1247/TTr-SNV ngày 07/5/2023.",
            [Relation.PROPOSED_BY] * 2,
        ),
        # passive words about another document are its history
        (
            "Luật Thi đua, khen thưởng số 15/2003/QH11 đã được sửa đổi, bổ sung một số điều theo "
            "Luật số 47/2005/QH11 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.",
            [Relation.REPEALS, Relation.MENTIONS],
        ),
        (
            "Tiếp theo Công văn số 118/SY-VP ngày 01/7/2023, Sở Y điều chỉnh Kế hoạch số 16/KH-SY.",
            [Relation.FOLLOWS, Relation.AMENDS],
        ),
        # the next step is no letter that follows another
        (
            "Bước tiếp theo, các phòng nghiên cứu Công văn số 118/SY-VP ngày 01/7/2023.",
            [Relation.MENTIONS],
        ),
        # a regulation stands for the decision that it was issued with
        (
            "Sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định số "
            "9/2018/QĐ-UBND ngày 02/02/2018.",
            [Relation.AMENDS],
        ),
        # the document named before the verb acts, unless it is the citing one itself
        (
            "Luật số 67/2020/QH14 sửa đổi, bổ sung một số điều của Luật Xử lý vi phạm hành chính.",
            [Relation.MENTIONS, Relation.MENTIONS],
        ),
        ("Công văn số 900/SY-VP bổ sung Kế hoạch số 16/KH-SY.", [Relation.AMENDS]),
        ("Kèm theo Công văn này là Báo cáo số 77/BC-SY ngày 20/6/2023.", [Relation.ATTACHES]),
        ("theo Mẫu số 14 kèm theo Nghị định số 126/2022/NĐ-CP.", [Relation.MENTIONS]),
        # the ground of an act is not acted on, and a bracket's own words end no list of bases
        (
            "Bãi bỏ Quyết định số 15/QĐ-UBND ngày 01/02/2020 để phù hợp với quy định mới và chỉ "
            "đạo của Bộ Nội vụ tại Công văn số 118/BNV-VP ngày 03/4/2023.",
            [Relation.REPEALS, Relation.MENTIONS],
        ),
        (
            "Căn cứ Nghị định số 15/2021/NĐ-CP (sửa đổi, bổ sung bởi Nghị định số 35/2023/NĐ-CP, "
            "thay thế Nghị định số 59/2015/NĐ-CP); Nghị định số 50/2021/NĐ-CP;",
            [Relation.BASIS, Relation.BASIS, Relation.MENTIONS, Relation.BASIS],
        ),
        # the first mention decides, but that a document ends another counts more
        (
            "Căn cứ Quyết định số 5/QĐ-SY ngày 01/02/2023;\nHướng dẫn Quyết định số 5/QĐ-SY.",
            [Relation.BASIS],
        ),
        (
            "Căn cứ Quyết định số 5/QĐ-SY ngày 01/02/2023;\nThay thế Quyết định số 5/QĐ-SY.",
            [Relation.REPLACES],
        ),
        # what rests on a decree rests on what amended it, as readers label; elsewhere it is told
        (
            "Căn cứ Nghị định số 12/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 34/2021/"
            "NĐ-CP và Nghị định số 56/2023/NĐ-CP; Thông tư số 7/2020/TT-BNV;",
            [Relation.BASIS] * 4,
        ),
        (
            "Thực hiện Nghị định số 12/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 34/2021/"
            "NĐ-CP và Nghị định số 56/2023/NĐ-CP, Sở Y báo cáo.",
            [Relation.IMPLEMENTS, Relation.MENTIONS, Relation.MENTIONS],
        ),
        # a decree that amends has a clause of its own, behind which the list goes on
        (
            "Thực hiện Nghị định số 41/2019/NĐ-CP ngày 12/3/2019 của Chính phủ sửa đổi, bổ sung "
            "một số điều của Nghị định số 18/2015/NĐ-CP ngày 20/02/2015 của Chính phủ quy định "
            "chi tiết thi hành một số điều và biện pháp thi hành Luật Thư viện và Nghị định số "
            "77/2023/NĐ-CP ngày 09/6/2023 của Chính phủ về thư viện số.",
            [Relation.IMPLEMENTS, Relation.MENTIONS, Relation.MENTIONS, Relation.IMPLEMENTS],
        ),
        # what an item of a list of bases goes by is that item's; the list goes on behind it
        (
            "Căn cứ Thông tư số 25/2018/TT-BYT ngày 21/10/2018 của Bộ Y tế Hướng dẫn xác định hộ "
            "theo quy định tại khoản 4 Điều 1 Quyết định số 17/2018/QĐ-TTg ngày 27/8/2018; Chỉ thị "
            "số 3/CT-UBND ngày 05/9/2018 của UBND tỉnh.",
            [Relation.BASIS, Relation.ACCORDING_TO, Relation.BASIS],
        ),
        (
            "Căn cứ Thông tư số 25/2018/TT-BYT ngày 21/10/2018 của Bộ Y tế. Các hộ xét theo Quyết "
            "định số 17/2018/QĐ-TTg ngày 27/8/2018; Chỉ thị số 3/CT-UBND ngày 05/9/2018.",
            [Relation.BASIS, Relation.ACCORDING_TO, Relation.ACCORDING_TO],
        ),
        # who proposes changes in the middle of a list of proposals
        (
            "Theo đề nghị của Sở Y tế tại Tờ trình số 4/TTr-SYT ngày 02/3/2023; của Sở Nội vụ tại "
            "Tờ trình số 9/TTr-SNV ngày 05/3/2023 và Báo cáo số 11/BC-SNV ngày 06/3/2023.",
            [Relation.PROPOSED_BY, Relation.PROPOSED_BY, Relation.PROPOSED_BY],
        ),
        # what a bracket says went with the letter before it came from there
        (
            "Sở X có Công văn số 7/SXD-KT ngày 17/6/2023 (gửi kèm Báo cáo số 44/BC-SXD ngày "
            "14/6/2023) đề nghị xem xét lại.",
            [Relation.MENTIONS, Relation.MENTIONS],
        ),
        # the letter told of guides, whatever its bracket calls it
        (
            "Ngày 24/5/2023, Sở Y có Công văn số 90/SY-KT (dưới đây gọi là Công văn 90) hướng dẫn "
            "đăng ký thực hiện Chỉ thị số 5/CT-UBND ngày 08/5/2023.",
            [Relation.MENTIONS, Relation.MENTIONS],
        ),
        # the document itself does what the second verb says
        (
            "Thông báo này là một bộ phận của Bản án số 46/2022/DS-ST và thay thế Thông báo số "
            "11/TB-TA ngày 12/10/2022.",
            [Relation.MENTIONS, Relation.REPLACES],
        ),
        (
            "Bãi bỏ khoản 3 Điều 1 Nghị quyết số 41/NQ-HĐND ngày 10/7/2023 và toàn bộ Nghị quyết "
            "số 29/NQ-HĐND ngày 10/5/2023.",
            [Relation.REPEALS, Relation.REPEALS],
        ),
    ],
)
def test_relations_in_one_passage(text: str, expected: list[Relation]) -> None:
    assert [item.relation for item in references(text)] == expected


def test_what_brackets_say_is_no_cue_for_what_follows() -> None:
    found = references(
        "Căn cứ Luật Thi đua, khen thưởng năm 2003 (sửa đổi, bổ sung năm 2005 và 2013); Chỉ thị số "
        "07/CT-BSY ngày 14/12/2022 của Bộ trưởng;"
    )
    assert [item.relation for item in found] == [Relation.BASIS, Relation.BASIS]


def test_what_a_decision_stands_on_is_a_reason_among_its_reasons() -> None:
    """By its place, as people label real decisions; in the running text it is a mention."""
    head = (
        "UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 9/QĐ-UBND || X, ngày 20 tháng 7 năm 2023"
        "\n\n^**QUYẾT ĐỊNH\n^**Về việc hỗ trợ\n\n"
        "Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;\n\n"
    )
    body = (
        "Trên cơ sở ý kiến của Thường trực Tỉnh ủy tại Thông báo số 7-TB/TU ngày 11/01/2023;\n\n"
        "^**QUYẾT ĐỊNH:\n\nĐiều 1. Hỗ trợ.\n\nTrên cơ sở Công văn số 8/SY-VP, các phòng hỗ trợ."
    )
    found = {
        item.value.number: item.value.relation
        for item in read_body(body, head=head).of("references")
    }
    assert found["7-TB/TU"] is Relation.BASIS
    assert found["8/SY-VP"] is Relation.MENTIONS


def test_a_semicolon_read_as_a_colon_between_two_bases() -> None:
    first = "Căn cứ Quyết định số 5/QĐ-SY ngày 01/02/2023 của Sở Y về lập Tổ (gọi tắt là Tổ): "
    found = references(f"{first}Quyết định số 6/QĐ-SY ngày 03/02/2023 về quy chế của Tổ;")
    assert [one.relation for one in found] == [Relation.BASIS, Relation.BASIS]


def test_what_a_letter_that_follows_another_one_carries_out() -> None:
    first = "Mưa còn lớn. Tiếp theo Công văn số 5/SY-VP ngày 01/02/2023, "
    second = "Công văn số 6/UBND-TH ngày 03/02/2023 của UBND tỉnh, Sở Y yêu cầu:"
    found = references(f"{first}thực hiện {second}")
    assert [one.relation for one in found] == [Relation.FOLLOWS, Relation.IMPLEMENTS]
    found = references(f"{first}sau khi xem {second}")
    assert [one.relation for one in found] == [Relation.FOLLOWS, Relation.MENTIONS]


def test_what_is_listed_under_the_heading_of_what_goes_along_is_attached() -> None:
    text = f"Sở Y kính trình.\n\nHồ sơ kèm theo Tờ trình:\n\n1. {CITED};\n\n2. Dự thảo Quyết định."
    assert relation_of(text) is Relation.ATTACHES


def test_a_proposal_ends_nothing_itself() -> None:
    text = "Sở Y kính trình UBND tỉnh bãi bỏ Quyết định số 12/QĐ-UBND ngày 05/01/2022."
    found = references(text, head=head("proposal"))
    assert [one.relation for one in found] == [Relation.MENTIONS]
    assert relation_of(text) is Relation.REPEALS


def test_items_of_a_list_that_name_a_part_first() -> None:
    found = references(
        "2. Bãi bỏ các văn bản, quy định sau đây:\n"
        "a) Quyết định số 18/2016/QĐ-UBND ngày 26/5/2016;\n"
        "b) Điều 4, điểm b khoản 2 Điều 9 của Quy định ban hành kèm theo Quyết định số "
        "40/2018/QĐ-UBND ngày 12/12/2018;\n"
        "c) Cụm từ “Phòng Kinh tế” tại khoản 3 Điều 5 Quyết định số 7/2020/QĐ-UBND.\n"
        "3. Các xã báo cáo theo Công văn số 5/SY-VP."
    )
    assert [one.relation for one in found] == [Relation.REPEALS] * 3 + [Relation.ACCORDING_TO]
