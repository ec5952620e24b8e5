#include "eigenlex/learn/embed_texts.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/tall.hpp"
#include "eigenlex/text/text_source.hpp"

#include "core/block_store.hpp"
#include "learn/memory_plan.hpp"
#include "learn/work_folder.hpp"
#include "text/text_batches.hpp"

namespace eigenlex {
namespace {

using internal::BlockStore;
using internal::memory_text;
using internal::WorkFolder;

/// Texts whose vectors are a block of the store.
constexpr std::int64_t kTextsInPiece = 4096;

/// The lines of a block, without their ends.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, length);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return lines;
}

/// What becomes of a block of text.
struct EmbeddedBlock {
  std::string repaired;  // the text, where it was not UTF-8
  std::vector<std::string_view> lines;
  std::vector<std::int64_t> pieces;  // numbers in the store
  std::int64_t unknown = 0;
  Eigen::MatrixXd gram;
};

class BlockEmbedder {
 public:
  BlockEmbedder(const TextEncoder& encoder, BlockStore& store, bool grams)
      : encoder_(encoder), store_(store), grams_(grams) {}

  /// Of a text, which lives as long as the block.
  void embed(std::string_view text, EmbeddedBlock& block) const {
    block.lines = lines_of(text);
    const Eigen::Index dim = grams_ ? encoder_.dimensions() : 0;
    block.gram = Eigen::MatrixXd::Zero(dim, dim);
    for (std::size_t begin = 0; begin < block.lines.size(); begin += kTextsInPiece) {
      const auto lines = std::span(block.lines).subspan(begin);
      embed_piece(lines.first(std::min(lines.size(), std::size_t{kTextsInPiece})), block);
    }
  }

 private:
  void embed_piece(std::span<const std::string_view> lines, EmbeddedBlock& block) const {
    Table rows(std::ssize(lines), encoder_.dimensions());
    block.unknown += encoder_.encode(lines, rows);
    if (grams_) block.gram += gram(rows);
    block.pieces.push_back(store_.append(
        {reinterpret_cast<const char*>(rows.data()), as_size(rows.size()) * sizeof(float)}));
  }

  const TextEncoder& encoder_;
  BlockStore& store_;
  bool grams_;
};

/// What there is for vectors under a cap. The rest is for the words, texts at work and the program.
std::int64_t memory_for_vectors(const TextEncoder& encoder, const Resources& resources) {
  constexpr std::int64_t kProgramAlone = 64'000'000, kOfThread = 64'000'000, kOfWord = 100;
  const int threads = resources.threads > 0 ? resources.threads : thread_count();
  const std::int64_t rest = kProgramAlone + threads * kOfThread +
                            bytes_of(encoder.words().vectors) +
                            kOfWord * encoder.words().vocabulary.size();
  if (rest < resources.memory) return resources.memory - rest;
  throw OptionError("Resources.memory", memory_text(resources.memory),
                    fmt::format("must be above {}, which the words and {} threads take",
                                memory_text(rest), threads));
}

void note_replaced(std::int64_t bytes, Notes& notes) {
  if (bytes == 0) return;
  notes.push_back(fmt::format("{} bytes that are not of the encoding were replaced", bytes));
}

}  // namespace

void TextVectorOptions::validate() const {
  if (!(smoothing > 0) || !std::isfinite(smoothing)) {
    throw OptionError("TextVectorOptions.smoothing", fmt::format("{}", smoothing),
                      "must be finite and above 0");
  }
  source.validate();
}

TextVectors::TextVectors() = default;
TextVectors::TextVectors(TextVectors&& other) noexcept = default;
TextVectors& TextVectors::operator=(TextVectors&& other) noexcept = default;
TextVectors::~TextVectors() = default;

Table TextVectors::next_rows() {
  if (next_ == pieces_.size()) return {};
  const std::int64_t number = pieces_[next_++];
  std::string buffer;
  const std::string_view bytes = store_->read(number, buffer);
  Table rows(std::ssize(bytes) / (direction_.size() * std::int64_t{sizeof(float)}),
             direction_.size());
  std::memcpy(rows.data(), bytes.data(), bytes.size());
  store_->release(number);
  constexpr std::int64_t kRows = 256;
  parallel_blocks(rows.rows(), kRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    eigenlex::remove_direction(direction_, rows.middleRows(begin, end - begin));
  });
  return rows;
}

TextVectors embed_texts(const TextEncoder& encoder, const std::vector<std::string>& paths,
                        const TextVectorOptions& options, const Resources& resources,
                        Observer& observer,
                        const std::function<void(std::string_view)>& each_text) {
  options.validate();
  resources.validate();
  const CancellationScope scope(observer.cancellation());
  SourceOptions by_lines = options.source;
  by_lines.document = DocumentKind::kLine;
  TextSource source(paths, by_lines);
  std::optional<WorkFolder> work;
  StorageOptions storage;
  if (resources.memory > 0) {
    storage.memory = memory_for_vectors(encoder, resources);
    work.emplace(resources.work);
    work->clear();
    storage.folder = work->new_folder();
  }
  TextVectors vectors;
  vectors.store_ = std::make_unique<BlockStore>(storage);
  const BlockEmbedder embedder(encoder, *vectors.store_, options.remove_direction);
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(encoder.dimensions(), encoder.dimensions());
  std::int64_t replaced = 0;
  const Progress progress = observer.begin("embed", "MB", 1e6);
  for (auto batch = internal::read_batch(source, progress); !batch.empty();
       batch = internal::read_batch(source, progress)) {
    std::vector<EmbeddedBlock> blocks(batch.size());
    internal::BadUtf8 bad(by_lines.bad_bytes, batch.size());
    parallel_blocks(std::ssize(batch), 1, [&](std::int64_t item, std::int64_t, std::int64_t) {
      EmbeddedBlock& block = blocks[as_size(item)];
      embedder.embed(bad.check(as_size(item), batch[as_size(item)].text, block.repaired), block);
    });
    bad.report(batch);
    replaced += bad.replaced();
    for (const EmbeddedBlock& block : blocks) {
      vectors.pieces_.insert(vectors.pieces_.end(), block.pieces.begin(), block.pieces.end());
      vectors.texts_ += std::ssize(block.lines);
      vectors.unknown_texts_ += block.unknown;
      if (options.remove_direction) sum += block.gram;
      if (each_text) std::ranges::for_each(block.lines, each_text);
    }
  }
  vectors.direction_ = common_direction(sum);
  observer.end();
  vectors.notes_ = source.notes();
  note_replaced(replaced + source.bytes_replaced(), vectors.notes_);
  return vectors;
}

}  // namespace eigenlex
