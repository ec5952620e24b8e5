#include "eigenlex/counts/ppmi.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/corpora.hpp"
#include "support/matrices.hpp"

namespace eigenlex {
namespace ppmi_test {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::make_corpus;
using testing::to_dense;
using testing::zipf_documents;

constexpr PpmiOptions kPlain{.context_smoothing = 1, .negative = 1, .subsample = 0};

CsrMatrix<float> ppmi_of(const Corpus& corpus, const CooccurrenceOptions& window,
                         const PpmiOptions& options) {
  const CooccurrenceMatrix counts = count_cooccurrences(corpus, window);
  return ppmi(counts, expected_margins(counts, corpus.vocabulary.counts(), options.subsample),
              options);
}

float at(const CsrMatrix<float>& matrix, std::int64_t row, std::int32_t col) {
  const auto cols = matrix.row_indices(row);
  for (std::size_t k = 0; k < cols.size(); ++k) {
    if (cols[k] == col) return matrix.row_values(row)[k];
  }
  return 0;
}

CooccurrenceMatrix counts_of(const std::vector<std::vector<std::uint32_t>>& rows) {
  CooccurrenceMatrix::Narrow matrix;
  matrix.rows = static_cast<std::int64_t>(rows.size());
  matrix.cols = static_cast<std::int64_t>(rows.at(0).size());
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (row[j] == 0) continue;
      matrix.indices.push_back(static_cast<std::int32_t>(j));
      matrix.values.push_back(row[j]);
    }
    matrix.indptr.push_back(static_cast<std::int64_t>(matrix.indices.size()));
  }
  return {.cells = matrix, .unit = 1};
}

constexpr float kRounding = 4e-6f;  // a few units in the last place of the offsets, about 10

// The counts of "a b a c" and "b c" with window 2 are, in halves,
//   a: 2 4 2    sums 8 7 5, total 20;
//   b: 4 0 3    pmi(a, b) = log(4 * 20 / (8 * 7)), pmi(b, c) = log(3 * 20 / (7 * 5)),
//   c: 2 3 0    pmi(a, a) = log(2 * 20 / (8 * 8)) < 0, pmi(a, c) = log(2 * 20 / (8 * 5)) = 0.
TEST(Ppmi, WorkedExample) {
  const CsrMatrix<float> m = ppmi_of(make_corpus({"a b a c", "b c"}), {.window = 2}, kPlain);
  EXPECT_NEAR(at(m, 0, 1), std::log(10.0 / 7), kRounding);
  EXPECT_NEAR(at(m, 1, 0), std::log(10.0 / 7), kRounding);
  EXPECT_NEAR(at(m, 1, 2), std::log(12.0 / 7), kRounding);
  EXPECT_NEAR(at(m, 2, 1), std::log(12.0 / 7), kRounding);
  EXPECT_EQ(at(m, 0, 0), 0);
  EXPECT_NEAR(at(m, 0, 2), 0, kRounding);
}

TEST(Ppmi, WorkedExampleWithContextSmoothing) {
  PpmiOptions options = kPlain;
  options.context_smoothing = 0.5;
  const CsrMatrix<float> m = ppmi_of(make_corpus({"a b a c", "b c"}), {.window = 2}, options);
  // In units of 1 the sums are 4, 3.5 and 2.5; the count of (a, b) is 2.
  const double total = std::sqrt(4) + std::sqrt(3.5) + std::sqrt(2.5);
  EXPECT_NEAR(at(m, 0, 1), std::log(2 * total / (4 * std::sqrt(3.5))), kRounding);
  EXPECT_NEAR(at(m, 1, 0), std::log(2 * total / (3.5 * std::sqrt(4))), kRounding);
}

// P(w, c) = P(w) P(c) means PMI = 0 everywhere: an outer product carries no association.
TEST(Ppmi, IndependentWordsAndContextsHaveNoAssociation) {
  const CooccurrenceMatrix counts = counts_of({{1, 2, 3}, {2, 4, 6}, {3, 6, 9}});
  const std::vector<std::int64_t> words{1, 1, 1};
  const CsrMatrix<float> m = ppmi(counts, expected_margins(counts, words, 0), kPlain);
  EXPECT_THAT(m.values, Each(::testing::FloatNear(0, kRounding)));
}

TEST(Ppmi, ShiftSubtractsLogKBeforeClipping) {
  const Corpus corpus = make_corpus(zipf_documents(60, 60, 70, 4));
  const CsrMatrix<float> m = ppmi_of(corpus, {}, kPlain);
  PpmiOptions options = kPlain;
  options.negative = 3;
  const CsrMatrix<float> shifted = ppmi_of(corpus, {}, options);
  EXPECT_LT(shifted.nonzeros(), m.nonzeros());
  for (std::int64_t i = 0; i < m.rows; ++i) {
    for (const std::int32_t j : m.row_indices(i)) {
      EXPECT_NEAR(at(shifted, i, j), std::max(0.0, at(m, i, j) - std::log(3.0)), kRounding);
    }
  }
}

