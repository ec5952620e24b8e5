#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex {

/// What is done about bytes that are not of the encoding.
enum class BadBytes {
  /// The first is an error that says where it is.
  kRefuse,
  /// They become U+FFFD and are counted.
  kReplace,
};
constexpr auto enum_names(BadBytes) {
  return std::to_array<EnumName<BadBytes>>(
      {{BadBytes::kRefuse, "refuse"}, {BadBytes::kReplace, "replace"}});
}

/// What a document is. Windows do not cross documents.
enum class DocumentKind {
  /// kParagraph for text whose lines are broken at a column (as the books of Project Gutenberg),
  /// kLine for all else; decided by the first 1 MiB.
  kAuto,
  /// A line; an empty line is an empty document.
  kLine,
  /// The lines up to the next blank one.
  kParagraph,
  /// A file.
  kFile,
};
constexpr auto enum_names(DocumentKind) {
  return std::to_array<EnumName<DocumentKind>>({{DocumentKind::kAuto, "auto"},
                                                {DocumentKind::kLine, "line"},
                                                {DocumentKind::kParagraph, "paragraph"},
                                                {DocumentKind::kFile, "file"}});
}

/// Gives the bytes of a text that a program makes instead of reading it from a file, piece by
/// piece: a piece is valid until the next call, and an empty one is the end. It is called from any
/// thread, by one at a time; what it throws leaves the reading.
using ByteFeed = std::function<std::string_view()>;

/// How files become text.
struct SourceOptions {
  /// The encoding by a name that ICU knows, as "latin1", "utf-16" or "shift_jis".
  std::string encoding = "utf-8";
  BadBytes bad_bytes = BadBytes::kRefuse;
  DocumentKind document = DocumentKind::kLine;
  /// What is read for "-", once, instead of the standard input; may be empty.
  ByteFeed feed = {};

  /// Throws OptionError for an unknown encoding or a value that is no enumerator.
  void validate() const;
};

}  // namespace eigenlex
