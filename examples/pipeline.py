"""Classifies texts by the vectors of their words, in a pipeline of scikit-learn.

    python3 pipeline.py corpus.txt folder
"""

import random
import sys

import eigenlex
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

# Here a text is a line of the corpus, and what is to be found is whether it has some word.
with open(sys.argv[1], encoding="utf-8") as file:
    texts = random.Random(1).sample(file.read().splitlines(), 2000)
word = eigenlex.train(texts, dim=2).words[5]
labels = [word in text.split() for text in texts]

pipeline = make_pipeline(
    eigenlex.EigenlexVectorizer(window=5, subsample=0), LogisticRegression(max_iter=1000)
)
search = GridSearchCV(pipeline, {"eigenlexvectorizer__dim": [5, 40]}, cv=3)
search.fit(texts, labels)
print(f"accuracy {search.best_score_:.3f} with {search.best_params_}")