TEST(Ppmi, IsTheSameOfCountsThatAreGivenAway) {
  const Corpus corpus = make_corpus(zipf_documents(400, 60, 3000, 7));
  for (const ContextKind contexts :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 3, .contexts = contexts});
    const Margins expected = expected_margins(counts, corpus.vocabulary.counts(), 1e-3);
    const CsrMatrix<float> m = ppmi(std::as_const(counts), expected, {});
    ASSERT_LT(m.nonzeros(), counts.nonzeros());
    const CsrMatrix<float> taken = ppmi(std::move(counts), expected, {});
    EXPECT_EQ(taken.indptr, m.indptr);
    EXPECT_EQ(taken.indices, m.indices);
    EXPECT_EQ(taken.values, m.values);
  }
}

TEST(Ppmi, WideCountsCanBeGivenAwayToo) {
  const Corpus corpus = make_corpus(zipf_documents(60, 60, 70, 5));
  CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 1});
  const Margins expected = expected_margins(counts, corpus.vocabulary.counts(), 0);
  const auto& narrow = std::get<CooccurrenceMatrix::Narrow>(counts.cells);
  CooccurrenceMatrix wide{
      .cells = CooccurrenceMatrix::Wide{.rows = narrow.rows,
                                        .cols = narrow.cols,
                                        .indptr = narrow.indptr,
                                        .indices = narrow.indices,
                                        .values = {narrow.values.begin(), narrow.values.end()}},
      .unit = counts.unit};
  EXPECT_EQ(ppmi(std::move(wide), expected, {}).values, ppmi(counts, expected, {}).values);
}

TEST(Ppmi, DoesNotDependOnTheUnitOfTheCounts) {
  // With window 1 all three weights count neighbours alike, in other units.
  const Corpus corpus = make_corpus(zipf_documents(60, 60, 70, 5));
  CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 1});
  const auto margins = [&] { return expected_margins(counts, corpus.vocabulary.counts(), 1e-3); };
  const CsrMatrix<float> m = ppmi(counts, margins(), {});
  for (auto& value : std::get<CooccurrenceMatrix::Narrow>(counts.cells).values) value *= 7;
  counts.unit *= 7;
  const CsrMatrix<float> scaled = ppmi(counts, margins(), {});
  ASSERT_EQ(scaled.indices, m.indices);
  for (std::size_t k = 0; k < m.values.size(); ++k) {
    EXPECT_NEAR(scaled.values[k], m.values[k], kRounding);
  }
}

TEST(Margins, AreSumsOfTheScaledCells) {
  const Corpus corpus = make_corpus(zipf_documents(60, 60, 70, 6));
  for (const ContextKind contexts :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    const CooccurrenceMatrix counts = count_cooccurrences(corpus, {.contexts = contexts});
    const double t = 0.01;
    const Margins e = expected_margins(counts, corpus.vocabulary.counts(), t);
    const std::vector<double> keep = subsampling_keep(corpus.vocabulary.counts(), t);
    const auto& cells = std::get<CooccurrenceMatrix::Narrow>(counts.cells);
    std::vector<double> rows(e.row_sums.size()), cols(e.col_sums.size());
    for (std::int64_t i = 0; i < cells.rows; ++i) {
      for (std::size_t k = 0; k < cells.row_indices(i).size(); ++k) {
        const auto j = static_cast<std::size_t>(cells.row_indices(i)[k]);
        const double count = cells.row_values(i)[k] * keep[static_cast<std::size_t>(i)] *
                             keep[j % keep.size()] / static_cast<double>(counts.unit);
        const std::size_t block = contexts == ContextKind::kNear ? j / keep.size() : 0;
        rows[block * keep.size() + static_cast<std::size_t>(i)] += count;
        cols[j] += count;
      }
    }
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(e.row_sums[i], rows[i], 1e-9);
    for (std::size_t j = 0; j < cols.size(); ++j) EXPECT_NEAR(e.col_sums[j], cols[j], 1e-9);
  }
}

