"""That counts and model are the same bytes whatever the number of threads and the memory cap."""

import hashlib
from pathlib import Path

from measure import Setup, run, say

COUNTS_FILES = ("vocab.tsv", "indptr.npy", "indices.npy", "values.npy")
MODEL_FILES = ("vocab.tsv", "vectors.npy", "contexts.npy", "singular_values.npy")


def digest(folder: Path, files: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for name in files:
        with open(folder / name, "rb") as file:
            while block := file.read(1 << 22):
                total.update(block)
    return total.hexdigest()


def measure(setup: Setup, threads: list[int], caps: list[str]) -> dict:
    """A run for each number of threads, and one for each cap."""
    settings = [{"threads": n} for n in threads]
    help_text = run([setup.program("eigenlex"), "train", "--help"], setup).stdout
    if "--memory" in help_text:
        settings += [{"threads": setup.threads, "memory": cap} for cap in caps]
    else:
        say("left out: memory caps, which this build has not")
    runs = []
    for setting in settings:
        options = ["--threads", setting["threads"], "--quiet"]
        if "memory" in setting:
            options += ["--memory", setting["memory"]]
        row = dict(setting)
        for command, files, extra in (("count", COUNTS_FILES, []),
                                      ("train", MODEL_FILES, ["--dim", setup.dim])):  # fmt: skip
            output = setup.work / f"same.{command}"
            usage = run([setup.program("eigenlex"), command, setup.corpus, "-o", output, "--force",
                         *options, *extra], setup, (setup.corpus,))  # fmt: skip
            row[command] = {**usage.figures(), "sha256": digest(output, files)}
        runs.append(row)
    same = all(row[command]["sha256"] == runs[0][command]["sha256"]
               for row in runs for command in ("count", "train"))  # fmt: skip
    return {"same": same, "runs": runs}
