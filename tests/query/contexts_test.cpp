#include "eigenlex/query/contexts.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/query/why.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace contexts_test {

using testing::context_name;

constexpr int kWindow = 4;
constexpr WindowWeight kWeight = WindowWeight::kHarmonic;
const PpmiOptions kWeighting{
    .context_smoothing = 0.8, .negative = 1.2, .subsample = 0.01, .damping = 0.3};

std::vector<std::string> documents() { return testing::zipf_documents(60, 30, 40, 11); }

Counts counts_of(ContextKind kind) {
  const Corpus corpus = testing::make_corpus(documents());
  return {.vocabulary = corpus.vocabulary,
          .matrix = count_cooccurrences(corpus,
                                        {.window = kWindow, .weight = kWeight, .contexts = kind})};
}

ContextTable table_of(ContextKind kind) {
  Counts counts = counts_of(kind);
  KnownMargins margins = known_margins(counts, kWeighting.subsample);
  return {std::move(counts), std::move(margins), kWeighting};
}

/// Where a context at a distance stands; the distance is negative to the left.
ContextPlace place_at(ContextKind kind, int distance) {
  if (kind == ContextKind::kSymmetric) return ContextPlace::kAround;
  if (kind == ContextKind::kDirectional) {
    return distance < 0 ? ContextPlace::kLeft : ContextPlace::kRight;
  }
  if (distance == -1) return ContextPlace::kBefore;
  return distance == 1 ? ContextPlace::kAfter : ContextPlace::kFurther;
}

using Cell = std::tuple<std::string, ContextPlace, std::string>;  // word, place, context

/// The pairs of a text, counted one by one.
struct SlowCounts {
  std::map<Cell, double> pairs;
  bool is_by_place = false;  // else all places make one table

  explicit SlowCounts(ContextKind kind) : is_by_place(kind == ContextKind::kNear) {
    for (const std::string& text : documents()) {
      std::istringstream in(text);
      std::vector<std::string> words;
      for (std::string word; in >> word;) words.push_back(word);
      const int size = static_cast<int>(words.size());
      for (int i = 0; i < size; ++i) {
        for (int j = std::max(0, i - kWindow); j <= std::min(size - 1, i + kWindow); ++j) {
          if (i == j) continue;
          pairs[{words[static_cast<std::size_t>(i)], place_at(kind, j - i),
                 words[static_cast<std::size_t>(j)]}] += 1.0 / std::abs(j - i);
        }
      }
    }
  }

  /// The pairs that have this word and this context, if they are given, in the table of a place.
  double sum(ContextPlace place, const std::string* word, const std::string* context,
             bool in_place) const {
    double total = 0;
    for (const auto& [cell, count] : pairs) {
      const auto& [its_word, its_place, its_context] = cell;
      if (word != nullptr && *word != its_word) continue;
      if (context != nullptr && *context != its_context) continue;
      if ((is_by_place || in_place) && its_place != place) continue;
      total += count;
    }
    return total;
  }
};

/// G² as the sum over a table of two rows and columns.
double slow_log_likelihood(double both, double first, double second, double all) {
  const double seen[2][2] = {{both, first - both}, {second - both, all - first - second + both}};
  double sum = 0;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      const double row = seen[i][0] + seen[i][1], column = seen[0][j] + seen[1][j];
      if (seen[i][j] > 1e-12) sum += 2 * seen[i][j] * std::log(seen[i][j] * all / (row * column));
    }
  }
  return sum;
}

class ContextsOfKind : public ::testing::TestWithParam<ContextKind> {};

