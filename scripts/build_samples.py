"""Rebuild samples/ from samples/sources/: one TOML a document, one JSON of the facts on its page.

    python scripts/build_samples.py [NAME …]

A source names its forms; each form is a file, and beside each file lies its expected record. The
facts in sources/*.json are written by hand; this script only copies them, it never runs the
extractor.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from sample_docx import to_pdf, write_docx
from sample_overlay import lay_over
from sample_scan import (
    Wear,
    bind,
    damage,
    find_text,
    render,
    seal_centre,
    stamp,
)
from sample_sheet import Sheet, plain, read_source, sheet

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SOURCES = SAMPLES / "sources"
SUFFIXES = {
    "docx": ".docx",
    "pdf": ".pdf",
    "scan": "-scan.pdf",
    "png": ".png",
    "txt": ".txt",
}
SCAN = Wear()
RECORD: dict[str, Any] = {
    "system": "state",
    "document_type": None,
    "number": None,
    "number_state": None,
    "notation": None,
    "date": None,
    "date_state": None,
    "date_partial": None,
    "place": None,
    "issuing_body": None,
    "parent_body": None,
    "subject": None,
    "addressees": [],
    "urgency": None,
    "secrecy": None,
    "circulation": None,
    "draft": False,
    "references": [],
    "period": [],
    "campaign": None,
    "recipients": [],
    "archive": None,
    "signer": None,
    "arrival": None,
    "copy": None,
    "appendices": [],
}
PARTS: dict[str, dict[str, Any]] = {
    "references": {
        "relation": None,
        "document_type": None,
        "number": None,
        "number_state": "present",
        "notation": None,
        "date": None,
        "date_partial": None,
        "issuing_body": None,
        "subject": None,
        "title": None,
        "scope": None,
    },
    "period": {"start": None, "end": None, "kind": None, "source": "explicit", "bound": None},
    "campaign": {"name": None, "round": None, "year": None, "plan": None},
    "recipients": {"name": None, "role": None, "delivery": None},
    "archive": {"units": [], "copies": None, "drafter": None},
    "signer": {"name": None, "rank": None, "position": None, "authority": []},
}


def build(names: list[str]) -> None:
    """Build the named samples, or all."""
    sources = {path.stem: read_source(path) for path in sorted(SOURCES.glob("*.toml"))}
    chosen = {name: sources[name] for name in names or sources}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        drafts = [draft for name, source in chosen.items() for draft in _draft(name, source, work)]
        to_pdf(drafts, work)
        for name, source in chosen.items():
            for form in source["forms"]:
                _build_form(name, source, form, work)
                print(SAMPLES / f"{name}{SUFFIXES[form]}")


def _draft(name: str, source: dict[str, Any], work: Path) -> list[Path]:
    """Write the .docx files from which the forms are made: the sheet, and one fit for one page."""
    made = [work / f"{name}.docx"]
    write_docx(sheet(name, source, size=source.get("size", 13)), made[0])
    if "png" in source["forms"]:
        made.append(work / f"{name}-one.docx")
        write_docx(_on_one_page(name, source), made[1])
    return made


def _on_one_page(name: str, source: dict[str, Any]) -> Sheet:
    return sheet(name, source, size=12, after=1)


def _build_form(name: str, source: dict[str, Any], form: str, work: Path) -> None:
    target = SAMPLES / f"{name}{SUFFIXES[form]}"
    digital = work / f"{name}.pdf"
    if form == "docx":
        target.write_bytes((work / f"{name}.docx").read_bytes())
    elif form == "pdf":
        overlays = source.get("overlay", [])
        target.write_bytes(lay_over(digital, overlays) if overlays else digital.read_bytes())
    elif form == "scan":
        bind(_scan_pages(source, digital), target, SCAN)
    elif form == "png":
        page = render(work / f"{name}-one.pdf", dpi=200)
        if len(page) != 1:
            raise SystemExit(f"{name}: the page image needs one page, not {len(page)}")
        page[0].convert("L").save(target, dpi=(200, 200), optimize=True)
    else:
        verbatim = SOURCES / f"{name}.txt"
        text = (
            verbatim.read_text(encoding="utf-8")
            if verbatim.exists()
            else plain(sheet(name, source))
        )
        target.write_text(text, encoding="utf-8")
    record = json.dumps(facts(name), ensure_ascii=False, indent=2)
    target.with_name(f"{target.name}.json").write_text(record + "\n", encoding="utf-8")


def facts(name: str) -> dict[str, Any]:
    """Return the hand-written facts with every key that the page leaves unknown as null."""
    facts = {**RECORD, **json.loads((SOURCES / f"{name}.json").read_text(encoding="utf-8"))}
    for key, defaults in PARTS.items():
        value = facts[key]
        if isinstance(value, list):
            facts[key] = [{**defaults, **item} for item in value]
        elif value is not None:
            facts[key] = {**defaults, **value}
    return facts


def _scan_pages(source: dict[str, Any], digital: Path) -> list[Any]:
    pages = render(digital, dpi=SCAN.dpi)
    place = find_text(digital, source["foot"]["name"])
    if place is None:
        raise SystemExit(f"{digital.stem}: the signer's name is not on the page")
    index, box = place
    pages[index] = stamp(pages[index], seal_centre(box), dpi=SCAN.dpi, words=source["seal"])
    rng = np.random.default_rng(20230720)
    return [damage(page, SCAN, rng) for page in pages]


if __name__ == "__main__":
    build(sys.argv[1:])
