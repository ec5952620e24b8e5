#pragma once

#include <cstdint>
#include <filesystem>

namespace eigenlex::bench {

/// Text by chance with the word frequencies of a language.
struct ZipfTextOptions {
  std::int64_t tokens = 1'000'000;  ///< >= 1
  std::int64_t words = 50'000;      ///< distinct words that may occur, >= 2
  std::int64_t topics = 200;        ///< groups of words that occur together, 1 .. words
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Writes the text to a file, 40 words a line; the same bytes for any number of threads.
///
/// The share of the word of rank r is about 1 / r (Zipf 1949). A line has a topic, and every second
/// word of it is moved to the words of that topic, so that the matrix of PMI has a structure to
/// find and is not all noise. Frequent words have short names. Throws OptionError or IoError.
void write_zipf_text(const ZipfTextOptions& options, const std::filesystem::path& path);

}  // namespace eigenlex::bench
