#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/classify/tokenized_texts.hpp"
#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Ids as a network sees them: word w of the vocabulary is w + kFirstWordId.
inline constexpr std::int32_t kPaddingId = 0;
inline constexpr std::int32_t kUnknownId = 1;
inline constexpr std::int32_t kFirstWordId = 2;

/// An end of a text.
enum class TextEnd { kStart, kEnd };
constexpr auto enum_names(TextEnd) {
  return std::to_array<EnumName<TextEnd>>({{TextEnd::kStart, "start"}, {TextEnd::kEnd, "end"}});
}

/// How long a text may be.
struct SequenceOptions {
  /// Most tokens of a text; >= 1.
  std::int64_t max_length = 256;
  /// The end that longer texts lose.
  TextEnd truncate = TextEnd::kEnd;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Texts as the ids of a network, of any lengths.
struct Sequences {
  std::vector<std::int32_t> ids;
  /// Text i is ids[offsets[i] .. offsets[i + 1]); one entry more than there are texts.
  std::vector<std::int64_t> offsets{0};

  std::int64_t size() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
  std::span<const std::int32_t> text(std::int64_t i) const {
    const std::size_t begin = static_cast<std::size_t>(offsets[static_cast<std::size_t>(i)]);
    const std::size_t end = static_cast<std::size_t>(offsets[static_cast<std::size_t>(i) + 1]);
    return std::span(ids).subspan(begin, end - begin);
  }
};

/// The words of texts that a classifier with a vocabulary of its own knows: the `num_words` most
/// frequent ones (0: all), by count, ties by bytes. Throws FormatError if the texts have no word.
Vocabulary vocabulary_of(const TokenizedTexts& texts, std::int64_t num_words);

/// Turns texts into ids: words that the vocabulary does not have become kUnknownId, and longer
/// texts are cut. Time linear in the tokens.
Sequences encode(const TokenizedTexts& texts, const Vocabulary& vocabulary,
                 const SequenceOptions& options);

/// Share of tokens whose word the vocabulary has, in 0..1; 0 where there is no token.
double token_coverage(const TokenizedTexts& texts, const Vocabulary& vocabulary);

/// Texts as a matrix of size() x length ids: shorter ones are filled up with kPaddingId at one end,
/// longer ones are cut at an end, as Keras' pad_sequences does. length >= 1. Throws OptionError.
NpyArray<std::int32_t> pad_sequences(const Sequences& sequences, std::int64_t length, TextEnd pad,
                                     TextEnd truncate);

}  // namespace eigenlex
