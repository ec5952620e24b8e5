"""scikit-learn's TruncatedSVD at settings of rising effort until its singular values are as exact
as asked: MATRIX REFERENCE.npy ERROR PATIENCE ALGORITHM DIM SETTING...

SETTING is the number of power iterations (randomized) or the tolerance (arpack). A setting that took
more than PATIENCE seconds is the last, exact or not. Prints a JSON object for each setting tried.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD


def cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system


folder, reference_path, error, patience, algorithm, dim, *settings = sys.argv[1:]
folder, error, dim = Path(folder), float(error), int(dim)
rows, cols = np.load(folder / "shape.npy")
parts = [np.load(folder / f"{name}.npy") for name in ("values", "indices", "indptr")]
matrix = csr_matrix(tuple(parts), shape=(int(rows), int(cols)))
reference = np.load(reference_path)
for setting in settings:
    if algorithm == "randomized":
        solver = TruncatedSVD(dim, algorithm="randomized", n_iter=int(setting), random_state=1)
    else:
        solver = TruncatedSVD(dim, algorithm="arpack", tol=float(setting), random_state=1)
    wall, cpu = time.monotonic(), cpu_seconds()
    solver.fit(matrix)
    wall, cpu = time.monotonic() - wall, cpu_seconds() - cpu
    errors = np.abs(solver.singular_values_ / reference[:dim] - 1)
    print(json.dumps({"setting": setting, "wall_seconds": wall, "cpu_seconds": cpu,
                      "error_100": float(errors[:100].max()), "error": float(errors.max())}),
          flush=True)  # fmt: skip
    if errors.max() <= error or wall > float(patience):
        break
