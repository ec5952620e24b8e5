#include "eigenlex/text/text_profile.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/code_points.hpp"

namespace eigenlex {
namespace {

using internal::take_first;
using internal::take_last;

constexpr std::string_view kSpace = " \t\v\f\r";

bool is_quote(UChar32 c) {
  constexpr std::uint32_t kBrackets = U_GC_PS_MASK | U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK;
  return c == '"' || ((U_GET_GC_MASK(c) & kBrackets) != 0 && c != 0x2019);
}

bool is_stop(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION); }

bool has_no_spaces(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

/// Adds a stretch between white space.
void add_stretch(std::string_view stretch, TextProfile& profile) {
  constexpr std::int64_t kLongWord = 8;
  std::int64_t letters = 0, alphanumeric = 0, others = 0, unspaced = 0, run = 0, in_long = 0;
  bool capital = false, joined = true;
  UChar32 first = -1, last = -1;
  const auto end_run = [&] {
    if (run > kLongWord) in_long += run;
    run = 0;
  };
  while (!stretch.empty()) {
    const UChar32 c = take_first(stretch);
    if (first == -1) first = c;
    last = c;
    if (c < 0) continue;
    const bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    letters += u_isalpha(c) ? 1 : 0;
    alphanumeric += u_isalnum(c) ? 1 : 0;
    capital = capital || u_isupper(c);
    others += u_isalnum(c) || mark ? 0 : 1;
    joined = joined && (u_isalpha(c) || mark || c == '-' || c == '\'' || c == 0x2019);
    if ((u_isalpha(c) || mark) && has_no_spaces(c)) {
      ++run, ++unspaced;
    } else {
      end_run();
    }
  }
  end_run();
  profile.letters += letters;
  profile.unspaced_letters += unspaced;
  profile.unspaced_in_long += in_long;
  if (alphanumeric == 0) {
    profile.punctuation_apart += others > 0 ? 1 : 0;
    return;
  }
  ++profile.words;
  profile.with_punctuation += is_quote(first) || is_quote(last) || is_stop(last) ? 1 : 0;
  profile.of_letters += joined ? 1 : 0;
  profile.with_capital += capital ? 1 : 0;
}

std::int64_t code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return !U8_IS_TRAIL(c); });
}

/// Lines as long as `columns` permit, for every number of columns that text is broken at.
class Columns {
 public:
  /// A line of `length` that the one whose first word has `next_word` letters follows is full for
  /// the columns that it fits but that word would not have fitted.
  void add(std::int64_t length, std::int64_t next_word) {
    const std::int64_t first = std::max(length, kFewest);
    const std::int64_t end = std::min(length + 1 + next_word, kMost + 1);
    for (std::int64_t column = first; column < end; ++column) {
      ++full_[static_cast<std::size_t>(column)];
    }
  }
  /// The column for which most lines are full, and their number.
  std::pair<std::int64_t, std::int64_t> best() const {
    const auto most = std::ranges::max_element(full_);
    return {most - full_.begin(), *most};
  }

 private:
  static constexpr std::int64_t kFewest = 40;
  static constexpr std::int64_t kMost = 120;
  std::array<std::int64_t, kMost + 1> full_{};
};

