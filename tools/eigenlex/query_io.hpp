#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex::tool {

/// Words and their unit vectors, ready for queries.
struct SearchableModel {
  Vocabulary vocabulary;
  UnitTable units;
};

/// Loads a model directory or a file of vectors; whether its checksums are verified. Throws IoError
/// or FormatError.
SearchableModel load_searchable(const std::filesystem::path& path, const ReadOptions& read);

/// The same of the columns of the model of a matrix.
SearchableModel load_searchable_columns(const std::filesystem::path& path, const ReadOptions& read);

/// Lines of the standard input in batches of whatever has arrived: a file comes in large batches, a
/// person typing is answered line by line.
class InputBatches {
 public:
  /// The next lines, without blank ones and without line ends; nothing at the end of the input.
  /// Throws IoError.
  std::optional<std::vector<std::string>> next();

 private:
  std::string unfinished_line_;
  bool at_end_ = false;
};

/// Prints `word<TAB>similarity` lines.
void print_neighbours(const Vocabulary& vocabulary, std::span<const Neighbour> neighbours);

/// [{"word": ..., "similarity": ...}, ...]
nlohmann::ordered_json neighbours_json(const Vocabulary& vocabulary,
                                       std::span<const Neighbour> neighbours);

/// Prints a value as one line; bytes that are not UTF-8 become U+FFFD.
void print_json_line(const nlohmann::ordered_json& value);

/// Sends what was printed on its way. Throws IoError if it could not be written.
void flush_results();

/// Says on stderr that a word is unknown, and which known words are close.
void report_unknown_word(const Vocabulary& vocabulary, std::string_view word);

}  // namespace eigenlex::tool
