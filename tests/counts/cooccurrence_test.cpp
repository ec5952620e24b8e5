#include "eigenlex/counts/cooccurrence.hpp"

#include <array>
#include <cstdlib>
#include <numeric>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/count_reader.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"

namespace eigenlex {
namespace cooccurrence_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::make_corpus;
using testing::same_cells;
using testing::zipf_documents;

using Dense = std::vector<std::vector<std::int64_t>>;

Dense dense(const CooccurrenceMatrix& matrix) {
  Dense result(static_cast<std::size_t>(matrix.rows()),
               std::vector<std::int64_t>(static_cast<std::size_t>(matrix.cols())));
  CountReader reader;
  reader.read(matrix, 0, matrix.rows());
  for (std::int64_t i = 0; i < matrix.rows(); ++i) {
    reader.for_cells(i, [&](std::int32_t col, double count) {
      result[static_cast<std::size_t>(i)][static_cast<std::size_t>(col)] =
          static_cast<std::int64_t>(count);
    });
  }
  return result;
}

/// The definition: every pair of positions of a document.
Dense count_by_definition(const Corpus& corpus, const CooccurrenceOptions& options) {
  const auto words = static_cast<std::size_t>(corpus.vocabulary.size());
  // The columns of a word on the left and on the right, next to the other and further away.
  std::array<std::size_t, 2> left_at{}, right_at{};
  std::size_t columns = words;
  if (options.contexts == ContextKind::kDirectional) {
    right_at = {words, words};
    columns = 2 * words;
  } else if (options.contexts == ContextKind::kNear) {
    left_at = {0, 2 * words};
    right_at = {words, 2 * words};
    columns = 3 * words;
  }
  Dense counts(words, std::vector<std::int64_t>(columns));
  const auto& tokens = corpus.tokens;
  for (std::size_t p = 0; p < tokens.size(); ++p) {
    for (std::size_t q = p + 1; q < tokens.size() && tokens[p] >= 0; ++q) {
      if (tokens[q] < 0 || static_cast<int>(q - p) > options.window) break;
      const auto left = static_cast<std::size_t>(tokens[p]);
      const auto right = static_cast<std::size_t>(tokens[q]);
      const std::int64_t weight = options.weight_at(static_cast<int>(q - p));
      const std::size_t far = q - p == 1 ? 0 : 1;
      counts[right][left_at[far] + left] += weight;
      counts[left][right_at[far] + right] += weight;
    }
  }
  return counts;
}

// Documents "a b a c" and "b c", window 2, harmonic: a pair at distance 1 counts 2 halves, one at
// distance 2 one half. In "a b a c" the two a's are 2 apart, and each is the other's neighbour.
TEST(Cooccurrence, WorkedExampleWithSymmetricContexts) {
  const Corpus corpus = make_corpus({"a b a c", "b c"});
  const CooccurrenceMatrix x = count_cooccurrences(corpus, {.window = 2});
  EXPECT_EQ(x.unit, 2);
  EXPECT_THAT(dense(x), ElementsAre(ElementsAre(2, 4, 2),    // a: a a, b a, c a
                                    ElementsAre(4, 0, 3),    // b
                                    ElementsAre(2, 3, 0)));  // c
}

TEST(Cooccurrence, WorkedExampleWithDirectionalContexts) {
  const Corpus corpus = make_corpus({"a b a c", "b c"});
  const CooccurrenceMatrix x =
      count_cooccurrences(corpus, {.window = 2, .contexts = ContextKind::kDirectional});
  //                             left neighbours, right neighbours
  EXPECT_THAT(dense(x), ElementsAre(ElementsAre(1, 2, 0, 1, 2, 2),    // a
                                    ElementsAre(2, 0, 0, 2, 0, 3),    // b
                                    ElementsAre(2, 3, 0, 0, 0, 0)));  // c
}

TEST(Cooccurrence, WorkedExampleWithNearContexts) {
  const Corpus corpus = make_corpus({"a b a c", "b c"});
  const CooccurrenceMatrix x =
      count_cooccurrences(corpus, {.window = 2, .contexts = ContextKind::kNear});
  //                                  before, after, 2 away
  EXPECT_THAT(dense(x), ElementsAre(ElementsAre(0, 2, 0, 0, 2, 2, 2, 0, 0),    // a
                                    ElementsAre(2, 0, 0, 2, 0, 2, 0, 0, 1),    // b
                                    ElementsAre(2, 2, 0, 0, 0, 0, 0, 1, 0)));  // c
}

TEST(Cooccurrence, WeightsAreIntegersInTheUnitOfTheWindow) {
  const auto weights = [](int window, WindowWeight weight) {
    const CooccurrenceOptions options{.window = window, .weight = weight};
    std::vector<std::int64_t> result{options.unit()};
    for (int d = 1; d <= window; ++d) result.push_back(options.weight_at(d));
    return result;
  };
  EXPECT_THAT(weights(4, WindowWeight::kHarmonic), ElementsAre(12, 12, 6, 4, 3));
  EXPECT_THAT(weights(4, WindowWeight::kDynamic), ElementsAre(4, 4, 3, 2, 1));
  EXPECT_THAT(weights(3, WindowWeight::kFlat), ElementsAre(1, 1, 1, 1));
}

TEST(Cooccurrence, AgreesWithTheDefinitionForEveryKindOfWindow) {
  const Corpus corpus = make_corpus(zipf_documents(40, 60, 70, 1));
  for (const WindowWeight weight :
       {WindowWeight::kHarmonic, WindowWeight::kDynamic, WindowWeight::kFlat}) {
    for (const ContextKind contexts :
         {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
      for (const int window : {1, 3, 10, 30}) {
        const CooccurrenceOptions options{.window = window, .weight = weight, .contexts = contexts};
        EXPECT_EQ(dense(count_cooccurrences(corpus, options)),
                  count_by_definition(corpus, options));
      }
    }
  }
}

TEST(Cooccurrence, SameBytesForAnyNumberOfThreads) {
  // 400,000 tokens of two words make rows that all threads share.
  std::vector<std::string> documents = zipf_documents(2000, 100, 500, 2);
  std::string frequent;
  for (int i = 0; i < 200000; ++i) frequent += "w0 w1 ";
  documents.push_back(frequent);
  const Corpus corpus = make_corpus(documents);
  const CooccurrenceOptions options{.contexts = ContextKind::kDirectional};
  const auto count = [&](int threads) {
    const ThreadCount scope(threads);
    return count_cooccurrences(corpus, options);
  };
  const CooccurrenceMatrix once = count(1);
  EXPECT_TRUE(same_cells(once, count(2)));
  EXPECT_TRUE(same_cells(once, count(3)));
}

TEST(Cooccurrence, SharedRowsAgreeWithTheDefinition) {
  std::string text;
  for (int i = 0; i < 150000; ++i) text += i % 3 == 0 ? "b " : "a a ";
  const Corpus corpus = make_corpus({text});
  const CooccurrenceOptions options{.window = 3};
  EXPECT_EQ(dense(count_cooccurrences(corpus, options)), count_by_definition(corpus, options));
}

TEST(Cooccurrence, CellsBeyond32BitsStayExact) {
  // The unit of a harmonic window of 20 is 232,792,560: twenty pairs of neighbours leave 32 bits.
  std::string text;
  for (int i = 0; i < 60; ++i) text += "a b ";
  const Corpus corpus = make_corpus({text, "c d", "e"});
  const CooccurrenceOptions options{.window = 20};
  const CooccurrenceMatrix x = count_cooccurrences(corpus, options);
  EXPECT_TRUE(std::holds_alternative<CooccurrenceMatrix::Wide>(x.cells));
  EXPECT_EQ(dense(x), count_by_definition(corpus, options));
}

TEST(Cooccurrence, WordsWithoutNeighboursHaveEmptyRows) {
  const CooccurrenceMatrix x = count_cooccurrences(make_corpus({"a", "", "b", "a"}), {});
  EXPECT_EQ(x.rows(), 2);
  EXPECT_EQ(x.nonzeros(), 0);
}

TEST(Cooccurrence, RefusesWindowsWithoutAnExactUnit) {
  const Corpus corpus = make_corpus({"a b"});
  const auto message = [&](const CooccurrenceOptions& options) -> std::string {
    try {
      count_cooccurrences(corpus, options);
    } catch (const OptionError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(message({.window = 0}), HasSubstr("CooccurrenceOptions.window = 0"));
  EXPECT_THAT(message({.window = 2000000000, .weight = WindowWeight::kFlat}), HasSubstr("100000"));
  EXPECT_THAT(message({.window = 31}), HasSubstr("at most 30"));
  EXPECT_EQ(message({.window = 31, .weight = WindowWeight::kFlat}), "");
}

TEST(Cooccurrence, ProgressEndsAtTheNumberOfTokensAndCanStopTheCount) {
  const Corpus corpus = make_corpus(zipf_documents(50, 60, 70, 3));
  std::int64_t last = 0, total = 0;
  count_cooccurrences(corpus, {}, [&](std::int64_t done, std::int64_t all) {
    EXPECT_GE(done, last);
    last = done;
    total = all;
  });
  EXPECT_EQ(last, corpus.token_count());
  EXPECT_EQ(total, corpus.token_count());
  EXPECT_THROW(
      count_cooccurrences(corpus, {}, [](std::int64_t, std::int64_t) { throw Interrupted(); }),
      Interrupted);
}

}  // namespace cooccurrence_test
}  // namespace eigenlex
