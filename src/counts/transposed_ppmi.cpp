#include "counts/transposed_ppmi.hpp"

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

/// Appends the positive cells of a segment that is a whole row.
void append_row(const PmiSegment& segment, CsrRows<float>& rows) {
  const std::size_t before = rows.indices.size();
  rows.indices.resize(before + segment.size());
  rows.values.resize(rows.indices.size());
  const std::int64_t kept =
      keep_positive(segment, rows.indices.data() + before, rows.values.data() + before);
  rows.indices.resize(before + as_size(kept));
  rows.values.resize(rows.indices.size());
  rows.row_sizes.push_back(kept);
}

}  // namespace

CsrMatrix<float> own_transposed_ppmi(const CooccurrenceMatrix& counts, const PmiRows& pmi,
                                     const std::function<bool(std::int64_t)>& is_own) {
  const std::int64_t parts = pmi.blocks().count();
  const std::vector<std::int64_t> blocks =
      partition_by_weight(counts.indptr(), kOwnBlockNonzeros, kMostOwnRowsInABlock);
  const std::int64_t block_total = std::ssize(blocks) - 1;
  // The rows of each part, one block after the other: in the order of their numbers.
  std::vector<CsrRows<float>> rows(as_size(parts * block_total));
  parallel_blocks(block_total, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    CountReader reader;
    PmiScratch scratch;
    const auto rows_of = [&](std::int64_t part) -> CsrRows<float>& {
      return rows[as_size(part * block_total + block)];
    };
    reader.read(counts, blocks[as_size(block)], blocks[as_size(block + 1)]);
    for (std::int64_t word = blocks[as_size(block)]; word < blocks[as_size(block + 1)]; ++word) {
      if (!is_own(word)) continue;
      pmi.visit(reader, word, PmiOrientation::kColumns, scratch, [&](const PmiSegment& segment) {
        append_row(segment, rows_of(segment.row / pmi.blocks().words()));
      });
    }
    for (std::int64_t part = 0; part < parts; ++part) {
      rows_of(part).indices.shrink_to_fit();
      rows_of(part).values.shrink_to_fit();
    }
  });
  return join_rows(std::move(rows), counts.rows());
}

}  // namespace eigenlex::internal
