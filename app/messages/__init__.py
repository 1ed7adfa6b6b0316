"""What the command line says, in Vietnamese and in English: one row a message, one table an area.

Keys that begin with ``help.`` are the texts of ``--help``; the commands name them and
``app.cli`` puts the text of the chosen language in their place.
"""

from typing import Literal

from app.messages import backends, basic, graph, inbox, keeping, ledger

Lang = Literal["vi", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    **basic.TABLE,
    **ledger.TABLE,
    **inbox.TABLE,
    **keeping.TABLE,
    **graph.TABLE,
    **backends.TABLE,
}


def say(lang: Lang, key: str, **values: object) -> str:
    """Return the message ``key`` in ``lang`` with ``values`` filled in."""
    text = MESSAGES[key][0 if lang == "vi" else 1]
    return text.format(**values) if values else text
