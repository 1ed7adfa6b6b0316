"""A digital PDF becomes its scans: six kinds of wear, each at 200 and 300 dpi, parameters fixed."""

from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from layout_documents import Truth
from sample_scan import Wear, bind, damage, find_text, render, seal_centre, stamp

RESOLUTIONS = (200, 300)
KINDS = {
    "clean": Wear(quality=85, skew=0, noise=2, specks=0, blur=0),
    "noisy": Wear(quality=50, skew=-0.8, noise=18, specks=0.003, blur=0.7),
    "skewed": Wear(quality=70, skew=2, noise=5, specks=0.0003, blur=0.5),
    "stamped": Wear(quality=70, skew=-0.5, noise=5, specks=0.0002, blur=0.5),
    "faint": Wear(quality=65, skew=0.6, noise=6, specks=0, blur=0.6, faint=0.6),
    "photographed": Wear(quality=60, skew=1, noise=7, specks=0, blur=0.8, shade=0.35, warp=0.02),
}
SCANS = tuple((kind, dpi) for kind in KINDS for dpi in RESOLUTIONS)


def scan(digital: Path, truth: Truth, target: Path, kind: str, dpi: int) -> None:
    """Write one scan of the digital PDF; the same pixels on every run."""
    wear = replace(KINDS[kind], dpi=dpi)
    pages = render(digital, dpi=dpi)
    if kind == "stamped":
        # Over the name's left half, or where there is none over the last line of the office.
        signing = [line for role, side, line in truth.lines if side == "right"]
        page, box = find_text(digital, truth.source["foot"]["name"] or signing[-1]) or (
            len(pages) - 1, (300.0, 600.0, 400.0, 612.0)
        )  # fmt: skip
        words = f"{truth.record['issuing_body'].upper()[:44]} *"
        pages[page] = stamp(pages[page], seal_centre(box), dpi=dpi, words=words)
    noise = np.random.default_rng(crc32(f"{digital.stem}/{kind}/{dpi}".encode()))
    bind([damage(page, wear, noise) for page in pages], target, wear)