TEST_P(ContextsOfKind, AreThoseCountedOneByOne) {
  const ContextTable table = table_of(GetParam());
  const SlowCounts slow(GetParam());
  const Vocabulary& words = table.vocabulary();
  std::size_t cells = 0;
  for (std::int32_t id = 0; id < words.size(); ++id) {
    const std::string word(words.word(id));
    for (const Context& context : table.contexts_of(id)) {
      const std::string name(words.word(context.word));
      ++cells;
      ASSERT_NEAR(context.pairs, slow.pairs.at({word, context.place, name}), 1e-9);
      if (id % 8 != 0) continue;  // the sums are slow
      ASSERT_NEAR(context.word_pairs, slow.sum(context.place, &word, nullptr, false), 1e-6);
      ASSERT_NEAR(context.context_pairs, slow.sum(context.place, nullptr, &name, true), 1e-6);
      ASSERT_NEAR(context.all_pairs, slow.sum(context.place, nullptr, nullptr, false), 1e-6);
    }
  }
  EXPECT_EQ(cells, slow.pairs.size());
}

TEST_P(ContextsOfKind, WeighAsTheMatrixThatIsFactorized) {
  const ContextTable table = table_of(GetParam());
  const Counts counts = counts_of(GetParam());
  const CsrMatrix<float> matrix =
      ppmi(counts.matrix,
           expected_margins(counts.matrix, counts.vocabulary.counts(), kWeighting.subsample),
           kWeighting);
  for (std::int32_t id = 0; id < counts.vocabulary.size(); ++id) {
    std::vector<float> weights;
    for (const Context& context : table.contexts_of(id)) {
      if (context.weight > 0) weights.push_back(static_cast<float>(context.weight));
    }
    const auto row = matrix.row_values(id);
    EXPECT_TRUE(std::ranges::equal(weights, row)) << id;
  }
}

TEST_P(ContextsOfKind, RankAsAnOracleDoes) {
  const ContextTable table = table_of(GetParam());
  for (const ContextMeasure measure :
       {ContextMeasure::kPpmi, ContextMeasure::kLogLikelihood, ContextMeasure::kLogDice}) {
    for (const std::int32_t word : {0, 3, 17}) {
      std::vector<double> expected;
      for (const Context& context : table.contexts_of(word)) {
        const double chance = context.word_pairs * context.context_pairs / context.all_pairs;
        if (context.pairs < 1) continue;
        if (measure == ContextMeasure::kPpmi) {
          if (context.weight > 0) expected.push_back(context.weight);
        } else if (context.pairs > chance) {
          expected.push_back(
              measure == ContextMeasure::kLogDice
                  ? 14 + std::log2(2 * context.pairs / (context.word_pairs + context.context_pairs))
                  : slow_log_likelihood(context.pairs, context.word_pairs, context.context_pairs,
                                        context.all_pairs));
        }
      }
      std::ranges::sort(expected, std::ranges::greater{});
      expected.resize(std::min<std::size_t>(expected.size(), 7));
      ASSERT_FALSE(expected.empty());
      const auto ranked =
          ranked_contexts(table, word, {.measure = measure, .count = 7, .least_pairs = 1});
      ASSERT_EQ(ranked.size(), expected.size());
      for (std::size_t i = 0; i < ranked.size(); ++i) {
        EXPECT_NEAR(ranked[i].score, expected[i], 1e-9 * std::abs(expected[i]));
      }
    }
  }
}

