#include <algorithm>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/text/utf8.hpp"

#include "text/kept_text.hpp"
#include "text/lower_case.hpp"
#include "text/text_segments.hpp"

namespace eigenlex::internal {
namespace {

/// Blocks that stay decompressed: a place is in one, and its surroundings in those beside it.
constexpr std::size_t kTextsKept = 4;
constexpr std::int64_t kMostBytesPerCharacter = 4;

bool is_continued(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// The bytes of so many characters, or fewer, before a place in a text; they begin at a blank where
/// there is one.
std::size_t begin_before(std::string_view text, std::size_t place, int characters) {
  std::size_t begin = place;
  for (int i = 0; i < characters && begin > 0; ++i) {
    do {
      --begin;
    } while (begin > 0 && is_continued(text[begin]));
  }
  if (begin == 0 || text[begin - 1] == ' ') return begin;
  const std::size_t blank = text.substr(0, place).find(' ', begin);
  return blank == std::string_view::npos ? begin : blank + 1;
}

/// The end of so many characters, or fewer, after a place in a text, likewise.
std::size_t end_after(std::string_view text, std::size_t place, int characters) {
  std::size_t end = place;
  for (int i = 0; i < characters && end < text.size(); ++i) {
    do {
      ++end;
    } while (end < text.size() && is_continued(text[end]));
  }
  if (end == text.size() || text[end] == ' ') return end;
  const std::size_t blank = text.substr(0, end).rfind(' ');
  return blank == std::string_view::npos || blank < place ? end : blank;
}

/// Where the line that a place is in begins.
std::size_t line_begin(std::string_view text, std::size_t place) {
  const std::size_t newline = text.substr(0, place).rfind('\n');
  return newline == std::string_view::npos ? 0 : newline + 1;
}

/// Where the document that a place is in begins, as far as the text tells.
std::size_t document_begin(std::string_view text, std::size_t place, DocumentKind document) {
  if (document == DocumentKind::kFile) return 0;
  std::size_t begin = line_begin(text, place);
  while (document == DocumentKind::kParagraph && begin > 0) {
    const std::size_t before = line_begin(text, begin - 1);
    if (is_blank_line(text.substr(before, begin - 1 - before))) break;
    begin = before;
  }
  return begin;
}

std::size_t document_end(std::string_view text, std::size_t place, DocumentKind document) {
  if (document == DocumentKind::kFile) return text.size();
  std::size_t end = std::min(text.find('\n', place), text.size());
  while (document == DocumentKind::kParagraph && end < text.size()) {
    const std::size_t next = std::min(text.find('\n', end + 1), text.size());
    if (is_blank_line(text.substr(end + 1, next - end - 1))) break;
    end = next;
  }
  return end;
}

}  // namespace

const std::string& TextReader::text_of(std::int64_t block) {
  const auto kept = std::ranges::find(texts_, block, &std::pair<std::int64_t, std::string>::first);
  if (kept != texts_.end()) return kept->second;
  if (texts_.size() == kTextsKept) texts_.erase(texts_.begin());
  return texts_.emplace_back(block, kept_->text_of(block)).second;
}

std::vector<std::string> TextReader::tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  tokenizer_->tokenize(text, [&](std::span<const std::string_view> some) {
    tokens.insert(tokens.end(), some.begin(), some.end());
  });
  return tokens;
}

TextSpan TextReader::find_token(std::string_view segment, std::int64_t token) {
  for (std::size_t begin = 0; begin < segment.size();) {
    const std::size_t end = std::min(segment.find(' ', begin + 1), segment.size());
    const std::string_view word = segment.substr(begin, end - begin);
    const std::vector<std::string> tokens = tokens_of(word);
    if (token >= std::ssize(tokens)) {
      token -= std::ssize(tokens);
      begin = end;
      continue;
    }
    // What stands between blanks may be several tokens, each spelled otherwise than it is written.
    const std::string lowered = lower_cased(word);
    std::size_t at = 0;
    TextSpan found{begin + std::min(word.find_first_not_of(" \t\r"), word.size()), end};
    for (std::int64_t i = 0; i <= token; ++i) {
      const std::string& spelled = tokens[as_size(i)];
      std::size_t place = word.find(spelled, at);
      if (place == std::string_view::npos && lowered.size() == word.size()) {
        place = lowered.find(spelled, at);
      }
      if (place == std::string_view::npos) return found;
      at = place + spelled.size();
      if (i == token) found = {begin + place, begin + at};
    }
    return found;
  }
  throw FormatError("text.bin: the text has fewer words than its index; train the model anew");
}

TextReader::Place TextReader::locate(std::int64_t position) {
  const std::int64_t block = kept_->block_of(position);
  const std::string_view text = text_of(block);
  std::int64_t at = kept_->block(block).position;
  Place place{.block = block, .begin = -1, .end = -1};
  walk_segments(
      text, kept_->document(),
      [&](std::size_t begin, std::string_view segment) {
        std::int64_t tokens = 0;
        tokenizer_->tokenize(
            segment, [&](std::span<const std::string_view> some) { tokens += std::ssize(some); });
        if (position >= at + tokens) {
          at += tokens;
          return true;
        }
        const TextSpan found = find_token(segment, position - at);
        place.begin = kept_->block(block).begin + as_index(begin + found.begin);
        place.end = kept_->block(block).begin + as_index(begin + found.end);
        return false;
      },
      [&] {
        at += kDocumentGap;
        return at <= position;
      });
  if (place.begin < 0) {
    throw FormatError("postings.bin: a word does not stand where it should; train the model anew");
  }
  return place;
}

Occurrence TextReader::occurrence(const std::vector<WordRange>& ranges, int context) {
  std::vector<Place> places;
  for (const WordRange& range : ranges) {
    const Place first = locate(range.begin), last = locate(range.end - 1);
    places.push_back({first.block, first.begin, std::max(last.end, first.end)});
  }
  const std::vector<Place> in_order = places;
  const Place& asked = in_order.front();
  std::ranges::sort(places, {}, &Place::begin);
  const std::string_view its_text = text_of(asked.block);
  const auto in_block = as_size(asked.begin - kept_->block(asked.block).begin);
  Occurrence found{.file = kept_->file_of(asked.block),
                   .line = kept_->block(asked.block).line +
                           std::ranges::count(its_text.substr(0, in_block), '\n'),
                   .text = {},
                   .matches = {}};
  // The text around of the same file, as far as it can be shown.
  const std::int64_t most = (context + 1) * kMostBytesPerCharacter;
  std::int64_t first = places.front().block, last = places.back().block;
  const auto is_same_file = [&](std::int64_t block) {
    return block >= 0 && block < kept_->blocks() &&
           kept_->block(block).file == kept_->block(asked.block).file;
  };
  if (places.front().begin - kept_->block(first).begin < most && is_same_file(first - 1)) --first;
  if (kept_->block(last + 1).begin - places.back().end < most && is_same_file(last + 1)) ++last;
  std::string around;
  for (std::int64_t block = first; block <= last; ++block) around += text_of(block);
  const std::int64_t origin = kept_->block(first).begin;
  const auto left = as_size(places.front().begin - origin);
  const auto right = as_size(places.back().end - origin);
  const std::size_t from = document_begin(around, left, kept_->document());
  const std::size_t to = document_end(around, right, kept_->document());
  for (char& byte : around) {
    if (byte == '\n' || byte == '\t' || byte == '\r') byte = ' ';
  }
  const std::string_view all = around;
  const std::size_t begin = from + begin_before(all.substr(from), left - from, context);
  const std::size_t end = end_after(all.substr(0, to), right, context);
  found.text = all.substr(begin, end - begin);
  for (const Place& place : in_order) {
    found.matches.push_back(
        {as_size(place.begin - origin) - begin, as_size(place.end - origin) - begin});
  }
  return found;
}

}  // namespace eigenlex::internal
