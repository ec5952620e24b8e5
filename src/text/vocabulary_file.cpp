#include "eigenlex/text/vocabulary_file.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/text/word_table.hpp"

#include "core/in_quotes.hpp"
#include "text/file_content.hpp"

namespace eigenlex {
namespace {

using internal::FileContent;
using internal::in_quotes;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// The count of a line; throws FormatError.
std::int64_t parse_count(std::string_view digits, const std::string& path, std::int64_t line) {
  std::int64_t count = -1;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, count);
  if (error != std::errc{} || stop != end || count < 0) {
    throw FormatError::at_line(
        path, line,
        fmt::format("the count is {}, must be a whole number from 0 to 2^63-1", in_quotes(digits)));
  }
  return count;
}

}  // namespace

void write_vocabulary(const Vocabulary& vocabulary, const std::filesystem::path& path,
                      VocabularyOrigin origin) {
  for (const std::string_view word : vocabulary.words()) {
    if (word.find_first_of("\t\n") != std::string_view::npos) {
      throw FormatError::at_path(
          path.string(),
          fmt::format("cannot hold the word \"{}\": it has a tab or a newline; leave the word out",
                      word));
    }
  }
  OutputFile file(path);
  if (origin == VocabularyOrigin::kForeign && vocabulary.size() > 0 &&
      vocabulary.word(0).starts_with(kByteOrderMark)) {
    file.write(kByteOrderMark);  // the one that readers leave out
  }
  for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
    file.write(fmt::format("{}\t{}\n", vocabulary.word(id), vocabulary.count(id)));
  }
  file.close();
}

Vocabulary read_vocabulary(const std::filesystem::path& path, VocabularyOrigin origin) {
  const bool foreign = origin == VocabularyOrigin::kForeign;
  const FileContent file(path);
  const std::string name = path.string();
  std::vector<std::int64_t> counts;
  std::int64_t total = 0;  // what uses the counts adds them up
  WordTable words;
  std::string_view rest = file.bytes();
  if (foreign && rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  for (std::int64_t line = 1; !rest.empty(); ++line) {
    const std::size_t newline = rest.find('\n');
    if (newline == std::string_view::npos) {
      throw FormatError::at_line(name, line, "the line has no end: the file was cut short");
    }
    std::string_view text = rest.substr(0, newline);
    if (foreign && text.ends_with('\r')) text.remove_suffix(1);  // the count ends before it
    rest.remove_prefix(newline + 1);
    const std::size_t tab = text.find('\t');
    if (tab == std::string_view::npos || text.find('\t', tab + 1) != std::string_view::npos) {
      throw FormatError::at_line(name, line, "must be a word, one tab and a count");
    }
    const std::string_view word = text.substr(0, tab);
    if (word.empty()) throw FormatError::at_line(name, line, "the word is empty");
    counts.push_back(parse_count(text.substr(tab + 1), name, line));
    if (counts.back() > std::numeric_limits<std::int64_t>::max() - total) {
      throw FormatError::at_line(name, line, "the counts up to here add up to more than 2^63-1");
    }
    total += counts.back();
    const std::int32_t id = words.intern(word);
    if (id + 1 < line) {
      throw FormatError::at_line(
          name, line, fmt::format("the word \"{}\" is on line {} already", word, id + 1));
    }
  }
  return Vocabulary(std::move(words), std::move(counts));
}

}  // namespace eigenlex
