"""Text of the Collaborative International Dictionary of English, from Debian's `dict-gcide`.

The package holds a dictd database: a text compressed by dictzip, which gzip reads, and an index
with a line for each headword: the word, and the byte where its entry starts and the entry's length
as numbers to the base 64. Several headwords may point to one entry.
"""

import gzip
import re
import string
from collections.abc import Iterator
from pathlib import Path

from common import Dataset, DatasetError, read_package_file, words_of, write_documents

FOLDER = Path("/usr/share/dictd")

DIGITS = {
    digit: value
    for value, digit in enumerate(
        string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    )
}

# Letters with marks are written in brackets: the mark before or after the letters ([=a], [e^],
# [oe]), or by name.
MARKED_LETTERS = re.compile(r"""\[(?:[=^~'"`.,*-]([A-Za-z]{1,2})|([A-Za-z]{1,2})\^)\]""")
NAMED_LETTERS = {
    "ae": "ae", "AE": "Ae", "oe": "oe", "OE": "Oe", "eth": "th", "thorn": "th", "yogh": "gh",
    "th": "th", "ng": "ng", "add": "a", "asl": "a", "aum": "a", "imac": "i", "udd": "u",
    "dsdot": "s", "deg": " degrees ", "root": " ",
}  # fmt: skip
NAMED_LETTER = re.compile(r"\[(" + "|".join(NAMED_LETTERS) + r")\]")

# The headword broken into syllables, \Hel"i*o*trope\, and its sound where given, (h[=e]l").
PRONUNCIATION = re.compile(r"\\[^\\]*\\(\s*\([a-z?`][^()]*\))?")

# Which edition a paragraph is from: [1913 Webster], [WordNet 1.5 +PJC], [Webster 1913 Suppl.].
EDITION = re.compile(r"\[[^][]*(?:Webster|WordNet|PJC|RDH|RHUD|MW10)[^][]*\]")
# The headword of the next entry sometimes follows the last of them.
NEXT_HEADWORD = re.compile(r"\0[^.;:,\0]*$")


def decode_number(text: str) -> int:
    """A number as dictd's index writes it, most significant digit first."""
    number = 0
    for digit in text:
        number = number * 64 + DIGITS[digit]
    return number


def entries(index: str, text: bytes) -> Iterator[str]:
    """Each entry of the dictionary once, in the order of the text."""
    places = set()
    for number, line in enumerate(index.splitlines(), start=1):
        try:
            headword, start, length = line.split("\t")
            place = (decode_number(start), decode_number(length))
        except (KeyError, ValueError):
            raise DatasetError(f"gcide.index:{number}: not word, start and length: {line!r}")
        if sum(place) > len(text):
            raise DatasetError(f"gcide.index:{number}: the entry ends after the dictionary does")
        if not headword.startswith("00-"):  # 00-database-info and the like: notes on the database
            places.add(place)
    for start, length in sorted(places):
        # A handful of bytes are not UTF-8.
        yield text[start : start + length].decode("utf-8", errors="replace")


def words_of_entry(entry: str) -> list[str]:
    """The words of an entry.

    Left out are the pronunciation and the names of editions. Etymology, labels ("Obs."), quotations
    and their authors stay: they say much about a word, and vectors learned without them are worse.
    """
    entry = MARKED_LETTERS.sub(lambda match: match[1] or match[2], entry)
    entry = NAMED_LETTER.sub(lambda match: NAMED_LETTERS[match[1]], entry)
    entry = PRONUNCIATION.sub(" ", entry)
    entry = NEXT_HEADWORD.sub("", EDITION.sub("\0", entry))
    return words_of(entry)


def make(folder: Path) -> None:
    index = read_package_file(FOLDER / "gcide.index", "dict-gcide").decode("utf-8")
    packed = read_package_file(FOLDER / "gcide.dict.dz", "dict-gcide")
    try:
        text = gzip.decompress(packed)
    except (EOFError, OSError) as error:
        raise DatasetError(f"{FOLDER / 'gcide.dict.dz'}: is damaged: {error}") from error
    write_documents(folder / "gcide.txt", map(words_of_entry, entries(index, text)))


DATASET = Dataset(
    name="gcide",
    title="the Collaborative International Dictionary of English, an entry a line",
    source="Debian package dict-gcide (Webster's Revised Unabridged Dictionary of 1913, extended)",
    licence="GPL-2+",
    make=make,
    files=("gcide.txt",),
    words=(4_500_000, 5_500_000),
)
