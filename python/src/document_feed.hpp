#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

#include <pybind11/pybind11.h>

namespace eigenlex::python {

/// Where the thread that works and the one that has Python's lock wait for each other.
struct Meeting {
  std::mutex mutex;
  std::condition_variable changed;
};

/// The documents of an iterable of Python as the text of a file, a line for each: the one thread
/// goes through the iterable, the other reads. Of the text there are a few pieces at a time.
///
/// A document is a str, in which line ends become blanks, or an iterable of tokens, which are
/// separated by blanks: then it has to be str without white space. All are of the kind of the
/// first.
class DocumentFeed {
 public:
  /// `iterator` is one of Python's.
  explicit DocumentFeed(pybind11::iterator iterator) : iterator_(std::move(iterator)) {}

  /// Where both threads wait; the calling thread's to set before the other begins.
  void meet_at(Meeting& meeting) { meeting_ = &meeting; }

  // Of the thread that has Python's lock.

  /// Whether another piece may be made; the meeting's mutex is held.
  bool has_room() const { return !finished_ && !abandoned_ && pieces_.size() < kMostPieces; }
  /// Makes a piece of the next documents. Throws what the iterable raises, and Python's TypeError
  /// or ValueError for what is no document.
  void add_piece();
  /// The rest is not wanted: the reader comes to an end.
  void abandon();

  // Of the thread that works.

  /// The next bytes, valid until the next call; none at the end.
  std::string_view next();

 private:
  enum class Kind { kUnknown, kTexts, kTokens };
  static constexpr std::size_t kPieceBytes = std::size_t{1} << 18;
  static constexpr std::size_t kMostPieces = 4;

  void append_document(pybind11::handle document, std::string& text);
  void append_tokens(pybind11::handle tokens, std::string& text) const;
  void append_token(pybind11::handle token, std::string& text) const;
  [[noreturn]] void fail_by_type(pybind11::handle value, const char* what) const;

  pybind11::iterator iterator_;
  Kind kind_ = Kind::kUnknown;
  std::int64_t documents_ = 0;
  Meeting* meeting_ = nullptr;
  // Guarded by the meeting's mutex.
  std::deque<std::string> pieces_;
  bool finished_ = false;
  bool abandoned_ = false;
  std::string piece_;  // the reader's
};

}  // namespace eigenlex::python
