#include "embedding/fasttext_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "embedding/fasttext_ngrams.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int32_t kMagic = 793712314;
constexpr std::int64_t kBlockRows = 256;
/// Longer n-grams no model has: words would have too many.
constexpr std::int32_t kLongestNgram = 255;
/// What a word is written as that ends a sentence; it has no n-grams.
constexpr std::string_view kEndOfSentence = "</s>";

enum class ModelKind : std::int32_t { kCbow = 1, kSkipGram = 2, kSupervised = 3 };

/// What the head of a model says.
struct Head {
  std::int64_t dim = 0;
  std::int64_t buckets = 0;
  std::int32_t shortest = 0;
  std::int32_t longest = 0;
  std::int64_t input_rows = 0;
  std::int64_t input_begin = 0;  // byte at which the table of words and n-grams begins
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
};

/// Thrown where a head goes on after the bytes that were read of the file.
struct HeadGoesOn {};

/// Reads the head of a model from its first byte on.
class HeadReader {
 public:
  /// Of a file of `size` bytes, the first of which are `bytes`.
  HeadReader(std::string_view bytes, std::int64_t size, std::string_view path)
      : bytes_(bytes), size_(size), path_(path) {}

  Head read() {
    read_options();
    read_words();
    read_table();
    return std::move(head_);
  }

 private:
  template <class T>
  T take(std::string_view what) {
    if (bytes_.size() - at_ < sizeof(T)) fail_at_end(fmt::format("the file ends before {}", what));
    T value;
    std::memcpy(&value, bytes_.data() + at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }

  void read_options() {
    take<std::int32_t>("its mark");
    const auto version = take<std::int32_t>("its version");
    if (version != 11 && version != 12) {
      fail(fmt::format("it is of version {}, but 11 and 12 are read", version));
    }
    head_.dim = take<std::int32_t>("its dimensions");
    for (int i = 0; i < 6; ++i) take<std::int32_t>("its options");  // ws .. loss
    const auto kind = static_cast<ModelKind>(take<std::int32_t>("its kind"));
    head_.buckets = take<std::int32_t>("its buckets");
    head_.shortest = take<std::int32_t>("its n-grams");
    head_.longest = take<std::int32_t>("its n-grams");
    take<std::int32_t>("its options");
    take<double>("its options");
    if (head_.dim < 1 || head_.buckets < 0 || head_.longest > kLongestNgram ||
        kind < ModelKind::kCbow || kind > ModelKind::kSupervised) {
      fail(fmt::format("{} dimensions, {} buckets of n-grams of up to {} letters: damaged?",
                       head_.dim, head_.buckets, head_.longest));
    }
    // As fastText does with models of that version.
    if (version == 11 && kind == ModelKind::kSupervised) head_.longest = 0;
  }

  void read_words() {
    const auto entries = take<std::int32_t>("its words");
    const auto words = take<std::int32_t>("its words");
    const auto labels = take<std::int32_t>("its labels");
    take<std::int64_t>("its tokens");
    const auto pruned = take<std::int64_t>("its words");
    if (pruned >= 0) refuse_quantized();
    // An entry has at least a byte of text, a zero, a count and a kind.
    constexpr std::int64_t kLeastBytes = 10;
    const std::int64_t left = size_ - static_cast<std::int64_t>(at_);
    if (words < 0 || labels < 0 || std::int64_t{words} + labels != entries ||
        entries > left / kLeastBytes) {
      fail(fmt::format("{} words and {} labels do not fit in {} bytes: truncated?", words, labels,
                       left));
    }
    head_.words.reserve(static_cast<std::size_t>(words));
    for (std::int32_t i = 0; i < entries; ++i) read_entry(i, words);
  }

  void read_entry(std::int32_t number, std::int32_t words) {
    const std::size_t end = bytes_.find('\0', at_);
    if (end == std::string_view::npos) fail_at_end("the file ends in a word: truncated?");
    std::string word(bytes_.substr(at_, end - at_));
    at_ = end + 1;
    const auto count = take<std::int64_t>("the count of a word");
    const bool is_label = take<std::int8_t>("the kind of a word") != 0;
    if (is_label != (number >= words) || count < 0 || (word.empty() && !is_label)) {
      fail(fmt::format("word {} is empty, counted {} times or out of place: damaged?", number + 1,
                       count));
    }
    if (is_label) return;
    head_.words.push_back(std::move(word));
    head_.counts.push_back(count);
  }

  void read_table() {
    if (take<std::int8_t>("its table") != 0) refuse_quantized();
    head_.input_rows = take<std::int64_t>("its table");
    const auto columns = take<std::int64_t>("its table");
    const std::int64_t left = size_ - static_cast<std::int64_t>(at_);
    const std::int64_t words = std::ssize(head_.words);
    if (columns != head_.dim || head_.input_rows < words ||
        head_.input_rows > words + head_.buckets ||
        head_.input_rows > left / (static_cast<std::int64_t>(sizeof(float)) * head_.dim)) {
      fail(
          fmt::format("a table of {} x {} for {} words of {} dimensions does not fit in {} bytes: "
                      "truncated?",
                      head_.input_rows, columns, words, head_.dim, left));
    }
    head_.input_begin = static_cast<std::int64_t>(at_);
    // Supervised models may have no n-grams, but rows for pairs of words.
    const bool has_ngrams = head_.longest > 0 && head_.shortest <= head_.longest &&
                            head_.buckets > 0 && head_.input_rows == words + head_.buckets;
    if (!has_ngrams) head_.longest = 0;
  }

  [[noreturn]] void fail_at_end(std::string_view what) const {
    if (std::ssize(bytes_) < size_) throw HeadGoesOn();
    fail(what);
  }
  [[noreturn]] void refuse_quantized() const {
    throw FormatError::at_path(path_,
                               "is a quantized fastText model (.ftz), which is not read: take "
                               "the .bin it was made from");
  }
  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError::at_byte(path_, static_cast<std::int64_t>(at_),
                               fmt::format("in a fastText model: {}", what));
  }

