#!/usr/bin/python3
"""Times k-means of eigenlex, scikit-learn and faiss on the same unit vectors.

Usage: kmeans.py EIGENLEX VECTORS.npy [-k 500] [--rows 72000] [--only NAME]...

Each runs in a process of its own with all cores, Euclidean, from its own seeds, and stops by its own
rule; faiss does the number of iterations that eigenlex took. What is timed is seeding and iterating,
not reading. Prints a line for each: seconds, iterations, inertia, relative to eigenlex. Needs
python3-sklearn; libfaiss-dev and a compiler for faiss.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

PEERS = Path(__file__).resolve().parent / "peers"


def eigenlex(program: str, work: Path, clusters: int) -> tuple[float, int, float]:
    finished = subprocess.run(
        [program, "cluster", work / "units.npy", "-k", str(clusters), "--euclidean", "--json",
         "--force", "-o", work / "classes.tsv"],
        capture_output=True, text=True, check=True)  # fmt: skip
    answer = json.loads(finished.stdout)
    seconds = re.search(r"^cluster +([0-9.]+) s", finished.stderr, re.MULTILINE)
    return float(seconds[1]), answer["iterations"], answer["inertias"][-1]


def sklearn(units: np.ndarray, clusters: int) -> tuple[float, int, float]:
    from sklearn.cluster import KMeans

    begun = time.perf_counter()
    found = KMeans(clusters, n_init=1, random_state=1, algorithm="lloyd").fit(units)
    return time.perf_counter() - begun, found.n_iter_, float(found.inertia_)


def faiss(units: np.ndarray, work: Path, clusters: int, iterations: int):
    program = work / "faiss_kmeans"
    subprocess.run(["g++", "-std=c++17", "-O3", "-march=native", "-fopenmp",
                    PEERS / "faiss_kmeans.cpp", "-lfaiss", "-llapack", "-lblas", "-o", program], check=True)  # fmt: skip
    units.tofile(work / "units.f32")
    finished = subprocess.run(
        [program, work / "units.f32", *map(str, (*units.shape, clusters, iterations))],
        capture_output=True, text=True, check=True)  # fmt: skip
    seconds, inertia = finished.stdout.split()[-2:]
    return float(seconds), iterations, float(inertia)


def show(name: str, result: tuple[float, int, float], own: tuple[float, int, float]) -> None:
    seconds, iterations, inertia = result
    print(f"{name:14}{seconds:7.2f}  {iterations:10}  {inertia:10.2f}  "
          f"{seconds / own[0]:4.1f} x  {inertia / own[2]:.4f} x", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("vectors", type=Path)
    parser.add_argument("-k", type=int, default=500)
    parser.add_argument("--rows", type=int, default=72_000)
    parser.add_argument("--only", action="append", choices=("sklearn", "faiss"))
    arguments = parser.parse_args()
    peers = arguments.only or ["sklearn", "faiss"]
    units = np.array(np.load(arguments.vectors)[: arguments.rows], dtype=np.float32)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        np.save(work / "units.npy", units)
        lines = (f"w{i}\t1\n" for i in range(len(units)))
        (work / "units.vocab.tsv").write_text("".join(lines))
        print(f"{units.shape[0]} x {units.shape[1]}, k = {arguments.k}")
        print(f"{'':14}seconds  iterations     inertia  time    inertia")
        own = eigenlex(arguments.program, work, arguments.k)
        show("eigenlex", own, own)
        if "sklearn" in peers:
            show("scikit-learn", sklearn(units, arguments.k), own)
        if "faiss" in peers:
            show("faiss", faiss(units, work, arguments.k, own[1]), own)


if __name__ == "__main__":
    sys.exit(main())
