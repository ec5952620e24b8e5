#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/query/certainty.hpp"

namespace eigenlex {

/// How it is found out what other text would have given.
struct StabilityOptions {
  /// Resamples of the text, 2..1000.
  int resamples = 20;
  /// Nearest words of each word that are followed, and among which a word is near, 1..1000.
  std::int32_t neighbours = 10;
  /// The most frequent words whose neighbours are followed; >= 0, 0 for all.
  std::int32_t words = 0;
  /// Of the resamples.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Takes the vectors of a resample of a text: the words and ids of the model, their counts there.
using VisitResample = std::function<void(int resample, Embedding words)>;

/// Trains a model anew on resamples of its text, by its own recipe, and gives `visit` each in turn.
///
/// In resample r document i is as often as its weight says, from Poisson's distribution with mean
/// 1, a function of seed, r and i alone (a bootstrap of documents: Antoniak & Mimno, TACL 2018).
/// `corpus` are the paths of the text; none: those that the model names. The vocabulary stays, so a
/// word may not occur in a resample: its vector is 0 then, but for what its parts give it.
/// Resources.memory is not kept: the corpus is in memory, twice. Throws as `train`, FormatError
/// where the model does not say how it was made or the text is not its own, and OptionError for a
/// text of fewer than 20 documents. Stages: "read", then "resample". Cost: a training a resample.
/// The same for any number of threads.
void for_each_resample(const std::filesystem::path& model, const std::vector<std::string>& corpus,
                       const StabilityOptions& options, const Resources& resources,
                       Observer& observer, const VisitResample& visit,
                       const ReadOptions& read = {});

/// What resamples say of the neighbours of a model's words: of each of the nearest words, the share
/// of resamples in which it is among the nearest again, and a 95 % interval of its cosine, of
/// percentiles that are moved so that their mean is the model's cosine, as resampling makes every
/// cosine smaller. Otherwise as `for_each_resample`. Memory: 4 bytes a neighbour and resample.
Certainties stability(const std::filesystem::path& model, const std::vector<std::string>& corpus,
                      const StabilityOptions& options = {}, const Resources& resources = {},
                      Observer& observer = unobserved(), const ReadOptions& read = {});

}  // namespace eigenlex
