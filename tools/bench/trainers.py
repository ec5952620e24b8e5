"""Text to vectors: eigenlex, fastText and gensim."""

import json
from pathlib import Path

from measure import Setup, run, say, stage_seconds

PEERS = Path(__file__).resolve().parent / "peers"


def write_prefix(corpus: Path, tokens: int, target: Path) -> int:
    """The first lines of the corpus with at least so many tokens; returns how many they have."""
    count = 0
    with open(corpus, "rb") as source, open(target, "wb") as sink:
        for line in source:
            if count >= tokens:
                break
            sink.write(line)
            count += len(line.split())
    return count


def evaluate(setup: Setup, model: Path, similarity: list[str], analogies: list[str]) -> dict:
    if not similarity and not analogies:
        return {}
    command = [setup.program("eigenlex"), "evaluate", model, "--json"]
    for path in similarity:
        command += ["--similarity", path]
    for path in analogies:
        command += ["--analogies", path]
    return json.loads(run(command, setup).stdout)


def measure(setup: Setup, prefix_tokens: int, similarity: list[str], analogies: list[str]) -> list:
    rows = []
    for method in ("svd", "als"):
        model = setup.work / f"{method}.model"
        command = [setup.program("eigenlex"), "train", setup.corpus, "-o", model, "--method", method,
                   "--dim", setup.dim, "--threads", setup.threads, "--quiet", "--json"]  # fmt: skip
        usage = run(command, setup, (setup.corpus,))
        rows.append({"name": f"eigenlex {method}", **usage.figures(), "scale": 1.0,
                     "stages": stage_seconds(usage.stdout),
                     "quality": evaluate(setup, model, similarity, analogies)})  # fmt: skip

    text, scale = setup.corpus, 1.0
    if 0 < prefix_tokens < setup.tokens and ({"fasttext", "gensim"} & set(setup.peers)):
        text = setup.work / "prefix.txt"
        taken = write_prefix(setup.corpus, prefix_tokens, text)
        scale = setup.tokens / taken
        say(f"fastText and gensim learn from {taken} of {setup.tokens} tokens: times x {scale:.2f}")
    # The subsampling threshold and learning rate of each program are its own defaults.
    shared = {"fasttext": ("fastText skip-gram", fasttext_command), "gensim": ("gensim Word2Vec", gensim_command)}
    for peer, (name, command) in shared.items():
        if peer not in setup.peers:
            continue
        vectors = setup.work / f"{peer}.vec"
        usage = run(command(setup, text, vectors), setup, (text,))
        row = {"name": name, **usage.figures(), "scale": scale, "timed_out": usage.timed_out}
        if scale == 1.0 and not usage.timed_out:
            row["quality"] = evaluate(setup, vectors, similarity, analogies)
        rows.append(row)
    return rows


def fasttext_command(setup: Setup, text: Path, vectors: Path) -> list:
    return ["fasttext", "skipgram", "-input", text, "-output", vectors.with_suffix(""), "-dim",
            setup.dim, "-ws", 5, "-neg", 5, "-epoch", 5, "-minn", 0, "-maxn", 0, "-minCount", 5,
            "-thread", setup.threads]  # fmt: skip


def gensim_command(setup: Setup, text: Path, vectors: Path) -> list:
    return ["/usr/bin/python3", PEERS / "gensim_word2vec.py", text, vectors, setup.dim, setup.threads]
