#include "embedding/vector_header.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace eigenlex::internal {
namespace {

constexpr std::string_view kSpaces = " \t\r";

void skip_spaces(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
}

/// Takes a number >= 0 from the front of `text`; nothing where there is none.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

std::optional<VectorHeader> parse_vector_header(std::string_view bytes) {
  // Two numbers of 19 digits and the spaces around them are well within this.
  constexpr std::size_t kLongestHeader = 128;
  std::string_view line = bytes.substr(0, kLongestHeader + 1);
  line = line.substr(0, line.find('\n'));
  if (line.size() > kLongestHeader) return std::nullopt;
  const std::size_t size = std::min(line.size() + 1, bytes.size());
  const std::optional<std::int64_t> words = take_number(line);
  const std::size_t after_words = line.size();
  skip_spaces(line);
  if (!words || line.size() == after_words) return std::nullopt;
  const std::optional<std::int64_t> dim = take_number(line);
  skip_spaces(line);
  if (!dim || !line.empty()) return std::nullopt;
  return VectorHeader{*words, *dim, size};
}

}  // namespace eigenlex::internal
