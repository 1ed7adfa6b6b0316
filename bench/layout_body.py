"""Composes what stands between head and foot: addressees, citations with their cues, times."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from layout_citations import (
    Cited,
    bare,
    basis,
    chain,
    date_first,
    ordinary,
    part,
    print_day,
    proposal,
    seniors,
)
from layout_offices import WORDS, Office, office

CUES = {
    "implements": ("Thực hiện", "Triển khai thực hiện", "Triển khai", "Thi hành", "Cụ thể hóa"),
    "according_to": ("Theo", "Theo chỉ đạo tại", "Theo tinh thần"),
    "basis": ("Căn cứ",),
    "replies_to": ("Phúc đáp", "Trả lời"),
    "follows": ("Tiếp theo",),
}
NEED_LETTER = ("replies_to", "follows")
INSIDE = (
    ("replaces", "Văn bản này thay thế {}.", False),
    ("repeals", "Bãi bỏ {}.", True),
    ("amends", "Sửa đổi, bổ sung {}.", True),
    ("corrects", "Đính chính {}, do sơ suất trong khâu soạn thảo.", False),
    ("guides", "Hướng dẫn thực hiện {}.", False),
    ("recalls", "Thu hồi {}.", False),
    ("suspends", "Đình chỉ thi hành {}.", True),
    ("attaches", "Gửi kèm theo Công văn này {}.", False),
    ("mentions", "Nội dung này đã được nêu trong {}.", False),
    ("according_to", "Các đơn vị thực hiện theo đúng quy định tại {}.", True),
)
# Types that are laid out in articles, with their chain of bases above.
ARTICLES = ("Quyết định", "Nghị quyết", "Quy chế", "Quy định")
TIMED = ("Kế hoạch", "Hướng dẫn", "Chương trình", "Phương án")


@dataclass(slots=True)
class Draft:
    """A dispatch in the making: every step appends to the page and to the record alike."""

    rng: random.Random
    issuer: Office
    kind: str
    day: date
    campaign: bool = False
    about: list[str] = field(default_factory=list)
    body: list[tuple[str, str]] = field(default_factory=list)
    articles: int = 0
    record: dict[str, Any] = field(default_factory=lambda: {
        "system": "state", "document_type": None, "number": None, "number_state": None,
        "notation": None, "date": None, "date_state": None, "date_partial": None, "place": None,
        "issuing_body": None, "parent_body": None, "subject": None, "addressees": [],
        "urgency": None, "secrecy": None, "circulation": None, "draft": False, "references": [],
        "period": [], "campaign": None, "recipients": [], "archive": None, "signer": None,
        "arrival": None, "copy": None, "appendices": [],
    })  # fmt: skip

    def refer(self, relation: str, cite: Callable[[], Cited], *, scope: str | None = None) -> str:
        """Draw a citation of documents not yet cited, enter them, return it as printed."""
        known = {(row["number"], row["title"]) for row in self.record["references"]}
        cited = cite()
        while any((row["number"], row["title"]) in known for row in map(_named, cited.references)):
            cited = cite()
        for reference in cited.references:
            whole = {
                "relation": relation, "document_type": None, "number": None,
                "number_state": "present", "notation": None, "date": None, "date_partial": None,
                "issuing_body": None, "subject": None, "title": None, "scope": scope,
            }  # fmt: skip
            self.record["references"].append({**whole, **reference})
        return cited.text

    def cite_in_subject(self) -> str:
        """Cite a paper in the dispatch's own subject."""
        return self.refer("implements", lambda: seniors(self.rng, self.day))

    def time(self, kind: str, start: date | None, end: date | None, **more: str) -> None:
        """Enter a period."""
        self.record["period"].append(
            {
                "start": start.isoformat() if start else None,
                "end": end.isoformat() if end else None,
                "kind": kind,
                "source": "explicit",
                "bound": None,
                **more,
            }
        )

    def say(self, text: str, role: str = "body") -> None:
        self.body.append((role, text))


