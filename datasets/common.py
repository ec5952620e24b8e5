"""What the makers of the data sets share."""

import dataclasses
import re
from collections.abc import Callable, Iterable
from pathlib import Path


class DatasetError(Exception):
    """A data set that cannot be made; the message says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Dataset:
    """A corpus that `fetch` can prepare, and what it must look like."""

    name: str
    title: str
    source: str
    licence: str
    # Writes the files into an existing folder; raises DatasetError.
    make: Callable[[Path], None]
    # The corpus last: where it is, the others are.
    files: tuple[str, ...]
    # The fewest and the most words of the corpus, where its source may come in several versions.
    words: tuple[int, int] | None = None
    # Algorithm and hexadecimal digest of the corpus, where it is always the same.
    checksum: tuple[str, str] | None = None


def words_of(text: str) -> list[str]:
    """The lower-cased runs of ASCII letters and digits: all else separates words."""
    return re.findall(r"[a-z0-9]+", text.lower())


def write_documents(path: Path, documents: Iterable[list[str]]) -> None:
    """Writes a document a line, words separated by one space; empty documents are left out."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for words in documents:
            if words:
                file.write(" ".join(words) + "\n")


def read_package_file(path: Path, package: str) -> bytes:
    """The bytes of a file that a Debian package holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path}: cannot read: {error.strerror}\n"
            f"  it is part of the package {package}: sudo apt-get install {package}"
        ) from error
