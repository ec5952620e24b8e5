#include "eigenlex/counts/add_counts.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace add_counts_test {

using testing::make_corpus;
using testing::same_cells;
using testing::TempDir;
using testing::zipf_documents;

/// Counts of consecutive documents of a corpus, so many parts of them.
std::vector<CooccurrenceMatrix> counts_of_parts(const Corpus& corpus, std::size_t parts,
                                                const CooccurrenceOptions& options) {
  std::vector<CooccurrenceMatrix> matrices;
  std::size_t begin = 0;
  for (std::size_t part = 1; part <= parts; ++part) {
    std::size_t end = part == parts ? corpus.tokens.size() : corpus.tokens.size() * part / parts;
    while (end > begin && corpus.tokens[end - 1] != Corpus::kDocumentEnd) ++end;
    CooccurrenceCounter counter(corpus.vocabulary.counts(), options, {});
    counter.add(std::span(corpus.tokens).subspan(begin, end - begin));
    matrices.push_back(counter.finish());
    begin = end;
  }
  return matrices;
}

class AddCounts : public ::testing::Test {
 protected:
  CooccurrenceMatrix add(const std::vector<CooccurrenceMatrix>& parts) {
    return add_counts(parts, {.folder = folder_.path()});
  }

  TempDir folder_;
  Corpus corpus_ = make_corpus(zipf_documents(300, 60, 400, 5));
};

TEST_F(AddCounts, OfPartsAreThoseOfTheWhole) {
  for (const ContextKind kind :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    // A harmonic window of 30 needs 64 bits in some cells, of the sum alone where parts are small.
    for (const int window : {5, 30}) {
      const CooccurrenceOptions options{.window = window, .contexts = kind};
      const CooccurrenceMatrix whole = count_cooccurrences(corpus_, options);
      for (const std::size_t parts : {1, 2, 5}) {
        const CooccurrenceMatrix sum = add(counts_of_parts(corpus_, parts, options));
        EXPECT_TRUE(same_cells(sum, whole)) << window << " " << parts;
        EXPECT_EQ(sum.unit, whole.unit);
        EXPECT_TRUE(sum.is_stored());
      }
    }
  }
}

TEST_F(AddCounts, WidenWhereTheSumAloneNeedsIt) {
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  CooccurrenceMatrix::Narrow cells{
      .rows = 3, .cols = 3, .indptr = {0, 1, 1, 3}, .indices = {2, 0, 1}, .values = {7, kMost, 1}};
  const CooccurrenceMatrix part{.cells = cells, .unit = 1};
  const CooccurrenceMatrix sum = add({part, part});
  const CooccurrenceMatrix expected{
      .cells = CooccurrenceMatrix::Wide{.rows = 3,
                                        .cols = 3,
                                        .indptr = {0, 1, 1, 3},
                                        .indices = {2, 0, 1},
                                        .values = {14, 2 * std::int64_t{kMost}, 2}},
      .unit = 1};
  EXPECT_TRUE(same_cells(sum, expected));
}

TEST_F(AddCounts, DoNotDependOnTheNumberOfThreads) {
  const std::vector<CooccurrenceMatrix> parts = counts_of_parts(corpus_, 3, {.window = 8});
  const TempDir elsewhere;
  const CooccurrenceMatrix expected = add_counts(parts, {.folder = elsewhere.path()});
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_TRUE(same_cells(add(parts), expected));
  }
}

TEST_F(AddCounts, RefuseWhatCannotBeAdded) {
  const CooccurrenceMatrix part = count_cooccurrences(corpus_, {.window = 3});
  EXPECT_THROW(add({}), OptionError);
  EXPECT_THROW(add({part, count_cooccurrences(corpus_, {.window = 4})}), OptionError);
  EXPECT_THROW(
      add({part, count_cooccurrences(corpus_, {.window = 3, .contexts = ContextKind::kNear})}),
      OptionError);
  EXPECT_THROW(add({part, count_cooccurrences(make_corpus({"a b"}), {.window = 3})}), OptionError);
  const CooccurrenceMatrix huge{
      .cells = CooccurrenceMatrix::Wide{.rows = 1,
                                        .cols = 1,
                                        .indptr = {0, 1},
                                        .indices = {0},
                                        .values = {std::numeric_limits<std::int64_t>::max()}},
      .unit = 1};
  EXPECT_THROW(add({huge, huge}), OptionError);
  EXPECT_TRUE(same_cells(add({huge}), huge));
}

