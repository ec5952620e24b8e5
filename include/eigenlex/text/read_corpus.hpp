#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/text/corpus.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

namespace internal {
class BlockStore;
}

/// What a corpus is encoded for.
struct EncodingUse {
  /// Its words are counted and its ids are not kept: there are no blocks.
  bool words_alone = false;
  /// Text without a single word is no error, as where it is a part of more.
  bool may_be_empty = false;
  /// Of the blocks of the text only every `shares`-th is encoded, from number `share` on: what
  /// several who read all of it have to do each.
  std::int64_t share = 0;
  std::int64_t shares = 1;
};

/// A corpus as it was read, its word ids in blocks that lie in memory or in a file.
///
/// A block is whole documents. The value does not depend on the number of threads that made it, nor
/// on where the blocks lie; where blocks end depends on the text alone.
class EncodedCorpus {
 public:
  EncodedCorpus();
  EncodedCorpus(EncodedCorpus&& other) noexcept;
  EncodedCorpus& operator=(EncodedCorpus&& other) noexcept;
  ~EncodedCorpus();

  /// All distinct words, by count, ties by bytes.
  Vocabulary vocabulary;
  std::int64_t documents = 0;
  std::int64_t tokens = 0;
  Reading reading;

  std::int64_t blocks() const { return std::ssize(blocks_); }
  /// Tokens and document ends in a block.
  std::int64_t block_size(std::int64_t block) const {
    return blocks_[static_cast<std::size_t>(block)].size;
  }
  /// The documents of blocks `begin` .. `end` - 1 laid out as in `Corpus`, tokens of an id of at
  /// least `kept` left out. Parallel; memory 4 bytes a token. Throws IoError.
  std::vector<std::int32_t> read(std::int64_t begin, std::int64_t end, std::int32_t kept) const;
  /// Numbers the words as another vocabulary has them, whose words `vocabulary` has from then on,
  /// with the counts they have here; others are left out on reading.
  void renumber(const Vocabulary& other);
  /// Bytes that blocks take in memory.
  std::int64_t memory() const;
  /// Frees the memory of blocks that will not be read again.
  void release(std::int64_t begin, std::int64_t end);

 private:
  struct Block {
    std::int64_t number = 0;  // in the store
    std::size_t encoder = 0;  // whose ids they are
    std::int64_t size = 0;
  };
  friend EncodedCorpus encode_corpus(const std::vector<std::string>&, const TokenizerOptions&,
                                     const StorageOptions&, const Progress&, const SourceOptions&,
                                     const EncodingUse&);

  std::vector<Block> blocks_;
  std::unique_ptr<internal::BlockStore> store_;
  std::vector<std::vector<std::int32_t>> final_ids_;  // of each encoder's ids
};

/// How a corpus would be read: what is left to be chosen is chosen by its first 1 MiB. Throws as
/// `encode_corpus`.
Reading choose_reading(const std::vector<std::string>& paths, const TokenizerOptions& options,
                       const SourceOptions& source = {});

/// Throws the FormatError of a corpus without a single word.
[[noreturn]] void throw_no_words(const std::vector<std::string>& paths);

/// Reads a corpus of documents as `source.document` says.
///
/// `paths` as for TextSource. What is chosen by the look of the text is by its first 1 MiB, and
/// `reading` says what it was. `storage.memory` bounds the ids and, each by itself, the tables of
/// words, which have to be in memory. `progress` counts bytes of the files as they are stored, of a
/// total of 0 if it is unknown (standard input). Throws IoError and FormatError as TextSource does,
/// FormatError naming the first byte that is not UTF-8 unless such bytes are replaced, FormatError
/// if there is not a single word (unless `use` says that there may be none), OptionError for bad
/// options or if the words do not fit.
///
/// Time linear in the text, tokenized in parallel; memory about 4 bytes a token, or none in a file,
/// and 200 bytes a distinct word and thread.
EncodedCorpus encode_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                            const StorageOptions& storage, const Progress& progress = {},
                            const SourceOptions& source = {}, const EncodingUse& use = {});

/// Reads a corpus into memory, as `encode_corpus` does, with about 8 bytes a token.
Corpus read_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                   const Progress& progress = {}, const SourceOptions& source = {});

}  // namespace eigenlex
