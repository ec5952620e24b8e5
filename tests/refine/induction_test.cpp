#include "eigenlex/refine/induction.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/dense_algebra.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace induction_test {

constexpr std::int32_t kWords = 400;
constexpr Eigen::Index kDim = 6;

/// Counts that follow the planted vectors: word i sees word j exp(3 w_i·B w_j) times, B a fixed
/// matrix far from the identity, so that words are unlike their contexts.
struct Planted {
  Embedding words = testing::random_embedding(kWords, kDim, 1);
  CooccurrenceMatrix counts;

  Planted() {
    words.table.rowwise().normalize();
    const Eigen::MatrixXf mixed =
        testing::orthonormalized(testing::random_table(kDim, kDim, 2).cast<double>()).cast<float>();
    const Table expected = words.table * mixed * words.table.transpose();
    CooccurrenceMatrix::Narrow cells;
    cells.rows = cells.cols = kWords;
    cells.indptr.assign(1, 0);
    for (Eigen::Index i = 0; i < kWords; ++i) {
      for (Eigen::Index j = 0; j < kWords; ++j) {
        const auto count = static_cast<std::uint32_t>(20 * std::exp(3 * expected(i, j)));
        if (count == 0) continue;
        cells.indices.push_back(static_cast<std::int32_t>(j));
        cells.values.push_back(count);
      }
      cells.indptr.push_back(static_cast<std::int64_t>(cells.indices.size()));
    }
    counts.cells = std::move(cells);
  }

  /// The contexts of a word.
  WeightedContexts contexts(std::int64_t word) const {
    const auto& cells = std::get<CooccurrenceMatrix::Narrow>(counts.cells);
    WeightedContexts result;
    for (std::size_t k = 0; k < cells.row_indices(word).size(); ++k) {
      result.emplace_back(cells.row_indices(word)[k], cells.row_values(word)[k]);
    }
    return result;
  }
};

TEST(Induction, BringsBackPlantedVectorsThatTheMeanOfContextsDoesNot) {
  const Planted planted;
  const Induction induction =
      learn_induction(planted.words, planted.counts, {.subsample = 0, .regularization = 1e-6});
  double induced = 0, mean = 0;
  for (std::int64_t word = 0; word < kWords; ++word) {
    const auto vector = induce(induction, planted.words.table, planted.contexts(word));
    ASSERT_TRUE(vector);
    induced += static_cast<double>(vector->dot(planted.words.table.row(word)));
    const Eigen::RowVectorXf average =
        mean_context(planted.words.table, induction.context_weights, planted.contexts(word));
    mean += static_cast<double>(average.normalized().dot(planted.words.table.row(word)));
  }
  EXPECT_GT(induced / kWords, 0.95);
  EXPECT_LT(mean / kWords, 0.5);
}

TEST(Induction, DoesNotDependOnTheNumberOfThreads) {
  const Planted planted;
  const ThreadCount one(1);
  const Induction expected = learn_induction(planted.words, planted.counts);
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(learn_induction(planted.words, planted.counts).transform, expected.transform);
  }
}

TEST(Induction, OfNoContextsIsNothing) {
  const Planted planted;
  const Induction induction = learn_induction(planted.words, planted.counts);
  EXPECT_FALSE(induce(induction, planted.words.table, {}));
}

TEST(Induction, RejectsWhatDoesNotFit) {
  const Planted planted;
  const Embedding fewer = testing::random_embedding(kWords - 1, kDim, 1);
  EXPECT_THROW(learn_induction(fewer, planted.counts), OptionError);
  EXPECT_THROW(learn_induction(planted.words, planted.counts, {.subsample = -1}), OptionError);
  EXPECT_THROW(learn_induction(planted.words, planted.counts, {.regularization = 0}), OptionError);
}

TEST(GatherContexts, WeighsByDistanceAndSkipsUnknownWords) {
  const Vocabulary vocabulary({"a", "b", "c"}, {3, 2, 1});
  const std::vector<std::vector<std::string>> sentences = {
      {"a", "unknown", "b", "new", "a"}, {"c"}, {"c", "c", "c", "new"}};
  const WordContexts found = gather_contexts(vocabulary, "new", sentences,
                                             {.window = 2, .weight = WindowWeight::kHarmonic});
  // In halves: b at distance 1, a at 2 and at 1, c at 1 and 2.
  EXPECT_EQ(found.contexts, (WeightedContexts{{0, 3}, {1, 2}, {2, 3}}));
  EXPECT_EQ(found.occurrences, 2);
  EXPECT_TRUE(gather_contexts(vocabulary, "absent", sentences, {}).contexts.empty());
}

}  // namespace induction_test
}  // namespace eigenlex
