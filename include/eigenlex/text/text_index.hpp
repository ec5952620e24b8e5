#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/text/source_options.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// What a text holds.
struct TextFigures {
  std::int64_t files = 0;
  std::int64_t tokens = 0;
  std::int64_t words = 0;  ///< distinct ones
  std::int64_t bytes = 0;  ///< of the text, as UTF-8
};

/// Writes a folder with a text and where each of its words stands: what `TextIndex` reads.
///
/// text.json describes it. The text itself is in blocks of about 32 KiB, each compressed: text.bin,
/// and blocks.npy, which says of each its file, its line, and where it begins. words.bin has the
/// distinct words by their bytes, dictionary.npy where the positions of each are in postings.bin,
/// and files.bin and file_ends.npy the names of the files, as they were given. The folder appears
/// when it is complete; it replaces one of that kind, but no other folder that holds anything.
///
/// `paths`, options and errors as for `encode_corpus`, but nothing may be left to be chosen
/// (kAuto). Memory: 100 MB, the distinct words, and a few blocks of text a thread. Determinism: the
/// same bytes for any number of threads. `progress` counts bytes of the files.
TextFigures write_text_index(const std::vector<std::string>& paths,
                             const TokenizerOptions& tokenizer, const SourceOptions& source,
                             const std::filesystem::path& output, const Progress& progress = {});

/// What is shown of a text.
struct KwicOptions {
  /// Most occurrences, >= 1, and how many before them are passed over, >= 0.
  std::int64_t count = 20;
  std::int64_t skip = 0;
  /// Most words from the one word to the other where two are asked for, 1..kLongestWindow.
  int window = 10;
  /// Characters of the text on each side, 0..1000.
  int context = 60;
  static constexpr int kLongestWindow = 100;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A part of a string, in bytes.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A place in the text.
struct Occurrence {
  std::string file;       ///< as the corpus named it
  std::int64_t line = 0;  ///< of the first word, from 1
  /// The text around, on one line: it ends where the document does, or else at a blank.
  std::string text;
  /// The words in `text`, in the order in which they were asked for.
  std::vector<TextSpan> matches;
};

/// Occurrences of a word, or of two near each other.
struct Occurrences {
  std::int64_t total = 0;  ///< in the whole text
  std::vector<Occurrence> shown;
  /// Of the words asked for, those that the text does not have.
  std::vector<std::string> unknown;
};

/// A text with an index, read as it is needed. Any number of threads may ask at a time.
class TextIndex {
 public:
  /// Throws IoError, or FormatError where a file is damaged or the files do not fit together.
  /// Memory: 48 bytes a block, the names of files.
  explicit TextIndex(const std::filesystem::path& path, const ReadOptions& options = {});
  TextIndex(TextIndex&&) noexcept;
  TextIndex& operator=(TextIndex&&) noexcept;
  ~TextIndex();

  const TextFigures& figures() const;
  /// How often a word, or several in a row, occur.
  std::int64_t count(std::string_view word) const;
  /// The first occurrences of a word, or of the first of two words where the second is within the
  /// window; the nearest one of it then, in the same document.
  ///
  /// A word is looked for as it is written, then folded as the text was. What is not found becomes
  /// several words in a row, as the tokenizer parts it, or at underscores, as phrases are joined.
  /// Throws OptionError for bad options or unless one or two words are given, IoError, FormatError.
  /// Cost: the positions of the words up to the last shown, of both words all.
  Occurrences find(std::span<const std::string> words, const KwicOptions& options = {}) const;

 private:
  class Files;
  std::unique_ptr<const Files> files_;
};

/// An object: total, unknown, and occurrences with file, line, text and matches, each [begin, end]
/// in bytes of the text.
nlohmann::ordered_json to_json(const Occurrences& occurrences);

}  // namespace eigenlex
