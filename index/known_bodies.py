"""What the archive's directory knows of bodies, as one snapshot: which body a name means, where.

A name in a letter is read in the letter's own surroundings: ``BQL``, ``của tỉnh`` and ``của Ban``
mean the writer's own body, what stands above it, or (where the writer belongs to it) the home body
of the archive. A name that is not in the directory keeps its own key.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dispatch.text import fold
from index.directory import Agreement, agree, body_key, names_province, province_of

COMMITTEE = "uy ban nhan dan"


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the directory; ``names`` are all it goes by, the first its own; days are ISO.

    ``successors`` are (body, day from which it took over).
    """

    id: str
    name: str
    parent: str | None = None
    code: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    names: tuple[str, ...] = ()
    successors: tuple[tuple[str, str | None], ...] = ()

    def is_valid(self, day: str) -> bool:
        """Tell whether the body was there on ``day`` (ISO, '' is any)."""
        return not day or (self.valid_from or "") <= day <= (self.valid_to or "9999")


class KnownBodies:
    """The directory as it stands; ``home`` is the id of the body whose archive this is."""

    def __init__(self, bodies: Iterable[Body] = (), home: str | None = None) -> None:
        self.by_id = {body.id: body for body in bodies}
        self.home = self.by_id.get(home or "")
        self._by_name: dict[str, list[Body]] = {}
        self._issued: dict[tuple[str | None, bool, str, str], str] = {}
        self._meant: dict[tuple[str, str, tuple[str, ...]], str] = {}
        for body in self.by_id.values():
            for key in dict.fromkeys(map(body_key, body.names)):
                self._by_name.setdefault(key, []).append(body)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Id → key: of two bodies with one name each has its parent's name in the key, and one that
        names no province the province above it."""
        found = {}
        for body in self.by_id.values():
            key = body_key(body.name)
            others = [one for one in self._by_name[key] if body_key(one.name) == key]
            parent = self.by_id.get(body.parent or "")
            if len(others) > 1:
                key = f"{key} {body_key(parent.name) if parent else body.id}"
            elif not names_province(key) and (province := self._province_above(body)):
                key = f"{key} {province}"
            found[body.id] = key
        return found

    def _province_above(self, body: Body) -> str:
        """Return the folded ``tỉnh X`` whose committee stands right above ``body``, or ''."""
        parent = self.by_id.get(body.parent or "")
        above = body_key(parent.name) if parent else ""
        province = province_of(above)
        return province if above == f"{COMMITTEE} {province}" else ""

    def _is_here(self, body: Body, name: str, around: Sequence[str]) -> bool:
        """Tell whether ``name`` can mean ``body`` in these surroundings: an office without its
        province is another one in another province, and each province has a Sở of that name."""
        there = next(filter(None, map(province_of, around)), "")
        if not there or names_province(name):
            return True
        own = province_of(self.keys[body.id])
        return own == there if own else not name.startswith("so ")

    @cached_property
    def _by_key(self) -> dict[str, Body]:
        return {key: self.by_id[body_id] for body_id, key in self.keys.items()}

    def canonical(self, name: str, *, day: str = "", own: Sequence[str] = ()) -> str:
        """Return the key of the body that the folded ``name`` means in a letter of ``day`` whose
        own bodies have the keys ``own``; the name itself where that is not known."""
        if not name:
            return ""
        place = (name, day if self.by_id else "", tuple(own))
        if place not in self._meant:  # a batch names the same few bodies over and over
            self._meant[place] = self._canonical(name, day=day, own=own)
        return self._meant[place]

    def _canonical(self, name: str, *, day: str, own: Sequence[str]) -> str:
        named = self._by_name.get(name, [])
        bodies = [body for body in named if body.is_valid(day)] or named
        around = list(self._around(own))
        bodies = [body for body in bodies if self._is_here(body, name, around)]
        if len(bodies) > 1:
            bodies = [body for body in bodies if self.keys[body.id] in around]
        if len(bodies) == 1:
            return self.keys[bodies[0].id]
        if any(self._is_here(body, name, around) for body in named):
            return name
        for key in around:
            if key.startswith((f"{name} ", f"{COMMITTEE} {name} ")):
                return key
        return _with_province(name, around)

    def issuer(self, name: str, notation: str | None, *, day: str, parent: str) -> str:
        """Return the key of the body that issued a letter; with no letterhead it is the home body,
        where the notation may be its own."""
        place = (name or notation, bool(name), day if self.by_id else "", parent)
        if place not in self._issued:  # each record is asked for thrice
            self._issued[place] = self._issuer(name, notation, day=day, parent=parent)
        return self._issued[place]

    def _issuer(self, name: str, notation: str | None, *, day: str, parent: str) -> str:
        if name:
            above = self.canonical(parent, day=day)
            own = (above,) if above else ()
            found = self.canonical(name, day=day, own=own)
            known = any(self._is_here(body, name, own) for body in self._by_name.get(name, ()))
            return found if known else _under(found, above)
        if self.home is not None and is_spelt(notation, self.home.names):
            return self.keys[self.home.id]
        return ""

    def agree(self, one: str, other: str) -> Agreement:
        """Compare two keys: what the directory holds apart is never the same."""
        first, second = self._by_key.get(one), self._by_key.get(other)
        if first is None or second is None or one == other:
            return agree(one, other)
        if second.id in self._followers(first) or first.id in self._followers(second):
            return "succeeded"
        return "succeeded" if agree(one, other) == "succeeded" else "conflict"

    def meanings(self) -> dict[str, frozenset[tuple[str, str | None, str | None]]]:
        """Return for each folded name the (key, first and last day) of the bodies that go by it."""
        return {
            name: frozenset((self.keys[one.id], one.valid_from, one.valid_to) for one in bodies)
            for name, bodies in self._by_name.items()
        }

    def around(self, key: str) -> tuple[str, ...]:
        """Return the keys that short names are completed from in a letter of the body ``key``; of
        '' in one that names no body."""
        return tuple(self._around((key,)))

    def heirs(self, key: str) -> frozenset[str] | None:
        """Return the keys of all that took over from the body with this key, be it through others;
        None where it is not in the directory."""
        body = self._by_key.get(key)
        if body is None:
            return None
        return frozenset(self.keys[one] for one in self._followers(body) if one in self.keys)

    def keys_named(self, name: str) -> frozenset[str]:
        """Return the keys of all names of the bodies that go by the folded ``name``."""
        named = self._by_name.get(name, ())
        return frozenset(body_key(one) for body in named for one in body.names)

    def ancestors(self, body: Body) -> Iterator[Body]:
        """Yield what stands above ``body``, nearest first; a circle of parents ends."""
        seen = {body.id}
        parent = self.by_id.get(body.parent or "")
        while parent is not None and parent.id not in seen:
            yield parent
            seen.add(parent.id)
            parent = self.by_id.get(parent.parent or "")

    def _around(self, own: Sequence[str]) -> Iterator[str]:
        """Yield the keys that short names are completed from: the writer's, above it, the home's
        where the writer is unknown or one of its line."""
        yield from own
        line = [body for key in own if (body := self._by_key.get(key))]
        for body in line:
            yield from (self.keys[one.id] for one in self.ancestors(body))
        if self.home is None:
            return
        house = {self.home.id, *(one.id for one in self.ancestors(self.home))}
        family = {one.id for body in line for one in (body, *self.ancestors(body))}
        if not any(own) or house & family:
            yield self.keys[self.home.id]
            yield from (self.keys[one.id] for one in self.ancestors(self.home))

    def _followers(self, body: Body) -> set[str]:
        """Return the ids of ``body`` and of all that took over from it, be it through others."""
        seen: set[str] = set()
        pending = [body.id]
        while pending:
            at = pending.pop()
            if at not in seen and at in self.by_id:
                seen.add(at)
                pending += [successor for successor, _ in self.by_id[at].successors]
        return seen


def is_spelt(notation: str | None, names: Iterable[str]) -> bool:
    """Tell whether a notation may be that of a body with these names (``KH-BQL`` of a Ban Quản lý);
    no notation speaks against nobody.

    >>> is_spelt("KH-BQL", ["Ban Quản lý các khu công nghiệp"]), is_spelt("KH-UBND", ["Sở Nội vụ"])
    (True, False)
    """
    if not notation:
        return True
    spellings = ["".join(word[0] for word in body_key(name).split()) for name in names]
    groups = ["".join(filter(str.isalpha, group)) for group in re.split("[-/]", fold(notation))]
    return any(
        len(group) > 1 and group[0] == spelling[:1] and _is_within(group, spelling)
        for group in groups
        for spelling in spellings
    )


def _is_within(letters: str, spelling: str) -> bool:
    """Tell whether all letters stand in ``spelling`` in this order."""
    rest = iter(spelling)
    return all(letter in rest for letter in letters)


def _under(name: str, above: str) -> str:
    """Return the name of a province's own office with its province (the letterhead shows it in the
    line above): Sở Nội vụ under UBND tỉnh Lâm Đồng is none of Hà Nam's."""
    province = province_of(above)
    is_provincial = bool(province) and above == f"{COMMITTEE} {province}"
    return f"{name} {province}" if is_provincial and not province_of(name) else name


def _with_province(name: str, around: Sequence[str]) -> str:
    """Complete ``UBND tỉnh`` and ``Sở Nội vụ`` by the province that the writer's own name ends
    with: only provinces have a Sở."""
    for key in around:
        province = province_of(key)
        if province and name.startswith("so ") and not names_province(name):
            return f"{name} {province}"
        kind = province.partition(" ")[0] if province.startswith("tinh") else "thanh pho"
        # Hà Tĩnh ends with the kind as well.
        if province and name.endswith(f" {kind}") and not names_province(name):
            return name.removesuffix(kind) + province
    return name
