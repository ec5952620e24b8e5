"""A corpus with words that break pages which do not escape them."""

import random
from pathlib import Path


def write_corpus(path: Path, hostile: list[str]):
    """Sentences of six subjects, the hostile words in each of them."""
    chance = random.Random(1)
    subjects = [[f"s{subject}w{i}" for i in range(40)] for subject in range(6)]
    lines = []
    for _ in range(6000):
        words = chance.choices(chance.choice(subjects), k=9) + chance.choices(hostile, k=2)
        chance.shuffle(words)
        lines.append(" ".join(words))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
