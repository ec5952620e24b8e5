#pragma once

#include <array>

#include "eigenlex/classify/classifier.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/subwords.hpp"
#include "eigenlex/query/hnsw.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

#include "support/corpora.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex::testing {

/// The checksum of the vectors that the samples of sub-words and of an index say they belong to.
inline constexpr const char* kKey = "key";

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

inline CorpusVocabulary sample_corpus_vocabulary() {
  CorpusVocabulary vocabulary;
  vocabulary.words = make_corpus({"a b c a b", "c a d", "a a b"}).vocabulary;
  vocabulary.documents = 3;
  vocabulary.tokens = 11;
  vocabulary.distinct_words = 4;
  vocabulary.corpus = {"corpus.txt"};
  return vocabulary;
}

inline CompactModel sample_int8() {
  Int8Table table{Int8Table::Codes::Constant(4, 3, 7), Eigen::VectorXf::Constant(4, 0.5F)};
  return {random_embedding(4, 1, 1).vocabulary, std::move(table), {{"note", "a"}}};
}

inline CompactModel sample_pq() {
  PqTable table{.codes = PqTable::Codes::Constant(4, 2, 1),
                .codebook = random_table(3, 5, 3),
                .columns = {4, 2, 0, 1, 3},
                .lengths = {0, 1, 128, 255},
                .shortest = 0.5F,
                .longest = 8};
  return {random_embedding(4, 1, 1).vocabulary, std::move(table), {{"note", "a"}}};
}

/// Three rows in a ring, the first of them on an upper level too.
inline HnswIndex sample_index() {
  HnswGraph graph({.entry = 0,
                   .first_list = {0, 2, 3, 4},
                   .list_begin = {0, 2, 2, 4, 6},
                   .neighbours = {1, 2, 0, 2, 0, 1}});
  return {std::move(graph), {.links = 3}, 0.5};
}

inline Subwords sample_subwords() {
  return {.options = {.shortest = 3, .longest = 4},
          .ngrams = {Vocabulary({"<w1", "w1>", "<w1>"}, {3, 2, 1}), random_table(3, 2, 4)},
          .regularization = 0.3,
          .trials = {{.regularization = 0.3, .cosine = 0.5}}};
}

inline Classifier sample_classifier() {
  Classifier classifier;
  classifier.class_names = {"no", "yes"};
  classifier.vocabulary = Vocabulary({"x", "y"}, {2, 1});
  classifier.weights["embedding"] = {{4, 2}, {0, 0, 0, 0, 1, 2, 3, 4}};
  classifier.weights["output_bias"] = {{2}, {5, 6}};
  classifier.description = {{"coverage", 0.5}};
  return classifier;
}

inline constexpr std::array kModelFiles = {"model.json",   "vocab.tsv",           "vectors.npy",
                                           "contexts.npy", "singular_values.npy", "run.json"};
inline constexpr std::array kCountsFiles = {"counts.json", "vocab.tsv", "indptr.npy", "indices.npy",
                                            "values.npy"};
inline constexpr std::array kCorpusVocabularyFiles = {"vocabulary.json", "vocab.tsv"};
inline constexpr std::array kInt8Files = {"compact.json", "vocab.tsv", "codes.npy", "scales.npy"};
inline constexpr std::array kPqFiles = {"compact.json", "vocab.tsv",   "codes.npy",
                                        "codebook.npy", "columns.npy", "lengths.npy"};
inline constexpr std::array kIndexFiles = {"index.json", "first_list.npy", "list_begin.npy",
                                           "neighbours.npy"};
inline constexpr std::array kSubwordsFiles = {"subwords.json", "ngrams.tsv", "vectors.npy"};
inline constexpr std::array kClassifierFiles = {"classifier.json", "vocab.tsv", "embedding.npy",
                                                "output_bias.npy"};

}  // namespace eigenlex::testing
