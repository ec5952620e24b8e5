#pragma once

#include <string>
#include <vector>

namespace eigenlex {

/// Reads a list of words, a word a line, compressed or not, or standard input for "-": what comes
/// before the first tab, without quotes around it, so that phrases, vocabularies and tables of
/// words are lists too. `columns` names another column, see TableOptions. Blank lines and a byte
/// order mark are skipped. Throws IoError; FormatError for a line without a word; OptionError
/// unless `columns` are one or none.
std::vector<std::string> read_word_file(const std::string& path,
                                        const std::vector<std::string>& columns = {});

}  // namespace eigenlex
