"""Imports spaCy without its command line, which is half of what importing it costs.

The package takes one function of ``spacy.cli`` (``spacy.info``, which nothing here calls), and with
it typer, weasel, httpx and requests. A placeholder stands for that one module while spaCy is
imported and goes away behind it, so that ``import spacy.cli`` is what it always was.
"""

import sys
from types import ModuleType

_CLI = "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, unless somebody has."""
    if "spacy" in sys.modules:
        return
    placeholder = ModuleType(_CLI)
    placeholder.__dict__["info"] = None
    sys.modules[_CLI] = placeholder
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules[_CLI]
