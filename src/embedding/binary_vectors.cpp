#include "eigenlex/embedding/binary_vectors.hpp"

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
#include "eigenlex/embedding/vector_header.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 256;

/// The header, once the file is known to be long enough for what it promises.
VectorHeader checked_header(std::string_view bytes, std::string_view path) {
  const std::optional<VectorHeader> header = parse_vector_header(bytes);
  if (!header) {
    throw FormatError::at_byte(path, 0, "expected a line of two numbers: words and components");
  }
  const std::int64_t body = static_cast<std::int64_t>(bytes.size() - header->size);
  // The first test keeps the product of the second from overflowing. A record has at least one
  // byte of word and a space.
  if (header->dim < 1 || header->dim > body / 4 + 1 ||
      header->words > body / (4 * header->dim + 2) ||
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

Records locate_records(std::string_view bytes, const VectorHeader& header, std::string_view path) {
  const auto fail = [&](std::size_t at, std::string_view what) {
    throw FormatError::at_byte(path, static_cast<std::int64_t>(at), what);
  };
  const std::size_t count = static_cast<std::size_t>(header.words);
  const std::size_t vector_size = 4 * static_cast<std::size_t>(header.dim);
  Records records;
  records.words.reserve(count);
  records.components.reserve(count);
  std::size_t at = header.size;
  for (std::size_t i = 0; i < count; ++i) {
    at = std::min(bytes.find_first_not_of('\n', at), bytes.size());
    const std::size_t end = bytes.find(' ', at);
    if (end == std::string_view::npos || bytes.size() - end - 1 < vector_size) {
      fail(at, fmt::format("the data end in word {} of {}: truncated?", i + 1, count));
    }
    const std::string_view word = bytes.substr(at, end - at);
    if (word.empty() || word.find('\n') != std::string_view::npos) {
      fail(at, fmt::format("word {} is empty or holds a line end: damaged?", i + 1));
    }
    records.words.emplace_back(word);
    records.components.push_back(end + 1);
    at = end + 1 + vector_size;
  }
  at = std::min(bytes.find_first_not_of('\n', at), bytes.size());
  if (at != bytes.size()) fail(at, fmt::format("data go on after {} words: damaged?", count));
  return records;
}

}  // namespace

Embedding parse_binary_vectors(std::string_view bytes, std::string_view path) {
  const VectorHeader header = checked_header(bytes, path);
  Records records = locate_records(bytes, header, path);
  Table table(header.words, header.dim);
  parallel_blocks(
      header.words, kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
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
  return embedding_of_words(std::move(records.words), std::move(table));
}

void write_binary_vectors(const Embedding& embedding, OutputFile& file) {
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

}  // namespace eigenlex
