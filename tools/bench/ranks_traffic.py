#!/usr/bin/env python3
"""What ranks send to each other, by the formulas of docs/distributed.md, beside what they counted.

Usage: ranks_traffic.py COUNTS MODEL [--gbit G] [--latency-ms L] [--alone SECONDS]

COUNTS is the folder that `eigenlex factorize COUNTS --distributed -o MODEL` made MODEL of; run.json
of MODEL has the bytes that its ranks counted. The number of blocks of the Krylov space is what the
gathered bytes say; it is printed, and all else follows. With --gbit, and --alone for the seconds of
one process with as many threads as all ranks have, the time is predicted.
"""

import argparse
import json
from pathlib import Path

import numpy as np

SUM_ROWS, GROUP, TILE, PANEL = 1024, 32, 64, 16


def kept_ends(rows: int, ranks: int) -> list[int]:
    blocks = -(-rows // SUM_ROWS)
    return [min(rows, blocks * r // ranks * SUM_ROWS) for r in range(1, ranks + 1)]


def share_out(work: np.ndarray, ranks: int) -> np.ndarray:
    """The rank that each group of words belongs to, as `share_out` of row_spread.hpp."""
    groups = np.add.reduceat(work, np.arange(0, len(work), GROUP))
    owners = np.searchsorted(kept_ends(len(work), ranks), np.arange(len(groups)) * GROUP, "right")
    loads = np.bincount(owners, groups, ranks).astype(np.int64)
    everything = int(loads.sum())
    fair = everything // ranks + everything // (100 * ranks)
    for group in np.argsort(-groups, kind="stable"):
        source, target = owners[group], int(loads.argmin())
        if loads[source] <= fair or loads[target] + groups[group] >= loads[source]:
            continue
        loads[source] -= groups[group]
        loads[target] += groups[group]
        owners[group] = target
    return owners


def moved_rows(owners: np.ndarray, words: int, parts: int, ranks: int) -> int:
    """Rows that are kept by another rank than that which works on them."""
    rows = np.arange(words * parts)
    keeper = np.searchsorted(kept_ends(words * parts, ranks), rows, "right")
    return int((keeper != owners[rows % words // GROUP]).sum())


class Formulas:
    def __init__(self, counts: Path, model: dict, ranks: int):
        cells = np.diff(np.load(counts / "indptr.npy"))
        self.ranks = ranks
        self.words, self.contexts = model["matrix"]["rows"], model["matrix"]["cols"]
        self.parts = self.contexts // self.words
        owners = share_out(cells, ranks)
        self.moved = moved_rows(owners, self.words, 1, ranks)
        self.moved_contexts = moved_rows(owners, self.words, self.parts, ranks)
        options = model["factor_options"]
        self.dim = options["dim"]
        self.packed = 2 if options["precision"] == "bfloat16" else 4
        self.sweeps = options["als"]["sweeps"] if options["method"] == "als" else 0
        self.shares = "subwords" in model
        self.basis = -(-(self.dim + 4) // TILE) * TILE
        self.sent = dict.fromkeys(("gathered", "exchanged", "in_order", "broadcast"), 0)
        self.sums = 0

    def gather(self, rows: int, row_bytes: int):
        self.sent["gathered"] += (self.ranks - 1) * rows * row_bytes

    def products(self, columns: int, transposed: bool):
        """A product with so many columns: rows gathered packed, sums sent to who keeps them."""
        tiles = -(-columns // TILE)
        self.gather(self.words if transposed else self.contexts, tiles * TILE * self.packed)
        moved = self.moved_contexts if transposed else self.moved
        self.sent["exchanged"] += moved * tiles * TILE * 4

    def sum(self, numbers: float):
        """Down the ranks in their order, and from the last one to all."""
        self.sums += 1
        for kind in ("in_order", "broadcast"):
            self.sent[kind] += int((self.ranks - 1) * 8 * numbers)

    def svd(self, blocks: int):
        self.products(TILE, False)
        for block in range(1, blocks + 1):
            self.products(TILE, True)
            self.products(TILE, False)
            self.sum(block * TILE * TILE)
            for _ in range(2):
                self.sum(TILE * TILE)
        self.sum(TILE * TILE)
        self.products(TILE, True)
        self.products(self.basis, True)
        for _ in range(2):
            self.sum(self.basis**2)
        for _ in range(2):
            self.sum(TILE * self.basis)
        for _ in range(2):
            self.sum(self.dim**2)

    def als(self):
        width = -(-self.dim // PANEL) * PANEL
        for_words = (self.contexts, self.moved, 1)
        for_contexts = (self.words, self.moved_contexts, self.parts)
        halves = [for_words, for_contexts] * self.sweeps
        for rows, moved, parts in halves[:-1]:
            self.gather(rows, width * self.packed)
            self.sent["exchanged"] += 2 * moved * self.dim * 4
            self.sum((self.dim + 1) ** 2)
            self.sum(2 * parts * -(-self.words // GROUP))
            self.sum(self.dim)

    def others(self):
        self.sum((1 + self.parts) * self.words)  # margins
        if self.shares:
            self.gather(self.words, 4 * self.dim)
            self.sent["exchanged"] += self.words * self.dim * 4 * (self.ranks - 1) // self.ranks
        elsewhere = sum(
            rows - kept_ends(rows, self.ranks)[0] for rows in (self.words, self.contexts)
        )
        self.sent["exchanged"] += elsewhere * self.dim * 4


def predicted(counts: Path, model: dict, ranks: int, blocks: int) -> Formulas:
    formulas = Formulas(counts, model, ranks)
    formulas.svd(blocks)
    formulas.als()
    formulas.others()
    return formulas


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--gbit", type=float, help="of each rank's link")
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--alone", type=float, help="seconds of one process")
    arguments = parser.parse_args()
    model = json.loads((arguments.model / "model.json").read_text())
    run = json.loads((arguments.model / "run.json").read_text())["ranks"]
    ranks, counted = run["number"], run["sent_bytes"]
    blocks = min(
        range(1, 40),
        key=lambda b: abs(
            predicted(arguments.counts, model, ranks, b).sent["gathered"] - counted["gathered"]
        ),
    )
    formulas = predicted(arguments.counts, model, ranks, blocks)
    print(f"{ranks} ranks, {formulas.words} words, {formulas.contexts} contexts, "
          f"{formulas.dim} dimensions, {blocks} blocks of the Krylov space")  # fmt: skip
    print(f"{'':<12}{'formula':>12}{'counted':>12}   bytes of all ranks, in MB")
    for kind in formulas.sent:
        print(f"{kind:<12}{formulas.sent[kind] / 1e6:>12.2f}{counted[kind] / 1e6:>12.2f}")
    total, seen = sum(formulas.sent.values()), sum(counted.values())
    print(f"{'all':<12}{total / 1e6:>12.2f}{seen / 1e6:>12.2f}   {100 * (total / seen - 1):+.1f} %")
    if arguments.gbit and arguments.alone:
        link = 1e9 / 8 * arguments.gbit
        seconds = total / ranks / link + formulas.sums * ranks * 2 * arguments.latency_ms / 1e3
        print(f"{arguments.alone + seconds:.1f} s predicted, {seconds:.1f} s of them for messages")


if __name__ == "__main__":
    main()
