#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/notes.hpp"

namespace eigenlex {

/// A word, and one of another vocabulary that means the same.
struct WordPair {
  std::string first;
  std::string second;

  friend bool operator==(const WordPair&, const WordPair&) = default;
};

/// Reads a dictionary, two words a line parted by a tab or by blanks, the same in all lines, as
/// those of MUSE (Conneau et al., ICLR 2018) have them; compressed or not. A word with several
/// translations has a line for each. Blank lines are skipped. `notes` gets what was decided on
/// reading. Throws IoError; FormatError that names the line which is not two words, or if there is
/// no pair at all.
std::vector<WordPair> read_word_pairs(const std::string& path, Notes* notes = nullptr);

}  // namespace eigenlex
