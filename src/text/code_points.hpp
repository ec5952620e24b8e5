#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <unicode/utf8.h>

namespace eigenlex::internal {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within ICU's macros

/// Decodes the first code point of `text`, which is not empty, and takes its bytes off; negative
/// for bytes that are not UTF-8.
inline UChar32 take_first(std::string_view& text) {
  // A code point has at most 4 bytes: the window keeps ICU's 32-bit indices in range.
  const std::string_view window = text.substr(0, 4);
  const std::int32_t size = static_cast<std::int32_t>(window.size());
  std::int32_t i = 0;
  UChar32 code_point = 0;
  U8_NEXT(window.data(), i, size, code_point);
  text.remove_prefix(static_cast<std::size_t>(i));
  return code_point;
}

/// The same of the last code point.
inline UChar32 take_last(std::string_view& text) {
  const std::string_view window = text.size() > 4 ? text.substr(text.size() - 4) : text;
  const std::int32_t size = static_cast<std::int32_t>(window.size());
  std::int32_t i = size;
  UChar32 code_point = 0;
  U8_PREV(window.data(), 0, i, code_point);
  text.remove_suffix(static_cast<std::size_t>(size - i));
  return code_point;
}

#pragma GCC diagnostic pop

}  // namespace eigenlex::internal