/// The part of a text between the white space at its ends.
std::string_view stripped(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

/// Whether the line ends as a sentence does, its closing quotes aside.
bool ends_sentence(std::string_view line) {
  while (!line.empty()) {
    const UChar32 c = take_last(line);
    if (c == ':' || c == ',' || c == ';') return false;
    if (!is_quote(c) && c != '\'' && c != 0x2019) return c >= 0 && is_stop(c);
  }
  return false;
}

/// What is known of lines, each of which waits for the next.
class LineProfile {
 public:
  void add(std::string_view line) {
    const std::string_view text = stripped(line);
    if (!text.empty() && !before_.empty()) {
      ++followed_;
      ends_ += ends_sentence(before_) ? 1 : 0;
      columns_.add(code_points(before_), code_points(text.substr(0, text.find_first_of(kSpace))));
    }
    lines_ += text.empty() ? 0 : 1;
    before_ = text;
  }
  void put(TextProfile& profile) const {
    profile.lines = lines_;
    profile.followed_lines = followed_;
    profile.sentence_ends = ends_;
    std::tie(profile.column, profile.full_lines) = columns_.best();
  }

 private:
  std::string_view before_;
  std::int64_t lines_ = 0;
  std::int64_t followed_ = 0;
  std::int64_t ends_ = 0;
  Columns columns_;
};

double share(std::int64_t part, std::int64_t all) {
  return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

/// Why text is raw; nothing if it is not.
std::optional<std::string> raw_because(const TextProfile& profile) {
  // Tokenized text keeps the stops of abbreviations, but sets apart all else; raw text has one in
  // seven words or so, and little stands apart.
  constexpr double kAttached = 0.05;
  constexpr double kUnspaced = 0.1;
  constexpr double kLong = 0.25;
  const double attached = share(profile.with_punctuation, profile.words);
  if (attached > kAttached && profile.with_punctuation > profile.punctuation_apart) {
    return fmt::format("{:.1f} % of the words have punctuation attached", 100 * attached);
  }
  if (share(profile.unspaced_letters, profile.letters) > kUnspaced &&
      share(profile.unspaced_in_long, profile.unspaced_letters) > kLong) {
    return "no spaces between words";
  }
  // Names of things, as in walks on a graph, hold digits or begin with capitals all alike.
  constexpr double kFewCapitals = 0.01, kManyCapitals = 0.5, kProse = 0.8;
  const double capitals = share(profile.with_capital, profile.words);
  if (capitals > kFewCapitals && capitals < kManyCapitals &&
      share(profile.of_letters, profile.words) > kProse &&
      share(profile.punctuation_apart, profile.words) < kFewCapitals) {
    return fmt::format("{:.1f} % of the words have capitals, and no punctuation stands apart",
                       100 * capitals);
  }
  return std::nullopt;
}

}  // namespace

TextProfile profile_text(std::string_view sample) {
  TextProfile profile;
  LineProfile lines;
  while (!sample.empty()) {
    const std::size_t end = std::min(sample.find('\n'), sample.size());
    std::string_view line = sample.substr(0, end);
    // Without a newline the line may be cut.
    if (end < sample.size()) lines.add(line);
    sample.remove_prefix(std::min(end + 1, sample.size()));
    for (line = stripped(line); !line.empty(); line = stripped(line)) {
      const std::size_t length = std::min(line.find_first_of(kSpace), line.size());
      add_stretch(line.substr(0, length), profile);
      line.remove_prefix(length);
    }
  }
  lines.put(profile);
  return profile;
}

TokenizerChoice choose_tokenizer(const TextProfile& profile, const TokenizerOptions& given) {
  if (const std::optional<std::string> reason = raw_because(profile)) {
    return {{.kind = TokenizerKind::kUnicode, .lowercase = true}, "raw text: " + *reason};
  }
  const double capitals = share(profile.with_capital, profile.words);
  std::string reason =
      profile.punctuation_apart > 0
          ? "tokenized text: punctuation stands apart"
          : fmt::format(
                "tokenized text: {:.1f} % of the words have capitals, {:.1f} % punctuation "
                "attached",
                100 * capitals, 100 * share(profile.with_punctuation, profile.words));
  return {{.kind = TokenizerKind::kWhitespace, .lowercase = given.lowercase}, std::move(reason)};
}

DocumentKind choose_document(const TextProfile& profile) {
  constexpr std::int64_t kFewestLines = 20;
  constexpr double kFollowed = 0.5, kFull = 0.5, kSentences = 0.5;
  const bool wrapped = profile.followed_lines >= kFewestLines &&
                       share(profile.followed_lines, profile.lines) > kFollowed &&
                       share(profile.full_lines, profile.followed_lines) > kFull &&
                       share(profile.sentence_ends, profile.followed_lines) < kSentences;
  return wrapped ? DocumentKind::kParagraph : DocumentKind::kLine;
}

}  // namespace eigenlex
