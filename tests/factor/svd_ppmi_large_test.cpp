// The randomized solver against the reference on a word matrix of realistic size and spectrum.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/corpora.hpp"

namespace eigenlex {
namespace svd_ppmi_large_test {

constexpr std::int32_t kWords = 24000;
constexpr std::uint64_t kTopics = 200;

/// Documents of 40 words, each with a topic: a word is drawn log-uniformly (Zipf's law), and every
/// second one is moved to the topic's own residue class of ids, so that topics are associations.
Corpus topical_corpus(int documents) {
  Random random(1);
  Corpus corpus;
  std::vector<std::int64_t> counts(kWords, 0);
  for (int d = 0; d < documents; ++d) {
    const std::uint64_t topic = random.below(kTopics);
    for (int t = 0; t < 40; ++t) {
      auto word = static_cast<std::uint64_t>(std::exp(random.uniform() * std::log(kWords)));
      if (t % 2 == 0) word = word / kTopics * kTopics + topic;
      word %= kWords;
      corpus.tokens.push_back(static_cast<std::int32_t>(word));
      ++counts[static_cast<std::size_t>(word)];
    }
    corpus.tokens.push_back(Corpus::kDocumentEnd);
    ++corpus.documents;
  }
  std::vector<std::string> words;
  for (std::int32_t i = 0; i < kWords; ++i) words.push_back("w" + std::to_string(i));
  corpus.vocabulary = Vocabulary(std::move(words), std::move(counts));
  return corpus;
}

TEST(SvdOfPpmi, RandomizedAndReferenceSolverAgreeToATenthOfAPercentOnTheLeading100) {
  const Corpus corpus = topical_corpus(60000);
  const CooccurrenceMatrix counts = count_cooccurrences(corpus, {});
  const CsrMatrix<float> matrix =
      ppmi(counts, expected_margins(counts, corpus.vocabulary.counts(), 1e-5), {});
  ASSERT_GE(matrix.rows, 20000);
  ASSERT_GE(matrix.nonzeros(), 5'000'000);
  const SvdResult fast =
      randomized_svd(SparseOperator(matrix, DensePrecision::kBfloat16), {.rank = 300});
  const SvdResult reference =
      spectra_svd(SparseOperator(matrix), {.rank = 100, .tolerance = 1e-6, .max_iterations = 1000});
  ASSERT_TRUE(reference.converged);
  for (Eigen::Index i = 0; i < 100; ++i) {
    EXPECT_NEAR(fast.singular_values[i] / reference.singular_values[i], 1, 1e-3) << i;
  }
}

}  // namespace svd_ppmi_large_test
}  // namespace eigenlex
