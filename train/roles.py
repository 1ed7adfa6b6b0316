"""Fit the sequence model of the lines' roles on composed and damaged pages.

    python -m train.roles [--count 2500] [--seed 41]

Seconds to minutes on one core, the same weights from the same seed. Prints, for pages of another
seed, the share of lines whose role is right by the rules, by the model, and as the pipeline uses
both.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pycrfsuite import Trainer

from dispatch.text import fold_same_length
from nlp import role_model
from nlp.role_model import FORM, amend, features, window
from nlp.roles import Piece, Role
from nlp.zones import rule_roles
from train.role_pages import LabelledPage, draw

TARGET = Path(__file__).resolve().parents[1] / "nlp" / "data" / role_model.MODEL
HELD_BACK = 300
Labelled = tuple[tuple[Piece, ...], list[Role], list[Role]]
"""A page's pieces, the roles that the rules gave them, and the true ones."""
SETTINGS = {"c1": 0.4, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 3}


def main() -> None:
    """Draw, fit, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=41)
    options = parser.parse_args()
    fit((read(draw(options.seed, index)) for index in range(options.count)), TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KB, {options.count} pages")
    for name, right, count in measure(options.seed + 1, pages=HELD_BACK):
        print(f"{name:24} {right}/{count} = {right / count:.4f}")


def fit(pages: Iterable[Labelled], target: Path) -> None:
    """Fit the model on labelled pages and write its weights."""
    trainer = Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for pieces, rules, truth in pages:
        at = window(len(pieces))
        trainer.append(
            list(features([pieces[n] for n in at], [rules[n] for n in at])),
            [truth[n].value for n in at],
        )
    trainer.train(str(target))


def measure(seed: int, *, pages: int) -> Iterator[tuple[str, int, int]]:
    """Yield (way, lines right, lines) over pages that were not learnt from."""
    right: Counter[str] = Counter()
    count = 0
    for index in range(pages):
        pieces, rules, truth = read(draw(seed, index))
        at = window(len(pieces))
        model = role_model.tag([pieces[n] for n in at], [rules[n] for n in at])
        both: list[Role | None] = list(rules)
        amend(pieces, both)
        for n, (role, _) in zip(at, model, strict=True):
            count += 1
            right["rules"] += rules[n] is truth[n]
            right["model"] += role is truth[n]
            right["rules, then model"] += (both[n] or Role.BODY) is truth[n]
    for name in ("rules", "model", "rules, then model"):
        yield name, right[name], count


def read(page: LabelledPage) -> Labelled:
    """Return a page's pieces, the rules' roles and the true ones, in the model's vocabulary."""
    folded = fold_same_length(page.document.text)
    pieces, rules = rule_roles(page.document, folded)
    shown = [role if role in FORM else Role.BODY for role in (one or Role.BODY for one in rules)]
    return pieces, shown, [page.roles[piece.index] for piece in pieces]


if __name__ == "__main__":
    main()
