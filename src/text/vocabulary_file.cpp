#include "eigenlex/text/vocabulary_file.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/text/utf8.hpp"
#include "eigenlex/text/word_table.hpp"

#include "core/in_quotes.hpp"
#include "text/file_content.hpp"

namespace eigenlex {
namespace {

using internal::FileContent;
using internal::in_quotes;

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

/// The lines of a vocabulary's file.
struct Lines {
  Lines(std::string path, VocabularyOrigin origin)
      : name(std::move(path)), foreign(origin == VocabularyOrigin::kForeign) {}

  std::string name;
  bool foreign;
  std::vector<std::string_view> words;
  std::vector<std::int64_t> counts;
  std::int64_t total = 0;  // what uses the counts adds them up

  /// Takes all lines of a file; throws FormatError at the first that is malformed.
  void add(std::string_view rest) {
    if (foreign && rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
    constexpr std::size_t kLook = 1 << 16;
    while (!rest.empty()) {
      if (words.size() % kLook == 0) check_cancelled();
      const std::size_t newline = rest.find('\n');
      if (newline == std::string_view::npos) fail("the line has no end: the file was cut short");
      std::string_view text = rest.substr(0, newline);
      if (foreign && text.ends_with('\r')) text.remove_suffix(1);  // the count ends before it
      rest.remove_prefix(newline + 1);
      add_line(text);
    }
  }

 private:
  void add_line(std::string_view text) {
    const std::size_t tab = text.find('\t');
    if (tab == std::string_view::npos || text.find('\t', tab + 1) != std::string_view::npos) {
      fail("must be a word, one tab and a count");
    }
    if (tab == 0) fail("the word is empty");
    const std::int64_t count = parse_count(text.substr(tab + 1), name, line());
    if (count > std::numeric_limits<std::int64_t>::max() - total) {
      fail("the counts up to here add up to more than 2^63-1");
    }
    total += count;
    words.push_back(text.substr(0, tab));
    counts.push_back(count);
  }
  std::int64_t line() const { return std::ssize(words) + 1; }
  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError::at_line(name, line(), what);
  }
};

/// The words under the numbers of their lines; throws FormatError where one occurs again.
WordTable table_of(std::span<const std::string_view> words, const std::string& path) {
  std::int64_t bytes = 0;
  for (const std::string_view word : words) bytes += std::ssize(word);
  WordTable table;
  table.reserve(std::ssize(words), bytes);
  std::vector<std::int32_t> ids(words.size());
  table.intern(words, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (as_size(ids[i]) == i) continue;
    throw FormatError::at_line(
        path, as_index(i) + 1,
        fmt::format("the word \"{}\" is on line {} already", words[i], ids[i] + 1));
  }
  return table;
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
  const FileContent file(path);
  Lines lines(path.string(), origin);
  try {
    lines.add(file.bytes());
  } catch (const FormatError&) {
    table_of(lines.words, path.string());  // a word that occurs again before is told of first
    throw;
  }
  return Vocabulary(table_of(lines.words, path.string()), std::move(lines.counts));
}

}  // namespace eigenlex
