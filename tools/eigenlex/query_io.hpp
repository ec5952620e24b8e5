#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex::tool {

/// Lines of the standard input in batches of whatever has arrived: a file comes in large batches, a
/// person typing is answered line by line.
class InputBatches {
 public:
  /// `prompt` is shown to a person who types (see read_typed_line).
  explicit InputBatches(std::string prompt) : prompt_(std::move(prompt)) {}

  /// The next lines, without blank ones and without line ends; nothing at the end of the input.
  /// Throws IoError.
  std::optional<std::vector<std::string>> next();

 private:
  std::string prompt_;
  void drop_mark();

  std::string unfinished_line_;
  bool at_start_ = true;
  bool at_end_ = false;
};

/// Prints lines `asked<TAB>word<TAB>similarity`: the same columns for one question as for many.
void print_neighbours(std::string_view asked, const Vocabulary& vocabulary,
                      std::span<const Neighbour> neighbours);

/// [{"word": ..., "similarity": ...}, ...]
nlohmann::ordered_json neighbours_json(const Vocabulary& vocabulary,
                                       std::span<const Neighbour> neighbours);

/// Prints a value as one line; bytes that are not UTF-8 become U+FFFD.
void print_json_line(const nlohmann::ordered_json& value);

/// Sends what was printed on its way. Throws IoError if it could not be written.
void flush_results();

/// The words of a line: between tabs if it has one, otherwise between blanks.
std::vector<std::string> words_of(const std::string& line);

/// Says on stderr what is wrong with a line that asks.
void report_line(std::string_view line, std::string_view fault);

/// Those of the words that have no vector.
std::vector<std::string> unknown_of(const Searcher& searcher, std::span<const std::string> words);

/// Says on stderr that a word is unknown, and which known words are close.
void report_unknown_word(const Vocabulary& vocabulary, std::string_view word);

/// [{"word": ..., "close": [...]}, ...] of unknown words.
nlohmann::ordered_json unknown_json(const Vocabulary& vocabulary,
                                    std::span<const std::string> words);

}  // namespace eigenlex::tool
