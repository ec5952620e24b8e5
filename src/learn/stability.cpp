#include "eigenlex/learn/stability.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/evaluate/neighbour_overlap.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/query/unit_table.hpp"

#include "learn/corpus_training.hpp"
#include "learn/resampled_corpus.hpp"
#include "learn/stages.hpp"
#include "text/reading_json.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr double kCertaintyConfidence = 0.95;
constexpr std::int64_t kWordsAtOnce = 256;

/// What a model says of how it was made.
struct Making {
  Recipe recipe;
  std::vector<std::string> corpus;
};

Making making_of(const Model& model, const fs::path& path, const std::vector<std::string>& corpus) {
  const auto counting = described_counting(model.description);
  const auto factorizing = described_factorizing(model.description);
  if (!counting || !factorizing) {
    throw FormatError::at_path(path.string(),
                               "does not say how it was made of a text; train it from one");
  }
  Making making{{*counting, *factorizing}, corpus};
  making.recipe.factor.svd.rank = static_cast<int>(model.words.table.cols());
  if (!corpus.empty()) return making;
  const nlohmann::json& options = model.description.at(internal::kCountOptions);
  making.corpus = options.value("corpus", std::vector<std::string>());
  if (making.corpus.empty()) {
    throw FormatError::at_path(path.string(), "does not name its text; give it");
  }
  return making;
}

/// The text of a model.
Corpus text_of(const Making& making, const Model& model, const fs::path& path) {
  Corpus corpus = internal::corpus_for(making.recipe.count, making.corpus);
  const Vocabulary& words = model.words.vocabulary;
  if (corpus.vocabulary.words() != words.words() || corpus.vocabulary.counts() != words.counts()) {
    throw FormatError::at_path(
        path.string(),
        fmt::format("was made of another text than {}; give its own", making.corpus.front()));
  }
  if (corpus.documents < internal::kFewestDocuments) {
    throw OptionError(
        "SourceOptions.document", fmt::format("{} documents", corpus.documents),
        fmt::format("must make {} documents at least, to draw from", internal::kFewestDocuments));
  }
  return corpus;
}

/// The nearest words of a model, and what becomes of them in resamples.
class Followed {
 public:
  Followed(const Embedding& words, const StabilityOptions& options)
      : units_(words.table), options_(options) {
    known_.words = options.words == 0 ? units_.size() : std::min(options.words, units_.size());
    known_.neighbours = options.neighbours;
    known_.resamples = options.resamples;
    known_.seed = options.seed;
    known_.ids.assign(as_size(known_.words) * as_size(options.neighbours), -1);
    const NeighbourLists lists =
        nearest_lists(units_, words.vocabulary, known_.words, options.neighbours);
    for (std::size_t word = 0; word < lists.size(); ++word) {
      std::ranges::copy(lists[word], known_.ids.begin() + as_index(word) * options.neighbours);
    }
    hits_.assign(known_.ids.size(), 0);
  }

  void see(const Embedding& resample) {
    const UnitTable units(resample.table);
    const NeighbourLists lists =
        nearest_lists(units, resample.vocabulary, known_.words, options_.neighbours);
    std::vector<float>& cosines = cosines_.emplace_back(known_.ids.size(), 0.0f);
    for_words([&](std::int64_t word) {
      const std::vector<std::int32_t>& near = lists[as_size(word)];
      for (std::size_t i = first_of(word); i < first_of(word + 1); ++i) {
        const std::int32_t id = known_.ids[i];
        if (id < 0) continue;
        cosines[i] = static_cast<float>(units.cosine(static_cast<std::int32_t>(word), id));
        // A word that does not occur has no neighbours, although something is listed.
        if (cosines[i] != 0 && std::ranges::find(near, id) != near.end()) ++hits_[i];
      }
    });
  }

  Certainties finish() {
    known_.known.resize(known_.ids.size());
    for_words([&](std::int64_t word) {
      for (std::size_t i = first_of(word); i < first_of(word + 1); ++i) {
        const std::int32_t id = known_.ids[i];
        if (id < 0) continue;
        std::vector<double> values;
        for (const std::vector<float>& cosines : cosines_) values.push_back(cosines[i]);
        const Interval interval =
            internal::centred_interval(values, units_.cosine(static_cast<std::int32_t>(word), id),
                                       {.confidence = kCertaintyConfidence});
        known_.known[i] = {
            .share = static_cast<float>(hits_[i]) / static_cast<float>(options_.resamples),
            .low = static_cast<float>(interval.low),
            .high = static_cast<float>(interval.high)};
      }
    });
    return std::move(known_);
  }

 private:
  std::size_t first_of(std::int64_t word) const {
    return as_size(word * std::int64_t{options_.neighbours});
  }
  /// Calls `visit(word)`, each word by itself.
  template <class Visit>
  void for_words(const Visit& visit) const {
    parallel_blocks(known_.words, kWordsAtOnce,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t word = begin; word < end; ++word) visit(word);
                    });
  }

  UnitTable units_;
  StabilityOptions options_;
  Certainties known_;
  std::vector<int> hits_;
  std::vector<std::vector<float>> cosines_;  ///< by resample
};

/// `for_each_resample` of a model that was read.
void resample(const Model& model, const fs::path& path, const std::vector<std::string>& corpus,
              const StabilityOptions& options, const Resources& resources, Observer& observer,
              const VisitResample& visit) {
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const Making making = making_of(model, path, corpus);
  observer.begin("read");
  const Corpus text = text_of(making, model, path);
  observer.end();
  const Progress progress = observer.begin("resample", "trainings");
  for (int draw = 0; draw < options.resamples; ++draw) {
    const Corpus drawn =
        internal::resampled_corpus(text, options.seed, static_cast<std::uint64_t>(draw));
    visit(draw, internal::vectors_of(drawn, making.recipe, resources));
    report(progress, draw + 1, options.resamples);
  }
  observer.end();
}

}  // namespace

void StabilityOptions::validate() const {
  const auto require = [](bool condition, const char* field, std::int64_t value,
                          std::string_view requirement) {
    if (!condition) throw OptionError(field, fmt::to_string(value), requirement);
  };
  require(resamples >= 2 && resamples <= 1000, "StabilityOptions.resamples", resamples,
          "must be 2..1000");
  require(neighbours >= 1 && neighbours <= 1000, "StabilityOptions.neighbours", neighbours,
          "must be 1..1000");
  require(words >= 0, "StabilityOptions.words", words, "must be at least 0 (0 for all)");
}

void for_each_resample(const fs::path& model, const std::vector<std::string>& corpus,
                       const StabilityOptions& options, const Resources& resources,
                       Observer& observer, const VisitResample& visit, const ReadOptions& read) {
  options.validate();
  resources.validate();
  resample(read_model(model, read, ModelParts::kWords), model, corpus, options, resources, observer,
           visit);
}

Certainties stability(const fs::path& path, const std::vector<std::string>& corpus,
                      const StabilityOptions& options, const Resources& resources,
                      Observer& observer, const ReadOptions& read) {
  options.validate();
  resources.validate();
  const ThreadCount threads = internal::threads_of(resources);
  const Model model = read_model(path, read, ModelParts::kWords);
  Followed followed(model.words, options);
  resample(model, path, corpus, options, resources, observer,
           [&](int, const Embedding& words) { followed.see(words); });
  return followed.finish();
}

}  // namespace eigenlex
