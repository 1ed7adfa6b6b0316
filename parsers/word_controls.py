"""Content controls of a Word form that nobody filled in: the prompt they show is no text.

``Nhấp hoặc gõ nhẹ vào đây để nhập văn bản`` stands in the markup where the value will be
(ISO/IEC 29500-1, 17.5.2.39, ``showingPlcHdr``). Programs that fill a form in often leave that mark
behind: what differs from the prompt that the file's own glossary keeps is a value.
"""

from collections.abc import Iterable

from lxml import etree

from parsers.word_names import W

_SHOWS_PROMPT = f"{W}sdtPr/{W}showingPlcHdr"
_PROMPT_NAME = f"{W}sdtPr/{W}placeholder/{W}docPart"
_OFF = ("0", "false", "off")


def unfilled(parts: Iterable[etree._Element]) -> list[etree._Element]:
    """Return the content controls of ``parts`` that say they show their prompt."""
    controls = [control for part in parts for control in part.iter(f"{W}sdt")]
    return [
        control
        for control in controls
        if (switch := control.find(_SHOWS_PROMPT)) is not None
        and switch.get(f"{W}val", "1") not in _OFF
    ]


def take_prompts(controls: Iterable[etree._Element], glossary: etree._Element | None) -> list[str]:
    """Take the prompts out of ``controls``, cells and paragraphs stay; return them as printed."""
    known = {} if glossary is None else _prompts(glossary)
    taken = []
    for control in controls:
        content = control.find(f"{W}sdtContent")
        name = control.find(_PROMPT_NAME)
        if content is None:
            continue
        shown = _text(content)
        prompt = known.get("" if name is None else name.get(f"{W}val", ""), shown)
        if shown.strip() != prompt.strip():
            continue
        for run in [*content.iter(f"{W}r")]:
            if (parent := run.getparent()) is not None:
                parent.remove(run)
        if shown.strip():
            taken.append(" ".join(shown.split()))
    return taken


def _prompts(glossary: etree._Element) -> dict[str, str]:
    """Return the texts of the glossary's parts by their names."""
    found = {}
    for part in glossary.iter(f"{W}docPart"):
        name, body = part.find(f"{W}docPartPr/{W}name"), part.find(f"{W}docPartBody")
        if name is not None and body is not None:
            found[name.get(f"{W}val", "")] = _text(body)
    return found


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))
