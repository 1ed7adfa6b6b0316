"""A document that is out to break the pages: markup, quotes and bidi marks in every field."""

from collections.abc import Iterator
from typing import Any

import orjson

from dispatch.record import Dispatch
from index.base import Sighting, Written
from tests.index.drawn import record
from tests.web.conftest import HOSTILE, SAMPLES

MARKUP = f"<b>&amp;</b>'{{{{7*7}}}}</script><script>alert(2)</script>{HOSTILE}"
_CODED = (
    *("id", "document_id", "system", "relation", "kind", "bound", "source", "status"),
    *("number_state", "date_state", "delivery", "valid", "form", "plan", "start", "end", "date"),
)
"""Keys of a few codes, days or pointers, which no text of a document reaches."""
_MORE: dict[str, Any] = {
    "number": "1/KH-BQL",
    "number_state": "present",
    "document_type": "Kế hoạch",
    "urgency": "HỎA TỐC",
    "circulation": "a",
    "parent_body": "b",
    "addressees": ["a"],
    "arrival": {"number": "1", "date": None, "to": "a"},
    "esign": [{"name": "a", "organization": "b", "text": "c", "certificate": "d"}],
    "copy": {"form": "SY", "number": "1", "place": "a", "body": "b", "signer": "c"},
    "appendices": [{"label": "a", "title": "b", "span": [0, 1]}],
}


def hostile_file() -> Written:
    """Return a file whose record has ``MARKUP`` wherever a record can hold text."""
    golden = orjson.loads((SAMPLES / "thi-dua-dot-2.txt.json").read_bytes())
    broken = record("hostile") | _broken(golden | _MORE)
    broken["text"] = f"{MARKUP} {golden['subject']}"
    broken["source"] = {**broken["source"], "path": f"/in/{MARKUP}.txt"}
    broken["warnings"] = [
        {"code": "number-irregular", "message": MARKUP, "path": path, "params": {"x": MARKUP}}
        for path in ("/number", "/references/0", "/recipients/0", None)
    ]
    guesses = [{"value": f"{at}{MARKUP}", "confidence": 0.1} for at in range(3)]
    broken["evidence"] = {
        pointer: {
            "text": MARKUP,
            "spans": [[0, 20]],
            "confidence": 0.3,
            "method": MARKUP,
            "raw": MARKUP,
            "candidates": guesses,
        }
        for pointer in ("/place", "/issuing_body", "/signer", "/signer/name", "/references/0")
    }
    made = Dispatch.model_validate(broken).to_json()
    return Written(made["id"], Sighting(f"/in/{MARKUP}.txt", 1, 1, 1), (made,), "text/plain")


def texts(value: Any) -> Iterator[str]:
    """Yield every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def _broken(value: Any, key: str = "") -> Any:
    if key in _CODED:
        return value
    if isinstance(value, dict):
        return {name: _broken(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_broken(one, key) for one in value]
    return f"{value}{MARKUP}" if isinstance(value, str) else value
