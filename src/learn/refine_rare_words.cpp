#include "eigenlex/learn/refine_rare_words.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/refine/shrink.hpp"

namespace eigenlex {
namespace {

KMeansResult cluster(const Model& model, const KMeansOptions& options, Observer& observer) {
  KMeansResult found = kmeans(model.words.table, options, observer.begin("cluster"));
  observer.end();
  return found;
}

Model pulled(Model model, const KMeansResult& found, double strength, const KMeansOptions& options,
             const std::vector<StrengthTrial>& trials) {
  model.words.table = shrink_to_classes(model.words.table, model.words.vocabulary.counts(),
                                        found.centroids, found.assignment.labels, strength);
  model.exponent = std::nullopt;
  nlohmann::json& description = model.description["refine"];
  description = {{"classes", options.clusters}, {"seed", options.seed}, {"strength", strength}};
  for (const StrengthTrial& trial : trials) {
    description["held_out"].push_back({{"strength", trial.strength}, {"loss", trial.loss}});
  }
  return model;
}

/// How the counts of the model were weighted.
PpmiOptions weighting_of(const Model& model) {
  const auto made = described_factorizing(model.description);
  if (made) return made->ppmi;
  throw FormatError("the model does not say how its counts were weighted: give a strength");
}

}  // namespace

Model refine_rare_words(Model model, double strength, const KMeansOptions& options,
                        Observer& observer) {
  options.validate();
  const CancellationScope scope(observer.cancellation());
  const KMeansResult found = cluster(model, options, observer);
  return pulled(std::move(model), found, strength, options, {});
}

Model refine_rare_words(Model model, const Counts& counts, const KMeansOptions& options,
                        Observer& observer) {
  options.validate();
  const CancellationScope scope(observer.cancellation());
  const PpmiOptions weighting = weighting_of(model);
  if (counts.vocabulary.words() != model.words.vocabulary.words()) {
    throw OptionError("counts", fmt::format("those of {} words", counts.vocabulary.size()),
                      fmt::format("must be the counts that the vectors of the {} words were made "
                                  "from",
                                  model.words.vocabulary.size()));
  }
  const KMeansResult found = cluster(model, options, observer);
  observer.begin("hold out");
  const Margins expected =
      expected_margins(counts.matrix, counts.vocabulary.counts(), weighting.subsample);
  const std::vector<StrengthTrial> trials = try_strengths(
      ppmi(counts.matrix, expected, weighting), model, found.centroids, {.seed = options.seed});
  observer.end();
  return pulled(std::move(model), found, best_strength(trials), options, trials);
}

}  // namespace eigenlex
