#include "eigenlex/text/read_corpus.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/text_source.hpp"
#include "eigenlex/text/word_table.hpp"

namespace eigenlex {
namespace {

/// Turns text into ids of a table of its own.
class Encoder {
 public:
  Encoder(std::size_t index, const TokenizerOptions& options)
      : index_(index), tokenizer_(make_tokenizer(options)) {}

  /// The ids of the tokens of a block, each line followed by Corpus::kDocumentEnd.
  std::vector<std::int32_t> encode(std::string_view text) {
    ids_.clear();
    const TokenSink sink = [this](std::span<const std::string_view> tokens) { append(tokens); };
    while (!text.empty()) {
      const std::size_t length = std::min(text.find('\n'), text.size());
      tokenizer_->tokenize(text.substr(0, length), sink);
      ids_.push_back(Corpus::kDocumentEnd);
      text.remove_prefix(std::min(length + 1, text.size()));
    }
    return {ids_.begin(), ids_.end()};
  }

  std::size_t index() const { return index_; }
  const WordTable& words() const { return words_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  void append(std::span<const std::string_view> tokens) {
    const std::size_t before = ids_.size();
    ids_.resize(before + tokens.size());
    const std::span<std::int32_t> added = std::span(ids_).subspan(before);
    words_.intern(tokens, added);
    counts_.resize(static_cast<std::size_t>(words_.size()));
    for (const std::int32_t id : added) ++counts_[static_cast<std::size_t>(id)];
  }

  std::size_t index_;
  std::unique_ptr<Tokenizer> tokenizer_;
  WordTable words_;
  std::vector<std::int64_t> counts_;  // of the words in words_
  std::vector<std::int32_t> ids_;
};

/// Encoders that threads borrow: no more of them than threads at work at the same time.
class EncoderPool {
 public:
  explicit EncoderPool(const TokenizerOptions& options) : options_(options) {}

  Encoder& borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return encoders_.emplace_back(encoders_.size(), options_);
    Encoder& encoder = *idle_.back();
    idle_.pop_back();
    return encoder;
  }
  void give_back(Encoder& encoder) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(&encoder);
  }
  const std::deque<Encoder>& encoders() const { return encoders_; }

