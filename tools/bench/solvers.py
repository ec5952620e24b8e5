"""Truncated SVD of one PPMI matrix by several programs, at equal accuracy of singular values.

The error of a result is the largest |s_i / r_i - 1| over all singular values s asked for, where r
are those of Spectra at the tolerance 1e-4 (their errors are about its square). Peers start at their
loosest setting, and what counts is the first one whose error is at most that of eigenlex with its
default options. A setting of scikit-learn that takes twenty times as long and is still less exact
ends the search: it shows what it takes at least.
"""

import json
from pathlib import Path

from measure import Setup, Usage, run, say, stage_seconds

PEERS = Path(__file__).resolve().parent / "peers"
REFERENCE_TOLERANCE = 1e-4
PATIENCE = 20
SPECTRA_TOLERANCES = (1e-1, 1e-2, 1e-3, 1e-4)
SKLEARN_SETTINGS = {"randomized": (2, 4, 6, 8, 12, 16, 24, 32), "arpack": (1e-1, 1e-2, 1e-3, 1e-4)}


def read_floats(path: Path) -> list[float]:
    """A vector of float32 in NumPy's format, read without NumPy."""
    import array

    content = path.read_bytes()
    numbers = array.array("f")
    numbers.frombytes(content[10 + int.from_bytes(content[8:10], "little") :])
    return list(numbers)


def errors(values: list[float], reference: list[float]) -> dict:
    relative = [abs(value / exact - 1) for value, exact in zip(values, reference)]
    return {"error_100": max(relative[:100]), "error": max(relative)}


def factorize(setup: Setup, counts: Path, *options) -> tuple[Usage, list[float]]:
    model = setup.work / "factorized.model"
    command = [setup.program("eigenlex"), "factorize", counts, "-o", model, "--force", "--dim",
               setup.dim, "--threads", setup.threads, "--quiet", "--json", *options]  # fmt: skip
    usage = run(command, setup, (counts,))
    if usage.timed_out:
        return usage, []
    return usage, read_floats(model / "singular_values.npy")


def eigenlex_row(name: str, usage: Usage, values: list[float], reference: list[float]) -> dict:
    if usage.timed_out:
        return {"name": name, "timed_out": True, **usage.figures()}
    svd = [stage for stage in json.loads(usage.stdout)["run"]["stages"] if stage["stage"] == "svd"]
    return {"name": name, **errors(values, reference), "wall_seconds": svd[0]["wall_seconds"],
            "cpu_seconds": svd[0]["cpu_seconds"], "peak_bytes": usage.peak_bytes}  # fmt: skip


def measure(setup: Setup) -> dict:
    counts, matrix = setup.work / "counts", setup.work / "matrix"
    run([setup.program("eigenlex"), "count", setup.corpus, "-o", counts, "--quiet"], setup)
    say("reference: Spectra, tolerance 1e-4")
    usage, reference = factorize(setup, counts, "--solver", "spectra", "--tolerance",
                                 REFERENCE_TOLERANCE, "--max-iterations", 10000)  # fmt: skip
    if usage.timed_out:
        raise SystemExit(f"the reference took more than {setup.limit} s: raise --limit")
    result = {"reference_seconds": stage_seconds(usage.stdout)["svd"], "rows": []}
    usage, values = factorize(setup, counts)
    own = eigenlex_row("eigenlex", usage, values, reference)
    result["rows"].append(own)
    if "spectra" in setup.peers:
        result["rows"].append(measure_spectra(setup, counts, reference, own["error"]))
    if "sklearn" in setup.peers:
        run([setup.program("eigenlex_matrix"), counts, "-o", matrix], setup)
        reference_path = setup.work / "factorized.model" / "reference.npy"
        write_floats(reference_path, reference)
        for algorithm in SKLEARN_SETTINGS:
            result["rows"].append(measure_sklearn(setup, algorithm, matrix, reference_path, own))
    return result


def measure_spectra(setup: Setup, counts: Path, reference: list[float], error: float) -> dict:
    row = {}
    for tolerance in SPECTRA_TOLERANCES:
        usage, values = factorize(setup, counts, "--solver", "spectra", "--tolerance", tolerance,
                                  "--max-iterations", 10000)  # fmt: skip
        row = eigenlex_row("Spectra", usage, values, reference) | {"setting": f"tolerance {tolerance:g}"}
        if usage.timed_out or row["error"] <= error:
            break
    return row


def measure_sklearn(setup: Setup, algorithm: str, matrix: Path, reference: Path, own: dict) -> dict:
    word = {"randomized": "iterations", "arpack": "tolerance"}[algorithm]
    usage = run(["/usr/bin/python3", PEERS / "sklearn_svd.py", matrix, reference, own["error"],
                 PATIENCE * own["wall_seconds"], algorithm, setup.dim, *SKLEARN_SETTINGS[algorithm]], setup)  # fmt: skip
    tries = [json.loads(line) for line in usage.stdout.splitlines()]
    row = {"name": f"scikit-learn {algorithm}", "peak_bytes": usage.peak_bytes, "tries": tries,
           "timed_out": usage.timed_out}  # fmt: skip
    return row | (tries[-1] | {"setting": f"{word} {tries[-1]['setting']}"} if tries else {})


def write_floats(path: Path, values: list[float]) -> None:
    import array

    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(values)},), }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
                     + array.array("f", values).tobytes())  # fmt: skip
