#include "eigenlex/text/text_index.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"

#include "text/kept_text.hpp"
#include "text/postings.hpp"

namespace eigenlex {
namespace {

using internal::IndexedTerm;
using internal::KeptText;
using internal::PostingCursor;

/// The places where the words of a term stand in a row.
class TermCursor {
 public:
  TermCursor(const KeptText& text, const IndexedTerm& term) {
    for (const internal::PostingPlace& place : term.words) words_.push_back(text.cursor(place));
  }

  bool next() {
    if (!words_.front().next()) return false;
    return match();
  }
  std::int64_t position() const { return words_.front().position(); }

 private:
  /// Goes on to a place where all the words are.
  bool match() {
    for (std::size_t i = 1; i < words_.size();) {
      const std::int64_t wanted = position() + as_index(i);
      if (!words_[i].seek(wanted)) return false;
      if (words_[i].position() == wanted) {
        ++i;
        continue;
      }
      if (!words_.front().seek(words_[i].position() - as_index(i))) return false;
      i = 1;
    }
    return true;
  }

  std::vector<PostingCursor> words_;
};

/// The places of a term that have another near them, one after the other.
class PairCursor {
 public:
  PairCursor(const KeptText& text, const IndexedTerm& first, const IndexedTerm& second, int window)
      : first_(text, first), second_(text, second), window_(window), has_second_(second_.next()) {}

  bool next() {
    while (first_.next()) {
      before_ = std::max(before_, same_);
      while (has_second_ && second_.position() <= first_.position()) {
        (second_.position() < first_.position() ? before_ : same_) = second_.position();
        has_second_ = second_.next();
      }
      const std::int64_t left = first_.position() - before_;
      const std::int64_t right = has_second_ ? second_.position() - first_.position() : window_ + 1;
      if (std::min(left, right) > window_) continue;
      other_ = left <= right ? before_ : second_.position();
      return true;
    }
    return false;
  }
  std::int64_t position() const { return first_.position(); }
  std::int64_t other() const { return other_; }

 private:
  static constexpr std::int64_t kNowhere = -(std::int64_t{1} << 40);

  TermCursor first_, second_;
  std::int64_t window_;
  bool has_second_;
  std::int64_t before_ = kNowhere;
  std::int64_t same_ = kNowhere;  ///< where both stood last: the second one of the next first one
  std::int64_t other_ = kNowhere;
};

/// The words of a term from a position on.
internal::WordRange range_of(const IndexedTerm& term, std::int64_t position) {
  return {position, position + as_index(term.words.size())};
}

}  // namespace

class TextIndex::Files : public KeptText {
 public:
  using KeptText::KeptText;
};

void KwicOptions::validate() const {
  const auto require = [](bool condition, const char* field, std::int64_t value,
                          const std::string& requirement) {
    if (!condition) throw OptionError(field, fmt::to_string(value), requirement);
  };
  require(count >= 1, "KwicOptions.count", count, "must be at least 1");
  require(skip >= 0, "KwicOptions.skip", skip, "must be at least 0");
  require(window >= 1 && window <= kLongestWindow, "KwicOptions.window", window,
          fmt::format("must be 1..{}", kLongestWindow));
  require(context >= 0 && context <= 1000, "KwicOptions.context", context, "must be 0..1000");
}

TextIndex::TextIndex(const std::filesystem::path& path, const ReadOptions& options)
    : files_(std::make_unique<const Files>(path, options)) {}
TextIndex::TextIndex(TextIndex&&) noexcept = default;
TextIndex& TextIndex::operator=(TextIndex&&) noexcept = default;
TextIndex::~TextIndex() = default;

const TextFigures& TextIndex::figures() const { return files_->figures(); }

std::int64_t TextIndex::count(std::string_view word) const {
  const std::optional<IndexedTerm> term = files_->find(word);
  if (!term) return 0;
  if (term->words.size() == 1) return term->words.front().count;
  TermCursor cursor(*files_, *term);
  std::int64_t count = 0;
  while (cursor.next()) ++count;
  return count;
}

Occurrences TextIndex::find(std::span<const std::string> words, const KwicOptions& options) const {
  options.validate();
  if (words.empty() || words.size() > 2) {
    throw OptionError("words", fmt::to_string(words.size()), "must be one or two");
  }
  Occurrences found;
  std::vector<IndexedTerm> terms;
  for (const std::string& word : words) {
    std::optional<IndexedTerm> term = files_->find(word);
    if (term) {
      terms.push_back(std::move(*term));
    } else {
      found.unknown.push_back(word);
    }
  }
  if (!found.unknown.empty()) return found;
  internal::TextReader reader(*files_);
  const auto visit = [&](const std::vector<internal::WordRange>& ranges) {
    ++found.total;
    const bool is_shown = found.total > options.skip && std::ssize(found.shown) < options.count;
    if (is_shown) found.shown.push_back(reader.occurrence(ranges, options.context));
  };
  if (terms.size() == 2) {
    PairCursor cursor(*files_, terms[0], terms[1], options.window);
    while (cursor.next()) {
      visit({range_of(terms[0], cursor.position()), range_of(terms[1], cursor.other())});
    }
    return found;
  }
  const bool is_count_known = terms[0].words.size() == 1;
  TermCursor cursor(*files_, terms[0]);
  while ((!is_count_known || std::ssize(found.shown) < options.count) && cursor.next()) {
    visit({range_of(terms[0], cursor.position())});
  }
  if (is_count_known) found.total = terms[0].words.front().count;
  return found;
}

nlohmann::ordered_json to_json(const Occurrences& occurrences) {
  auto shown = nlohmann::ordered_json::array();
  for (const Occurrence& one : occurrences.shown) {
    auto matches = nlohmann::ordered_json::array();
    for (const TextSpan& match : one.matches) matches.push_back({match.begin, match.end});
    shown.push_back({{"file", one.file},
                     {"line", one.line},
                     {"text", one.text},
                     {"matches", std::move(matches)}});
  }
  return {{"total", occurrences.total},
          {"unknown", occurrences.unknown},
          {"occurrences", std::move(shown)}};
}

}  // namespace eigenlex
