#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Co-occurrence counts with the words they are about: all that weighting and factorizing need.
struct Counts {
  Vocabulary vocabulary;
  CooccurrenceMatrix matrix;
  /// What counts.json says beside sizes and checksums: an object of options and corpus figures.
  nlohmann::json description = nlohmann::json::object();
};

/// Writes a counts directory: counts.json, vocab.tsv, and the matrix as indptr.npy (int64),
/// indices.npy (int32) and values.npy (uint32, or int64 if a cell needs it).
///
/// The directory appears when it is complete. It replaces one with counts of that name, but no
/// other folder that holds anything. Throws IoError, or OptionError where the matrix does not fit
/// the vocabulary.
void write_counts(const Counts& counts, const std::filesystem::path& path);

/// Reads a counts directory. Throws IoError, or FormatError where a file is damaged, the files do
/// not fit together, or the matrix breaks an invariant of `CsrMatrix`.
Counts read_counts(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same, but leaves the cells in their files, which are read as they are needed and must not be
/// changed meanwhile. Memory: the vocabulary and 8 bytes a row.
Counts open_counts(const std::filesystem::path& path, const ReadOptions& options = {});

/// What can be said of counts in an object: words, rows, cols, nonzeros and description.
nlohmann::ordered_json to_json(const Counts& counts);

}  // namespace eigenlex