 private:
  TokenizerOptions options_;
  std::mutex mutex_;
  std::deque<Encoder> encoders_;  // a deque leaves its elements where they are
  std::vector<Encoder*> idle_;
};

struct EncodedBlock {
  std::size_t encoder = 0;
  std::vector<std::int32_t> ids;  // of that encoder's table
};

/// The next blocks of the source, enough for every thread; none at its end.
std::vector<TextBlock> read_batch(TextSource& source, const Progress& progress) {
  // Small files have a block each. The second limit keeps the number of mapped files low.
  constexpr std::size_t kBytesPerThread = std::size_t{4} << 20;
  constexpr std::size_t kMostBlocks = 4096;
  const std::size_t enough = kBytesPerThread * static_cast<std::size_t>(thread_count());
  std::vector<TextBlock> batch;
  std::size_t bytes = 0;
  while (bytes < enough && batch.size() < kMostBlocks) {
    std::optional<TextBlock> block = source.next();
    if (!block) break;
    bytes += block->text.size();
    batch.push_back(std::move(*block));
    report(progress, source.bytes_done(), source.bytes_total());
  }
  return batch;
}

/// Encodes all blocks of the source; the result is in their order.
std::vector<EncodedBlock> encode_all(TextSource& source, EncoderPool& pool,
                                     const Progress& progress) {
  std::vector<EncodedBlock> encoded;
  std::vector<TextBlock> batch = read_batch(source, progress);
  while (!batch.empty()) {
    const std::size_t first = encoded.size();
    encoded.resize(first + batch.size());
    std::vector<TextBlock> next_batch;
    // Item 0 reads ahead, so that decompressing the next blocks overlaps encoding these.
    parallel_blocks(static_cast<std::int64_t>(batch.size()) + 1, 1,
                    [&](std::int64_t item, std::int64_t, std::int64_t) {
                      if (item == 0) {
                        next_batch = read_batch(source, progress);
                        return;
                      }
                      const std::size_t i = static_cast<std::size_t>(item) - 1;
                      Encoder& encoder = pool.borrow();
                      encoded[first + i] = {encoder.index(), encoder.encode(batch[i].text)};
                      pool.give_back(encoder);
                    });
    batch = std::move(next_batch);
  }
  return encoded;
}

/// The words of all encoders in their final order, and for each encoder the final ids of its words.
struct MergedVocabulary {
  Vocabulary vocabulary;
  std::vector<std::vector<std::int32_t>> final_ids;
};

MergedVocabulary merge(const std::deque<Encoder>& encoders) {
  WordTable table;
  std::vector<std::int64_t> counts;
  MergedVocabulary merged;
  for (const Encoder& encoder : encoders) {
    std::vector<std::int32_t>& ids = merged.final_ids.emplace_back();
    for (std::int32_t id = 0; id < encoder.words().size(); ++id) {
      ids.push_back(table.intern(encoder.words().word(id)));
      counts.resize(static_cast<std::size_t>(table.size()));
      counts[static_cast<std::size_t>(ids.back())] +=
          encoder.counts()[static_cast<std::size_t>(id)];
    }
  }
  std::vector<std::string> words;
  words.reserve(counts.size());
  for (std::int32_t id = 0; id < table.size(); ++id) words.emplace_back(table.word(id));

  OrderedVocabulary ordered = order_by_count(std::move(words), counts);
  for (std::vector<std::int32_t>& ids : merged.final_ids) renumber(ids, ordered.new_ids);
  merged.vocabulary = std::move(ordered.vocabulary);
  return merged;
}

/// All blocks one after another, in final ids; takes the memory of each block back when it is done.
std::vector<std::int32_t> join_blocks(std::vector<EncodedBlock> blocks,
                                      const std::vector<std::vector<std::int32_t>>& final_ids) {
  std::vector<std::size_t> offsets{0};
  for (const EncodedBlock& block : blocks) offsets.push_back(offsets.back() + block.ids.size());
  std::vector<std::int32_t> tokens(offsets.back());
  parallel_blocks(static_cast<std::int64_t>(blocks.size()), 1,
                  [&](std::int64_t item, std::int64_t, std::int64_t) {
                    const std::size_t i = static_cast<std::size_t>(item);
                    const std::vector<std::int32_t> ids = std::move(blocks[i].ids);
                    const std::vector<std::int32_t>& final_id = final_ids[blocks[i].encoder];
                    std::transform(ids.begin(), ids.end(), tokens.data() + offsets[i],
                                   [&](std::int32_t id) {
                                     if (id == Corpus::kDocumentEnd) return id;
                                     return final_id[static_cast<std::size_t>(id)];
                                   });
                  });
  return tokens;
}

}  // namespace

Corpus read_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                   const Progress& progress) {
  options.validate();
  TextSource source(paths);
  EncoderPool pool(options);
  std::vector<EncodedBlock> blocks = encode_all(source, pool, progress);
  MergedVocabulary merged = merge(pool.encoders());
  if (merged.vocabulary.size() == 0) {
    throw FormatError(
        fmt::format("{}: no words found; the corpus must hold some text", fmt::join(paths, ", ")));
  }

  Corpus corpus;
  corpus.vocabulary = std::move(merged.vocabulary);
  corpus.tokens = join_blocks(std::move(blocks), merged.final_ids);
  corpus.documents = std::count(corpus.tokens.begin(), corpus.tokens.end(), Corpus::kDocumentEnd);
  corpus.tokens_read = corpus.token_count();
  corpus.distinct_words_read = corpus.vocabulary.size();
  return corpus;
}

}  // namespace eigenlex
