"""Counts the PDFs of a labelled folder whose printed or overlaid number stands whole in the text.

    python -m bench.gold_numbers FOLDER

FOLDER holds ``gold.jsonl`` and ``files/``; without it there is nothing to measure.
"""

import json
import sys
from pathlib import Path
from time import process_time

from parsers import parse
from parsers.source import open_file


def main(folder: Path) -> int:
    """Print one line a PDF and the count; return how many numbers are not in the text."""
    labels = folder / "gold.jsonl"
    if not labels.is_file():
        print(f"{labels} does not exist: nothing is measured.")
        return 0
    wanted = found = 0
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        number = label["gold"].get("number")
        if not label["file"].endswith(".pdf") or not number:
            continue
        if "number" in label["gold"].get("handwritten", []):
            continue
        wanted += 1
        began = process_time()
        source, data = open_file(folder / "files" / label["file"])
        document = parse(source, data)
        is_there = "".join(number.split()) in "".join(document.text.split())
        found += is_there
        taken = process_time() - began
        print(f"{label['file']:14} {'found' if is_there else 'MISSING':8} {taken:6.2f} s")
    print(f"{found} of {wanted} numbers stand whole in the parsed text")
    return wanted - found


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
