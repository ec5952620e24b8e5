#pragma once

#include <filesystem>

#include "eigenlex/embedding/embedding.hpp"

#include "text/file_content.hpp"

namespace eigenlex::internal {

/// Reads an array NAME.npy of vectors and its words, which are in NAME.vocab.tsv beside it, either
/// of them compressed or not; `content` is what a compressed array holds, null for a plain one.
/// Throws IoError and FormatError.
Embedding read_npy_vectors(const std::filesystem::path& path, const FileContent* content);

/// Writes both files, both compressed as the end of the name says.
void write_npy_vectors(const Embedding& embedding, const std::filesystem::path& path);

}  // namespace eigenlex::internal
