#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/corpus.hpp"
#include "eigenlex/text/text_index.hpp"
#include "eigenlex/text/text_source.hpp"
#include "eigenlex/text/word_table.hpp"

#include "core/pool.hpp"
#include "text/packed_bytes.hpp"
#include "text/postings.hpp"
#include "text/text_batches.hpp"
#include "text/text_index_files.hpp"
#include "text/text_segments.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::kDocumentGap;
using internal::StoredBlock;

/// A block of text, ready to be stored.
struct PackedBlock {
  std::string bytes;
  std::int64_t size = 0;  ///< of the text
  std::int64_t lines = 0;
  std::size_t end = 0;  ///< of its ids
};

/// What a thread makes of some documents: ids are of the thread's own table.
struct EncodedText {
  std::vector<PackedBlock> blocks;
  std::vector<std::int32_t> ids;  ///< with Corpus::kDocumentEnd where positions are passed over
  std::size_t encoder = 0;
};

/// Turns documents into blocks and ids of a table of its own.
class IndexEncoder {
 public:
  IndexEncoder(const TokenizerOptions& tokenizer, DocumentKind document)
      : tokenizer_(make_tokenizer(tokenizer)), document_(document) {}

  EncodedText encode(std::string_view text) {
    EncodedText encoded;
    const TokenSink sink = [&](std::span<const std::string_view> tokens) {
      const std::size_t before = encoded.ids.size();
      encoded.ids.resize(before + tokens.size());
      words_.intern(tokens, std::span(encoded.ids).subspan(before));
    };
    while (!text.empty()) {
      const std::string_view block =
          text.substr(0, internal::end_of_block(text, internal::kTextBlockBytes));
      text.remove_prefix(block.size());
      internal::walk_segments(
          block, document_,
          [&](std::size_t, std::string_view segment) {
            tokenizer_->tokenize(segment, sink);
            return true;
          },
          [&] {
            encoded.ids.push_back(Corpus::kDocumentEnd);
            return true;
          });
      encoded.blocks.push_back({.bytes = internal::packed(block),
                                .size = std::ssize(block),
                                .lines = std::ranges::count(block, '\n'),
                                .end = encoded.ids.size()});
    }
    return encoded;
  }

  const WordTable& words() const { return words_; }

 private:
  std::unique_ptr<Tokenizer> tokenizer_;
  DocumentKind document_;
  WordTable words_;
};

/// Takes encoded texts in order and writes the files of the index.
class IndexWriter {
 public:
  explicit IndexWriter(internal::ArtifactWriter& folder)
      : folder_(folder),
        text_(folder.add(internal::kTextBytes)),
        postings_(folder.add(internal::kPostings)),
        runs_(postings_.parent_path()) {}

  void add(const EncodedText& encoded, const WordTable& its_words, const TextBlock& text) {
    // A file that is read twice begins anew.
    if (files_.empty() || files_.back() != *text.file || text.offset <= offset_) {
      if (!files_.empty()) at_.position += kDocumentGap;
      at_.file = std::ssize(files_);
      at_.line = 1;
      files_.push_back(*text.file);
    }
    offset_ = text.offset;
    if (global_.size() <= encoded.encoder) global_.resize(encoded.encoder + 1);
    std::vector<std::int32_t>& ids = global_[encoded.encoder];
    ids.resize(as_size(its_words.size()), -1);
    std::size_t next = 0;
    for (const PackedBlock& block : encoded.blocks) {
      text_.write(block.bytes);
      append_row(at_);
      for (; next < block.end; ++next) add_token(encoded.ids[next], ids, its_words);
      at_.line += block.lines;
      at_.begin += block.size;
      at_.packed += std::ssize(block.bytes);
      ++block_count_;
    }
  }

  TextFigures finish(const TokenizerOptions& tokenizer, DocumentKind document) {
    text_.close();
    append_row(at_);
    NpyWriter<std::int64_t> blocks(folder_.add(internal::kTextBlocks),
                                   std::array{block_count_ + 1, StoredBlock::kFields});
    blocks.append(rows_);
    blocks.close();
    write_words();
    write_files();
    const TextFigures figures{
        .files = std::ssize(files_), .tokens = tokens_, .words = words_.size(), .bytes = at_.begin};
    folder_.commit({{"tokens", figures.tokens},
                    {"words", figures.words},
                    {"bytes", figures.bytes},
                    {"files_read", figures.files},
                    {"positions", at_.position},
                    {"blocks", block_count_},
                    {"tokenizer", enum_name(tokenizer.kind)},
                    {"lowercase", tokenizer.lowercase},
                    {"document", enum_name(document)}});
    return figures;
  }

