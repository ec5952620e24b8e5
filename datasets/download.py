"""Corpora cut from English Wikipedia by Matt Mahoney for his compression benchmark."""

import contextlib
import hashlib
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import wikitext
from common import Dataset, DatasetError, write_documents

MIRROR = "http://mattmahoney.net/dc"
LICENCE = "GFDL (text of Wikipedia, March 2006)"


def download(name: str, size: int, folder: Path) -> Path:
    """Downloads a file of the mirror into the folder; `size` is what it must have."""
    url, path = f"{MIRROR}/{name}", folder / name
    if shutil.which("curl") is None:
        raise DatasetError("curl is not there: sudo apt-get install curl")
    command = ["curl", "--fail", "--location", "--connect-timeout", "30"]
    command += ["--progress-bar", "--output", str(path), url]
    status = subprocess.run(command, stdin=subprocess.DEVNULL).returncode
    if status != 0:
        raise DatasetError(
            f"{url}: could not be downloaded (curl's exit status {status}); is there a network?\n"
            "  without one use gcide or wordnet, which are made from Debian packages, or toy"
        )
    if path.stat().st_size != size:
        raise DatasetError(f"{url}: has {path.stat().st_size} bytes, not {size}: try again")
    return path


class Hashed:
    """A binary file that is hashed while it is read line by line."""

    def __init__(self, file: BinaryIO, algorithm: str):
        self._file = file
        self._hash = hashlib.new(algorithm, usedforsecurity=False)

    def __iter__(self):
        for line in self._file:
            self._hash.update(line)
            yield line

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextlib.contextmanager
def unpacked(archive: Path, name: str, size: int) -> Iterator[BinaryIO]:
    """Opens a file in a zip archive; `size` is what it must have unpacked."""
    try:
        with zipfile.ZipFile(archive) as packed:
            sizes = {member.filename: member.file_size for member in packed.infolist()}
            if sizes.get(name) != size:
                raise DatasetError(f"{archive.name}: holds {sizes}, not {name} of {size} bytes")
            with packed.open(name) as file:
                yield file
    except (EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DatasetError(f"{archive.name}: is damaged: {error}") from error


def make_text8(folder: Path) -> None:
    archive = download("text8.zip", 31_344_016, folder)
    with unpacked(archive, "text8", 100_000_000) as member:
        with open(folder / "text8.txt", "wb") as file:
            shutil.copyfileobj(member, file)


def make_enwik9(folder: Path) -> None:
    archive = download("enwik9.zip", 322_592_222, folder)
    with unpacked(archive, "enwik9", 1_000_000_000) as member:
        dump = Hashed(member, "sha1")
        lines = (line.decode("utf-8", errors="replace") for line in dump)
        write_documents(folder / "enwik9.txt", wikitext.paragraphs(lines))
    if dump.hexdigest() != "2996e86fb978f93cca8f566cc56998923e7fe581":
        raise DatasetError("enwik9: its SHA-1 is not the published one: try again")


TEXT8 = Dataset(
    name="text8",
    title="100 MB of English Wikipedia, letters a-z and spaces, all in one line",
    source=f"{MIRROR}/text8.zip",
    licence=LICENCE,
    make=make_text8,
    files=("text8.txt",),
    checksum=("md5", "3bea1919949baf155f99411df5fada7e"),
)

ENWIK9 = Dataset(
    name="enwik9",
    title="the first gigabyte of English Wikipedia, mark-up removed, a paragraph a line",
    source=f"{MIRROR}/enwik9.zip",
    licence=LICENCE,
    make=make_enwik9,
    files=("enwik9.txt",),
    words=(90_000_000, 160_000_000),
)
