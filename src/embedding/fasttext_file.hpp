#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "eigenlex/core/file.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::internal {

// The binary model of fastText (Bojanowski et al., TACL 2017), as its versions 11 and 12 write it:
// what it holds is read, words, vectors and the vectors of n-grams, supervised or not.

/// Whether a file is one, by its first bytes.
bool is_fasttext_file(std::string_view beginning);

/// The vectors of n-grams of a model, by which it gives a vector to a word that it does not know.
/// Movable; may be asked by several threads at once.
class FastTextNgrams {
 public:
  /// Opens the file, which must stay as it is while the n-grams are in use; vectors are read from
  /// it when they are needed. Throws as `parse_fasttext_file`.
  explicit FastTextNgrams(const std::filesystem::path& path);
  /// Those of a file of vectors, if it is a model of fastText as it is, not compressed, and has
  /// any.
  static std::optional<FastTextNgrams> of_vectors(const std::filesystem::path& path);

  /// The mean of the vectors of the word's n-grams, as fastText's own programs give it; nothing
  /// where it has none, as in a model without n-grams. Throws IoError.
  std::optional<std::vector<float>> vector(std::string_view word) const;

 private:
  RandomAccessFile file_;
  std::int64_t dim_ = 0;
  std::int64_t buckets_ = 0;
  std::int64_t data_ = 0;  // byte at which the vectors of n-grams begin
  std::int32_t shortest_ = 0;
  std::int32_t longest_ = 0;
};

/// Reads the words of a model, in the order of their counts, which it keeps, and their vectors,
/// each the mean of that of the word and those of its n-grams. Labels of a supervised model are
/// left out.
///
/// `path` names the source in messages. Throws FormatError with the byte for a
/// model that is cut short, damaged, of another version, or quantized (.ftz), and where a number is
/// not finite. Sizes are checked before anything is allocated. Time linear in the words and their
/// n-grams, in parallel; the same bytes for any number of threads.
Embedding parse_fasttext_file(std::string_view bytes, std::string_view path);

}  // namespace eigenlex::internal
