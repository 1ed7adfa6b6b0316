"""Names of bodies become keys that can be compared: abbreviations expanded, offices taken off.

``BQL các KCN``, ``Ban Quản lý các Khu công nghiệp`` and ``Trưởng Ban Quản lý các KCN`` share one
key. Keys are folded: they compare names that other evidence has brought together, and identify
nothing alone.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from dispatch.vocabulary import rows
from index.analysis import exact_word, folded, folded_word, printed
from index.likeness import alike, is_misread

Agreement = Literal["same", "related", "unknown", "succeeded", "conflict"]

ALIKE = 0.9
"""From this similarity two names are one name with OCR errors: the lowest seen between readings
of one letterhead, and above any two bodies of one province."""

# The head of a body signs in its name and on its letterhead, so a citation may name either.
_OFFICES = (
    "chu tich",
    "pho chu tich",
    "bo truong",
    "giam doc",
    "truong",
    "chanh",
    "thuong truc",
    "lanh dao",
)


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Return for each folded abbreviation the printed words it stands for."""
    table: dict[str, tuple[str, ...]] = {}
    text = (files("dispatch") / "data" / "abbreviations.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            short, long, *_ = line.split("\t")
            table["".join(folded(short).split())] = tuple(printed(long))
    return table


def expand(name: str) -> list[str]:
    """Return the syllables of ``name`` with abbreviations written out."""
    words: list[str] = []
    for word in printed(name):
        words.extend(abbreviations().get(folded_word(word), (word,)))
    return words


@lru_cache(maxsize=50_000)
def body_key(name: str | None) -> str:
    """Return the key of a body's name, '' for none.

    >>> body_key("Trưởng Ban Quản lý các KCN") == body_key("BQL các khu công nghiệp")
    True
    """
    if not name:
        return ""
    key = " ".join(map(folded_word, expand(name)))
    for office in _OFFICES:
        rest = key.removeprefix(office + " ")
        if rest != key and rest.count(" ") >= 1:
            return rest
    return key


@lru_cache(maxsize=50_000)
def exact_body(name: str | None) -> str:
    """Return the exact words of a body's name, abbreviations written out."""
    return " ".join(map(exact_word, expand(name))) if name else ""


@lru_cache(maxsize=200_000)  # pairs of bodies: more than there are bodies
def agree(one: str, other: str) -> Agreement:
    """Compare two body keys; ``related`` is a short form and its full name, ``succeeded`` the same
    office of a province and of the one that it was merged into.

    >>> agree("uy ban nhan dan tinh", "uy ban nhan dan tinh bac kan")
    'related'
    """
    if not one or not other:
        return "unknown"
    if one == other:
        return "same"
    short, long = sorted((one, other), key=len)
    if long.startswith(short + " "):
        return "related"
    if alike(one, other, ALIKE) and is_misread(one, other):
        return "same"
    return "succeeded" if other in heirs(one) or one in heirs(other) else "conflict"


@cache
def _mergers() -> dict[str, tuple[str, str]]:
    """Return for each folded ``tỉnh X`` that was merged the names of its successor: as a province
    and as a city (Nghị quyết 202/2025/QH15)."""
    table = rows("provinces")
    kinds = {row["name"]: folded(row["kind"]) for row in table}
    return {
        f"{folded(row['kind'])} {folded(row['name'])}": (
            f"{kinds[row['successor']]} {folded(row['successor'])}",
            row["to"],
        )
        for row in table
        if row["successor"]
    }


@lru_cache(maxsize=50_000)
def heirs(key: str) -> tuple[str, ...]:
    """Return the key of the same office in the province that this one's was merged into.

    >>> heirs("so noi vu tinh bac kan")
    ('so noi vu tinh thai nguyen',)
    """
    return tuple(
        key.removesuffix(old) + new
        for old, (new, _) in _mergers().items()
        if key.endswith(f" {old}")
    )


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(f"{folded(row['kind'])} {folded(row['name'])}" for row in rows("provinces"))


_LEVELS = {
    "tinh uy": "tinh",
    "tinh doan": "tinh",
    "thanh uy": "thanh pho",
    "thanh doan": "thanh pho",
}
"""Party and Youth Union name their body of a province by its level (Điều lệ Đảng, Điều 10)."""


@lru_cache(maxsize=50_000)
def province_of(key: str) -> str:
    """Return the folded ``tỉnh X`` that a body's key ends with or is the Party's for, '' for none.

    >>> province_of("so noi vu tinh an giang"), province_of("tinh uy an giang")
    ('tinh an giang', 'tinh an giang')
    """
    for body, level in _LEVELS.items():
        if key.startswith(f"{body} "):
            key = f" {level} {key.removeprefix(body).strip()}"
    return next((name for name in _provinces() if key.endswith(f" {name}")), "")


@lru_cache(maxsize=50_000)
def names_province(key: str) -> bool:
    """Tell whether a key ends with a province's name, even if ``tỉnh`` before it was misread."""
    bare = (name.removeprefix("tinh ").removeprefix("thanh pho ") for name in _provinces())
    return any(key.endswith(f" {name}") for name in bare)
