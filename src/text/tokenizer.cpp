#include "eigenlex/text/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utf8.h>

#include "eigenlex/core/error.hpp"

#include "text/icu_error.hpp"
#include "text/lower_case.hpp"
#include "text/unicode_form.hpp"

namespace eigenlex {
namespace {

using internal::append_lower_cased;
using internal::check_icu;
using internal::UnicodeForm;

constexpr std::array<bool, 256> kIsSpace = [] {
  std::array<bool, 256> is_space{};
  for (const unsigned char c : {' ', '\t', '\n', '\v', '\f', '\r'}) is_space[c] = true;
  return is_space;
}();

bool is_space(char c) { return kIsSpace[static_cast<unsigned char>(c)]; }

constexpr std::size_t kMaskBytes = 64;

/// Bit i tells whether byte i of a text of at most 64 bytes is white space; it is beyond its end.
///
/// Whole words of bits show where tokens end without a branch for each byte, which no processor
/// could predict.
std::uint64_t space_mask(std::string_view text) {
  std::array<std::uint8_t, kMaskBytes> bytes;
  if (text.size() == kMaskBytes) {
    std::memcpy(bytes.data(), text.data(), kMaskBytes);
  } else {
    bytes.fill(' ');
    std::memcpy(bytes.data(), text.data(), text.size());
  }
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(byte == ' ') |
           static_cast<std::uint8_t>(static_cast<std::uint8_t>(byte - '\t') <= '\r' - '\t');
  }
  std::uint64_t mask = 0;
  for (std::size_t first = 0; first < kMaskBytes; first += 8) {
    std::uint64_t eight = 0;
    for (std::size_t i = 0; i < 8; ++i) eight |= std::uint64_t{bytes[first + i]} << (8 * i);
    // The product moves the lowest bit of byte i to bit 56 + i.
    mask |= (eight * 0x0102040810204080) >> 56 << first;
  }
  return mask;
}

/// Length of the first piece of a text: up to the first space after 64 KiB, at most `longest`.
std::size_t piece_length(std::string_view text, std::size_t longest) {
  constexpr std::size_t kPieceBytes = std::size_t{1} << 16;
  if (text.size() <= kPieceBytes) return text.size();
  const std::string_view reach = text.substr(0, longest);
  const auto space = std::find_if(reach.begin() + kPieceBytes, reach.end(), is_space);
  std::size_t length = static_cast<std::size_t>(space - reach.begin());
  // Not between the bytes of a code point; 3 steps back reach the start of any.
  for (int step = 0; step < 3 && length < text.size() && U8_IS_TRAIL(text[length]); ++step) {
    --length;
  }
  return length;
}

class WhitespaceTokenizer final : public Tokenizer {
 public:
  explicit WhitespaceTokenizer(bool lowercase) : lowercase_(lowercase) {}

  void tokenize(std::string_view line, const TokenSink& sink) override {
    if (!lowercase_) return split(line, sink);
    while (!line.empty()) {
      const std::size_t length = piece_length(line, std::string_view::npos);
      lowered_.clear();
      append_lower_cased(line.substr(0, length), lowered_);
      split(lowered_, sink);
      line.remove_prefix(length);
    }
  }

 private:
  void split(std::string_view text, const TokenSink& sink) {
    group_.clear();
    const char* word = nullptr;  // where the word begins that has not ended yet
    std::uint64_t last = 0;      // whether the byte before is of a word
    for (std::size_t i = 0; i < text.size(); i += kMaskBytes) {
      const std::uint64_t letters = ~space_mask(text.substr(i, kMaskBytes));
      // A bit where a word begins and one where it has ended, by turns.
      std::uint64_t edges = letters ^ (letters << 1 | last);
      last = letters >> 63;
      for (; edges != 0; edges &= edges - 1) {
        const char* const edge = text.data() + i + std::countr_zero(edges);
        if (word == nullptr) {
          word = edge;
        } else {
          emit({word, static_cast<std::size_t>(edge - word)}, sink);
          word = nullptr;
        }
      }
    }
    if (word != nullptr) emit({word, static_cast<std::size_t>(text.end() - word)}, sink);
    if (!group_.empty()) sink(group_);
  }

  void emit(std::string_view token, const TokenSink& sink) {
    constexpr std::size_t kMostInAGroup = 128;
    group_.push_back(token);
    if (group_.size() < kMostInAGroup) return;
    sink(group_);
    group_.clear();
  }

  bool lowercase_;
  std::string lowered_;
  std::vector<std::string_view> group_;  // tokens not yet given to the sink
};

class UnicodeTokenizer final : public Tokenizer {
 public:
  explicit UnicodeTokenizer(bool lowercase) : lowercase_(lowercase) {
    UErrorCode status = U_ZERO_ERROR;
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    check_icu(status, "load its word boundaries");
  }

  void tokenize(std::string_view line, const TokenSink& sink) override {
    // There is a word boundary before every ASCII space and no normalization across it, so the
    // pieces have the tokens of the whole. NFKC makes at most 6 UTF-16 units of a byte: the longest
    // piece stays far below ICU's limit of 2^31 units.
    constexpr std::size_t kLongestPieceBytes = std::size_t{1} << 24;
    while (!line.empty()) {
      const std::size_t length = piece_length(line, kLongestPieceBytes);
      tokenize_piece(line.substr(0, length), sink);
      line.remove_prefix(length);
    }
  }

 private:
  void tokenize_piece(std::string_view piece, const TokenSink& sink) {
    const icu::UnicodeString& text = form_.of(piece);
    utf8_.clear();
    lengths_.clear();
    words_->setText(text);
    std::int32_t begin = words_->first();
    for (std::int32_t end = words_->next(); end != icu::BreakIterator::DONE; end = words_->next()) {
      if (words_->getRuleStatus() >= UBRK_WORD_NUMBER) append_token(text, begin, end);
      begin = end;
    }
    give(sink);
  }

  void append_token(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
    const std::size_t before = utf8_.size();
    form_.append_word(text, begin, end, lowercase_, utf8_);
    if (utf8_.size() > before) lengths_.push_back(utf8_.size() - before);
  }

  void give(const TokenSink& sink) {
    tokens_.clear();
    std::size_t offset = 0;
    for (const std::size_t length : lengths_) {
      tokens_.emplace_back(utf8_.data() + offset, length);
      offset += length;
    }
    if (!tokens_.empty()) sink(tokens_);
  }

  std::unique_ptr<icu::BreakIterator> words_;
  UnicodeForm form_;
  bool lowercase_;
  std::string utf8_;                  // the tokens of a piece one after another
  std::vector<std::size_t> lengths_;  // of each of them
  std::vector<std::string_view> tokens_;
};

}  // namespace

void TokenizerOptions::validate() const {
  if (kind < TokenizerKind::kAuto || kind > TokenizerKind::kUnicode) {
    throw OptionError("TokenizerOptions.kind", std::to_string(static_cast<int>(kind)),
                      "must be kAuto, kWhitespace or kUnicode");
  }
}

std::unique_ptr<Tokenizer> make_tokenizer(const TokenizerOptions& options) {
  options.validate();
  if (options.kind == TokenizerKind::kAuto) {
    throw OptionError("TokenizerOptions.kind", "auto",
                      "must be whitespace or unicode where no corpus is read");
  }
  if (options.kind == TokenizerKind::kUnicode) {
    return std::make_unique<UnicodeTokenizer>(options.lowercase);
  }
  return std::make_unique<WhitespaceTokenizer>(options.lowercase);
}

}  // namespace eigenlex
