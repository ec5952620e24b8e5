#include "eigenlex/embedding/formats.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/text/byte_sink.hpp"
#include "eigenlex/text/utf8.hpp"

#include "embedding/binary_vectors.hpp"
#include "embedding/fasttext_file.hpp"
#include "embedding/npy_vectors.hpp"
#include "embedding/text_vectors.hpp"
#include "embedding/vector_header.hpp"
#include "text/file_content.hpp"
#include "text/known_files.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::count_components;
using internal::FileContent;
using internal::first_bytes;
using internal::is_fasttext_file;
using internal::known_binary_file;
using internal::parse_binary_vectors;
using internal::parse_fasttext_file;
using internal::parse_text_vectors;
using internal::parse_vector_header;
using internal::read_fasttext_file;
using internal::read_npy_vectors;
using internal::VectorHeader;
using internal::write_binary_vectors;
using internal::write_npy_vectors;
using internal::write_text_vectors;

constexpr std::string_view kArrayMark = "\x93NUMPY";

/// Bytes by which files of other kinds are told.
constexpr std::size_t kHeadBytes = 4096;

/// Whether a file with a word2vec header is binary: what follows is no line of text vectors, and
/// the bytes of the first vector are not all printable.
bool is_binary(std::string_view bytes, const VectorHeader& header) {
  const std::string_view body = bytes.substr(header.size);
  if (count_components(body.substr(0, body.find('\n'))) >= header.dim) return false;
  const std::size_t word_end = body.find(' ');
  if (word_end == std::string_view::npos) return false;
  constexpr std::int64_t kSampleComponents = 1024;
  const std::size_t vector_size =
      4 * static_cast<std::size_t>(std::min(header.dim, kSampleComponents));
  const std::string_view vector = body.substr(word_end + 1, vector_size);
  return std::any_of(vector.begin(), vector.end(),
                     [](char c) { return (c < ' ' || c > '~') && c != '\n' && c != '\r'; });
}

/// Whether lines end by carriage returns alone.
bool ends_lines_by_returns(std::string_view bytes) {
  return bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos;
}

void check_embedding(const Embedding& embedding) {
  const Table& table = embedding.table;
  if (table.rows() != embedding.vocabulary.size() || table.cols() == 0) {
    throw OptionError("Embedding.table", fmt::format("{} x {}", table.rows(), table.cols()),
                      fmt::format("must have a row for each of the {} words, and columns",
                                  embedding.vocabulary.size()));
  }
}

/// The bytes that would end a word early in a file of that format.
std::string_view word_separators(VectorFormat format) {
  return format == VectorFormat::kNpy ? "\t\n" : " \t\r\n";
}

void check_words(const Vocabulary& vocabulary, VectorFormat format) {
  for (const std::string_view word : vocabulary.words()) {
    if (word.find_first_of(word_separators(format)) == std::string::npos) continue;
    const bool fits_npy =
        word.find_first_of(word_separators(VectorFormat::kNpy)) == std::string::npos;
    throw OptionError("Embedding.vocabulary", fmt::format("{:?}", word),
                      fits_npy ? "cannot be written in this format: it holds a space, which only "
                                 "npy keeps"
                               : "cannot be written in this format: it holds a tab or a line end; "
                                 "leave it out");
  }
}

}  // namespace

Embedding read_vectors(const fs::path& path, Notes* notes) {
  // These are read where they lie, and need not be in memory twice.
  const std::string beginning = first_bytes(path, kArrayMark.size());
  if (beginning == kArrayMark) return read_npy_vectors(path, nullptr);
  if (is_fasttext_file(beginning)) return read_fasttext_file(path).words;
  const FileContent content(path);
  std::string_view bytes = content.bytes();
  if (bytes.starts_with(kArrayMark)) return read_npy_vectors(path, &content);
  if (is_fasttext_file(bytes)) return parse_fasttext_file(bytes, path.string());
  if (const auto known = known_binary_file(bytes.substr(0, kHeadBytes))) {
    throw FormatError::at_path(path.string(), "is " + *known);
  }
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const std::optional<VectorHeader> header = parse_vector_header(bytes);
  if (header && is_binary(bytes, *header)) {
    return parse_binary_vectors(bytes, path.string(), notes);
  }
  if (ends_lines_by_returns(bytes)) {
    std::string text(bytes);
    std::ranges::replace(text, '\r', '\n');
    return parse_text_vectors(text, path.string(), notes);
  }
  return parse_text_vectors(bytes, path.string(), notes);
}

void write_vectors(const Embedding& embedding, VectorFormat format, const fs::path& path) {
  check_embedding(embedding);
  check_words(embedding.vocabulary, format);
  if (format == VectorFormat::kNpy) {
    write_npy_vectors(embedding, path);
    return;
  }
  PendingPath pending(path, PendingPath::Kind::kFile);
  ByteSink file(pending.path(), compression_of(path));
  switch (format) {
    case VectorFormat::kWord2vecText:
      write_text_vectors(embedding, {.header = true, .trailing_space = false}, file);
      break;
    case VectorFormat::kGloveText:
      // Readers leave one mark out.
      if (embedding.vocabulary.size() > 0 &&
          embedding.vocabulary.word(0).starts_with(kByteOrderMark)) {
        file.write(kByteOrderMark);
      }
      write_text_vectors(embedding, {.header = false, .trailing_space = false}, file);
      break;
    case VectorFormat::kFastTextVec:
      write_text_vectors(embedding, {.header = true, .trailing_space = true}, file);
      break;
    case VectorFormat::kWord2vecBinary:
      write_binary_vectors(embedding, file);
      break;
    case VectorFormat::kNpy:
      break;
  }
  file.close();
  pending.commit();
}

}  // namespace eigenlex
