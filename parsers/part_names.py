"""Names of what lies in a container become safe and unique, so that a path leads to one part."""

from collections.abc import Iterable, Iterator


def safely_named(parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield each part under a name without separators and other than all before it."""
    taken: set[str] = set()
    for name, part in parts:
        plain = "".join(c if c.isprintable() and c not in '/\\!:"' else "_" for c in name)
        base = unique = plain.strip(". ") or "attachment"
        count = 2
        while unique in taken:
            unique = f"{count}-{base}"
            count += 1
        taken.add(unique)
        yield unique, part
