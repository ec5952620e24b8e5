#include "eigenlex/classify/labelled_texts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/text/folding.hpp"

#include "core/in_quotes.hpp"
#include "text/table_reader.hpp"

namespace eigenlex {
namespace {

using internal::in_quotes;
using internal::name_of;
using internal::Separator;
using internal::TableField;
using internal::TableReader;

constexpr std::string_view kFastTextLabel = "__label__";
constexpr std::string_view kSpace = " \t\v\f";

/// Labels as they were read, and their texts.
struct RawLabelled {
  std::vector<std::string> labels;
  std::vector<std::string> texts;
  /// Whether the first line may still turn out to be a header.
  bool may_have_header = false;
  Notes notes;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kSpace) == std::string_view::npos;
}

/// Whether a field is one of these words, whatever its case; a word in front, as in "Class Index"
/// or "review_text", does not matter.
template <std::size_t kSize>
bool is_called(std::string_view field, const std::array<std::string_view, kSize>& names) {
  std::string word;
  for (const char c : field) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower >= 'a' && lower <= 'z') {
      word += lower;
    } else if (!word.empty()) {
      if (std::ranges::count(names, word) > 0) return true;
      word.clear();
    }
  }
  return std::ranges::count(names, word) > 0;
}

bool is_called_label(std::string_view field) {
  return is_called(field, std::to_array<std::string_view>(
                              {"label", "labels", "class", "category", "sentiment", "target",
                               "polarity", "stars", "rating", "topic", "intent", "emotion"}));
}

bool is_called_text(std::string_view field) {
  return is_called(
      field, std::to_array<std::string_view>({"text", "texts", "review", "sentence", "content",
                                              "comment", "message", "tweet", "body", "title",
                                              "headline", "question", "utterance"}));
}

/// Reads a table of labels and texts.
class LabelReader {
 public:
  LabelReader(TextLines lines, Separator separator, const std::vector<std::string>& columns)
      : table_(std::move(lines), {.field_counts = {2},
                                  .separators = {separator},
                                  .comments = false,
                                  .columns = columns}) {}

  RawLabelled read() {
    const std::size_t notes = table_.notes().size();
    const bool has_line = table_.next();
    const bool has_header = has_line && take_header();
    // Where it does not say that label and text are elsewhere, it may be an example after all.
    const bool may_be_example = has_header && label_ == 0 && text_ == 1;
    if (has_line && (!has_header || may_be_example)) take_example();
    while (table_.next()) take_example();
    if (may_be_example) drop_header_unless_example(notes);
    raw_.may_have_header = !has_header && table_.header().empty();
    raw_.notes = std::move(table_.notes());
    return std::move(raw_);
  }

 private:
  /// Drops the first example, a header, unless others are of its class; if so its note, which comes
  /// after so many, is dropped.
  void drop_header_unless_example(std::size_t notes) {
    bool is_example = false;
    for (std::size_t i = 1; i < raw_.labels.size(); ++i) {
      // The same line once more is the header of a file that was joined to the first.
      is_example = is_example ||
                   (raw_.labels[i] == raw_.labels.front() && raw_.texts[i] != raw_.texts.front());
    }
    if (is_example) {
      table_.notes().erase(table_.notes().begin() + static_cast<std::ptrdiff_t>(notes));
    } else {
      raw_.labels.erase(raw_.labels.begin());
      raw_.texts.erase(raw_.texts.begin());
    }
  }

  /// Whether the line names the columns, which are then known.
  bool take_header() {
    const std::span<const TableField> fields = table_.fields();
    const auto label = std::ranges::find_if(
        fields, [](const TableField& field) { return is_called_label(field.text); });
    if (label == fields.end() || !table_.header().empty()) return false;
    const auto text = std::find_if(fields.begin(), fields.end(), [&](const TableField& field) {
      return &field != &*label && is_called_text(field.text);
    });
    // A name has no more words than this; a text that holds the word "text" has.
    constexpr std::ptrdiff_t kMostBlanks = 2;
    if (text == fields.end() || std::ranges::count(text->text, ' ') > kMostBlanks ||
        std::ranges::count(label->text, ' ') > kMostBlanks) {
      return false;
    }
    table_.note_header();
    if (table_.has_columns()) return true;
    label_ = static_cast<std::size_t>(label - fields.begin());
    text_ = static_cast<std::size_t>(text - fields.begin());
    text_goes_on_ = text_ == label_ + 1;
    if (label_ != 0 || text_ != 1) {
      table_.note(fmt::format("labels are in column {}, {}, texts in column {}, {}", label_ + 1,
                              in_quotes(label->text), text_ + 1, in_quotes(text->text)));
    }
    return true;
  }