  std::string_view bytes_;
  std::int64_t size_;
  std::string_view path_;
  std::size_t at_ = 0;
  Head head_;
};

/// The head of a file, of which no more is read than its words take, twice over.
Head read_head(const RandomAccessFile& file, const std::filesystem::path& path) {
  constexpr std::int64_t kFirstBytes = std::int64_t{1} << 20;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path));
  std::string bytes;
  for (std::int64_t part = std::min(size, kFirstBytes);; part = std::min(size, 2 * part)) {
    bytes.resize(static_cast<std::size_t>(part));
    file.read_at(0, bytes);
    try {
      return HeadReader(bytes, size, path.string()).read();
    } catch (const HeadGoesOn&) {
    }
  }
}

/// Adds `dim` numbers that begin at any byte.
void add_row(const char* bytes, Eigen::Index dim, float* sum) {
  for (Eigen::Index i = 0; i < dim; ++i) {
    float value;
    std::memcpy(&value, bytes + sizeof(float) * static_cast<std::size_t>(i), sizeof(float));
    sum[i] += value;
  }
}

Table vectors_of_words(std::string_view bytes, const Head& head, std::string_view path) {
  const std::size_t row_bytes = sizeof(float) * static_cast<std::size_t>(head.dim);
  const char* const input = bytes.data() + head.input_begin;
  const std::int64_t words = std::ssize(head.words);
  Table table = Table::Zero(words, head.dim);
  parallel_blocks(words, kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    std::vector<std::int64_t> ngrams;
    for (std::int64_t row = begin; row < end; ++row) {
      const std::string& word = head.words[static_cast<std::size_t>(row)];
      ngrams.clear();
      if (head.longest > 0 && word != kEndOfSentence) {
        append_fasttext_ngrams(word, head.shortest, head.longest, head.buckets, ngrams);
      }
      auto sum = table.row(row);
      add_row(input + row_bytes * static_cast<std::size_t>(row), head.dim, sum.data());
      for (const std::int64_t ngram : ngrams) {
        add_row(input + row_bytes * static_cast<std::size_t>(words + ngram), head.dim, sum.data());
      }
      sum *= 1.0F / static_cast<float>(ngrams.size() + 1);
      if (!sum.allFinite()) {
        throw FormatError::at_path(
            path, fmt::format("the vector of word {} holds a number that is not finite", row + 1));
      }
    }
  });
  return table;
}

}  // namespace

bool is_fasttext_file(std::string_view beginning) {
  std::int32_t mark = 0;
  if (beginning.size() < sizeof(mark)) return false;
  std::memcpy(&mark, beginning.data(), sizeof(mark));
  return mark == kMagic;
}

Embedding parse_fasttext_file(std::string_view bytes, std::string_view path) {
  Head head = HeadReader(bytes, std::ssize(bytes), path).read();
  Table table = vectors_of_words(bytes, head, path);
  if (head.words.empty()) throw FormatError::at_path(path, "holds no words");
  return {Vocabulary(std::move(head.words), std::move(head.counts)), std::move(table)};
}

FastTextNgrams::FastTextNgrams(const std::filesystem::path& path) : file_(path) {
  const Head head = read_head(file_, path);
  dim_ = head.dim;
  buckets_ = head.buckets;
  shortest_ = head.shortest;
  longest_ = head.longest;
  data_ = head.input_begin +
          std::ssize(head.words) * static_cast<std::int64_t>(sizeof(float)) * head.dim;
}

std::optional<FastTextNgrams> FastTextNgrams::of_vectors(const std::filesystem::path& path) {
  std::error_code unknown;  // then it is no such file
  std::array<char, sizeof(kMagic)> mark{};
  if (!std::filesystem::is_regular_file(path, unknown) ||
      std::filesystem::file_size(path, unknown) < mark.size()) {
    return std::nullopt;
  }
  RandomAccessFile(path).read_at(0, mark);
  if (!is_fasttext_file({mark.data(), mark.size()})) return std::nullopt;
  FastTextNgrams ngrams(path);
  if (ngrams.longest_ == 0) return std::nullopt;
  return ngrams;
}

std::optional<std::vector<float>> FastTextNgrams::vector(std::string_view word) const {
  std::vector<std::int64_t> ngrams;
  if (longest_ > 0 && word != kEndOfSentence) {
    append_fasttext_ngrams(word, shortest_, longest_, buckets_, ngrams);
  }
  if (ngrams.empty()) return std::nullopt;
  std::vector<float> sum(static_cast<std::size_t>(dim_), 0);
  std::vector<float> row(sum.size());
  for (const std::int64_t ngram : ngrams) {
    file_.read_at(data_ + ngram * dim_ * static_cast<std::int64_t>(sizeof(float)),
                  {reinterpret_cast<char*>(row.data()), row.size() * sizeof(float)});
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += row[i];
  }
  for (float& value : sum) value *= 1.0F / static_cast<float>(ngrams.size());
  return sum;
}

}  // namespace eigenlex::internal
