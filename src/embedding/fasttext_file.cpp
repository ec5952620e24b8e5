#include "embedding/fasttext_file.hpp"

#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/parallel.hpp"

#include "embedding/fasttext_head.hpp"
#include "embedding/fasttext_ngrams.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int32_t kMagic = 793712314;
constexpr std::int64_t kBlockRows = 256;
/// What a word is written as that ends a sentence; it has no n-grams.
constexpr std::string_view kEndOfSentence = "</s>";

constexpr auto kNumberBytes = static_cast<std::int64_t>(sizeof(float));

BytesAt bytes_of(std::string_view bytes, std::string_view name) {
  return {.name = std::string(name),
          .size = std::ssize(bytes),
          .read = [bytes](std::int64_t offset, std::span<char> part) {
            std::memcpy(part.data(), bytes.data() + offset, part.size());
          }};
}

/// Those of a file, which is open as long as any copy of the value is there.
BytesAt bytes_of(const std::filesystem::path& path) {
  const auto file = std::make_shared<const RandomAccessFile>(path);
  return {
      .name = path.string(),
      .size = file->size(),
      .read = [file](std::int64_t offset, std::span<char> part) { file->read_at(offset, part); }};
}

void read_numbers(const BytesAt& bytes, std::int64_t offset, std::span<float> numbers) {
  bytes.read(offset, {reinterpret_cast<char*>(numbers.data()), numbers.size_bytes()});
}

/// Appends the n-grams of a word; none to the end of a sentence.
void append_ngrams(std::string_view word, const FastTextHead& head,
                   std::vector<std::int64_t>& ngrams) {
  if (head.longest == 0 || word == kEndOfSentence) return;
  append_fasttext_ngrams(word, head.shortest, head.longest, head.buckets, ngrams);
}

/// The vectors of the words begin .. end - 1 into their rows of `table`.
void read_vectors_of_words(const BytesAt& bytes, const FastTextHead& head, std::int64_t begin,
                           std::int64_t end, Table& table) {
  const std::int64_t row_bytes = kNumberBytes * head.dim;
  const std::int64_t ngram_rows = head.table + std::ssize(head.words) * row_bytes;
  Table own(end - begin, head.dim);
  read_numbers(bytes, head.table + begin * row_bytes,
               {own.data(), static_cast<std::size_t>(own.size())});
  Eigen::RowVectorXf part(head.dim);
  std::vector<std::int64_t> ngrams;
  for (std::int64_t row = begin; row < end; ++row) {
    ngrams.clear();
    append_ngrams(head.words[static_cast<std::size_t>(row)], head, ngrams);
    auto sum = table.row(row);
    sum = Eigen::RowVectorXf::Zero(head.dim) + own.row(row - begin);
    for (const std::int64_t ngram : ngrams) {
      read_numbers(bytes, ngram_rows + ngram * row_bytes,
                   {part.data(), static_cast<std::size_t>(part.size())});
      sum += part;
    }
    sum *= 1.0F / static_cast<float>(ngrams.size() + 1);
    if (!sum.allFinite()) {
      throw FormatError::at_path(
          bytes.name,
          fmt::format("the vector of word {} holds a number that is not finite", row + 1));
    }
  }
}

/// Takes the words from the head.
Embedding read_words(const BytesAt& bytes, FastTextHead& head) {
  if (head.words.empty()) throw FormatError::at_path(bytes.name, "holds no words");
  Table table(std::ssize(head.words), head.dim);
  parallel_blocks(table.rows(), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    read_vectors_of_words(bytes, head, begin, end, table);
                  });
  return {Vocabulary(std::move(head.words), std::move(head.counts)), std::move(table)};
}

}  // namespace

bool is_fasttext_file(std::string_view beginning) {
  std::int32_t mark = 0;
  if (beginning.size() < sizeof(mark)) return false;
  std::memcpy(&mark, beginning.data(), sizeof(mark));
  return mark == kMagic;
}

Embedding parse_fasttext_file(std::string_view bytes, std::string_view path) {
  return read_fasttext(bytes_of(bytes, path)).words;
}

FastTextModel read_fasttext_file(const std::filesystem::path& path) {
  return read_fasttext(bytes_of(path));
}

FastTextModel read_fasttext(const BytesAt& bytes) {
  FastTextHead head = read_fasttext_head(bytes);
  FastTextNgrams ngrams(bytes, head);
  const bool has_ngrams = head.longest > 0;
  Embedding words = read_words(bytes, head);
  if (!has_ngrams) return {std::move(words), std::nullopt};
  return {std::move(words), std::move(ngrams)};
}

FastTextNgrams::FastTextNgrams(BytesAt bytes, const FastTextHead& head)
    : bytes_(std::move(bytes)),
      head_{.dim = head.dim,
            .buckets = head.buckets,
            .shortest = head.shortest,
            .longest = head.longest,
            .table = head.table + std::ssize(head.words) * kNumberBytes * head.dim,
            .words = {},
            .counts = {}} {}

std::optional<std::vector<float>> FastTextNgrams::vector(std::string_view word) const {
  std::vector<std::int64_t> ngrams;
  append_ngrams(word, head_, ngrams);
  if (ngrams.empty()) return std::nullopt;
  std::vector<float> sum(static_cast<std::size_t>(head_.dim), 0);
  std::vector<float> row(sum.size());
  for (const std::int64_t ngram : ngrams) {
    read_numbers(bytes_, head_.table + ngram * head_.dim * kNumberBytes, row);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += row[i];
  }
  for (float& value : sum) value *= 1.0F / static_cast<float>(ngrams.size());
  return sum;
}

}  // namespace eigenlex::internal
