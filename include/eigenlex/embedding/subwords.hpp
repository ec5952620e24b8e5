#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/ngrams.hpp"

namespace eigenlex {

/// What a penalty was worth: the mean cosine of the composed vectors of held-out words with their
/// own.
struct SubwordTrial {
  double regularization = 0;
  double cosine = 0;
};

/// Vectors of character n-grams; the vector of any word is the sum of those of its n-grams.
struct Subwords {
  NgramOptions options;
  /// The n-grams, each with the number of words it occurs in, and their vectors.
  Embedding ngrams;
  double regularization = 0;
  /// Trials of all penalties; empty where there was no choice.
  std::vector<SubwordTrial> trials;
};

/// The vector of `word` from its n-grams, of length 1; nothing if none of them is known.
std::optional<Eigen::RowVectorXf> compose(const Subwords& subwords, std::string_view word);

/// Writes a folder: subwords.json, ngrams.tsv, vectors.npy. `vectors_checksum` says which vectors
/// the sub-words were learned from. The folder appears when it is complete and replaces one of sub-
/// words. Throws IoError.
void write_subwords(const Subwords& subwords, const std::string& vectors_checksum,
                    const std::filesystem::path& path);

/// Reads what `write_subwords` writes. Throws IoError; FormatError where a file is damaged, the
/// files do not fit together, or they were learned from vectors of another checksum. Without
/// `verify_checksums` the files are not compared with theirs.
Subwords read_subwords(const std::filesystem::path& path, const std::string& vectors_checksum,
                       const ReadOptions& options = {});

/// What was learned as an object: ngrams (their number), dim, regularization and trials.
nlohmann::ordered_json to_json(const Subwords& subwords);

}  // namespace eigenlex