 private:
  void append_row(const StoredBlock& block) {
    const auto row = block.row();
    rows_.insert(rows_.end(), row.begin(), row.end());
  }

  void add_token(std::int32_t id, std::vector<std::int32_t>& ids, const WordTable& its_words) {
    if (id == Corpus::kDocumentEnd) {
      at_.position += kDocumentGap;
      return;
    }
    std::int32_t& global = ids[as_size(id)];
    if (global < 0) global = words_.intern(its_words.word(id));
    runs_.add(global, at_.position++);
    ++tokens_;
  }

  void write_words() {
    OutputFile postings(postings_);
    const std::vector<internal::PostingPlace> places =
        runs_.finish(words_.size(), [&](std::string_view bytes) { postings.write(bytes); });
    postings.close();
    std::vector<std::int32_t> order(as_size(words_.size()));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](std::int32_t id) { return words_.word(id); });
    OutputFile words(folder_.add(internal::kIndexWords));
    NpyWriter<std::int64_t> dictionary(
        folder_.add(internal::kDictionary),
        std::array{std::ssize(order) + 1, internal::StoredWord::kFields});
    std::int64_t begin = 0;
    for (const std::int32_t id : order) {
      const internal::PostingPlace& place = places[as_size(id)];
      dictionary.append(std::array{begin, place.begin, place.bytes, place.count});
      words.write(words_.word(id));
      begin += std::ssize(words_.word(id));
    }
    dictionary.append(std::array<std::int64_t, internal::StoredWord::kFields>{begin, 0, 0, 0});
    words.close();
    dictionary.close();
  }

  void write_files() {
    OutputFile names(folder_.add(internal::kFileNames));
    std::vector<std::int64_t> ends;
    std::int64_t end = 0;
    for (const std::string& name : files_) {
      names.write(name);
      ends.push_back(end += std::ssize(name));
    }
    names.close();
    write_npy_list<std::int64_t>(folder_.add(internal::kFileNameEnds), ends);
  }

  internal::ArtifactWriter& folder_;
  OutputFile text_;
  fs::path postings_;
  internal::PostingRuns runs_;
  std::vector<std::int64_t> rows_;
  std::vector<std::string> files_;
  std::vector<std::vector<std::int32_t>> global_;  // of each encoder's ids
  WordTable words_;
  std::int64_t offset_ = -1;  // of the documents before, in their file
  StoredBlock at_{.line = 1};
  std::int64_t block_count_ = 0;
  std::int64_t tokens_ = 0;
};

void check_choices(const TokenizerOptions& tokenizer, const SourceOptions& source) {
  tokenizer.validate();
  source.validate();
  if (tokenizer.kind == TokenizerKind::kAuto) {
    throw OptionError("TokenizerOptions.kind", "auto", "must be chosen before a text is kept");
  }
  if (source.document == DocumentKind::kAuto) {
    throw OptionError("SourceOptions.document", "auto", "must be chosen before a text is kept");
  }
}

}  // namespace

TextFigures write_text_index(const std::vector<std::string>& paths,
                             const TokenizerOptions& tokenizer, const SourceOptions& source_options,
                             const fs::path& output, const Progress& progress) {
  check_choices(tokenizer, source_options);
  TextSource source(paths, source_options);
  internal::ArtifactWriter folder(internal::kTextIndexFormat, output);
  IndexWriter writer(folder);
  internal::Pool<IndexEncoder> pool(
      [&] { return IndexEncoder(tokenizer, source_options.document); });
  for (auto batch = internal::read_batch(source, progress); !batch.empty();
       batch = internal::read_batch(source, progress)) {
    std::vector<EncodedText> encoded(batch.size());
    internal::BadUtf8 bad(source_options.bad_bytes, batch.size());
    parallel_blocks(std::ssize(batch), 1, [&](std::int64_t item, std::int64_t, std::int64_t) {
      const std::size_t i = as_size(item);
      auto encoder = pool.borrow();
      std::string repaired;
      encoded[i] = encoder->encode(bad.check(i, batch[i].text, repaired));
      encoded[i].encoder = encoder.index();
    });
    bad.report(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      writer.add(encoded[i], pool.objects()[encoded[i].encoder].words(), batch[i]);
    }
  }
  return writer.finish(tokenizer, source_options.document);
}

}  // namespace eigenlex
