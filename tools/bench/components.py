"""Principal components of a dense array: eigenlex beside scikit-learn, in one run.

Usage: components.py EIGENLEX [--rows 60000] [--cols 784] [--dim 50] [--pairs 3]

The array is of low rank (singular values that fall by a power, as those of images do) with noise.
scikit-learn's PCA(svd_solver="randomized") is fitted with as few power iterations as make its
singular values as exact as eigenlex's, beside those of the Gram matrix in double. Runs take turns;
times are those of computing, without reading the file. Prints a line for each pair and the medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA


def made_array(rows: int, cols: int) -> np.ndarray:
    draw = np.random.default_rng(5)
    rank = min(100, cols)
    left = draw.standard_normal((rows, rank), dtype=np.float32)
    right = np.linalg.qr(draw.standard_normal((cols, rank)))[0].T.astype(np.float32)
    scales = (30 * np.arange(1, rank + 1) ** -0.7).astype(np.float32)
    noise = draw.standard_normal((rows, cols), dtype=np.float32)
    return (left * scales) @ right + noise + np.float32(20)


def exact_values(array: np.ndarray, dim: int) -> np.ndarray:
    centred = array.astype(np.float64) - array.mean(axis=0, dtype=np.float64)
    return np.sqrt(np.linalg.eigvalsh(centred.T @ centred)[::-1][:dim])


def eigenlex(program: str, file: Path, folder: Path, dim: int) -> tuple[float, np.ndarray]:
    command = [program, "factorize", "--input", file, "-o", folder, "--force", "--quiet"]
    subprocess.run([*command, "--dim", str(dim)], check=True)
    stages = json.loads((folder / "run.json").read_text())["stages"]
    seconds = sum(stage["wall_seconds"] for stage in stages if stage["stage"] != "read")
    return seconds, np.load(folder / "singular_values.npy").astype(np.float64)


def scikit_learn(array: np.ndarray, dim: int, power: int) -> tuple[float, np.ndarray]:
    solver = PCA(dim, svd_solver="randomized", iterated_power=power, random_state=1)
    begun = time.monotonic()
    solver.fit_transform(array)
    return time.monotonic() - begun, solver.singular_values_.astype(np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    for name, default in (("rows", 60000), ("cols", 784), ("dim", 50), ("pairs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    array = made_array(asked.rows, asked.cols)
    exact = exact_values(array, asked.dim)
    error = lambda values: float(np.abs(values / exact - 1).max())  # noqa: E731
    print(f"{asked.rows} x {asked.cols}, {asked.dim} components, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        file, folder = Path(name) / "array.npy", Path(name) / "components"
        np.save(file, array)
        _, values = eigenlex(asked.program, file, folder, asked.dim)
        own_error = error(values)
        for power in range(1, 20):
            peer_error = error(scikit_learn(array, asked.dim, power)[1])
            if peer_error <= own_error:
                break
        print(f"errors {own_error:.1e} and {peer_error:.1e}, with {power} power iterations")
        ratios = []
        for _ in range(asked.pairs):
            own, _ = eigenlex(asked.program, file, folder, asked.dim)
            peer, _ = scikit_learn(array, asked.dim, power)
            ratios.append(peer / own)
            print(f"eigenlex {own:.2f} s, scikit-learn {peer:.2f} s, ratio {peer / own:.2f}")
        print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
