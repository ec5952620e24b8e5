#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "settings.hpp"

namespace eigenlex::tool {

/// A way to learn vectors from the corpus.
struct Contender {
  std::string name;
  std::string description;
  bool neural = false;
  /// Whether it is trained unless others are named.
  bool by_default = true;
  /// Arguments of this program that differ from contender to contender.
  std::vector<std::string> arguments;
};

/// All that this build has.
std::span<const Contender> all_contenders();
/// Throws OptionError that lists the names.
const Contender& contender_named(const std::string& name);

/// Where a training leaves its table and its figures.
struct TrainingFiles {
  std::filesystem::path table;
  std::filesystem::path run;
};
TrainingFiles training_files(const Contender& contender, const std::filesystem::path& stem);

/// The command line that trains a contender on the prepared corpus.
std::vector<std::string> training_command(const Contender& contender,
                                          const CompareSettings& settings, int seed,
                                          const std::filesystem::path& corpus,
                                          const TrainingFiles& files);

}  // namespace eigenlex::tool
