#include "query_io.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/spelling.hpp"

#include "prompt.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kReadSize = 1 << 16;
constexpr std::int32_t kCloseSpellings = 5;

/// Moves the complete lines of `text` to the result; what follows the last line end stays.
std::vector<std::string> take_lines(std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    std::string line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
    begin = end + 1;
  }
  text.erase(0, begin);
  return lines;
}

}  // namespace

/// Leaves out the byte order mark that the input may begin with.
void InputBatches::drop_mark() {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (!at_start_ || unfinished_line_.size() < kByteOrderMark.size()) return;
  at_start_ = false;
  if (unfinished_line_.starts_with(kByteOrderMark)) {
    unfinished_line_.erase(0, kByteOrderMark.size());
  }
}

std::optional<std::vector<std::string>> InputBatches::next() {
  while (is_interactive()) {
    auto line = read_typed_line(prompt_);
    if (!line) return std::nullopt;
    *line += '\n';
    if (auto lines = take_lines(*line); !lines.empty()) return lines;
  }
  while (!at_end_) {
    std::array<char, kReadSize> buffer;
    const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size < 0) {
      if (errno == EINTR) continue;
      throw IoError::from_errno("standard input", "read", errno);
    }
    if (size == 0) {
      at_end_ = true;
      // The last line may lack its end.
      unfinished_line_ += '\n';
    }
    const std::string_view arrived(buffer.data(), static_cast<std::size_t>(size));
    unfinished_line_ += arrived;
    drop_mark();
    if (!at_end_ && arrived.find('\n') == std::string_view::npos) continue;
    std::vector<std::string> lines = take_lines(unfinished_line_);
    if (!lines.empty()) return lines;
  }
  return std::nullopt;
}

void print_neighbours(std::string_view asked, const Vocabulary& vocabulary,
                      std::span<const Neighbour> neighbours) {
  for (const Neighbour& neighbour : neighbours) {
    fmt::print("{}\t{}\t{:.4f}\n", asked, vocabulary.word(neighbour.id), neighbour.similarity);
  }
}

nlohmann::ordered_json neighbours_json(const Vocabulary& vocabulary,
                                       std::span<const Neighbour> neighbours) {
  auto list = nlohmann::ordered_json::array();
  for (const Neighbour& neighbour : neighbours) {
    list.push_back({{"word", vocabulary.word(neighbour.id)}, {"similarity", neighbour.similarity}});
  }
  return list;
}

void print_json_line(const nlohmann::ordered_json& value) {
  fmt::print("{}\n", value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void flush_results() {
  errno = 0;
  // What failed before, in the middle of a long answer, is only known from the flag.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw IoError::from_errno("standard output", "write", errno == 0 ? EIO : errno);
  }
}

std::vector<std::string> words_of(const std::string& line) {
  const char* const separators = line.find('\t') == std::string::npos ? " " : "\t";
  std::vector<std::string> words;
  for (std::size_t begin = line.find_first_not_of(separators); begin != std::string::npos;) {
    const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(separators, end);
  }
  return words;
}

void report_line(std::string_view line, std::string_view fault) {
  flush_results();
  fmt::print(stderr, "eigenlex: \"{}\": {}\n", line, fault);
}

std::vector<std::string> unknown_of(const Searcher& searcher, std::span<const std::string> words) {
  std::vector<std::string> unknown;
  for (const std::string& word : words) {
    if (!searcher.vector(word)) unknown.push_back(word);
  }
  return unknown;
}

void report_unknown_word(const Vocabulary& vocabulary, std::string_view word) {
  // On a terminal the message belongs between the answers printed before and after it.
  flush_results();
  fmt::print(stderr, "eigenlex: {}\n", unknown_word_message(vocabulary, word));
}

nlohmann::ordered_json unknown_json(const Vocabulary& vocabulary,
                                    std::span<const std::string> words) {
  auto list = nlohmann::ordered_json::array();
  for (const std::string& word : words) {
    list.push_back({{"word", word}, {"close", close_spellings(vocabulary, word, kCloseSpellings)}});
  }
  return list;
}

}  // namespace eigenlex::tool
