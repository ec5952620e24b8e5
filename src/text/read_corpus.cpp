#include "eigenlex/text/read_corpus.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/text_profile.hpp"
#include "eigenlex/text/text_source.hpp"
#include "eigenlex/text/word_table.hpp"

#include "core/block_store.hpp"
#include "core/pool.hpp"
#include "text/text_batches.hpp"
#include "text/text_segments.hpp"

namespace eigenlex {
namespace {

/// Turns text into ids of a table of its own.
class Encoder {
 public:
  explicit Encoder(const Reading& reading)
      : tokenizer_(make_tokenizer(reading.tokenizer)), document_(reading.document) {}

  /// The ids of the tokens of a block, each document followed by Corpus::kDocumentEnd; valid until
  /// the next call.
  std::span<const std::int32_t> encode(std::string_view text) {
    ids_.clear();
    const TokenSink sink = [this](std::span<const std::string_view> tokens) { append(tokens); };
    bool in_document = false;
    while (!text.empty()) {
      const std::size_t length = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, length);
      text.remove_prefix(std::min(length + 1, text.size()));
      if (document_ == DocumentKind::kParagraph && internal::is_blank_line(line)) {
        if (std::exchange(in_document, false)) ids_.push_back(Corpus::kDocumentEnd);
        continue;
      }
      tokenizer_->tokenize(line, sink);
      in_document = document_ != DocumentKind::kLine;
      if (!in_document) ids_.push_back(Corpus::kDocumentEnd);
    }
    if (in_document) ids_.push_back(Corpus::kDocumentEnd);
    return ids_;
  }

  const WordTable& words() const { return words_; }
  /// Frees the words.
  void clear() { words_ = WordTable(); }
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

  std::unique_ptr<Tokenizer> tokenizer_;
  DocumentKind document_;
  WordTable words_;
  std::vector<std::int64_t> counts_;  // of the words in words_
  std::vector<std::int32_t> ids_;
};

std::string bytes_of(std::span<const std::int32_t> ids) {
  return {reinterpret_cast<const char*>(ids.data()), ids.size_bytes()};
}

void check_memory(const internal::Pool<Encoder>& pool, const StorageOptions& storage) {
  std::int64_t bytes = 0;
  for (const Encoder& encoder : pool.objects()) bytes += encoder.words().memory();
  if (bytes <= storage.memory) return;
  throw OptionError(
      "StorageOptions.memory", fmt::format("{} MB", storage.memory / 1000000),
      fmt::format("must be at least {} MB, which the tables of distinct words take by now; give "
                  "more, use fewer threads, fold upper case to lower, or use another tokenizer",
                  bytes / 1000000 + 1));
}

/// What is read how, by the look of the text where that is to be chosen.
Reading reading_of(TextSource& source, const TokenizerOptions& tokenizer, DocumentKind document) {
  Reading reading{.tokenizer = tokenizer, .document = document, .reason = {}};
  if (tokenizer.kind != TokenizerKind::kAuto && document != DocumentKind::kAuto) return reading;
  const TextProfile profile = profile_text(source.sample());
  if (tokenizer.kind == TokenizerKind::kAuto) {
    TokenizerChoice choice = choose_tokenizer(profile, tokenizer);
    reading.tokenizer = choice.options;
    reading.reason = std::move(choice.reason);
  }
  if (document == DocumentKind::kAuto) reading.document = choose_document(profile);
  source.set_document(reading.document);
  return reading;
}

/// The words of all encoders in their final order, and for each encoder the final ids of its words.
struct MergedVocabulary {
  Vocabulary vocabulary;
  std::vector<std::vector<std::int32_t>> final_ids;
};

/// Frees the encoders' words on the way.
MergedVocabulary merge(std::deque<Encoder>& encoders) {
  WordTable table;
  std::vector<std::int64_t> counts;
  MergedVocabulary merged;
  for (Encoder& encoder : encoders) {
    std::vector<std::int32_t>& ids = merged.final_ids.emplace_back();
    for (std::int32_t id = 0; id < encoder.words().size(); ++id) {
      ids.push_back(table.intern(encoder.words().word(id)));
      counts.resize(static_cast<std::size_t>(table.size()));
      counts[static_cast<std::size_t>(ids.back())] +=
          encoder.counts()[static_cast<std::size_t>(id)];
    }
    encoder.clear();
  }
  OrderedVocabulary ordered = order_by_count({table.words().begin(), table.words().end()}, counts);
  for (std::vector<std::int32_t>& ids : merged.final_ids) renumber(ids, ordered.new_ids);
  merged.vocabulary = std::move(ordered.vocabulary);
  return merged;
}

}  // namespace

EncodedCorpus::EncodedCorpus() = default;
EncodedCorpus::EncodedCorpus(EncodedCorpus&& other) noexcept = default;
EncodedCorpus& EncodedCorpus::operator=(EncodedCorpus&& other) noexcept = default;
EncodedCorpus::~EncodedCorpus() = default;

std::int64_t EncodedCorpus::memory() const {
  return store_ == nullptr || store_->spilled() ? 0 : store_->bytes();
}

