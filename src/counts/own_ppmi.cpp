#include "counts/own_ppmi.hpp"

#include <utility>
#include <vector>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/count_reader.hpp"

#include "core/partition.hpp"
#include "matrix/csr_rows.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kOwnBlockNonzeros = 1 << 18;
constexpr std::int64_t kMostOwnRowsInABlock = 4096;

void append_positive(const PmiSegment& segment, CsrRows<float>& rows) {
  const std::size_t before = rows.indices.size();
  rows.indices.resize(before + segment.size());
  rows.values.resize(rows.indices.size());
  const std::int64_t kept =
      keep_positive(segment, rows.indices.data() + before, rows.values.data() + before);
  rows.indices.resize(before + as_size(kept));
  rows.values.resize(rows.indices.size());
}

}  // namespace

CsrMatrix<float> own_ppmi(const CooccurrenceMatrix& counts, const PmiRows& pmi,
                          PmiOrientation orientation,
                          const std::function<bool(std::int64_t)>& is_own) {
  const ContextBlocks& contexts = pmi.blocks();
  const bool by_rows = orientation == PmiOrientation::kRows;
  const std::int64_t parts = by_rows ? 1 : contexts.count();
  const std::vector<std::int64_t> blocks =
      partition_by_weight(counts.indptr(), kOwnBlockNonzeros, kMostOwnRowsInABlock);
  const std::int64_t block_total = std::ssize(blocks) - 1;
  // The rows of each part, one block after the other: in the order of their numbers.
  std::vector<CsrRows<float>> rows(as_size(parts * block_total));
  parallel_blocks(block_total, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    CountReader reader;
    PmiScratch scratch;
    reader.read(counts, blocks[as_size(block)], blocks[as_size(block + 1)]);
    for (std::int64_t word = blocks[as_size(block)]; word < blocks[as_size(block + 1)]; ++word) {
      if (!is_own(word)) continue;
      for (std::int64_t part = 0; part < parts; ++part) {
        CsrRows<float>& made = rows[as_size(part * block_total + block)];
        made.row_sizes.push_back(-std::ssize(made.indices));
      }
      pmi.visit(reader, word, orientation, scratch, [&](const PmiSegment& segment) {
        const std::int64_t part = by_rows ? 0 : segment.row / contexts.words();
        append_positive(segment, rows[as_size(part * block_total + block)]);
      });
      for (std::int64_t part = 0; part < parts; ++part) {
        CsrRows<float>& made = rows[as_size(part * block_total + block)];
        made.row_sizes.back() += std::ssize(made.indices);
      }
    }
  });
  return join_rows(std::move(rows), by_rows ? counts.cols() : counts.rows());
}

}  // namespace eigenlex::internal
