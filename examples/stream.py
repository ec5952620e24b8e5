"""Trains on documents that come from anywhere, such as a database, and are never all in memory.

    python3 stream.py corpus.txt folder
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import eigenlex


def documents(source: str) -> Iterator[list[str]]:
    """Lists of tokens, one document after the other. Here these are the lines of a file."""
    with open(source, encoding="utf-8") as file:
        for line in file:
            yield line.split()


def tell(stage: str, done: float, total: float) -> None:
    print(f"{stage}: {done:.0f} of {total:.0f}" if total else f"{stage}: {done:.0f}")


corpus, folder = sys.argv[1], Path(sys.argv[2])
model = eigenlex.train(
    documents(corpus), dim=20, subsample=0, memory="2G", work=folder / "work", progress=tell
)
model.save(folder / "stream.vec")
print(model)