def _named(reference: dict[str, Any]) -> dict[str, Any]:
    return {"title": None, **reference}


def compose_body(draft: Draft) -> None:
    """Write the body into the draft."""
    if draft.kind == "Công điện":
        _telegram(draft)
    elif draft.kind in ("Công văn", "Tờ trình", "Báo cáo") and not draft.campaign:
        _addressees(draft)
    if draft.kind in ARTICLES:
        _articles(draft)
    else:
        _opening(draft)
        _middle(draft)
    last_role, last = draft.body[-1]
    ending = "." if draft.issuer.system == "party" else "./."
    draft.body[-1] = (last_role, last.rstrip(".") + ending)


def _addressees(draft: Draft) -> None:
    rng = draft.rng
    if rng.random() < 0.1 and draft.kind == "Báo cáo":
        return
    names = list(
        dict.fromkeys(
            office(rng, draft.issuer.region, systems=("state",)).name
            for _ in range(rng.choice((1, 1, 1, 2, 3, 5)))
        )
    )
    if rng.random() < 0.25:
        names = [*names[:2], "Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các huyện, thành phố"]
    draft.record["addressees"] = names
    if len(names) == 1:
        draft.say(
            f"{rng.choice(('>', '^'))} Kính gửi: {names[0]}{rng.choice(('.', '.', ''))}",
            "addressee",
        )
        return
    draft.say("> Kính gửi:", "addressee")
    for name in names:
        draft.say(f"> - {name}{'.' if name == names[-1] else ';'}", "addressee")


def _telegram(draft: Draft) -> None:
    names = ["Ủy ban nhân dân các huyện, thành phố", "Các sở, ban, ngành tỉnh", "Công an tỉnh"]
    draft.record["addressees"] = names = names[: draft.rng.randint(1, 3)]
    draft.say(f"^ **{draft.issuer.name.upper()} điện:**", "addressee")
    for name in names:
        draft.say(f"> - {name}{'.' if name == names[-1] else ';'}", "addressee")


def _opening(draft: Draft) -> None:
    """The first sentence: a cue, a citation, then the issuer and what it does."""
    rng, issuer = draft.rng, draft.issuer
    if draft.kind in ("Kế hoạch", "Tờ trình", "Hướng dẫn") and rng.random() < 0.5:
        for _ in range(rng.randint(1, 3)):
            draft.say(
                f"~ Căn cứ {draft.refer('basis', lambda: basis(rng, draft.day, issuer))};", "basis"
            )
    verb = rng.choice(("đề nghị", "yêu cầu", "thông báo", "có ý kiến", "báo cáo", "đề xuất"))
    does = f"{issuer.name} {verb} như sau:"
    if draft.campaign:
        position = len(draft.record["references"])
        text = draft.refer(
            "implements", lambda: ordinary(rng, draft.day, issuer, kinds=("Kế hoạch",))
        )
        draft.record["campaign"]["plan"] = f"/references/{position}"
        draft.say(f"Thực hiện {text}. {issuer.name} phát động thi đua với nội dung như sau:")
        return
    draw = rng.random()
    if draw < 0.1:
        cited = draft.refer("mentions", lambda: date_first(rng, draft.day, issuer))
        draft.say(f"{cited}. Về việc này, {does}")
    elif draw < 0.16:
        _nested(draft, does)
    elif draw < 0.24:
        draft.say(f"Trên cơ sở kết quả rà soát, {does}")
    else:
        relation = rng.choice(tuple(CUES))
        cited = draft.refer(relation, lambda: _cited(draft, relation))
        text = f"{rng.choice(CUES[relation])} {cited}"
        if rng.random() < 0.2:
            text += f"; {draft.refer(relation, lambda: ordinary(rng, draft.day, issuer))}"
        draft.say(f"{text}, {does}")


