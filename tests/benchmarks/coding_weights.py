"""Fits the weights of `capi.classification.likelihood`, on the half of the published indexes that the quality benchmark does not report on:

    python -m tests.benchmarks.coding_weights

prints them as they stand there. Newton's method on the likelihood of a conditional logit, with a slight penalty on large weights.
Entries are held out of their index a part at a time, and half as many that are in it are asked too, each changed in a way drawn by lot.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from capi.classification.evidence import Floats
from capi.classification.likelihood import WEIGHTS
from capi.classification.matching import Flags, Places
from capi.classification.suggesting import Candidates, Suggester
from tests.benchmarks.changed_titles import Asked, changes, parted
from tests.benchmarks.held_out import SEED, SIC2007, SOC2020, defaults, halves, published, right, without

HELD = 2_000
"""Entries held out at a time: few, or there is little left of an index to find them by."""
TURNS = 2
KEPT = 24
"""Codes of an answer that are looked at: the likeliest, and the right one."""
PENALTY = 1.0
_TURNS_OF_NEWTON, _NEAR = 25, 1e-4
_CERTAIN = 0.95
_SAYING_SO = ("same_alone", "same_qualified", "same", "more_said")


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers, each with a row for each code and a last one for none of them; whether there is such a row, and which is right.

    `held`: asked while held out of the index.
    """

    columns: Floats
    there: Flags
    right: Places
    held: Flags


def main() -> None:
    sample = collected((SOC2020, SIC2007))
    weights = fitted(sample)
    print(f"{len(sample.right):,} answers, mean log-likelihood {_mean(sample, weights):.4f}")
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.3f},')
    print(f"NOT_WORD_FOR_WORD = {_right_without_the_words(sample, weights):.2f}")


def collected(paths: tuple[Path, ...], turns: range = range(TURNS), held: int = HELD) -> Sample:
    rows: list[Floats] = []
    there: list[Flags] = []
    is_right: list[int] = []
    out: list[bool] = []
    for path in paths:
        for turn in turns:
            for found, code, was_held in _asked(path, turn, held):
                row, has, place = _row(found, code)
                rows.append(row)
                there.append(has)
                is_right.append(place)
                out.append(was_held)
    return Sample(np.array(rows), np.array(there), np.array(is_right), np.array(out))


def _asked(path: Path, turn: int, number: int) -> Iterator[tuple[Candidates, str, bool]]:
    """The candidates for an answer, its right code, and whether the entry was held out."""
    index = published(path)
    fitting, _ = halves(index)
    held = fitting[turn * number : (turn + 1) * number]
    draw = random.Random(SEED + turn)  # noqa: S311
    others = draw.sample([*fitting[: turn * number], *fitting[(turn + 1) * number :]], number // 2)
    ways, alone = list(changes(index).values()), defaults(index)
    suggester = Suggester(without(index, held))
    for was_held, entries in ((True, held), (False, others)):
        for entry in entries:
            said = next(filter(None, (way(parted(entry), draw) for way in draw.sample(ways, len(ways)))))
            found = _candidates(suggester, said)
            if found is not None:
                yield found, right(entry, said, alone), was_held


def _candidates(suggester: Suggester, said: Asked) -> Candidates | None:
    return suggester.candidates(said.title, said.did, said.industry, said.supervises)


def _row(found: Candidates, code: str) -> tuple[Floats, Flags, int]:
    best = list(np.argsort(-found.chances.chances, kind="stable")[:KEPT])
    place = found.codes.index(code) if code in found.codes else None
    if place is not None and place not in best:
        best[-1] = place
    wide, deep = found.chances.columns.shape[1], len(WEIGHTS)
    row, there = np.zeros((KEPT + 1, deep)), np.zeros(KEPT + 1, dtype=np.bool_)
    row[: len(best), :wide] = found.chances.columns[best]
    row[KEPT, wide:] = found.chances.none
    there[: len(best)] = there[KEPT] = True
    return row, there, KEPT if place is None else best.index(place)


def fitted(sample: Sample, penalty: float = PENALTY) -> Floats:
    """Answers whose entry is in the index count twice: half as many were asked."""
    times = np.where(sample.held, 1.0, 2.0)[:, np.newaxis]
    weights = np.zeros(sample.columns.shape[2])
    one = np.arange(len(sample.right))
    for _ in range(_TURNS_OF_NEWTON):
        shares = chosen(sample, weights)
        mean = np.einsum("nk,nkd->nd", shares, sample.columns)
        slope = (times * (sample.columns[one, sample.right] - mean)).sum(axis=0) - penalty * weights
        spread = penalty * np.eye(len(weights)) - (times * mean).T @ mean
        for at in range(sample.columns.shape[2]):
            spread[at] += np.einsum("nk,nk,nkd->d", times * shares, sample.columns[:, :, at], sample.columns)
        step = np.linalg.solve(spread, slope)
        largest = float(np.abs(step).max())
        weights = weights + step * min(1.0, 2.0 / largest)
        if largest < _NEAR:
            break
    return weights


def chosen(sample: Sample, weights: Floats) -> Floats:
    utility = np.where(sample.there, sample.columns @ weights, -np.inf)
    shares = np.exp(utility - utility.max(axis=1, keepdims=True))
    whole: Floats = shares / shares.sum(axis=1, keepdims=True)
    return whole


def _right_without_the_words(sample: Sample, weights: Floats) -> float:
    """Of held-out answers that no entry is word for word, and whose likeliest code is nearly certain: the share of right ones."""
    shares = chosen(sample, weights)[:, :KEPT]
    top, one = shares.argmax(axis=1), np.arange(len(shares))
    said = sample.columns[one, top]
    names = list(WEIGHTS)
    alone, qualified, same, more = (said[:, names.index(each)] > 0 for each in _SAYING_SO)
    other = ~(alone | qualified | (same & more))
    among = sample.held & other & (shares[one, top] >= _CERTAIN)
    return float((top == sample.right)[among].mean())


def _mean(sample: Sample, weights: Floats) -> float:
    of_right = chosen(sample, weights)[np.arange(len(sample.right)), sample.right]
    return float(np.log(np.maximum(of_right, 1e-12)).mean())


if __name__ == "__main__":
    main()
