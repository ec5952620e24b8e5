"""Similarity benchmarks made from WordNet, as Debian's `wordnet-base` has it.

Half of the pairs are related, each followed by one that is not: the same first word with another
second word, of the same part of speech and about as frequent. Their scores are 1 and 0, so that
Spearman's correlation says how well cosines tell the two apart; it is 86.6 at most.

  synonyms    words whose most frequent senses are the same; what SimLex-999 asks for
  glosses     a word and a word of its definition; what WordSim-353 and MEN ask for

Pairs are of frequent words (both among the first FREQUENT of the vocabulary) or rare. They serve as
benchmarks that no option was ever tuned to.
"""

import bisect
import random
import re
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
PARTS = ("noun", "verb", "adj")
FREQUENT = 8000
# Words that say little, as definitions use them: those more frequent than this.
COMMON = 300
# Pairs of a kind, and how far in frequency rank among the second words an unrelated one may lie.
MOST_PAIRS = 4000
REACH = 20
POSITION = re.compile(r"\((?:a|p|ip)\)$")


def entries(path: Path) -> list[str]:
    """The lines of a file of WordNet but for the licence at its top."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return [line for line in file if not line.startswith("  ")]


def read_part(folder: Path, part: str) -> tuple[dict, dict]:
    """Synsets as lemmas and definition, by their byte; and the byte of each word's first sense."""
    synsets = {}
    for line in entries(folder / f"data.{part}"):
        fields, _, gloss = line.partition(" | ")
        byte, _, _, count, *rest = fields.split(" ")
        lemmas = [POSITION.sub("", lemma).lower() for lemma in rest[: 2 * int(count, 16) : 2]]
        synsets[byte] = (lemmas, gloss.split(";")[0])
    first = {}
    for line in entries(folder / f"index.{part}"):
        lemma, _, senses, *rest = line.split()
        first[lemma] = rest[-int(senses)]
    return synsets, first


def alike(a: str, b: str) -> bool:
    """Whether two words look like forms of one, which any model knows to be near."""
    return a[:4] == b[:4]


def related_pairs(folder: Path, part: str, rank: dict[str, int]) -> dict[str, list]:
    """Pairs of words of the vocabulary, by kind."""
    synsets, first = read_part(folder, part)
    pairs = {"synonyms": [], "glosses": []}
    for word, byte in first.items():
        if word not in rank or not word.isalpha() or len(word) < 3:
            continue
        lemmas, gloss = synsets[byte]
        pairs["synonyms"] += [
            (word, other) for other in lemmas
            if other > word and other in rank and len(other) > 2 and first.get(other) == byte
            and not alike(word, other)
        ]  # fmt: skip
        pairs["glosses"] += [
            (word, other) for other in sorted(set(re.findall(r"[a-z]{4,}", gloss.lower())))
            if rank.get(other, 0) > COMMON and not alike(word, other)
        ]  # fmt: skip
    return pairs


def with_unrelated(pairs: list, related: set, rank: dict[str, int], chance: random.Random) -> list:
    """Each pair with its score, followed by an unrelated one."""
    seconds = sorted({second for _, second in pairs}, key=rank.get)
    ranks = [rank[word] for word in seconds]
    scored = []
    for first, second in pairs:
        place = bisect.bisect_left(ranks, rank[second])
        near = seconds[max(place - REACH, 0) : place + REACH + 1]
        others = [word for word in near if word != first and (first, word) not in related]
        if others:
            scored += [(first, second, 1), (first, chance.choice(others), 0)]
    return scored


def make(words: list[str], folder: Path = FOLDER, seed: int = 1) -> dict[str, list]:
    """Benchmarks by name: lists of two words and a score. `words` are those of a vocabulary, the
    most frequent first."""
    rank = {word: place for place, word in enumerate(words)}
    chance = random.Random(seed)
    found = {part: related_pairs(folder, part, rank) for part in PARTS}
    related = {pair for kinds in found.values() for pairs in kinds.values() for pair in pairs}
    related |= {(second, first) for first, second in related}
    benchmarks = {}
    for kind in ("synonyms", "glosses"):
        for band in ("frequent", "rare"):
            scored = []
            for part in PARTS:
                pairs = [pair for pair in found[part][kind]
                         if (max(map(rank.get, pair)) < FREQUENT) == (band == "frequent")]  # fmt: skip
                chance.shuffle(pairs)
                scored += with_unrelated(pairs[:MOST_PAIRS], related, rank, chance)
            benchmarks[f"{kind}-{band}"] = scored
    return benchmarks


def write(words: list[str], target: Path, folder: Path = FOLDER) -> list[Path]:
    """Writes the benchmarks as files that `eigenlex evaluate --similarity` reads."""
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, pairs in make(words, folder).items():
        if pairs:
            paths.append(target / f"{name}.txt")
            paths[-1].write_text("".join(f"{a}\t{b}\t{score}\n" for a, b, score in pairs))
    return paths
