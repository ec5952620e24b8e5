#!/usr/bin/env python3
"""Compares what ranks make of a corpus with what one process makes, byte for byte.

Usage: ranks_bytes.py EIGENLEX CORPUS [--ranks 1,2,3,4] [--threads 1,2] [--memory none,256M]
                      [--contexts symmetric,directional] [--methods svd,als] [OPTION of train...]

Every combination is trained, and counted where that does not depend on the method. Prints a line for
each and how many differ, which is the exit status. Runs under `mpirun --oversubscribe`.
"""

import argparse
import filecmp
import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MPIRUN = ("mpirun", "--oversubscribe", "--bind-to", "none", "--allow-run-as-root", "-n")
MODEL = ("model.json", "vocab.tsv", "vectors.npy", "contexts.npy")
COUNTS = ("counts.json", "vocab.tsv", "indptr.npy", "indices.npy", "values.npy")


def run(program: str, command: str, corpus: Path, output: Path, options, ranks: int):
    prefix = (*MPIRUN, str(ranks)) if ranks else ()
    sharing = ("--distributed",) if ranks else ()
    finished = subprocess.run(
        [*prefix, program, command, corpus, "-o", output, "--quiet", *options, *sharing],
        stderr=subprocess.PIPE,
        text=True,
    )
    if finished.returncode != 0:
        raise SystemExit(f"{command} with {' '.join(options)} failed: {finished.stderr}")


def differing(a: Path, b: Path, files) -> list[str]:
    return [f for f in files if not filecmp.cmp(a / f, b / f, shallow=False)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("corpus", type=Path)
    for name, choice in (
        ("ranks", "1,2,3,4"),
        ("threads", "1,2"),
        ("memory", "none,256M"),
        ("contexts", "symmetric,directional"),
        ("methods", "svd,als"),
    ):
        parser.add_argument(f"--{name}", default=choice)
    arguments, options = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="ranks-", dir="."))
    different = runs = 0
    try:
        for contexts, method in itertools.product(
            arguments.contexts.split(","), arguments.methods.split(",")
        ):
            chosen = ["--contexts", contexts]
            factoring = [*chosen, "--method", method, *options]
            run(arguments.program, "train", arguments.corpus, folder / "one", factoring, 0)
            counts = method == arguments.methods.split(",")[0]
            if counts:
                run(arguments.program, "count", arguments.corpus, folder / "one.counts", chosen, 0)
            for ranks, threads, memory in itertools.product(
                arguments.ranks.split(","),
                arguments.threads.split(","),
                arguments.memory.split(","),
            ):
                given = ["--threads", threads]
                given += [] if memory == "none" else ["--memory", memory]
                begun = time.monotonic()
                run(arguments.program, "train", arguments.corpus, folder / "many",
                    [*factoring, *given], int(ranks))  # fmt: skip
                seconds = time.monotonic() - begun
                found = differing(folder / "one", folder / "many", MODEL)
                if counts:
                    run(arguments.program, "count", arguments.corpus, folder / "many.counts",
                        [*chosen, *given], int(ranks))  # fmt: skip
                    found += differing(folder / "one.counts", folder / "many.counts", COUNTS)
                    shutil.rmtree(folder / "many.counts")
                shutil.rmtree(folder / "many")
                runs += 1
                different += bool(found)
                print(f"{contexts} {method} ranks {ranks} threads {threads} memory {memory}: "
                      f"{'differs in ' + ', '.join(found) if found else 'the same'}, "
                      f"{seconds:.1f} s", flush=True)  # fmt: skip
            shutil.rmtree(folder / "one")
            shutil.rmtree(folder / "one.counts", ignore_errors=True)
    finally:
        shutil.rmtree(folder)
    print(f"{different} of {runs} differ")
    return min(different, 125)


if __name__ == "__main__":
    sys.exit(main())
