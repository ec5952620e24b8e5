#include "query_io.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/query/spelling.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kReadSize = 1 << 16;

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

SearchableModel searchable(Embedding embedding) {
  return {std::move(embedding.vocabulary), UnitTable(std::move(embedding.table))};
}

}  // namespace

SearchableModel load_searchable(const std::filesystem::path& path, const ReadOptions& read) {
  return searchable(load_embedding(path, read));
}

SearchableModel load_searchable_columns(const std::filesystem::path& path,
                                        const ReadOptions& read) {
  return searchable(load_columns(path, read));
}

std::optional<std::vector<std::string>> InputBatches::next() {
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
    if (!at_end_ && arrived.find('\n') == std::string_view::npos) continue;
    std::vector<std::string> lines = take_lines(unfinished_line_);
    if (!lines.empty()) return lines;
  }
  return std::nullopt;
}

void print_neighbours(const Vocabulary& vocabulary, std::span<const Neighbour> neighbours) {
  for (const Neighbour& neighbour : neighbours) {
    fmt::print("{}\t{:.4f}\n", vocabulary.word(neighbour.id), neighbour.similarity);
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

void report_unknown_word(const Vocabulary& vocabulary, std::string_view word) {
  // On a terminal the message belongs between the answers printed before and after it.
  flush_results();
  fmt::print(stderr, "eigenlex: {}\n", unknown_word_message(vocabulary, word));
}

}  // namespace eigenlex::tool
