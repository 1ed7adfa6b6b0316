"""Automatic numbers and bullets of Word lists, as they are printed."""

from collections.abc import Callable

from lxml import etree

from parsers.word_names import W

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

# Bullets in symbol fonts, by their code in the font, as the sign they print.
_SYMBOLS: dict[int, str] = {
    0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0x6F: "o", 0xA8: "□", 0x71: "□",
    0xE0: "→", 0xF0: "→", 0x2D: "-", 0xFE: "☑", 0x6E: "■", 0x6C: "●", 0xD6: "√", 0xB3: "≥",
    0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB0: "°",
}  # fmt: skip


def symbol(code: int) -> str:
    """Return the sign that a symbol font prints at ``code`` (with or without the F000 offset)."""
    return _SYMBOLS.get(code & 0xFF, "•")


def to_roman(number: int) -> str:
    """Return a number in small Roman numerals."""
    digits: list[str] = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def to_letter(number: int) -> str:
    """Return a, b, … z, aa, bb … as Word counts."""
    number -= 1
    return chr(ord("a") + number % 26) * (number // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": to_letter,
    "upperLetter": lambda number: to_letter(number).upper(),
    "lowerRoman": to_roman,
    "upperRoman": lambda number: to_roman(number).upper(),
}


def print_number(number: int, shape: str) -> str:
    """Return ``number`` in one of Word's number formats; one not known counts in figures."""
    return _FORMATS.get(shape, str)(number) if number > 0 else str(number)


class Numbering:
    """Counts the lists of one document; ``label`` must be asked in document order."""

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if part is None:
            return
        for abstract in part.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): level for level in abstract.iter(f"{W}lvl")
            }
        for number in part.iter(f"{W}num"):
            name = number.get(f"{W}numId", "")
            target = number.find(f"{W}abstractNumId")
            self._abstract[name] = "" if target is None else target.get(f"{W}val", "")
            for override in number.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    level = int(override.get(f"{W}ilvl", "0"))
                    self._starts[name, level] = int(start.get(f"{W}val", "1"))

    def label(self, properties: etree._Element | None) -> str:
        """Return what is printed before a paragraph with this ``numPr``, '' for nothing."""
        if properties is None:
            return ""
        number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        name = "" if number is None else number.get(f"{W}val", "")
        depth = 0 if level is None else int(level.get(f"{W}val", "0"))
        abstract = self._abstract.get(name)
        if abstract is None or depth not in self._levels.get(abstract, {}):
            return ""
        self._count(name, abstract, depth)
        definition = self._levels[abstract][depth]
        text = _value(definition, "lvlText", "")
        if _value(definition, "numFmt", "decimal") == "bullet":
            return "".join(
                symbol(ord(char)) if 0xF000 <= ord(char) <= 0xF0FF else char for char in text
            )
        counts = self._counts[abstract]
        legal = definition.find(f"{W}isLgl") is not None
        for other in range(depth + 1):
            text = text.replace(f"%{other + 1}", self._print(abstract, other, counts, legal=legal))
        return text

    def _count(self, name: str, abstract: str, depth: int) -> None:
        counts = self._counts.setdefault(abstract, {})
        if name not in self._seen:
            self._seen.add(name)
            for (owner, level), start in self._starts.items():
                if owner == name:
                    counts[level] = start - 1
        for other in range(depth):
            counts.setdefault(other, self._start(abstract, other))
        counts[depth] = counts.get(depth, self._start(abstract, depth) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            if self._restarts(abstract, deeper, depth):
                del counts[deeper]

    def _restarts(self, abstract: str, level: int, after: int) -> bool:
        """Tell whether a level counts anew after one above it: ``lvlRestart`` 0 says never, as
        articles count through all chapters."""
        definition = self._levels[abstract].get(level)
        restart = None if definition is None else _value(definition, "lvlRestart", "")
        return not restart or after < int(restart)

    def _start(self, abstract: str, level: int) -> int:
        definition = self._levels[abstract].get(level)
        return 1 if definition is None else int(_value(definition, "start", "1"))

    def _print(self, abstract: str, level: int, counts: dict[int, int], *, legal: bool) -> str:
        definition = self._levels[abstract].get(level)
        kind = "decimal" if definition is None else _value(definition, "numFmt", "decimal")
        number = counts.get(level, 1)
        if kind == "none":
            return ""
        if legal and kind != "decimalZero":
            kind = "decimal"  # Điều 1.1 under CHƯƠNG I
        return print_number(number, kind)


def _value(element: etree._Element, tag: str, default: str) -> str:
    found = element.find(f"{W}{tag}")
    return default if found is None else found.get(f"{W}val", default)
