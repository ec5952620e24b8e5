#pragma once

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/corpora.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex::testing {

/// A small model with every part that a model can have.
inline Model sample_model() {
  Model model;
  model.words = random_embedding(5, 3, 1);
  model.contexts = random_table(10, 3, 2);
  model.singular_values = Eigen::Vector3f(8, 2, 0.5F);
  model.exponent = 0.25;
  model.description = {{"options", {{"window", 10}}}};
  model.run = {{"threads", 2}};
  return model;
}

inline Counts sample_counts() {
  Corpus corpus = make_corpus({"a b c a b", "c a d", "a a b"});
  CooccurrenceMatrix matrix = count_cooccurrences(corpus, {.window = 2});
  return {std::move(corpus.vocabulary), std::move(matrix), {{"corpus", {{"tokens", 11}}}}};
}

inline constexpr std::array kModelFiles = {"model.json",   "vocab.tsv",           "vectors.npy",
                                           "contexts.npy", "singular_values.npy", "run.json"};
inline constexpr std::array kCountsFiles = {"counts.json", "vocab.tsv", "indptr.npy", "indices.npy",
                                            "values.npy"};

}  // namespace eigenlex::testing