  void take_example() {
    const std::span<const TableField> fields = table_.fields();
    if (fields.empty() || fields[std::min(label_, fields.size() - 1)].text.empty()) {
      table_.fail("no label");
    }
    if (fields.size() < 2 && label_ == 0) {
      table_.fail(
          fmt::format("no text after the label {}: a line must be a label and a text, parted "
                      "by {}",
                      in_quotes(fields[0].text), name_of(table_.separator())));
    }
    if (std::max(label_, text_) >= fields.size()) {
      table_.fail(fmt::format("has {} columns, not label and text", fields.size()));
    }
    std::string text = text_goes_on_ ? table_.text_from(text_) : std::string(fields[text_].text);
    if (is_blank(text)) {
      table_.fail(fmt::format("no text after the label {}", in_quotes(fields[label_].text)));
    }
    raw_.labels.push_back(composed(fields[label_].text));
    raw_.texts.push_back(std::move(text));
  }

  TableReader table_;
  RawLabelled raw_;
  std::size_t label_ = 0;
  std::size_t text_ = 1;
  bool text_goes_on_ = true;
};

/// Takes the labels off a line of fastText; the first is returned.
std::string_view take_labels(std::string_view& line, std::int64_t& others) {
  std::string_view first;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    if (!line.starts_with(kFastTextLabel)) return first;
    const std::size_t end = std::min(line.find_first_of(kSpace), line.size());
    const std::string_view label = line.substr(kFastTextLabel.size(), end - kFastTextLabel.size());
    if (first.empty()) {
      first = label;
    } else {
      ++others;
    }
    line.remove_prefix(end);
  }
}

RawLabelled read_fasttext_lines(TextLines lines) {
  RawLabelled raw;
  std::int64_t others = 0;
  while (auto line = lines.next()) {
    if (is_blank(*line)) continue;
    const std::string_view label = take_labels(*line, others);
    if (label.empty()) lines.fail("no label: the line does not begin with __label__ and a name");
    if (is_blank(*line)) lines.fail(fmt::format("no text after the label {}", in_quotes(label)));
    raw.labels.push_back(composed(label));
    raw.texts.emplace_back(*line);
  }
  if (others > 0) {
    raw.notes.push_back(fmt::format("{}: {} further labels of texts that have several are left out",
                                    lines.name(), others));
  }
  return raw;
}

/// What parts labels from texts, by the first line; nothing where nothing does.
std::optional<Separator> separator_of(std::string_view line) {
  bool in_quotes = false, has_tab = false;
  std::optional<Separator> first;
  for (const char c : line) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (c == '\t') has_tab = true;
    if (first) continue;
    if (c == ';') first = Separator::kSemicolon;
    if (c == ',') first = Separator::kComma;
  }
  return has_tab ? Separator::kTab : first;
}

RawLabelled read_raw(const std::string& path, const std::vector<std::string>& columns) {
  TextLines lines = TextLines::of_file(path);
  lines.require_utf8();
  auto line = lines.next();
  while (line && is_blank(*line)) line = lines.next();
  if (!line) {
    throw FormatError::at_path(path, "no example: it must have lines of a label and a text");
  }
  std::string_view first = *line;
  first.remove_prefix(first.find_first_not_of(kSpace));
  const bool is_fasttext = first.starts_with(kFastTextLabel) && columns.empty();
  const std::optional<Separator> separator = separator_of(*line);
  if (!is_fasttext && !separator) {
    lines.fail("no tab, semicolon or comma: a line must be a label, one of these, and a text");
  }
  lines.put_back();
  return is_fasttext ? read_fasttext_lines(std::move(lines))
                     : LabelReader(std::move(lines), *separator, columns).read();
}

/// A first line that has a label's name for its label, as no other line has, names the columns.
void drop_lonely_header(RawLabelled& raw, const std::string& path) {
  if (!raw.may_have_header || raw.labels.size() < 2) return;
  if (!is_called_label(raw.labels.front())) return;
  if (std::ranges::count(raw.labels, raw.labels.front()) > 1) return;
  raw.notes.push_back(fmt::format("{}: the first line is taken for a header: {}, {}", path,
                                  raw.labels.front(), in_quotes(raw.texts.front())));
  raw.labels.erase(raw.labels.begin());
  raw.texts.erase(raw.texts.begin());
}

/// Notes classes from which nothing can be learned.
void note_small_classes(const std::vector<std::string>& labels, std::size_t classes,
                        const std::string& path, Notes& notes) {
  std::map<std::string_view, std::int64_t> sizes;
  for (const std::string& label : labels) ++sizes[label];
  std::vector<std::string_view> single;
  for (const auto& [label, size] : sizes) {
    if (size == 1) single.push_back(label);
  }
  if (single.empty()) return;
  notes.push_back(
      fmt::format("{}: {} of {} classes {} one example, such as {}{}", path, single.size(), classes,
                  single.size() == 1 ? "has" : "have", in_quotes(single.front()),
                  2 * single.size() > labels.size() ? "; is the label in another column?" : ""));
}

}  // namespace

