#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "eigenlex/text/source_options.hpp"

namespace eigenlex::internal {

inline bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// The text in pieces that a tokenizer takes one by one and finds in it the tokens of the whole:
/// `on_segment(begin, segment)`, which end at the end of a line or before a space, and `on_gap()`
/// between documents. Either may return false to end the walk.
template <class OnSegment, class OnGap>
void walk_segments(std::string_view text, DocumentKind document, const OnSegment& on_segment,
                   const OnGap& on_gap) {
  constexpr std::size_t kSegmentBytes = 1024;
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    if (document == DocumentKind::kParagraph && is_blank_line(text.substr(line, end - line))) {
      if (!on_gap()) return;
    } else {
      for (std::size_t begin = line; begin < end;) {
        const std::size_t cut = end - begin <= kSegmentBytes
                                    ? end
                                    : std::min(text.find(' ', begin + kSegmentBytes), end);
        if (!on_segment(begin, text.substr(begin, cut - begin))) return;
        begin = cut;
      }
    }
    if (document == DocumentKind::kLine && end < text.size() && !on_gap()) return;
    line = end + 1;
  }
}

/// Where the first block of a text ends that is stored by itself: after a line where one ends
/// within `bytes`, or before a space.
inline std::size_t end_of_block(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  const std::size_t line = text.rfind('\n', bytes - 1);
  if (line != std::string_view::npos) return line + 1;
  const std::size_t end = std::min(text.find_first_of(" \n", bytes), text.size());
  return end < text.size() && text[end] == '\n' ? end + 1 : end;
}

}  // namespace eigenlex::internal