TEST_P(ContextsOfKind, ThatTwoWordsShareSumToTheCosineOfTheirRows) {
  const ContextTable table = table_of(GetParam());
  const Counts counts = counts_of(GetParam());
  const CsrMatrix<float> matrix =
      ppmi(counts.matrix,
           expected_margins(counts.matrix, counts.vocabulary.counts(), kWeighting.subsample),
           kWeighting);
  const auto dense_row = [&](std::int32_t id) {
    std::vector<double> row(static_cast<std::size_t>(matrix.cols), 0.0);
    for (std::size_t k = 0; k < matrix.row_indices(id).size(); ++k) {
      row[static_cast<std::size_t>(matrix.row_indices(id)[k])] = matrix.row_values(id)[k];
    }
    return row;
  };
  const auto dot = [](const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
  };
  for (const auto& [a, b] : {std::pair{0, 1}, {2, 9}, {5, 30}, {7, 7}}) {
    const std::vector<double> x = dense_row(a), y = dense_row(b);
    const double cosine = dot(x, y) / std::sqrt(dot(x, x) * dot(y, y));
    const Why found = why(table, a, b);
    double sum = 0;
    for (const SharedContext& one : found.shared) sum += one.part;
    EXPECT_NEAR(found.cosine, cosine, 1e-9);
    EXPECT_NEAR(sum, cosine, 1e-9);
    EXPECT_TRUE(std::ranges::is_sorted(found.shared, std::ranges::greater{}, &SharedContext::part));
    EXPECT_EQ(found.first_contexts, std::ssize(matrix.row_indices(a)));
    double in_places = 0;
    for (const PlacePart& place : found.places) in_places += place.part;
    EXPECT_NEAR(in_places, cosine, 1e-9);
    EXPECT_EQ(std::ssize(found.places), matrix.cols / matrix.rows);
    for (const SharedContext& one : found.telling(5, 3)) {
      EXPECT_GE(std::min(one.first.pairs, one.second.pairs), 3);
    }
    EXPECT_EQ(found.telling(1000000, 0).size(), found.shared.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ContextsOfKind,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional,
                                           ContextKind::kNear),
                         [](const auto& kind) { return context_name(kind.param); });

TEST(Contexts, OfAStoredTableAreThoseOfOneInMemory) {
  const testing::TempDir folder;
  write_counts(counts_of(ContextKind::kNear), folder / "counts");
  Counts stored = open_count_rows(folder / "counts");
  KnownMargins margins = known_margins(stored, kWeighting.subsample);
  write_margins(margins, stored, folder / "margins");
  margins = read_margins(folder / "margins", stored);
  const ContextTable files(std::move(stored), std::move(margins), kWeighting);
  const ContextTable memory = table_of(ContextKind::kNear);
  const auto a = ranked_contexts(files, 4), b = ranked_contexts(memory, 4);
  EXPECT_EQ(to_json(a, files.vocabulary()), to_json(b, memory.vocabulary()));
  const Why x = why(files, 1, 2), y = why(memory, 1, 2);
  EXPECT_EQ(to_json(x, files.vocabulary(), x.shared), to_json(y, memory.vocabulary(), y.shared));
}

TEST(Contexts, OfADamagedRowAreRefused) {
  Counts counts = counts_of(ContextKind::kSymmetric);
  auto& cells = std::get<CooccurrenceMatrix::Narrow>(counts.matrix.cells);
  const auto begin = static_cast<std::size_t>(cells.indptr[3]);
  KnownMargins margins = known_margins(counts, 0);
  std::swap(cells.indices[begin], cells.indices[begin + 1]);
  const ContextTable table(std::move(counts), std::move(margins), {.subsample = 0});
  EXPECT_THROW(table.contexts_of(3), FormatError);
  EXPECT_FALSE(table.contexts_of(2).empty());
}

TEST(Contexts, OptionsAreChecked) {
  const ContextTable table = table_of(ContextKind::kNear);
  EXPECT_THROW(ranked_contexts(table, 0, {.count = 0}), OptionError);
  EXPECT_THROW(ranked_contexts(table, 0, {.least_pairs = -1}), OptionError);
  EXPECT_THROW(table.contexts_of(-1), OptionError);
  EXPECT_THROW(table.contexts_of(table.vocabulary().size()), OptionError);
  Counts counts = counts_of(ContextKind::kNear);
  KnownMargins margins = known_margins(counts, 0.5);
  EXPECT_THROW(ContextTable(std::move(counts), std::move(margins), kWeighting), OptionError);
}

TEST(LogLikelihood, IsNothingForIndependentWordsAndNegativeForThoseThatAvoidEachOther) {
  EXPECT_NEAR(log_likelihood(10, 100, 100, 1000), 0, 1e-9);
  EXPECT_LT(log_likelihood(2, 100, 100, 1000), -10);
  EXPECT_GT(log_likelihood(50, 100, 100, 1000), 100);
}

TEST(LogDice, IsFourteenForWordsThatNeverOccurApart) {
  EXPECT_DOUBLE_EQ(log_dice(25, 25, 25), 14);
  EXPECT_DOUBLE_EQ(log_dice(12.5, 25, 25), 13);
}

}  // namespace contexts_test
}  // namespace eigenlex
