#include "eigenlex/classify/sequences.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/folding.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"

namespace eigenlex {
namespace {

/// The part of a text that is kept of it.
template <class T>
std::span<const T> truncated(std::span<const T> text, std::int64_t length, TextEnd end) {
  const std::size_t kept = std::min(text.size(), static_cast<std::size_t>(length));
  return end == TextEnd::kEnd ? text.first(kept) : text.last(kept);
}

/// The id of each word of the texts, which may be spelled in another way than the vocabulary.
std::vector<std::int32_t> network_ids(const TokenizedTexts& texts, const Vocabulary& vocabulary) {
  std::vector<std::int32_t> ids;
  ids.reserve(texts.words.size());
  for (const std::string& word : texts.words) {
    const std::optional<std::int32_t> id = find_folded(vocabulary, Folding{}, word);
    ids.push_back(id ? *id + kFirstWordId : kUnknownId);
  }
  return ids;
}

}  // namespace

void SequenceOptions::validate() const {
  if (max_length < 1) {
    throw OptionError("SequenceOptions.max_length", std::to_string(max_length), "must be >= 1");
  }
  if (truncate != TextEnd::kStart && truncate != TextEnd::kEnd) {
    throw OptionError("SequenceOptions.truncate", std::to_string(static_cast<int>(truncate)),
                      "must be kStart or kEnd");
  }
}

Vocabulary vocabulary_of(const TokenizedTexts& texts, std::int64_t num_words) {
  std::vector<std::int64_t> counts(texts.words.size(), 0);
  for (const std::int32_t token : texts.tokens) ++counts[static_cast<std::size_t>(token)];
  const Vocabulary all =
      order_by_count({texts.words.begin(), texts.words.end()}, counts).vocabulary;
  if (all.size() == 0) {
    throw FormatError("the examples have no word: is the tokenizer the right one?");
  }
  if (num_words == 0 || num_words >= all.size()) return all;
  return first_words(all, static_cast<std::int32_t>(num_words));
}

Sequences encode(const TokenizedTexts& texts, const Vocabulary& vocabulary,
                 const SequenceOptions& options) {
  options.validate();
  const std::vector<std::int32_t> ids = network_ids(texts, vocabulary);
  Sequences sequences;
  for (std::int64_t i = 0; i < texts.size(); ++i) {
    for (const std::int32_t token :
         truncated(texts.text(i), options.max_length, options.truncate)) {
      sequences.ids.push_back(ids[static_cast<std::size_t>(token)]);
    }
    sequences.offsets.push_back(static_cast<std::int64_t>(sequences.ids.size()));
  }
  return sequences;
}

double token_coverage(const TokenizedTexts& texts, const Vocabulary& vocabulary) {
  if (texts.tokens.empty()) return 0;
  const std::vector<std::int32_t> ids = network_ids(texts, vocabulary);
  const auto known = std::count_if(texts.tokens.begin(), texts.tokens.end(), [&](std::int32_t t) {
    return ids[static_cast<std::size_t>(t)] != kUnknownId;
  });
  return static_cast<double>(known) / static_cast<double>(texts.tokens.size());
}

NpyArray<std::int32_t> pad_sequences(const Sequences& sequences, std::int64_t length, TextEnd pad,
                                     TextEnd truncate) {
  if (length < 1) throw OptionError("length", std::to_string(length), "must be >= 1");
  const std::size_t columns = static_cast<std::size_t>(length);
  NpyArray<std::int32_t> matrix{{sequences.size(), length}, {}};
  matrix.values.assign(static_cast<std::size_t>(sequences.size()) * columns, kPaddingId);
  for (std::int64_t i = 0; i < sequences.size(); ++i) {
    const std::span<const std::int32_t> text = truncated(sequences.text(i), length, truncate);
    const std::size_t begin = static_cast<std::size_t>(i) * columns +
                              (pad == TextEnd::kStart ? columns - text.size() : 0);
    std::copy(text.begin(), text.end(), matrix.values.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  return matrix;
}

}  // namespace eigenlex
