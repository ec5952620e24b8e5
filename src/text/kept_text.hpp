#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eigenlex/core/file.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/text/text_index.hpp"
#include "eigenlex/text/tokenizer.hpp"

#include "text/postings.hpp"
#include "text/text_index_files.hpp"

namespace eigenlex::internal {

/// Words that follow each other.
struct IndexedTerm {
  std::vector<PostingPlace> words;
};

/// Positions from one up to, but without, another.
struct WordRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// The files of a text with an index.
class KeptText {
 public:
  KeptText(const std::filesystem::path& path, const ReadOptions& options);

  const TextFigures& figures() const { return figures_; }
  const TokenizerOptions& tokenizer() const { return tokenizer_; }
  DocumentKind document() const { return document_; }

  std::int64_t blocks() const { return std::ssize(blocks_) - 1; }
  /// Also of the row after the last block.
  const StoredBlock& block(std::int64_t i) const { return blocks_[static_cast<std::size_t>(i)]; }
  /// The block that has a position.
  std::int64_t block_of(std::int64_t position) const;
  std::string text_of(std::int64_t block) const;
  const std::string& file_of(std::int64_t block) const;

  PostingCursor cursor(const PostingPlace& place) const { return {postings_, place, positions_}; }
  /// A word as TextIndex::find looks for it; nothing if the text does not have it.
  std::optional<IndexedTerm> find(std::string_view word) const;

 private:
  explicit KeptText(const ArtifactReader& folder);

  void read_blocks(const ArtifactReader& folder);
  void read_file_names(const ArtifactReader& folder);
  std::optional<PostingPlace> find_as_it_is(std::string_view word) const;
  std::optional<IndexedTerm> find_in_a_row(std::span<const std::string> words) const;
  std::array<std::int64_t, StoredWord::kFields> dictionary_row(std::int64_t i) const;

  TextFigures figures_;
  TokenizerOptions tokenizer_;
  DocumentKind document_;
  std::int64_t positions_;
  RandomAccessFile text_;
  RandomAccessFile words_;
  NpyFile<std::int64_t> dictionary_;
  RandomAccessFile postings_;
  std::vector<StoredBlock> blocks_;
  std::vector<std::string> files_;
};

/// Finds the bytes of words, of one block after another; for one thread.
class TextReader {
 public:
  explicit TextReader(const KeptText& kept)
      : kept_(&kept), tokenizer_(make_tokenizer(kept.tokenizer())) {}

  /// The place of the words, those of the first range first, with so many characters on each side.
  Occurrence occurrence(const std::vector<WordRange>& ranges, int context);

 private:
  /// A word in the text of all files.
  struct Place {
    std::int64_t block = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };

  const std::string& text_of(std::int64_t block);
  Place locate(std::int64_t position);
  /// The bytes of a token in a segment, of which it is number `token`.
  TextSpan find_token(std::string_view segment, std::int64_t token);
  std::vector<std::string> tokens_of(std::string_view text);

  const KeptText* kept_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::vector<std::pair<std::int64_t, std::string>> texts_;  // that were read last
};

}  // namespace eigenlex::internal