// What near contexts and damping are, pair by pair and in double.
TEST(Ppmi, OfNearContextsHasMarginsOfItsOwnInEachBlock) {
  const Corpus corpus = make_corpus(zipf_documents(80, 60, 50, 8));
  const CooccurrenceMatrix counts =
      count_cooccurrences(corpus, {.window = 5, .contexts = ContextKind::kNear});
  const std::int64_t words = counts.rows();
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(words, 3 * words);
  const std::vector<double> keep = subsampling_keep(corpus.vocabulary.counts(), 1e-2);
  const auto& tokens = corpus.tokens;
  const auto scale = [&](std::int32_t word) { return keep[static_cast<std::size_t>(word)]; };
  for (std::size_t p = 0; p < tokens.size(); ++p) {
    for (std::size_t q = p + 1; q < tokens.size() && q <= p + 5 && tokens[p] >= 0; ++q) {
      if (tokens[q] < 0) break;
      const double weight = scale(tokens[p]) * scale(tokens[q]) / static_cast<double>(q - p);
      const bool next = q == p + 1;
      x(tokens[q], (next ? 0 : 2 * words) + tokens[p]) += weight;
      x(tokens[p], (next ? words : 2 * words) + tokens[q]) += weight;
    }
  }
  const double alpha = 0.9;
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(words, 3 * words);
  Eigen::MatrixXd damped = expected;
  for (std::int64_t block = 0; block < 3; ++block) {
    const Eigen::MatrixXd of_block = x.middleCols(block * words, words);
    const Eigen::VectorXd rows = of_block.rowwise().sum();
    const Eigen::ArrayXd cols = of_block.colwise().sum().array();
    const double total = cols.pow(alpha).sum();
    for (std::int64_t i = 0; i < words; ++i) {
      for (std::int64_t j = 0; j < words; ++j) {
        if (of_block(i, j) == 0) continue;
        const double pmi =
            std::log(of_block(i, j) * total / (rows[i] * std::pow(cols[j], alpha))) - std::log(2.0);
        expected(i, block * words + j) = std::max(pmi, 0.0);
        damped(i, block * words + j) =
            std::max(pmi, 0.0) * std::pow(std::min(1.0, of_block(i, j)), 0.25);
      }
    }
  }
  PpmiOptions options{.context_smoothing = alpha, .negative = 2, .subsample = 1e-2};
  const Margins margins = expected_margins(counts, corpus.vocabulary.counts(), 1e-2);
  const CsrMatrix<float> found = ppmi(counts, margins, options);
  EXPECT_LT((to_dense(found) - expected).cwiseAbs().maxCoeff(), 1e-5);
  options.damping = 0.25;
  const CsrMatrix<float> found_damped = ppmi(counts, margins, options);
  EXPECT_LT((to_dense(found_damped) - damped).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_EQ(found_damped.indices, found.indices);
  EXPECT_GT((expected - damped).maxCoeff(), 0.1);
  EXPECT_GT(found.nonzeros(), words);
}

TEST(SubsamplingKeep, FollowsTheFormulaAndNeverExceedsOne) {
  // f = 0.8, 0.16, 0.04 and t = 0.04: t/f = 0.05, 0.25, 1.
  EXPECT_THAT(subsampling_keep(std::vector<std::int64_t>{80, 16, 4}, 0.04),
              ElementsAre(DoubleNear(std::sqrt(0.05) + 0.05, 1e-12), DoubleNear(0.75, 1e-12), 1));
  EXPECT_THAT(subsampling_keep(std::vector<std::int64_t>{80, 0}, 0), ElementsAre(1, 1));
}

TEST(Ppmi, SameBytesForAnyNumberOfThreads) {
  const Corpus corpus = make_corpus(zipf_documents(3000, 100, 6000, 7));
  const auto run = [&](int threads) {
    const ThreadCount scope(threads);
    return ppmi_of(corpus, {.contexts = ContextKind::kDirectional}, {.subsample = 1e-3});
  };
  const CsrMatrix<float> once = run(1);
  for (const int threads : {2, 3}) {
    const CsrMatrix<float> again = run(threads);
    EXPECT_EQ(again.indptr, once.indptr);
    EXPECT_EQ(again.indices, once.indices);
    EXPECT_EQ(again.values, once.values);
  }
}

TEST(Ppmi, RefusesOptionsOutsideTheirRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, -1.0, 1.5, nan}) {
    EXPECT_THROW(PpmiOptions{.context_smoothing = bad}.validate(), OptionError);
  }
  for (const double bad : {-0.1, 1.1, nan}) {
    EXPECT_THROW(PpmiOptions{.damping = bad}.validate(), OptionError);
  }
  for (const double bad : {0.5, nan}) {
    EXPECT_THROW(PpmiOptions{.negative = bad}.validate(), OptionError);
  }
  EXPECT_THROW(PpmiOptions{.subsample = -1e-5}.validate(), OptionError);
  const CooccurrenceMatrix counts = counts_of({{1, 2}, {3, 4}});
  EXPECT_THROW(expected_margins(counts, std::vector<std::int64_t>{1, 2, 3}, 0), OptionError);
}

}  // namespace ppmi_test
}  // namespace eigenlex
