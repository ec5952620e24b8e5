#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "eigenlex/embedding/embedding.hpp"

#include "embedding/fasttext_head.hpp"

namespace eigenlex::internal {

// The binary model of fastText (Bojanowski et al., TACL 2017), as its versions 11 and 12 write it:
// what it holds is read, words, vectors and the vectors of n-grams, supervised or not.

/// Whether a file is one, by its first bytes.
inline constexpr std::size_t kFastTextMarkBytes = 4;
bool is_fasttext_file(std::string_view beginning);

/// The vectors of n-grams of a model, by which it gives a vector to a word that it does not know.
/// May be asked by several threads at once.
class FastTextNgrams {
 public:
  /// Those of a model with this head, which are read when they are needed: the bytes must stay.
  FastTextNgrams(BytesAt bytes, const FastTextHead& head);

  /// The mean of the vectors of the word's n-grams, as fastText's own programs give it; nothing
  /// where it has none, as in a model without n-grams. Throws IoError.
  std::optional<std::vector<float>> vector(std::string_view word) const;

 private:
  BytesAt bytes_;
  FastTextHead head_;  ///< without the words; its table begins with the n-grams
};

/// What a model holds.
struct FastTextModel {
  /// In the order of their counts, which they keep; the vector of each is the mean of that of the
  /// word and those of its n-grams. Labels of a supervised model are left out.
  Embedding words;
  /// Nothing of a model without any.
  std::optional<FastTextNgrams> ngrams;
};

/// Reads a model: its head, the rows of its words, and of the n-grams of some thousand words at a
/// time, so that little more than the words' vectors are in memory.
///
/// Throws IoError, FormatError as `read_fasttext_head`, and where a number is not finite. Time
/// linear in the words and their n-grams, in parallel; the same bytes for any number of threads.
FastTextModel read_fasttext(const BytesAt& bytes);
/// The same of a file, which must stay as it is while the n-grams are in use.
FastTextModel read_fasttext_file(const std::filesystem::path& path);
/// The words of a model in memory; `path` names the source in messages.
Embedding parse_fasttext_file(std::string_view bytes, std::string_view path);

}  // namespace eigenlex::internal
