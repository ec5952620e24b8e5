#pragma once

#include <string>

#include "eigenlex/text/vocabulary.hpp"

#include "contenders.hpp"
#include "entry.hpp"
#include "session.hpp"

namespace eigenlex::tool {

/// The corpus as every contender reads it: words of the vocabulary alone, between single blanks.
struct PreparedCorpus {
  std::filesystem::path path;
  std::string checksum;
  Vocabulary vocabulary;
  nlohmann::ordered_json figures;
};

/// Reads the corpus, cuts the vocabulary and writes the words that are left to the work folder.
PreparedCorpus prepare_corpus(Session& session);

/// Trains a contender with a seed in a process of its own, or finds the training of an earlier run.
/// Adds it to the entry; what does not fit in the time left is named as left out. Throws
/// FormatError where the training fails.
void train_contender(Session& session, const Contender& contender, int seed,
                     const PreparedCorpus& corpus, Entry& entry);

}  // namespace eigenlex::tool
