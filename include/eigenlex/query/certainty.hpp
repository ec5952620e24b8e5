#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "eigenlex/core/read_options.hpp"

namespace eigenlex {

/// How sure it is that a word is near another.
struct NeighbourCertainty {
  /// Share of the resamples of the text in which it is among the nearest.
  float share = 0;
  /// Interval of the cosine.
  float low = 0;
  float high = 0;

  friend bool operator==(const NeighbourCertainty&, const NeighbourCertainty&) = default;
};

/// What resamples of a text say of the nearest words of each word of a model.
struct Certainties {
  std::int32_t words = 0;       ///< those with the first ids
  std::int32_t neighbours = 0;  ///< of each; among so many a word is near
  int resamples = 0;
  std::uint64_t seed = 0;
  /// Ids, `neighbours` a word, the nearest first, -1 where there are fewer; and what is known of
  /// each.
  std::vector<std::int32_t> ids = {};
  std::vector<NeighbourCertainty> known = {};

  /// What is known of a word's neighbour; nothing where that is none of its nearest.
  std::optional<NeighbourCertainty> of(std::int32_t word, std::int32_t neighbour) const;
};

/// Where a model keeps them: the folder `certainty` beside its vectors (see `companion_path`).
std::filesystem::path certainty_path(const std::filesystem::path& model);

/// Writes the certainties of a model to the folder `certainty_path`: certainty.json, ids.npy
/// (int32, words × neighbours), and share.npy, low.npy and high.npy (float32). Throws IoError.
void write_certainties(const Certainties& certainties, const std::filesystem::path& model);

/// Reads them. Throws IoError, OutdatedError where they are of other vectors than the model has
/// now, or FormatError where there are none or a file is damaged.
Certainties read_certainties(const std::filesystem::path& model, const ReadOptions& options = {});

}  // namespace eigenlex
