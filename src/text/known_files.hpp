#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// What a file is that holds neither text nor vectors as some program writes them, and what to do
/// with it: "a ZIP archive: unpack it first". Told by its first bytes, which should be 512 at least
/// where it has them; nothing where they are of no such kind. Compressed files are not among them,
/// as they are read.
std::optional<std::string> known_binary_file(std::string_view beginning);

/// The same of a ZIP archive that is a document or a model, told by the name of one of its files.
std::optional<std::string> known_package(std::string_view member);

/// The same of what is text, but of another kind: a page of the web, JSON, a pointer of Git LFS.
/// It may be right about text that only looks like it, so it is to be asked when reading failed.
std::optional<std::string> known_text_file(std::string_view beginning);

}  // namespace eigenlex::internal