def _nested(draft: Draft, does: str) -> None:
    """An outer plan whose own subject names an inner directive, which is only mentioned."""
    rng, issuer = draft.rng, draft.issuer
    outer = draft.refer("implements", lambda: bare(rng, draft.day, issuer))
    inner = draft.refer("mentions", lambda: seniors(rng, draft.day))
    draft.say(f"Thực hiện {outer} về việc triển khai thực hiện {inner}, {does}")
    draft.record["references"][-2]["subject"] = f"triển khai thực hiện {inner}"


def _again(draft: Draft) -> None:
    """A later mention, short as the decree has it: it enters nothing."""
    numbered = [row for row in draft.record["references"] if row["number"] and not row["title"]]
    if numbered:
        row = draft.rng.choice(numbered)
        noun = row["document_type"]
        draft.say(f"Các nội dung khác thực hiện theo {noun} số {row['number']} nêu trên.")


def _cited(draft: Draft, relation: str) -> Cited:
    rng, issuer = draft.rng, draft.issuer
    if relation in NEED_LETTER:
        return ordinary(rng, draft.day, issuer, kinds=("Công văn",))
    if issuer.system in ("party", "youth") and rng.random() < 0.7:
        return seniors(rng, draft.day, party=True)
    draw = rng.random()
    if draw < 0.3:
        return seniors(rng, draft.day, party=rng.random() < 0.2)
    return chain(rng, draft.day, issuer) if draw < 0.45 else ordinary(rng, draft.day, issuer)


def _middle(draft: Draft) -> None:
    rng = draft.rng
    if draft.kind == "Giấy mời":
        _event(draft)
    if draft.kind == "Báo cáo" and rng.random() < 0.5:
        start, end = _span(draft)
        draft.time("reporting", start, end)
        draft.say(
            f"Số liệu báo cáo tính từ ngày {print_day(rng, start)} đến ngày {print_day(rng, end)}."
        )
    if draft.campaign or (draft.kind in TIMED and rng.random() < 0.8):
        _running_time(draft)
    for count in range(rng.randint(2, 7)):
        draft.say(f"{rng.choice(('', f'{count + 1}. ', '- '))}{rng.choice(WORDS['sentences'])}")
    if rng.random() < 0.35:
        _inside(draft)
    if rng.random() < 0.15:
        _again(draft)
    if rng.random() < 0.4:
        _deadline(draft)
    draft.say(
        rng.choice(("Trân trọng cảm ơn", "Đề nghị các đơn vị quan tâm phối hợp thực hiện",
                          "Trên đây là nội dung cần triển khai, yêu cầu các đơn vị thực hiện"))
    )  # fmt: skip


def _articles(draft: Draft) -> None:
    rng, issuer = draft.rng, draft.issuer
    draft.say(f"= {issuer.head} {issuer.name.upper()}", "decider")
    for _ in range(rng.randint(2, 6)):
        draft.say(
            f"~ Căn cứ {draft.refer('basis', lambda: basis(rng, draft.day, issuer))};", "basis"
        )
    proposer = rng.choice(
        ("Chánh Văn phòng", "Giám đốc Sở Nội vụ", "Trưởng phòng Tổ chức - Cán bộ")
    )
    if rng.random() < 0.6:
        text = draft.refer("proposed_by", lambda: proposal(rng, draft.day, issuer, proposer))
        draft.say(f"~ Theo đề nghị của {proposer} tại {text}.", "basis")
    else:
        draft.say(f"~ Theo đề nghị của {proposer}.", "basis")
    draft.say(
        f"= {draft.kind.upper()}:" if draft.kind == "Quyết định" else "= QUYẾT NGHỊ:", "resolve"
    )
    first = draft.record["subject"] or "thực hiện nhiệm vụ"
    draft.say(f"**Điều 1.** {first[0].upper()}{first[1:]}.")
    draft.articles = 2
    if rng.random() < 0.4:
        draft.say(f"**Điều 2.** {_inside_text(draft)}")
        draft.articles = 3
    if rng.random() < 0.5:
        day = draft.day + timedelta(days=rng.randint(1, 60))
        draft.time("validity", day, None)
        draft.say(f"Quyết định này có hiệu lực thi hành từ ngày {print_day(rng, day)}.")
    draft.say(f"**Điều {draft.articles}.** {proposer} và các đơn vị, cá nhân có liên quan "
              "chịu trách nhiệm thi hành Quyết định này.")  # fmt: skip


