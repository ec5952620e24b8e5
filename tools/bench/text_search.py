"""Vectors of texts: how soon, and what search by them finds beside tf-idf.

Usage: text_search.py EIGENLEX MODEL CORPUS [--lines 1000000] [--texts 20000] [--questions 1000]

Times `eigenlex embed` of lines of ten words, which are cut from the corpus (a document a line).
Then finds documents by their parts: of each document of 40 words or more the first half is a text,
and of some documents questions are asked whose one right answer is the document that they are of:
the second half; five words of it; and five words of it that the first half does not have. Prints
the share of questions whose answer is the first found, and among the first ten, by eigenlex and by
the cosine of tf-idf vectors (scikit-learn's TfidfVectorizer with sublinear_tf).
"""

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


def documents(corpus: str) -> Iterator[list[str]]:
    with open(corpus, encoding="utf-8") as lines:
        for line in lines:
            yield line.split()


def measure_time(program: str, model: str, corpus: str, wanted: int, folder: Path) -> None:
    path, made = folder / "lines.txt", 0
    with path.open("w") as out:
        for words in documents(corpus):
            for begin in range(0, len(words) - 9, 10):
                out.write(" ".join(words[begin : begin + 10]) + "\n")
                made += 1
            if made >= wanted:
                break
    begun = time.monotonic()
    subprocess.run([program, "embed", model, path, "-o", folder / "v.npy", "--quiet"], check=True)
    print(f"{made} lines of ten words: {time.monotonic() - begun:.1f} s")


def found_by_eigenlex(program: str, index: Path, questions: list[str]) -> list[list[int]]:
    answers = subprocess.run(
        [program, "search", index, "--json"], input="\n".join(questions) + "\n",
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    found = {}
    for line in answers.stdout.splitlines():
        answer = json.loads(line)
        found[answer["question"]] = [one["number"] - 1 for one in answer["texts"]]
    return [found.get(question, []) for question in questions]


def found_by_tf_idf(texts: list[str], questions: list[str]) -> list[list[int]]:
    vectorizer = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True)
    table = vectorizer.fit_transform(texts)
    found = []
    for begin in range(0, len(questions), 100):
        scores = (vectorizer.transform(questions[begin : begin + 100]) @ table.T).toarray()
        found += [list(np.argsort(-row, kind="stable")[:10]) for row in scores]
    return found


def shares(found: list[list[int]], wanted: list[int]) -> str:
    first = sum(bool(f) and f[0] == w for f, w in zip(found, wanted, strict=True))
    ten = sum(w in f for f, w in zip(found, wanted, strict=True))
    return f"{100 * first / len(wanted):5.1f} % first, {100 * ten / len(wanted):5.1f} % of ten"


def compare_search(program: str, model: str, asked: argparse.Namespace, folder: Path) -> None:
    draw = random.Random(1)
    known = {line.split("\t")[0] for line in (Path(model) / "vocab.tsv").read_text().splitlines()}
    halves = [
        (words[: len(words) // 2], words[len(words) // 2 :])
        for words in documents(asked.corpus)
        if 40 <= len(words) <= 400
    ]
    halves = draw.sample(halves, min(asked.texts, len(halves)))
    texts = [" ".join(first) for first, _ in halves]
    (folder / "texts.txt").write_text("\n".join(texts) + "\n")
    index = folder / "texts.index"
    subprocess.run([program, "embed", model, folder / "texts.txt", "-o", index, "--quiet"], check=True)
    picked = draw.sample(range(len(halves)), min(asked.questions, len(halves)))
    kinds: dict[str, list[tuple[int, str]]] = {"second half": [], "five words": [], "five others": []}
    for i in picked:
        first, second = halves[i]
        rare = sorted({word for word in second if word in known and len(word) > 3})
        others = sorted(set(rare) - set(first))
        kinds["second half"].append((i, " ".join(second)))
        if len(rare) >= 5:
            kinds["five words"].append((i, " ".join(draw.sample(rare, 5))))
        if len(others) >= 5:
            kinds["five others"].append((i, " ".join(draw.sample(others, 5))))
    for kind, pairs in kinds.items():
        wanted, questions = [i for i, _ in pairs], [question for _, question in pairs]
        print(f"{kind}: {len(questions)} questions, {len(texts)} texts")
        print("  eigenlex", shares(found_by_eigenlex(program, index, questions), wanted))
        print("  tf-idf  ", shares(found_by_tf_idf(texts, questions), wanted))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("model")
    parser.add_argument("corpus")
    for name, default in (("lines", 1_000_000), ("texts", 20_000), ("questions", 1_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        measure_time(asked.program, asked.model, asked.corpus, asked.lines, folder)
        compare_search(asked.program, asked.model, asked, folder)


if __name__ == "__main__":
    main()
