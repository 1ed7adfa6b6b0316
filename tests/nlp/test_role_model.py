"""The sequence model of the lines' roles: trained reproducibly, helps the rules, kept by them."""

from pathlib import Path

import pytest

from dispatch.text import fold_same_length
from nlp.role_model import allows
from nlp.roles import Role
from nlp.zones import label, rule_roles
from tests.nlp.builder import draw as drawn
from train.role_pages import draw
from train.roles import fit, measure, read

SEED = 1234
"""Of pages that the shipped weights were not fitted on."""


def test_the_model_reads_pages_that_it_has_not_seen_better_than_the_rules_alone() -> None:
    share = {name: right / count for name, right, count in measure(SEED, pages=40)}
    assert share["model"] > 0.98
    assert share["rules, then model"] > share["rules"] > 0.9


def test_the_same_pages_give_the_same_weights(tmp_path: Path) -> None:
    pages = [read(draw(SEED, index)) for index in range(12)]
    fit(pages, tmp_path / "a")
    fit(pages, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_entries_without_their_heading_are_recipients() -> None:
    """OCR read a ragged Nơi nhận; the dashes below it stay a list of recipients."""
    zones = label(drawn(
        "~SỞ NỘI VỤ || ~CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n~Số: 12/SNV-VP || ~Hà Nội, ngày 5 "
        "tháng 6 năm 2024\n~V/v họp giao ban ||\n\n~Kính gửi: Các phòng.\n~Sở đề nghị các phòng "
        "dự họp đầy đủ, đúng giờ theo lịch đã gửi kèm./.\n\n~Nơi nhân: || ~KT. GIÁM ĐỐC\n"
        "~- Như trên; || ~PHÓ GIÁM ĐỐC\n~Sở Tài chính; || ~Lê Văn Nam\n~- Lưu: VT. ||"
    ))  # fmt: skip
    assert [piece.text for piece in zones.of(Role.RECIPIENTS)][1:] == [
        "- Như trên;",
        "Sở Tài chính;",
    ]
    assert [piece.text for piece in zones.of(Role.SIGNER)] == ["Lê Văn Nam"]


@pytest.mark.parametrize(
    "line",
    [
        "Attesting Will",  # a signing program's words are no signer: no surname
        "thực hiện Quyết định số 238/QĐ-UBND ngày 03/02/2025",  # cites, so no recipient
        "HỘI ĐỒNG NHÂN DÂN TỈNH QUẢNG NAM",  # a second letterhead where one is there
    ],
)
def test_what_a_lines_words_rule_out_is_never_taken(line: str) -> None:
    document = drawn(
        "UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/QĐ-UBND || X, ngày 1 tháng 2 "
        f"năm 2024\n\n{line}\n"
    )
    pieces, found = rule_roles(document, fold_same_length(document.text))
    at = next(n for n, piece in enumerate(pieces) if piece.text == line)
    found[at] = None
    roles = (Role.SIGNER, Role.RECIPIENTS, Role.ISSUER)
    assert not [role for role in roles if allows(role, at, pieces, found)]
