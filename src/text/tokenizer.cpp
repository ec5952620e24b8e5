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
#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

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

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

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

/// Decodes the first code point of `text`, which is not empty, and puts the bytes it takes in
/// `used`; negative for bytes that are not UTF-8.
UChar32 next_code_point(std::string_view text, std::size_t& used) {
  // A code point has at most 4 bytes: the window keeps ICU's 32-bit indices in range.
  const std::string_view window = text.substr(0, 4);
  const std::int32_t size = static_cast<std::int32_t>(window.size());
  std::int32_t i = 0;
  UChar32 code_point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within ICU's macro
  U8_NEXT(window.data(), i, size, code_point);
#pragma GCC diagnostic pop
  used = static_cast<std::size_t>(i);
  return code_point;
}

/// Appends the simple case folding of `text`; bytes that are not UTF-8 stay as they are.
void append_folded(std::string_view text, std::string& folded) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  while (!text.empty()) {
    const auto ascii_end = std::find_if_not(text.begin(), text.end(), is_ascii);
    const std::size_t ascii = static_cast<std::size_t>(ascii_end - text.begin());
    folded.resize(folded.size() + ascii);
    std::transform(text.begin(), ascii_end, folded.end() - static_cast<std::ptrdiff_t>(ascii),
                   lower);
    text.remove_prefix(ascii);
    if (text.empty()) return;

    std::size_t used = 0;
    const UChar32 code_point = next_code_point(text, used);
    if (code_point < 0) {
      folded.append(text.substr(0, used));
    } else {
      std::array<char, U8_MAX_LENGTH> bytes;
      std::int32_t size = 0;
      U8_APPEND_UNSAFE(bytes.data(), size, u_foldCase(code_point, U_FOLD_CASE_DEFAULT));
      folded.append(bytes.data(), static_cast<std::size_t>(size));
    }
    text.remove_prefix(used);
  }
}

class WhitespaceTokenizer final : public Tokenizer {
 public:
  explicit WhitespaceTokenizer(bool lowercase) : lowercase_(lowercase) {}

  void tokenize(std::string_view line, const TokenSink& sink) override {
    if (!lowercase_) return split(line, sink);
    while (!line.empty()) {
      const std::size_t length = piece_length(line, std::string_view::npos);
      folded_.clear();
      append_folded(line.substr(0, length), folded_);
      split(folded_, sink);
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
  std::string folded_;
  std::vector<std::string_view> group_;  // tokens not yet given to the sink
};

void check(UErrorCode status, const char* action) {
  if (U_FAILURE(status)) {
    throw Error(std::string("ICU cannot ") + action + ": " + u_errorName(status) +
                "; is the data of the ICU library installed?");
  }
}

class UnicodeTokenizer final : public Tokenizer {
 public:
  explicit UnicodeTokenizer(bool lowercase) {
    UErrorCode status = U_ZERO_ERROR;
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    nfkc_ = icu::Normalizer2::getNFKCInstance(status);
    if (lowercase) fold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    check(status, "load its word boundaries and normalizations");
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
    UErrorCode status = U_ZERO_ERROR;
    // Invalid bytes become U+FFFD, which is no part of a word.
    const icu::StringPiece bytes(piece.data(), static_cast<std::int32_t>(piece.size()));
    nfkc_->normalize(icu::UnicodeString::fromUTF8(bytes), text_, status);
    check(status, "normalize a line");

    utf8_.clear();
    lengths_.clear();
    words_->setText(text_);
    std::int32_t begin = words_->first();
    for (std::int32_t end = words_->next(); end != icu::BreakIterator::DONE; end = words_->next()) {
      if (words_->getRuleStatus() >= UBRK_WORD_NUMBER) append_token(begin, end);
      begin = end;
    }
    give(sink);
  }

  void append_token(std::int32_t begin, std::int32_t end) {
    // The rules count some punctuation as letters, underscores for one.
    std::int32_t letter = begin;
    while (letter < end && !u_isalnum(text_.char32At(letter))) ++letter;
    if (letter == end) return;

    const std::size_t before = utf8_.size();
    if (fold_ == nullptr) {
      text_.tempSubStringBetween(begin, end).toUTF8String(utf8_);
    } else {
      UErrorCode status = U_ZERO_ERROR;
      fold_->normalize(text_.tempSubStringBetween(begin, end), token_, status);
      check(status, "fold the case of a word");
      token_.toUTF8String(utf8_);
    }
    lengths_.push_back(utf8_.size() - before);
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
  const icu::Normalizer2* nfkc_ = nullptr;
  const icu::Normalizer2* fold_ = nullptr;  // null: case is kept
  icu::UnicodeString text_;
  icu::UnicodeString token_;
  std::string utf8_;                  // the tokens of a piece one after another
  std::vector<std::size_t> lengths_;  // of each of them
  std::vector<std::string_view> tokens_;
};

}  // namespace

void TokenizerOptions::validate() const {
  if (kind != TokenizerKind::kWhitespace && kind != TokenizerKind::kUnicode) {
    throw OptionError("TokenizerOptions.kind", std::to_string(static_cast<int>(kind)),
                      "must be kWhitespace or kUnicode");
  }
}

std::unique_ptr<Tokenizer> make_tokenizer(const TokenizerOptions& options) {
  options.validate();
  if (options.kind == TokenizerKind::kUnicode) {
    return std::make_unique<UnicodeTokenizer>(options.lowercase);
  }
  return std::make_unique<WhitespaceTokenizer>(options.lowercase);
}

}  // namespace eigenlex
