#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex::internal {

/// One training of a contender, or an external table.
struct Run {
  std::uint64_t seed = 0;
  std::filesystem::path table;
  std::string key;          ///< decides what is measured on the table
  nlohmann::json training;  ///< seconds and memory; null for an external table
  nlohmann::json score;     ///< null where there was no time for it
};

/// A contender with all that is known of it.
struct Entry {
  std::string name;
  std::string description;
  bool external = false;
  std::vector<Run> runs;
};

}  // namespace eigenlex::internal
