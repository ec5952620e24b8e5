"""gensim's skip-gram: TEXT VECTORS DIM THREADS."""

import sys

from gensim.models import Word2Vec

text, vectors, dim, threads = sys.argv[1:]
model = Word2Vec(
    corpus_file=text, vector_size=int(dim), window=5, sg=1, negative=5, epochs=5, min_count=5,
    workers=int(threads),
)  # fmt: skip
model.wv.save_word2vec_format(vectors)
