#include "eigenlex/query/question.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

/// The text from its first to its last byte that is no blank.
std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_sign(std::string_view text) { return text == "+" || text == "-"; }

/// The place of the next sign that stands alone, from `begin` on; npos if there is none.
std::size_t find_sign(std::string_view text, std::size_t begin) {
  for (std::size_t at = text.find_first_not_of(kBlanks, begin); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    if (is_sign(text.substr(at, end - at))) return at;
    at = text.find_first_not_of(kBlanks, end);
  }
  return std::string_view::npos;
}

}  // namespace

Question parse_question(std::string_view text) {
  const std::string_view whole = trimmed(text);
  if (is_sign(whole)) return {{std::string(whole), 1}};
  Question question;
  double weight = 1;
  std::size_t begin = 0;
  if (find_sign(whole, 0) == 0) {
    weight = whole.front() == '-' ? -1 : 1;
    begin = 1;
  }
  while (true) {
    const std::size_t sign = find_sign(whole, begin);
    const std::string_view word = trimmed(whole.substr(begin, sign - begin));
    if (word.empty()) {
      throw FormatError(fmt::format("\"{}\": expected words with a + or - between them", text));
    }
    question.push_back({std::string(word), weight});
    if (sign == std::string_view::npos) return question;
    weight = whole[sign] == '-' ? -1 : 1;
    begin = sign + 1;
  }
}

}  // namespace eigenlex
