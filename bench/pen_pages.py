"""Measures the pen reader on generated heads (``train/pen_pages.py``) of a seed of its own.

    python -m bench.pen_pages [PAGES] [--seed 7]

Real Tesseract reads each page first. Generated pages rank changes; they promise nothing for scans.
"""

import argparse
import sys
from collections import defaultdict

from dispatch.scoring import calibration_error, wilson
from train.pen_readings import PenReading, pen_readings


def main(arguments: list[str] | None = None) -> int:
    """Print right, stated and first three for numbers and days, and how true their chances are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=80)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    fields: dict[str, list[PenReading]] = defaultdict(list)
    for reading in pen_readings(options.pages, options.seed):
        fields[reading.field].append(reading)
    for name, readings in fields.items():
        print(f"{name}: {line(readings)}")
    return 0


def line(readings: list[PenReading]) -> str:
    """Lay out the figures of one field."""
    every = len(readings)
    found = [reading for reading in readings if reading.candidates]
    stated = [reading for reading in found if reading.stated]
    right = sum(reading.is_right for reading in stated)
    three = sum(r.truth in [text for text, _ in r.candidates[:3]] for r in readings)
    low, high = wilson(right, len(stated))
    error = calibration_error((r.field, r.candidates[0][1], r.is_right) for r in found)
    return (
        f"{every} pages, found {len(found) / every:.3f}, first three {three / every:.3f}, "
        f"stated {len(stated) / every:.3f}, of these right {right}: "
        f"{right / max(len(stated), 1):.3f} ({low:.3f}–{high:.3f}), calibration error {error:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
