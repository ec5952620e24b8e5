#include "eigenlex/learn/stability.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/query/searcher.hpp"

#include "learn/resampled_corpus.hpp"
#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace stability_test {

class Stability : public ::testing::Test {
 protected:
  Stability() : documents_(testing::zipf_documents(300, 40, 60, 3)) {
    std::string text;
    for (const std::string& document : documents_) text += document + "\n";
    corpus_ = {folder_.write("corpus.txt", text).string()};
    Recipe recipe;
    recipe.factor.method = Method::kSvd;
    recipe.factor.svd.rank = 8;
    train_into(folder_ / "model", corpus_, recipe);
  }

  testing::TempDir folder_;
  std::vector<std::string> documents_;
  std::vector<std::string> corpus_;
};

TEST_F(Stability, ResamplesWholeDocumentsByTheirWeights) {
  int seen = 0;
  for_each_resample(folder_ / "model", {}, {.resamples = 3, .seed = 9}, {}, unobserved(),
                    [&](int resample, const Embedding& words) {
                      EXPECT_EQ(resample, seen++);
                      std::map<std::string, std::int64_t, std::less<>> counts;
                      for (std::size_t i = 0; i < documents_.size(); ++i) {
                        const int weight = internal::document_weight(
                            9, static_cast<std::uint64_t>(resample), static_cast<std::int64_t>(i));
                        std::istringstream in(documents_[i]);
                        for (std::string word; in >> word;) counts[word] += weight;
                      }
                      for (std::int32_t id = 0; id < words.vocabulary.size(); ++id) {
                        EXPECT_EQ(words.vocabulary.count(id),
                                  counts.find(words.vocabulary.word(id))->second);
                      }
                    });
  EXPECT_EQ(seen, 3);
}

TEST_F(Stability, IsTheShareOfResamplesInWhichAWordIsNear) {
  const StabilityOptions options{.resamples = 5, .neighbours = 4, .words = 20};
  const Certainties known = stability(folder_ / "model", {}, options);
  ASSERT_EQ(known.words, 20);
  const Searcher model(folder_ / "model");
  std::vector<Searcher> resamples;
  for_each_resample(folder_ / "model", {}, options, {}, unobserved(),
                    [&](int, Embedding words) { resamples.emplace_back(std::move(words)); });
  for (std::int32_t id = 0; id < known.words; ++id) {
    const std::vector<std::string> word{std::string(model.vocabulary().word(id))};
    const auto nearest_in = [&](const Searcher& searcher) {
      return searcher.nearest_words(word, {.count = 4})[0].neighbours;
    };
    for (const Neighbour& one : nearest_in(model)) {
      const std::string name(model.vocabulary().word(one.id));
      int hits = 0;
      std::vector<double> cosines;
      for (const Searcher& resample : resamples) {
        cosines.push_back(*resample.similarity(word[0], name));
        for (const Neighbour& near : nearest_in(resample)) hits += near.id == one.id ? 1 : 0;
      }
      const auto certainty = known.of(id, one.id);
      ASSERT_TRUE(certainty);
      EXPECT_FLOAT_EQ(certainty->share, static_cast<float>(hits) / 5);
      // Percentiles of five values, moved so that their mean is the model's cosine.
      std::ranges::sort(cosines);
      const double bias = std::accumulate(cosines.begin(), cosines.end(), 0.0) / 5 - one.similarity;
      const double low = std::lerp(cosines[0], cosines[1], 0.1) - bias;
      const double high = std::lerp(cosines[3], cosines[4], 0.9) - bias;
      EXPECT_NEAR(certainty->low, std::clamp(low, -1.0, 1.0), 1e-5);
      EXPECT_NEAR(certainty->high, std::clamp(high, -1.0, 1.0), 1e-5);
    }
  }
}

TEST_F(Stability, IsTheSameForAnyNumberOfThreads) {
  const StabilityOptions options{.resamples = 3};
  const Certainties first = stability(folder_ / "model", {}, options, {.threads = 1});
  for (const int threads : {2, 3}) {
    const Certainties other = stability(folder_ / "model", {}, options, {.threads = threads});
    EXPECT_EQ(other.ids, first.ids);
    EXPECT_EQ(other.known, first.known);
  }
  EXPECT_NE(stability(folder_ / "model", {}, {.resamples = 3, .seed = 2}).known, first.known);
}

TEST_F(Stability, OfAnotherTextOrTooFewDocumentsIsRefused) {
  std::string text;
  for (std::size_t i = 1; i < documents_.size(); ++i) text += documents_[i] + "\n";
  const std::string other = folder_.write("other.txt", text).string();
  EXPECT_THROW(stability(folder_ / "model", {other}), FormatError);
  EXPECT_THROW(stability(folder_ / "model", {}, {.resamples = 1}), OptionError);
  EXPECT_THROW(stability(folder_ / "model", {}, {.neighbours = 0}), OptionError);
  Recipe by_file;
  by_file.count.source.document = DocumentKind::kFile;
  by_file.factor.method = Method::kSvd;
  train_into(folder_ / "few", corpus_, by_file);
  EXPECT_THROW(stability(folder_ / "few", {}), OptionError);
}

}  // namespace stability_test
}  // namespace eigenlex
