#!/usr/bin/python3
"""Compares the map of words that eigenlex draws with scikit-learn's t-SNE of the same vectors.

Usage: maps.py EIGENLEX VECTORS.npy [--words 5000] [--perplexity 30] [--only NAME] [--picture FILE.png]

Takes the first words of the table, scaled to length 1. Each program runs in a process of its own with
all cores. Prints a line for each: seconds of neighbours and layout, without reading and classes;
trustworthiness (Venna & Kaski, ICANN 2001) of 12 neighbours; "kept", the share of a word's ten nearest
in the table that are among its ten nearest on the map; and "hit", the share of its ten nearest on the map
that are of its class in the table, of 100 by k-means (neighbourhood hit, Paulovich et al., TVCG 2008).
"table" is what no map can do better than. Needs python3-sklearn; python3-matplotlib for pictures.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

NEAREST = 10
TRUSTED = 12
CLASSES = 100


def eigenlex(program: str, units: np.ndarray, perplexity: float, work: Path) -> tuple[float, np.ndarray]:
    np.save(work / "units.npy", units)
    (work / "units.vocab.tsv").write_text("".join(f"w{i}\t1\n" for i in range(len(units))))
    finished = subprocess.run(
        [program, "map", work / "units.npy", "--perplexity", str(perplexity), "-o", work / "map.tsv"],
        capture_output=True, text=True, check=True)  # fmt: skip
    stages = dict(re.findall(r"^(\w+) +([0-9.]+) s", finished.stderr, re.MULTILINE))
    lines = [line.split("\t") for line in (work / "map.tsv").read_text().splitlines()]
    places = np.array([[float(x), float(y)] for _, x, y, _ in lines])
    return float(stages["neighbours"]) + float(stages["map"]), places


def sklearn(units: np.ndarray, perplexity: float) -> tuple[float, np.ndarray]:
    from sklearn.manifold import TSNE

    begun = time.perf_counter()
    layout = TSNE(perplexity=perplexity, init="pca", learning_rate="auto", random_state=1, n_jobs=-1)
    places = layout.fit_transform(units)
    return time.perf_counter() - begun, places


def nearest(rows: np.ndarray) -> np.ndarray:
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(n_neighbors=NEAREST).fit(rows).kneighbors(return_distance=False)


def qualities(units: np.ndarray, places: np.ndarray, near: np.ndarray, classes: np.ndarray):
    from sklearn.manifold import trustworthiness

    on_map = nearest(places)
    kept = np.mean([len(set(a) & set(b)) for a, b in zip(near, on_map)]) / NEAREST
    hit = np.mean(classes[on_map] == classes[:, None])
    return trustworthiness(units, places, n_neighbors=TRUSTED), kept, hit


def picture(path: Path, places: np.ndarray, classes: np.ndarray) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(12, 12))
    pyplot.scatter(*places.T, s=1, c=classes, cmap="prism")
    figure.savefig(path, dpi=100)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--perplexity", type=float, default=30)
    parser.add_argument("--only", choices=("eigenlex", "sklearn"))
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    from sklearn.cluster import KMeans

    units = np.array(np.load(arguments.vectors, mmap_mode="r")[: arguments.words], dtype=np.float32)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    near = nearest(units)
    classes = KMeans(CLASSES, n_init=1, random_state=1).fit_predict(units)
    print(f"{units.shape[0]} x {units.shape[1]}, perplexity {arguments.perplexity:g}")
    print(f"{'':14}seconds  trustworthiness   kept    hit")
    print(f"{'table':14}{'':7}  {1:15.4f}  {1:5.3f}  {np.mean(classes[near] == classes[:, None]):5.3f}")
    runs = {"eigenlex": lambda work: eigenlex(arguments.program, units, arguments.perplexity, work),
            "sklearn": lambda work: sklearn(units, arguments.perplexity)}  # fmt: skip
    for name, run in runs.items():
        if arguments.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory() as work:
            seconds, places = run(Path(work))
        trusted, kept, hit = qualities(units, places, near, classes)
        print(f"{name:14}{seconds:7.1f}  {trusted:15.4f}  {kept:5.3f}  {hit:5.3f}", flush=True)
        if arguments.picture:
            picture(arguments.picture.with_stem(f"{arguments.picture.stem}-{name}"), places, classes)


if __name__ == "__main__":
    sys.exit(main())
