#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/notes.hpp"

namespace eigenlex::internal {

/// What a line of a file in columns is.
enum class TokenLineKind {
  kToken,
  kEnd,      ///< no columns: the end of a sentence
  kLeftOut,  ///< a comment, the mark of a document, a header, a line of several tokens or of none
};

/// A file in columns: its lines, what each is, and where tokens and tags are.
struct TokenLines {
  std::string path;
  std::vector<std::string> lines;
  std::vector<TokenLineKind> kinds;  ///< one for each line
  bool parted_by_tabs = false;
  std::size_t token = 0;
  std::optional<std::size_t> tag;  ///< nothing: the last column
  Notes notes;

  /// The columns of a line, without the blanks around them.
  std::vector<std::string_view> columns_of(std::string_view line) const;
};

/// Reads a file in columns; see `read_tagged_sentences`. `columns` are those of the token and maybe
/// of the tag.
TokenLines read_token_lines(const std::string& path, const std::vector<std::string>& columns);

}  // namespace eigenlex::internal