def _inside(draft: Draft) -> None:
    draft.say(_inside_text(draft))


def _inside_text(draft: Draft) -> str:
    relation, sentence, parts = draft.rng.choice(INSIDE)
    scope, prefix = None, ""
    if parts and draft.rng.random() < 0.6:
        printed, scope = part(draft.rng)
        prefix = printed + " "
    kinds = ("Công văn",) if relation == "corrects" else ("Quyết định", "Kế hoạch")
    cited = draft.refer(
        relation, lambda: ordinary(draft.rng, draft.day, draft.issuer, kinds=kinds), scope=scope
    )
    return sentence.format(prefix + cited)


def _running_time(draft: Draft) -> None:
    rng = draft.rng
    start, end = _span(draft, ahead=True)
    draft.say("* Thời gian thực hiện", "heading")
    draw = rng.random()
    if draw < 0.6:
        until = rng.choice(("đến ngày", "đến hết ngày"))
        draft.say(
            f"Từ ngày {print_day(rng, start, long=0.5)} {until} {print_day(rng, end, long=0.5)}."
        )
    elif draw < 0.75 and start.year == end.year:
        draft.say(f"Từ {start.day:02d}/{start.month} đến {end.day:02d}/{end.month}/{end.year}.")
    elif draw < 0.9:
        quarter = rng.randint(1, 4)
        start, end = (
            date(draft.day.year, quarter * 3 - 2, 1),
            _month_end(draft.day.year, quarter * 3),
        )
        draft.say(f"Trong quý {('I', 'II', 'III', 'IV')[quarter - 1]} năm {draft.day.year}.")
    else:
        start, end = date(draft.day.year, 1, 1), date(draft.day.year + 4, 12, 31)
        draft.say(f"Giai đoạn {start.year} - {end.year}.")
    draft.time("campaign", start, end)


def _event(draft: Draft) -> None:
    rng = draft.rng
    day = draft.day + timedelta(days=rng.randint(2, 20))
    draft.time("event", day, day)
    names = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
    weekday = f"thứ {names[day.weekday()]}" if day.weekday() < 6 else "Chủ nhật"
    shown = print_day(rng, day, long=0.5)
    hour = rng.choice(("08 giờ 00", "14h00", "7 giờ 30 phút"))
    draft.say(f"1. Thời gian: {hour}, ngày {shown} ({weekday}).")
    draft.say("2. Địa điểm: Phòng họp tầng 2, số 16, đường Trần Hưng Đạo.")
    draft.say("3. Thành phần: Lãnh đạo các phòng, đơn vị trực thuộc.")


def _deadline(draft: Draft) -> None:
    rng = draft.rng
    day = draft.day + timedelta(days=rng.randint(5, 120))
    phrase, bound = rng.choice(
        (("trước ngày", "before"), ("trước ngày", "before"), ("chậm nhất ngày", "by"),
         ("chậm nhất vào ngày", "by"), ("không quá ngày", "by"), ("muộn nhất ngày", "by"))
    )  # fmt: skip
    draft.time("deadline", None, day, bound=bound)
    until = f"{phrase} {print_day(rng, day)}"
    draft.say(f"Kết quả thực hiện gửi về {draft.issuer.name} {until} để tổng hợp, báo cáo.")


def _span(draft: Draft, *, ahead: bool = False) -> tuple[date, date]:
    if ahead:
        start = draft.day + timedelta(days=draft.rng.randint(0, 30))
        return start, start + timedelta(days=draft.rng.randint(10, 300))
    end = draft.day - timedelta(days=draft.rng.randint(1, 30))
    return end - timedelta(days=draft.rng.randint(30, 360)), end


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
