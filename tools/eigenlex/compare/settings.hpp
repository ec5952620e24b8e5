#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex::tool {

/// A table that another program learned.
struct NamedTable {
  std::string name;
  std::filesystem::path path;
};

/// What `compare` was asked for.
struct CompareSettings {
  std::vector<std::string> corpus;
  TokenizerOptions tokenizer;
  VocabularyOptions vocabulary;
  std::vector<std::string> labelled;
  std::vector<std::string> similarity;
  std::vector<std::string> analogies;
  std::vector<NamedTable> tables;
  std::vector<std::string> contenders;
  std::int64_t dim = 100;
  std::int32_t restrict_to = 30000;
  int seeds = 2;
  double budget_minutes = 10;
  int threads = 1;
  bool quiet = false;
  std::filesystem::path output;
};

/// Throws OptionError or IoError for what cannot work, before any of it is begun.
void validate(const CompareSettings& settings);

/// Trains, measures and writes the report. Throws Interrupted if stopped; what is finished by then
/// stays for the next run.
void run_compare(const CompareSettings& settings);

}  // namespace eigenlex::tool
