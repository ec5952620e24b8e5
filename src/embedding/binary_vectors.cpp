#include "embedding/binary_vectors.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "embedding/read_words.hpp"
#include "embedding/vector_header.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kBinaryRowsPerBlock = 256;

/// The header, once the file is known to be long enough for what it promises.
VectorHeader checked_header(std::string_view bytes, std::string_view path) {
  const std::optional<VectorHeader> header = parse_vector_header(bytes);
  if (!header) {
    throw FormatError::at_byte(path, 0, "expected a line of two numbers: words and components");
  }
  const std::int64_t body = static_cast<std::int64_t>(bytes.size() - header->size);
  // The first test keeps the product of the second from overflowing. A record has a space before
  // its components.
  if (header->dim < 1 || header->dim > body / 4 + 1 ||
      header->words > body / (4 * header->dim + 1) ||
      header->words > std::numeric_limits<std::int32_t>::max()) {
    throw FormatError::at_byte(
        path, 0,
        fmt::format("{} words of {} components do not fit in {} bytes: truncated?", header->words,
                    header->dim, body));
  }
  return *header;
}

/// The words of a file and the bytes at which their components begin.
struct Records {
  std::vector<std::string> words;
  std::vector<std::size_t> components;
};

/// Finds the records of a file one after another.
class RecordReader {
 public:
  RecordReader(std::string_view bytes, const VectorHeader& header, std::string_view path)
      : bytes_(bytes),
        path_(path),
        promised_(header.words),
        vector_size_(4 * static_cast<std::size_t>(header.dim)),
        at_(header.size) {}

  Records read(Notes& notes) {
    const auto count = static_cast<std::size_t>(promised_);
    records_.words.reserve(count);
    records_.components.reserve(count);
    while (records_.words.size() < count) read_record();
    skip_line_ends();
    while (at_ < bytes_.size()) {
      if (!may_go_on()) fail(fmt::format("data go on after {} words: damaged?", count));
      read_record();
      skip_line_ends();
    }
    if (records_.words.size() > count) {
      notes.push_back(fmt::format("{}: the header promises {} words, but {} follow: all are read",
                                  path_, count, records_.words.size()));
    }
    return std::move(records_);
  }

 private:
  void read_record() {
    skip_line_ends();
    const std::size_t end = word_end();
    if (end == std::string_view::npos || bytes_.size() - end - 1 < vector_size_) {
      fail(fmt::format("the data end in word {} of {}: truncated?", records_.words.size() + 1,
                       promised_));
    }
    const std::string_view word = bytes_.substr(at_, end - at_);
    if (word.find('\n') != std::string_view::npos) {
      fail(fmt::format("word {} holds a line end: damaged?", records_.words.size() + 1));
    }
    records_.words.emplace_back(word);
    records_.components.push_back(end + 1);
    at_ = end + 1 + vector_size_;
    if (records_.words.size() == 1) ends_lines_ = bytes_.substr(at_).starts_with('\n');
  }

  /// The space after the word: the first, unless a line end after each vector tells that it belongs
  /// to the word.
  std::size_t word_end() const {
    const std::size_t first = bytes_.find(' ', at_);
    if (!ends_lines_) return first;
    for (std::size_t end = first; end != std::string_view::npos; end = bytes_.find(' ', end + 1)) {
      if (end - at_ > kLongestWord || bytes_.size() - end - 1 < vector_size_) break;
      const std::size_t after = end + 1 + vector_size_;
      if (after == bytes_.size() || bytes_[after] == '\n') return end;
    }
    return first;
  }

  /// Whether a whole record follows that the header does not promise.
  bool may_go_on() const {
    const std::size_t end = word_end();
    if (!ends_lines_ || end == std::string_view::npos || bytes_.size() - end - 1 < vector_size_) {
      return false;
    }
    const std::size_t after = end + 1 + vector_size_;
    return after == bytes_.size() || bytes_[after] == '\n';
  }

  void skip_line_ends() { at_ = std::min(bytes_.find_first_not_of('\n', at_), bytes_.size()); }

  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError::at_byte(path_, static_cast<std::int64_t>(at_), what);
  }

  /// Spaces further away are none of the word.
  static constexpr std::size_t kLongestWord = 1024;

  std::string_view bytes_;
  std::string_view path_;
  std::int64_t promised_;
  std::size_t vector_size_;
  std::size_t at_;
  bool ends_lines_ = false;
  Records records_;
};

}  // namespace

Embedding parse_binary_vectors(std::string_view bytes, std::string_view path, Notes* notes) {
  Notes unused;
  Notes& found = notes == nullptr ? unused : *notes;
  const VectorHeader header = checked_header(bytes, path);
  Records records = RecordReader(bytes, header, path).read(found);
  Table table(std::ssize(records.words), header.dim);
  parallel_blocks(
      table.rows(), kBinaryRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          const std::size_t at = records.components[static_cast<std::size_t>(row)];
          std::memcpy(table.row(row).data(), bytes.data() + at,
                      4 * static_cast<std::size_t>(header.dim));
          if (table.row(row).allFinite()) continue;
          throw FormatError::at_byte(
              path, static_cast<std::int64_t>(at),
              fmt::format("the vector of word {} holds a number that is not finite", row + 1));
        }
      });
  return embedding_of_read_words(std::move(records.words), std::move(table), path, found);
}

void write_binary_vectors(const Embedding& embedding, ByteSink& file) {
  const Table& table = embedding.table;
  file.write(fmt::format("{} {}\n", table.rows(), table.cols()));
  for (Eigen::Index row = 0; row < table.rows(); ++row) {
    file.write(embedding.vocabulary.word(static_cast<std::int32_t>(row)));
    file.write(" ");
    file.write_array(
        std::span<const float>(table.row(row).data(), static_cast<std::size_t>(table.cols())));
    file.write("\n");
  }
}

}  // namespace eigenlex::internal
