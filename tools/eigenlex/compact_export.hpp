#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"

namespace eigenlex::tool {

/// What makes a compact model.
struct CompactSettings {
  std::int64_t subvectors = 60;
  std::uint64_t seed = 1;
  /// Benchmarks whose scores before and after are recorded.
  std::vector<std::string> similarity_files;
};

void add_compact_options(CLI::App& command, CompactSettings& settings);

/// Whether the name is one of a compact format: int8, pq.
bool is_compact_format(const std::string& name);

/// The compact model in that format; its description says how the model was made ("model"), and
/// size, errors, recall and scores against the original ("compact"). Stages: "encode", "measure".
CompactModel make_compact(const Model& model, const std::string& format,
                          const CompactSettings& settings, Observer& observer);

}  // namespace eigenlex::tool