std::vector<std::int32_t> EncodedCorpus::read(std::int64_t begin, std::int64_t end,
                                              std::int32_t kept) const {
  std::vector<std::size_t> offsets{0};
  for (std::int64_t block = begin; block < end; ++block) {
    offsets.push_back(offsets.back() + static_cast<std::size_t>(block_size(block)));
  }
  std::vector<std::int32_t> ids;
  ids.reserve(offsets.back());
  internal::prefer_huge_pages(ids.data(), offsets.back() * sizeof(std::int32_t));
  ids.resize(offsets.back());
  constexpr std::int32_t kDropped = Corpus::kDocumentEnd - 1;
  parallel_blocks(end - begin, 1, [&](std::int64_t item, std::int64_t, std::int64_t) {
    const Block& block = blocks_[static_cast<std::size_t>(begin + item)];
    std::string buffer;
    const std::string_view bytes = store_->read(block.number, buffer);
    std::int32_t* const first = ids.data() + offsets[static_cast<std::size_t>(item)];
    std::memcpy(first, bytes.data(), bytes.size());
    const std::vector<std::int32_t>& final_ids = final_ids_[block.encoder];
    std::transform(first, first + block.size, first, [&](std::int32_t id) {
      if (id == Corpus::kDocumentEnd) return id;
      const std::int32_t final_id = final_ids[static_cast<std::size_t>(id)];
      return final_id < kept ? final_id : kDropped;
    });
  });
  std::erase(ids, kDropped);
  return ids;
}

void EncodedCorpus::release(std::int64_t begin, std::int64_t end) {
  for (std::int64_t block = begin; block < end; ++block) {
    store_->release(blocks_[static_cast<std::size_t>(block)].number);
  }
}

void EncodedCorpus::renumber(const Vocabulary& other) {
  constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::max();
  std::vector<std::int32_t> new_ids;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(other.size()), 0);
  for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
    new_ids.push_back(other.find(vocabulary.word(id)).value_or(kNone));
    if (new_ids.back() == kNone) continue;
    counts[static_cast<std::size_t>(new_ids.back())] = vocabulary.count(id);
  }
  for (std::vector<std::int32_t>& ids : final_ids_) eigenlex::renumber(ids, new_ids);
  WordTable words;
  for (const std::string_view word : other.words()) words.intern(word);
  vocabulary = Vocabulary(std::move(words), std::move(counts));
}

Reading choose_reading(const std::vector<std::string>& paths, const TokenizerOptions& options,
                       const SourceOptions& source_options) {
  options.validate();
  TextSource source(paths, source_options);
  return reading_of(source, options, source_options.document);
}

void throw_no_words(const std::vector<std::string>& paths) {
  throw FormatError(
      fmt::format("{}: no words found; the corpus must hold some text", fmt::join(paths, ", ")));
}

EncodedCorpus encode_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                            const StorageOptions& storage, const Progress& progress,
                            const SourceOptions& source_options, const EncodingUse& use) {
  options.validate();
  TextSource source(paths, source_options);
  EncodedCorpus corpus;
  corpus.reading = reading_of(source, options, source_options.document);
  internal::Pool<Encoder> pool([&] { return Encoder(corpus.reading); });
  corpus.store_ = std::make_unique<internal::BlockStore>(storage);
  std::atomic<std::int64_t> documents = 0, tokens = 0;
  std::int64_t blocks_read = 0;
  bool at_end = false;
  const auto read_batch = [&] {
    std::vector<TextBlock> batch = internal::read_batch(source, progress);
    at_end = batch.empty();
    std::erase_if(batch, [&](const TextBlock&) { return blocks_read++ % use.shares != use.share; });
    return batch;
  };
  std::vector<TextBlock> batch = read_batch();
  while (!at_end) {
    const std::size_t first = corpus.blocks_.size();
    if (!use.words_alone) corpus.blocks_.resize(first + batch.size());
    std::vector<TextBlock> next_batch;
    internal::BadUtf8 bad(source_options.bad_bytes, batch.size());
    // Item 0 reads ahead, so that decompressing the next blocks overlaps encoding these.
    parallel_blocks(std::ssize(batch) + 1, 1, [&](std::int64_t item, std::int64_t, std::int64_t) {
      if (item == 0) {
        next_batch = read_batch();
        return;
      }
      const std::size_t i = static_cast<std::size_t>(item) - 1;
      auto encoder = pool.borrow();
      std::string repaired;
      const std::span<const std::int32_t> ids =
          encoder->encode(bad.check(i, batch[i].text, repaired));
      documents += std::count(ids.begin(), ids.end(), Corpus::kDocumentEnd);
      tokens += std::ssize(ids);
      if (use.words_alone) return;
      corpus.blocks_[first + i] = {.number = corpus.store_->append(bytes_of(ids)),
                                   .encoder = encoder.index(),
                                   .size = std::ssize(ids)};
    });
    bad.report(batch);
    corpus.reading.bytes_replaced += bad.replaced();
    check_memory(pool, storage);
    batch = std::move(next_batch);
  }
  MergedVocabulary merged = merge(pool.objects());
  if (merged.vocabulary.size() == 0 && !use.may_be_empty) throw_no_words(paths);
  corpus.vocabulary = std::move(merged.vocabulary);
  corpus.final_ids_ = std::move(merged.final_ids);
  corpus.documents = documents;
  // What is known of all text is told by one of those who share it.
  if (use.share == 0) {
    corpus.reading.bytes_replaced += source.bytes_replaced();
    corpus.reading.notes = source.notes();
  }
  corpus.tokens = tokens - documents;
  return corpus;
}

Corpus read_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                   const Progress& progress, const SourceOptions& source) {
  EncodedCorpus encoded = encode_corpus(paths, options, {}, progress, source);
  Corpus corpus;
  corpus.tokens = encoded.read(0, encoded.blocks(), encoded.vocabulary.size());
  corpus.documents = encoded.documents;
  corpus.tokens_read = encoded.tokens;
  corpus.vocabulary = std::move(encoded.vocabulary);
  corpus.distinct_words_read = corpus.vocabulary.size();
  corpus.reading = std::move(encoded.reading);
  return corpus;
}

}  // namespace eigenlex
