#include "embedding/fasttext_head.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

/// Bytes of a head that are read at a time; no word is as long.
constexpr std::int64_t kWindowBytes = std::int64_t{1} << 20;
/// Longer n-grams no model has: words would have too many.
constexpr std::int32_t kLongestNgram = 255;

enum class ModelKind : std::int32_t { kCbow = 1, kSkipGram = 2, kSupervised = 3 };

/// Reads the head of a model from its first byte on.
class HeadReader {
 public:
  explicit HeadReader(const BytesAt& bytes) : bytes_(bytes) {}

  FastTextHead read() {
    read_options();
    read_words();
    read_table();
    return std::move(head_);
  }

 private:
  /// The bytes from `at_` on that are in memory, `wanted` at least if the file has them.
  std::string_view window(std::int64_t wanted) {
    if (at_ + wanted > first_ + std::ssize(buffer_)) {
      first_ = at_;
      buffer_.resize(static_cast<std::size_t>(std::min(bytes_.size - at_, kWindowBytes)));
      bytes_.read(at_, buffer_);
    }
    return std::string_view(buffer_).substr(static_cast<std::size_t>(at_ - first_));
  }

  template <class T>
  T take(std::string_view what) {
    const std::string_view bytes = window(sizeof(T));
    if (bytes.size() < sizeof(T)) fail(fmt::format("the file ends before {}", what));
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    at_ += static_cast<std::int64_t>(sizeof(T));
    return value;
  }

  std::string take_word() {
    std::string_view bytes = window(1);
    if (bytes.find('\0') == std::string_view::npos) bytes = window(kWindowBytes);
    const std::size_t size = bytes.find('\0');
    if (size == std::string_view::npos) {
      fail(at_ + std::ssize(bytes) == bytes_.size ? "the file ends in a word: truncated?"
                                                  : "a word has no end: damaged?");
    }
    at_ += static_cast<std::int64_t>(size) + 1;
    return std::string(bytes.substr(0, size));
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
    const std::int64_t left = bytes_.size - at_;
    if (words < 0 || labels < 0 || std::int64_t{words} + labels != entries ||
        entries > left / kLeastBytes) {
      fail(fmt::format("{} words and {} labels do not fit in {} bytes: truncated?", words, labels,
                       left));
    }
    head_.words.reserve(static_cast<std::size_t>(words));
    for (std::int32_t i = 0; i < entries; ++i) read_entry(i, words);
  }

  void read_entry(std::int32_t number, std::int32_t words) {
    std::string word = take_word();
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
    const auto rows = take<std::int64_t>("its table");
    const auto columns = take<std::int64_t>("its table");
    const std::int64_t left = bytes_.size - at_;
    const std::int64_t words = std::ssize(head_.words);
    if (columns != head_.dim || rows < words || rows > words + head_.buckets ||
        rows > left / (static_cast<std::int64_t>(sizeof(float)) * head_.dim)) {
      fail(
          fmt::format("a table of {} x {} for {} words of {} dimensions does not fit in {} bytes: "
                      "truncated?",
                      rows, columns, words, head_.dim, left));
    }
    head_.table = at_;
    // Supervised models may have no n-grams, but rows for pairs of words.
    const bool has_ngrams = head_.longest > 0 && head_.shortest <= head_.longest &&
                            head_.buckets > 0 && rows == words + head_.buckets;
    if (!has_ngrams) head_.longest = 0;
  }

  [[noreturn]] void refuse_quantized() const {
    throw FormatError::at_path(bytes_.name,
                               "is a quantized fastText model (.ftz), which is not read: take "
                               "the .bin it was made from");
  }
  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError::at_byte(bytes_.name, at_, fmt::format("in a fastText model: {}", what));
  }

  const BytesAt& bytes_;
  std::string buffer_;
  std::int64_t first_ = 0;  // byte of the file that the buffer begins with
  std::int64_t at_ = 0;
  FastTextHead head_;
};

}  // namespace

FastTextHead read_fasttext_head(const BytesAt& bytes) { return HeadReader(bytes).read(); }

}  // namespace eigenlex::internal
