#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/compare/contender.hpp"
#include "eigenlex/text/vocabulary.hpp"

#include "compare/entry.hpp"
#include "compare/session.hpp"

namespace eigenlex::internal {

/// The corpus as every contender reads it: words of the vocabulary alone, between single blanks.
struct PreparedCorpus {
  std::filesystem::path path;
  std::filesystem::path words;
  std::string checksum;
  Vocabulary vocabulary;
  nlohmann::ordered_json figures;
};

/// Reads the corpus, cuts the vocabulary and writes the words that are left to the work folder.
PreparedCorpus prepare_corpus(Session& session, const std::vector<std::string>& paths);

/// Trains a contender with a seed, or finds the training of an earlier run. Adds it to the entry;
/// what does not fit in the time left is named as left out.
void train_contender(Session& session, const Contender& contender, std::uint64_t seed,
                     const PreparedCorpus& corpus, Entry& entry);

}  // namespace eigenlex::internal
