#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/classify/tokenized_texts.hpp"
#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// Texts and the class of each.
struct LabelledTexts {
  /// Names of the classes in byte order, each of at least one text where they were read.
  std::vector<std::string> class_names;
  /// Class of each text: an index of `class_names`.
  std::vector<std::int32_t> labels;
  TokenizedTexts texts;
  /// What was decided on reading.
  Notes notes = {};

  std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
};

/// How a file of labelled texts is read.
struct LabelledTextOptions {
  TokenizerOptions tokenizer = {};
  /// Columns of the label and of the text, see TableOptions; further ones are more of the text.
  /// Empty: those that a header names, else the first and all after it.
  std::vector<std::string> columns = {};
  /// To learn from the texts: there must be two classes, and classes of one text are noted.
  bool to_learn = false;
};

/// Reads a file of a label and a text a line, UTF-8, compressed or not, or standard input for "-".
///
/// A tab parts the two where the first line has one, else the first semicolon or comma of that line
/// (see TableReader, also for quotes). The text may hold further ones. Lines of fastText, which
/// begin with `__label__NAME`, are read too: NAME is the class. Blank lines and blanks around
/// labels are left out, and so is a first line that names its columns ("label", "text" and the
/// like), with a note.
///
/// Throws IoError, or FormatError with path and line for a line without a separator, an empty label
/// or text, bytes that are not UTF-8, or a line of more than 16 MiB; FormatError too where there is
/// no example, or where only one class is to be learned. `progress` counts texts. Time linear; the
/// texts are in memory while they are tokenized.
LabelledTexts read_labelled_texts(const std::string& path, const LabelledTextOptions& options = {},
                                  const Progress& progress = {});

/// Reads texts, a line each, blank lines too. Throws as `read_labelled_texts` does.
std::vector<std::string> read_text_lines(const std::string& path);

/// The texts of the given numbers, in that order, under the same classes.
LabelledTexts select(const LabelledTexts& from, std::span<const std::int64_t> texts);

/// Two disjoint sets of texts, both in increasing order.
struct Split {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> held_out;
};

/// Draws `held_out` of the texts at random, the same share of each class as nearly as whole numbers
/// allow (largest remainders, ties to the first class); 0 <= held_out <= size, OptionError
/// otherwise. A function of the labels and the seed.
Split stratified_split(std::span<const std::int32_t> labels, std::int64_t held_out,
                       std::uint64_t seed);

}  // namespace eigenlex