LabelledTexts read_labelled_texts(const std::string& path, const LabelledTextOptions& options,
                                  const Progress& progress) {
  options.tokenizer.validate();
  if (options.columns.size() == 1) {
    throw OptionError("LabelledTextOptions.columns", options.columns.front(),
                      "must be those of the label and of the text");
  }
  RawLabelled raw = read_raw(path, options.columns);
  drop_lonely_header(raw, path);
  if (raw.labels.empty()) {
    throw FormatError::at_path(path, "no example: it must have lines of a label and a text");
  }
  std::map<std::string, std::int32_t> classes;
  for (const std::string& label : raw.labels) classes.emplace(label, 0);
  if (options.to_learn && classes.size() < 2) {
    throw FormatError::at_path(
        path, fmt::format("all {} examples are of the class {}: there must be two classes at least",
                          raw.labels.size(), in_quotes(raw.labels.front())));
  }
  LabelledTexts result;
  for (auto& [name, id] : classes) {
    id = static_cast<std::int32_t>(result.class_names.size());
    result.class_names.push_back(name);
  }
  for (const std::string& label : raw.labels) result.labels.push_back(classes.at(label));
  result.notes = std::move(raw.notes);
  if (options.to_learn) note_small_classes(raw.labels, classes.size(), path, result.notes);
  result.texts = tokenize_texts(raw.texts, options.tokenizer, progress);
  return result;
}

std::vector<std::string> read_text_lines(const std::string& path) {
  std::vector<std::string> lines;
  TextLines source = TextLines::of_file(path);
  source.require_utf8();
  while (const auto line = source.next()) lines.emplace_back(*line);
  return lines;
}

LabelledTexts select(const LabelledTexts& from, std::span<const std::int64_t> texts) {
  LabelledTexts result{from.class_names, {}, select_texts(from.texts, texts)};
  for (const std::int64_t i : texts) {
    result.labels.push_back(from.labels[static_cast<std::size_t>(i)]);
  }
  return result;
}

namespace {

/// How many of each class to draw so that they are `total` together.
std::vector<std::int64_t> class_quotas(std::span<const std::int64_t> class_sizes,
                                       std::int64_t total) {
  const std::int64_t all = std::accumulate(class_sizes.begin(), class_sizes.end(), std::int64_t{0});
  std::vector<std::int64_t> quotas, order;
  std::vector<double> remainders;
  for (const std::int64_t size : class_sizes) {
    const double exact = all == 0 ? 0
                                  : static_cast<double>(total) * static_cast<double>(size) /
                                        static_cast<double>(all);
    quotas.push_back(std::min(size, static_cast<std::int64_t>(exact)));
    remainders.push_back(exact - static_cast<double>(quotas.back()));
    order.push_back(static_cast<std::int64_t>(order.size()));
  }
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return remainders[static_cast<std::size_t>(a)] > remainders[static_cast<std::size_t>(b)];
  });
  std::int64_t missing = total - std::accumulate(quotas.begin(), quotas.end(), std::int64_t{0});
  while (missing > 0) {
    for (const std::int64_t c : order) {
      std::int64_t& quota = quotas[static_cast<std::size_t>(c)];
      if (missing > 0 && quota < class_sizes[static_cast<std::size_t>(c)]) {
        ++quota;
        --missing;
      }
    }
  }
  return quotas;
}

}  // namespace

Split stratified_split(std::span<const std::int32_t> labels, std::int64_t held_out,
                       std::uint64_t seed) {
  const std::int64_t n = static_cast<std::int64_t>(labels.size());
  if (held_out < 0 || held_out > n) {
    throw OptionError("held_out", fmt::to_string(held_out),
                      fmt::format("must be 0..{}, the number of examples", n));
  }
  std::vector<std::vector<std::int64_t>> members;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::size_t label = static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]);
    if (label >= members.size()) members.resize(label + 1);
    members[label].push_back(i);
  }
  std::vector<std::int64_t> sizes;
  for (const auto& of_class : members) sizes.push_back(static_cast<std::int64_t>(of_class.size()));
  const std::vector<std::int64_t> quotas = class_quotas(sizes, held_out);
  Split split;
  for (std::size_t c = 0; c < members.size(); ++c) {
    Random random(seed, c);
    partial_shuffle(members[c], members[c].size(), random);
    const auto cut = members[c].begin() + quotas[c];
    split.held_out.insert(split.held_out.end(), members[c].begin(), cut);
    split.train.insert(split.train.end(), cut, members[c].end());
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.held_out.begin(), split.held_out.end());
  return split;
}

}  // namespace eigenlex
