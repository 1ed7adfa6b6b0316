"""Measures whose name is read under a seal and a pen's strokes, by how much of it they hide.

    python -m bench.signed_names [PAGES] [--seed 7]

Each page is a letter's foot in print, sealed in red over the name's left third and signed in blue
or black, at four hardnesses: strokes that end above the name, thin ones through it, thick ones,
thick and dense ones. It is worn as a scanner wears it, some pages in grey, and read whole by the
program. Composed signatures rank changes; they promise nothing for real ones.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from sample_scan import Wear, bind, damage, seal_centre, stamp  # noqa: E402 - the path above

from dispatch.scoring import wilson  # noqa: E402
from dispatch.vocabulary import rows  # noqa: E402

DPI = 300
_SIZE = (2480, 2100)
_MIDDLE = 1760  # of the signer's column
_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf"
_INKS = {"blue": (35, 55, 160), "black": (25, 25, 30)}
_HARD = {1: (7, 0.3), 2: (6, -0.6), 3: (11, -0.9), 4: (13, -1.0)}
"""Hardness: the pen's width in pixels, and how high over the name's top its low turns lie, in
heights of the name."""
_BODY = (
    "Đề nghị các đơn vị phân công cán bộ đầu mối, rà soát từng nội dung và gửi kết",
    "quả bằng văn bản kèm theo bản điện tử trước ngày 25 hằng tháng./.",
)
_RECIPIENTS = ("Nơi nhận:", "- Như trên;", "- Giám đốc Sở (b/c);", "- Lưu: VT, VP.")
Gray = NDArray[np.uint8]


def main(arguments: list[str] | None = None) -> int:
    """Print for each hardness and ink how many names were right, null and wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=32)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    found: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for index in range(options.pages):
            path = Path(folder) / f"{index:03d}.pdf"
            name, hard, kind = compose(path, index, options.seed)
            read = signer_of(path)
            outcome = "null" if read is None else "right" if read == name else "wrong"
            found.update([(f"hardness {hard}", outcome), (kind, outcome)])
    for group in sorted({group for group, _ in found}):
        right, null, wrong = (found[group, outcome] for outcome in ("right", "null", "wrong"))
        low, high = wilson(right, right + null + wrong)
        print(f"{group}: right {right} ({low:.2f}–{high:.2f}), null {null}, wrong {wrong}")
    return 0


def compose(path: Path, index: int, seed: int) -> tuple[str, int, str]:
    """Write one page to ``path``; return the name on it, its hardness and the kind of its ink."""
    rng = np.random.default_rng((seed, index))
    hard, ink = 1 + index % 4, ("blue", "blue", "black")[index // 4 % 3]
    surnames = [row["surname"] for row in rows("surnames")][:60]
    given = [row["syllable"] for row in rows("given_names")]
    name = " ".join([str(rng.choice(surnames)), *map(str, rng.choice(given, 2, replace=False))])
    page, box = _foot(name)
    page = _signed(page, box, hard, _INKS[ink], rng)
    points = [side * 72 / DPI for side in box]
    centre = seal_centre((points[0], points[1], points[2], points[3]))
    page = stamp(page, centre, dpi=DPI, words="SỞ XÂY DỰNG * TỈNH SƠN LA *")
    kind = f"{ink} ink in colour"
    if rng.random() < 0.4:
        page, kind = page.convert("L").convert("RGB"), "scanned in grey"
    wear = Wear(dpi=DPI, quality=int(rng.integers(50, 80)), skew=float(rng.normal(0, 0.6)),
                noise=5, specks=0, blur=float(rng.uniform(0.5, 0.9)))  # fmt: skip
    bind([damage(page, wear, rng)], path, wear)
    return name, hard, kind


def signer_of(path: Path) -> str | None:
    """Return the signer whom the program reads off the page."""
    from nlp import extract
    from parsers import parse
    from parsers.source import open_file

    signer = extract(parse(*open_file(path)))[0].signer
    return signer.name if signer else None


def _foot(name: str) -> tuple[Image.Image, tuple[int, int, int, int]]:
    page = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(page)
    body, bold, small = (
        ImageFont.truetype(_FONT.format(style), size)
        for style, size in (("Regular", 58), ("Bold", 58), ("Regular", 46))
    )
    for at, line in enumerate(_BODY):
        draw.text((340, 300 + 76 * at), line, "black", body)
    for at, line in enumerate(_RECIPIENTS):
        draw.text((340, 560 + 56 * at), line, "black", small)
    for at, line in enumerate(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")):
        draw.text((_MIDDLE, 560 + 70 * at), line, "black", bold, anchor="ma")
    draw.text((_MIDDLE, 1100), name, "black", bold, anchor="ma")
    left, top, right, bottom = draw.textbbox((_MIDDLE, 1100), name, bold, anchor="ma")
    return page, (int(left), int(top), int(right), int(bottom))


def _signed(
    page: Image.Image,
    box: tuple[int, int, int, int],
    hard: int,
    ink: tuple[int, int, int],
    rng: np.random.Generator,
) -> Image.Image:
    """Sign across the name: turns up and down from left to right, and from the second hardness on
    a flourish through it."""
    left, top, right, _ = box
    wide, high = right - left, box[3] - top
    pen, above = _HARD[hard]
    turns = 15 if hard == 4 else 10
    xs = left + wide * (np.arange(turns) / (turns - 1) + rng.normal(0, 0.06, turns))
    ups = np.where(np.arange(turns) % 2 == 0, rng.uniform(2, 4, turns), above)
    strokes = [np.stack([xs, top - ups * high + rng.uniform(0, 0.5, turns) * high * (hard > 1)])]
    if hard > 1:
        along = np.array([-0.1, 0.4, 1.15, 0.9])
        down = np.array([*rng.uniform(0.2, 0.8, 3), 1.3])
        strokes.append(np.stack([left + along * wide, top + down * high]))
    mask = np.zeros((page.height, page.width), np.uint8)
    for stroke in strokes:
        points = np.round(_smooth(stroke).T).astype(np.int32)
        cv2.polylines(mask, [points], False, 255, pen, cv2.LINE_AA)
    share = (cv2.GaussianBlur(mask, (0, 0), 1.0) / 255 * 0.95)[:, :, None]
    paper = np.asarray(page, np.float32)
    inked = np.minimum(paper, paper * (1 - share) + np.array(ink, np.float32) * share)
    return Image.fromarray(inked.astype(np.uint8))


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round the corners of a line of points, shape (2, n), by two rounds of Chaikin's cuts."""
    for _ in range(3):
        first, second = points[:, :-1], points[:, 1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=2)
        points = np.hstack([points[:, :1], cut.reshape(2, -1), points[:, -1:]])
    return points


if __name__ == "__main__":
    sys.exit(main())
