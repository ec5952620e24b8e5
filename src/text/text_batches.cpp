#include "text/text_batches.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/utf8.hpp"

namespace eigenlex::internal {

std::vector<TextBlock> read_batch(TextSource& source, const Progress& progress) {
  // Small files have a block each. The second limit keeps what blocks take beside their text low.
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

std::string_view BadUtf8::check(std::size_t i, std::string_view text, std::string& repaired) {
  if (is_utf8(text)) return text;
  if (handling_ == BadBytes::kRefuse) {
    found_[i] = static_cast<std::int64_t>(utf8_prefix(text));
    return {};
  }
  repaired.clear();
  replaced_ += append_repaired(text, repaired);
  return repaired;
}

void BadUtf8::report(std::span<const TextBlock> batch) const {
  const auto first = std::ranges::find_if(found_, [](std::int64_t at) { return at != kNone; });
  if (first == found_.end()) return;
  const TextBlock& block = batch[static_cast<std::size_t>(first - found_.begin())];
  const auto byte = static_cast<unsigned char>(block.text[static_cast<std::size_t>(*first)]);
  throw FormatError::at_byte(*block.file, block.offset + *first,
                             fmt::format("0x{:02x} is not UTF-8; name the encoding of the file, "
                                         "or have such bytes replaced",
                                         byte));
}

}  // namespace eigenlex::internal
