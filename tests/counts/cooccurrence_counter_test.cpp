#include "eigenlex/counts/cooccurrence_counter.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace cooccurrence_counter_test {

using testing::make_corpus;
using testing::same_cells;
using testing::TempDir;
using testing::zipf_documents;

/// Counts a corpus in pieces of about `piece` tokens that end with documents.
CooccurrenceMatrix count_in_pieces(const Corpus& corpus, std::size_t piece,
                                   const CooccurrenceOptions& options,
                                   const StorageOptions& storage) {
  CooccurrenceCounter counter(corpus.vocabulary.counts(), options, storage);
  const std::span<const std::int32_t> tokens = corpus.tokens;
  for (std::size_t begin = 0; begin < tokens.size();) {
    std::size_t end = std::min(begin + piece, tokens.size());
    while (tokens[end - 1] != Corpus::kDocumentEnd) ++end;
    counter.add(tokens.subspan(begin, end - begin));
    begin = end;
  }
  return counter.finish();
}

class CooccurrenceCounterOf : public ::testing::TestWithParam<ContextKind> {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(400, 50, 300, 11));
  CooccurrenceOptions options_{.window = 6, .contexts = GetParam()};
  CooccurrenceMatrix whole_ = count_cooccurrences(corpus_, options_);
};

INSTANTIATE_TEST_SUITE_P(Contexts, CooccurrenceCounterOf,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional),
                         [](const auto& contexts) {
                           return std::string(contexts.param == ContextKind::kSymmetric
                                                  ? "Symmetric"
                                                  : "Directional");
                         });

TEST_P(CooccurrenceCounterOf, GivesTheSameBytesForAnyCutOfTheCorpus) {
  for (const std::size_t piece : {std::size_t{100}, std::size_t{3000}, corpus_.tokens.size()}) {
    EXPECT_TRUE(same_cells(count_in_pieces(corpus_, piece, options_, {}), whole_)) << piece;
  }
}

TEST_P(CooccurrenceCounterOf, GivesTheSameBytesForAnyMemory) {
  for (const std::int64_t memory : {0, 10'000, 100'000}) {
    for (const int threads : {1, 2, 3}) {
      const ThreadCount several(threads);
      const TempDir folder;
      const CooccurrenceMatrix matrix =
          count_in_pieces(corpus_, 3000, options_, {.memory = memory, .folder = folder.path()});
      EXPECT_TRUE(matrix.is_stored());
      EXPECT_TRUE(same_cells(matrix, whole_)) << memory << " bytes, " << threads << " threads";
    }
  }
}

TEST_P(CooccurrenceCounterOf, KeepsTheMatrixInMemoryWhereItFits) {
  const TempDir folder;
  const CooccurrenceMatrix matrix =
      count_in_pieces(corpus_, 3000, options_, {.memory = 100'000'000, .folder = folder.path()});
  EXPECT_FALSE(matrix.is_stored());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_P(CooccurrenceCounterOf, LeavesOnlyTheMatrixInTheFolder) {
  const TempDir folder;
  const CooccurrenceMatrix matrix =
      count_in_pieces(corpus_, 3000, options_, {.memory = 0, .folder = folder.path()});
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"indices.npy", "values.npy"}));
}

// Window 30, harmonic: the unit is lcm(1..30), 2.3e12, so every cell needs more than 32 bits.
TEST(CooccurrenceCounter, SumsOfMoreThan32BitsAreExactInFilesToo) {
  const Corpus corpus = make_corpus(zipf_documents(60, 40, 50, 2));
  const CooccurrenceOptions options{.window = 30};
  const TempDir folder;
  const CooccurrenceMatrix matrix =
      count_in_pieces(corpus, 200, options, {.memory = 0, .folder = folder.path()});
  EXPECT_TRUE(same_cells(matrix, count_cooccurrences(corpus, options)));
}

// Window 22, harmonic: the unit is 2.3e8, so cells pass 2^32 only when many pieces are added up.
TEST(CooccurrenceCounter, TurnsWideWhereOnlyTheSumOfPiecesIs) {
  const Corpus corpus = make_corpus(zipf_documents(300, 40, 20, 3));
  const CooccurrenceOptions options{.window = 22};
  const CooccurrenceMatrix whole = count_cooccurrences(corpus, options);
  const TempDir folder;
  const CooccurrenceMatrix matrix =
      count_in_pieces(corpus, 50, options, {.memory = 0, .folder = folder.path()});
  EXPECT_TRUE(same_cells(matrix, whole));
}

TEST(CooccurrenceCounter, TurnsWideAfterRowsThatAreNot) {
  // 1,100 rare words, more than a block has rows, before two that are together 50 times.
  Corpus corpus;
  const std::int32_t rare = 1100;
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  for (std::int32_t word = 0; word < rare; word += 2) {
    corpus.tokens.insert(corpus.tokens.end(), {word, word + 1, Corpus::kDocumentEnd});
  }
  for (int i = 0; i < 50; ++i) {
    corpus.tokens.insert(corpus.tokens.end(), {rare, rare + 1, Corpus::kDocumentEnd});
  }
  for (std::int32_t word = 0; word < rare + 2; ++word) {
    words.push_back("w" + std::to_string(word));
    counts.push_back(word < rare ? 1 : 50);
  }
  corpus.vocabulary = Vocabulary(std::move(words), std::move(counts));
  const CooccurrenceOptions options{.window = 22};
  const CooccurrenceMatrix whole = count_cooccurrences(corpus, options);
  ASSERT_TRUE(std::holds_alternative<CooccurrenceMatrix::Wide>(whole.cells));
  const TempDir folder;
  EXPECT_TRUE(same_cells(
      count_in_pieces(corpus, 500, options, {.memory = 0, .folder = folder.path()}), whole));
}

TEST(CooccurrenceCounter, RefusesWhatItsNumbersCannotHold) {
  const std::vector<std::int64_t> most = {std::numeric_limits<std::int64_t>::max() / 10};
  EXPECT_THROW(CooccurrenceCounter(most, {.window = 30}, {}), OptionError);
  const std::vector<std::int64_t> few = {1};
  CooccurrenceCounter counter(few, {.window = 2}, {});
  const std::int32_t token = 0;
  EXPECT_THROW(counter.add(std::span(&token, std::size_t{1} << 32)), OptionError);
}

TEST(CooccurrenceCounter, ReportsAFolderThatCannotBeWrittenTo) {
  const Corpus corpus = make_corpus({"a b a", "b c"});
  EXPECT_THROW(count_in_pieces(corpus, 3, {.window = 2}, {.memory = 0, .folder = "/nowhere"}),
               IoError);
}

TEST(CooccurrenceCounter, NoPiecesAreAMatrixOfZeros) {
  const std::vector<std::int64_t> counts = {2, 1};
  CooccurrenceCounter counter(counts, {.window = 2}, {});
  const CooccurrenceMatrix matrix = counter.finish();
  EXPECT_EQ(matrix.rows(), 2);
  EXPECT_EQ(matrix.nonzeros(), 0);
}

}  // namespace cooccurrence_counter_test
}  // namespace eigenlex
