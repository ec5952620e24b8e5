#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/classify/tokenized_texts.hpp"
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

  std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
};

/// Reads a file of lines `label<TAB>text`, UTF-8, compressed or not, or standard input for "-".
///
/// The text may hold further tabs: they are white space. Throws IoError, or FormatError with path
/// and line for a line without a tab, an empty label or text, bytes that are not UTF-8, or a line
/// of more than 16 MiB; FormatError too where there is no line, or only one class. `progress`
/// counts texts. Time linear; the texts are in memory while they are tokenized.
LabelledTexts read_labelled_texts(const std::string& path, const TokenizerOptions& options,
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
