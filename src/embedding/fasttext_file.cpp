#include "embedding/fasttext_file.hpp"

#include <algorithm>
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

/// Some rows of the n-grams, read in the order of the file: what lies near each other at a time,
/// and what several words share once.
class NgramRows {
 public:
  NgramRows(const BytesAt& bytes, const FastTextHead& head, std::vector<std::int64_t> ngrams)
      : ngrams_(std::move(ngrams)) {
    std::ranges::sort(ngrams_);
    ngrams_.erase(std::ranges::unique(ngrams_).begin(), ngrams_.end());
    rows_.resize(std::ssize(ngrams_), head.dim);
    const std::int64_t row_bytes = kNumberBytes * head.dim;
    const std::int64_t table = head.table + std::ssize(head.words) * row_bytes;
    for (std::size_t begin = 0, end = 0; begin < ngrams_.size(); begin = end) {
      end = end_of_stretch(begin, row_bytes);
      const std::int64_t first = ngrams_[begin];
      stretch_.resize(ngrams_[end - 1] - first + 1, head.dim);
      read_numbers(bytes, table + first * row_bytes,
                   {stretch_.data(), static_cast<std::size_t>(stretch_.size())});
      for (std::size_t i = begin; i < end; ++i) {
        rows_.row(static_cast<Eigen::Index>(i)) = stretch_.row(ngrams_[i] - first);
      }
    }
  }

  auto of(std::int64_t ngram) const {
    return rows_.row(std::ranges::lower_bound(ngrams_, ngram) - ngrams_.begin());
  }

 private:
  /// The n-grams from `begin` on that are read at a time: to skip fewer bytes costs more than to
  /// read them.
  std::size_t end_of_stretch(std::size_t begin, std::int64_t row_bytes) const {
    constexpr std::int64_t kGapBytes = 4096, kMostBytes = std::int64_t{1} << 20;
    std::size_t end = begin + 1;
    while (end < ngrams_.size() && (ngrams_[end] - ngrams_[end - 1] - 1) * row_bytes <= kGapBytes &&
           (ngrams_[end] - ngrams_[begin] + 1) * row_bytes <= kMostBytes) {
      ++end;
    }
    return end;
  }

  std::vector<std::int64_t> ngrams_;
  Table rows_;
  Table stretch_;
};

/// The vectors of the words begin .. end - 1 into their rows of `table`.
void read_vectors_of_words(const BytesAt& bytes, const FastTextHead& head, std::int64_t begin,
                           std::int64_t end, Table& table) {
  Table own(end - begin, head.dim);
  read_numbers(bytes, head.table + begin * kNumberBytes * head.dim,
               {own.data(), static_cast<std::size_t>(own.size())});
  std::vector<std::int64_t> ngrams;
  std::vector<std::size_t> ends{0};
  for (std::int64_t row = begin; row < end; ++row) {
    append_ngrams(head.words[static_cast<std::size_t>(row)], head, ngrams);
    ends.push_back(ngrams.size());
  }
  const NgramRows rows(bytes, head, ngrams);
  for (std::int64_t row = begin; row < end; ++row) {
    const auto word = static_cast<std::size_t>(row - begin);
    auto sum = table.row(row);
    sum = Eigen::RowVectorXf::Zero(head.dim) + own.row(row - begin);
    for (std::size_t i = ends[word]; i < ends[word + 1]; ++i) sum += rows.of(ngrams[i]);
    sum *= 1.0F / static_cast<float>(ends[word + 1] - ends[word] + 1);
    if (!sum.allFinite()) {
      throw FormatError::at_path(
          bytes.name,
          fmt::format("the vector of word {} holds a number that is not finite", row + 1));
    }
  }
}

/// Words at a time, whose n-grams take some 16 MB: frequent ones are then read a few times in all.
std::int64_t words_at_once(std::int64_t dim) {
  constexpr std::int64_t kBlockBytes = std::int64_t{1} << 24, kNgramsOfAWord = 16;
  return std::max<std::int64_t>(64, kBlockBytes / (kNgramsOfAWord * kNumberBytes * dim));
}

/// Takes the words from the head.
Embedding read_words(const BytesAt& bytes, FastTextHead& head) {
  if (head.words.empty()) throw FormatError::at_path(bytes.name, "holds no words");
  Table table(std::ssize(head.words), head.dim);
  parallel_blocks(table.rows(), words_at_once(head.dim),
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
