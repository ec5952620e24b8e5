#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/refine/bag_regression.hpp"
#include "eigenlex/refine/ngrams.hpp"

namespace eigenlex {

/// How vectors of sub-words are learned.
struct SubwordOptions {
  NgramOptions ngrams = {};
  /// Penalties λ to choose from by held-out words, each > 0; at least one, and one alone is taken
  /// as it is.
  std::vector<double> regularizations = {0.1, 0.3, 1, 3};
  /// Words held out for the choice, >= 1; at most a tenth of all words are.
  std::int32_t held_out = 2000;
  /// Seed of the choice of held-out words.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

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

/// Learns vectors of character n-grams that add up to the vectors of words: ridge regression of the
/// words' unit vectors on their bags of n-grams (Zhao, Mudgal & Liang, EMNLP 2018). Words without
/// direction take no part.
///
/// Throws OptionError where options do not fit, or where no n-gram is common enough. Cost that of
/// `bag_regression` for each penalty and once more; the same bytes for any number of threads.
Subwords train_subwords(const Embedding& words, const SubwordOptions& options = {});

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

}  // namespace eigenlex