/// The documents of a corpus in the numbers of another vocabulary; words that it lacks are left
/// out.
std::vector<std::int32_t> tokens_in(const Vocabulary& other, const Corpus& corpus) {
  std::vector<std::int32_t> tokens;
  for (const std::int32_t token : corpus.tokens) {
    if (token == Corpus::kDocumentEnd) {
      tokens.push_back(token);
    } else if (const auto id = other.find(corpus.vocabulary.word(token))) {
      tokens.push_back(*id);
    }
  }
  return tokens;
}

class RenumberCounts : public ::testing::Test {
 protected:
  /// Counts of the corpus over another vocabulary, by counting and by renumbering.
  void expect_same(const Vocabulary& other, const CooccurrenceOptions& options) {
    CooccurrenceCounter counter(other.counts(), options, {});
    counter.add(tokens_in(other, corpus_));
    const CooccurrenceMatrix counted = counter.finish();
    std::vector<std::int32_t> ids;
    for (const std::string_view word : corpus_.vocabulary.words()) {
      ids.push_back(other.find(word).value_or(-1));
    }
    const CooccurrenceMatrix first = count_cooccurrences(corpus_, options);
    for (const int threads : {1, 2, 3}) {
      const ThreadCount scope(threads);
      const CooccurrenceMatrix moved =
          renumber_counts(first, ids, other.size(), {.folder = folder_.path()});
      EXPECT_TRUE(same_cells(moved, counted));
      EXPECT_EQ(moved.unit, counted.unit);
    }
  }

  TempDir folder_;
  Corpus corpus_ = make_corpus(zipf_documents(200, 40, 300, 5));
};

TEST_F(RenumberCounts, GivesThoseOfTheOtherVocabulary) {
  // Other words first, the old ones in another order.
  const Corpus more = make_corpus(zipf_documents(300, 60, 500, 6));
  std::vector<std::string> words(more.vocabulary.words().begin(), more.vocabulary.words().end());
  for (const std::string_view word : corpus_.vocabulary.words()) {
    if (!more.vocabulary.find(word)) words.emplace_back(word);
  }
  const Vocabulary other(words, std::vector<std::int64_t>(words.size(), 7));
  for (const ContextKind kind :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    for (const int window : {4, 30}) expect_same(other, {.window = window, .contexts = kind});
  }
}

TEST_F(RenumberCounts, LeavesOutCellsOfWordsThatAreLeftOut) {
  const CooccurrenceMatrix::Narrow cells{.rows = 3,
                                         .cols = 6,
                                         .indptr = {0, 2, 4, 5},
                                         .indices = {1, 5, 0, 2, 4},
                                         .values = {10, 20, 30, 40, 50}};
  const CooccurrenceMatrix moved =
      renumber_counts({.cells = cells, .unit = 2}, std::vector<std::int32_t>{1, -1, 0}, 2,
                      {.folder = folder_.path()});
  const CooccurrenceMatrix expected{
      .cells = CooccurrenceMatrix::Narrow{
          .rows = 2, .cols = 4, .indptr = {0, 0, 1}, .indices = {2}, .values = {20}}};
  EXPECT_TRUE(same_cells(moved, expected));
}

TEST_F(RenumberCounts, RefuseIdsThatDoNotFit) {
  const CooccurrenceMatrix counts = count_cooccurrences(make_corpus({"a b"}), {.window = 1});
  const auto renumber = [&](const std::vector<std::int32_t>& ids) {
    renumber_counts(counts, ids, 2, {.folder = folder_.path()});
  };
  EXPECT_THROW(renumber({0}), OptionError);
  EXPECT_THROW(renumber({0, 2}), OptionError);
  EXPECT_THROW(renumber({1, 1}), OptionError);
  EXPECT_NO_THROW(renumber({1, -1}));
}

}  // namespace add_counts_test
}  // namespace eigenlex
