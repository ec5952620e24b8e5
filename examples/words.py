"""Trains on a text and asks.

    python3 words.py corpus.txt folder
"""

import sys
from pathlib import Path

import eigenlex

corpus, folder = sys.argv[1], Path(sys.argv[2])
model = eigenlex.train(corpus, dim=40, window=5, subsample=0)
print(model)

word = model.words[0]
for other, similarity in model.most_similar(word, topn=3):
    print(f"{word} {other} {similarity:.3f}")

# A view of the model's own numbers: nothing is copied.
lengths = (model.vectors**2).sum(axis=1) ** 0.5
print(f"vectors are {lengths.mean():.2f} long on average")

model.save(folder / "words.model")
print(len(eigenlex.load(folder / "words.model")), "words are in the folder", folder)
