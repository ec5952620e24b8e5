"""Glosses and examples of WordNet, from Debian's `wordnet-base`.

Each line of a data file is a synset: its words, pointers to others, and after a bar its gloss, with
examples in quotation marks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from common import Dataset, DatasetError, read_package_file, words_of, write_documents

FOLDER = Path("/usr/share/wordnet")

# Where an adjective may stand, after its word: galore(ip).
POSITION = re.compile(r"\((?:a|p|ip)\)$")


def words_of_synset(line: str) -> list[str]:
    """The words of a synset's line: its lemmas, then its gloss with the examples."""
    fields, _, gloss = line.partition(" | ")
    # Byte, file, part of speech, number of lemmas in hexadecimal; then lemma and sense in turn.
    _, _, _, count, *rest = fields.split(" ")
    lemmas = [POSITION.sub("", lemma) for lemma in rest[: 2 * int(count, 16) : 2]]
    return words_of(" ".join(lemmas)) + words_of(gloss)


def synsets() -> Iterator[list[str]]:
    """The words of each synset, nouns first."""
    for part in ("noun", "verb", "adj", "adv"):
        path = FOLDER / f"data.{part}"
        lines = read_package_file(path, "wordnet-base").decode("utf-8", errors="replace")
        for number, line in enumerate(lines.splitlines(), start=1):
            if line.startswith("  "):  # the licence, at the top
                continue
            try:
                yield words_of_synset(line)
            except ValueError as error:
                raise DatasetError(f"{path}:{number}: is not a synset: {line[:60]!r}") from error


def make(folder: Path) -> None:
    write_documents(folder / "wordnet.txt", synsets())


DATASET = Dataset(
    name="wordnet",
    title="lemmas, glosses and examples of WordNet, a synset a line",
    source="Debian package wordnet-base (Princeton University)",
    licence="WordNet 3.0 licence (free use with the notice of copyright)",
    make=make,
    files=("wordnet.txt",),
    words=(1_300_000, 2_000_000),
)
