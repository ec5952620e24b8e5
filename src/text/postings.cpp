#include "text/postings.hpp"

#include <algorithm>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::size_t kRunTokens = std::size_t{1} << 22;
constexpr std::int64_t kPieceBytes = 1 << 16;
constexpr int kMostGroups = 9;  // of seven bits, in 63

void append_number(std::uint64_t number, std::string& bytes) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

}  // namespace

/// Reads a run, which only the program that wrote it sees, from its beginning to its end.
class PostingRuns::Cursor {
 public:
  Cursor(const SpillFile& file, Run run) : file_(&file), run_(run) {}

  std::int32_t words() const { return run_.words; }
  std::uint64_t number() {
    std::uint64_t number = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(bytes(1).front());
      number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return number;
    }
  }
  /// The next bytes, valid until the next call; at most kPieceBytes.
  std::string_view bytes(std::size_t size) {
    if (buffer_.size() - at_ < size) {
      buffer_.erase(0, at_);
      at_ = 0;
      const std::size_t before = buffer_.size();
      const std::int64_t more = std::min(kPieceBytes, run_.bytes - read_);
      buffer_.resize(before + as_size(more));
      file_->read_at(run_.begin + read_, {buffer_.data() + before, as_size(more)});
      read_ += more;
    }
    return std::string_view(buffer_).substr(std::exchange(at_, at_ + size), size);
  }

 private:
  const SpillFile* file_;
  Run run_;
  std::int64_t read_ = 0;
  std::string buffer_;
  std::size_t at_ = 0;
};

void PostingRuns::add(std::int32_t word, std::int64_t position) {
  if (words_.empty()) {
    words_.reserve(kRunTokens);
    positions_.reserve(kRunTokens);
  }
  words_.push_back(word);
  positions_.push_back(position);
  if (words_.size() == kRunTokens) flush();
}

/// A run has for each word the number of its positions; where there are any, the first and the
/// last, and the bytes of those after the first, and how many.
void PostingRuns::flush() {
  if (words_.empty()) return;
  if (!file_) file_.emplace(folder_);
  const std::int32_t words = *std::ranges::max_element(words_) + 1;
  std::vector<std::size_t> ends(as_size(words) + 1, 0);
  for (const std::int32_t word : words_) ++ends[as_size(word) + 1];
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<std::int64_t> sorted(words_.size());
  std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    sorted[next[as_size(words_[i])]++] = positions_[i];
  }
  std::string bytes, distances;
  Run run{.begin = -1, .words = words};
  const auto put = [&] {
    const std::int64_t at = file_->append(bytes);
    if (run.begin < 0) run.begin = at;
    run.bytes += std::ssize(bytes);
    bytes.clear();
  };
  for (std::size_t word = 0; word + 1 < ends.size(); ++word) {
    const std::size_t first = ends[word], last = ends[word + 1];
    append_number(last - first, bytes);
    if (first == last) continue;
    distances.clear();
    for (std::size_t i = first + 1; i < last; ++i) {
      append_number(static_cast<std::uint64_t>(sorted[i] - sorted[i - 1]), distances);
    }
    append_number(static_cast<std::uint64_t>(sorted[first]), bytes);
    append_number(static_cast<std::uint64_t>(sorted[last - 1]), bytes);
    append_number(distances.size(), bytes);
    bytes += distances;
    if (std::ssize(bytes) >= kPieceBytes) put();
  }
  put();
  runs_.push_back(run);
  words_.clear();
  positions_.clear();
}

std::vector<PostingPlace> PostingRuns::finish(std::int32_t words,
                                              const std::function<void(std::string_view)>& write) {
  flush();
  words_ = {};
  positions_ = {};
  std::vector<Cursor> cursors;
  for (const Run& run : runs_) cursors.emplace_back(*file_, run);
  std::vector<PostingPlace> places;
  std::int64_t written = 0;
  std::string number;
  for (std::int32_t word = 0; word < words; ++word) {
    PostingPlace& place = places.emplace_back(PostingPlace{.begin = written});
    std::int64_t last = 0;
    const auto put = [&](std::string_view bytes) {
      write(bytes);
      written += std::ssize(bytes);
    };
    for (Cursor& cursor : cursors) {
      if (word >= cursor.words()) continue;
      const auto count = static_cast<std::int64_t>(cursor.number());
      if (count == 0) continue;
      place.count += count;
      number.clear();
      append_number(cursor.number() - static_cast<std::uint64_t>(last), number);
      put(number);
      last = static_cast<std::int64_t>(cursor.number());
      for (auto left = static_cast<std::int64_t>(cursor.number()); left > 0;) {
        const std::int64_t some = std::min(left, kPieceBytes);
        put(cursor.bytes(as_size(some)));
        left -= some;
      }
    }
    place.bytes = written - place.begin;
  }
  return places;
}

PostingCursor::PostingCursor(const RandomAccessFile& file, PostingPlace place, std::int64_t end)
    : file_(&file), place_(place), end_(end), left_(place.count) {}

std::uint8_t PostingCursor::next_byte() {
  if (at_ == buffer_.size()) {
    const std::int64_t more = std::min(kPieceBytes, place_.bytes - read_);
    if (more <= 0) throw FormatError("postings.bin: a word has fewer positions than it should");
    buffer_.resize(as_size(more));
    file_->read_at(place_.begin + read_, buffer_);
    read_ += more;
    at_ = 0;
  }
  return static_cast<std::uint8_t>(buffer_[at_++]);
}

bool PostingCursor::next() {
  if (left_ == 0) return false;
  std::uint64_t distance = 0;
  std::uint8_t byte = 0x80;
  for (int group = 0; byte >= 0x80; ++group) {
    if (group == kMostGroups) throw FormatError("postings.bin: a position has too many bytes");
    byte = next_byte();
    distance |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * group);
  }
  const std::int64_t before = std::exchange(position_, std::max<std::int64_t>(position_, 0));
  if (distance >= static_cast<std::uint64_t>(end_ - position_) || (distance == 0 && before >= 0)) {
    throw FormatError("postings.bin: positions do not rise within the text");
  }
  position_ += static_cast<std::int64_t>(distance);
  --left_;
  return true;
}

bool PostingCursor::seek(std::int64_t least) {
  while (position_ < least) {
    if (!next()) return false;
  }
  return true;
}

}  // namespace eigenlex::internal
