#include "eigenlex/factor/pmi_cells.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/pool.hpp"

namespace eigenlex {
namespace {

PpmiOptions without_damping(PpmiOptions options) {
  options.damping = 0;
  return options;
}

/// `PmiCells::cuts_`.
std::vector<std::int64_t> find_cuts(const CooccurrenceMatrix& counts, const ContextBlocks& blocks) {
  constexpr std::int64_t kBlockRows = 256;
  const std::int64_t cuts_a_word = blocks.count() - 1;
  std::vector<std::int64_t> cuts(as_size(blocks.words() * cuts_a_word));
  if (cuts.empty()) return cuts;
  parallel_blocks(
      blocks.words(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        CountReader reader;
        reader.read(counts, begin, end);
        for (std::int64_t word = begin; word < end; ++word) {
          const auto cols = reader.columns(word);
          for (std::int64_t cut = 0; cut < cuts_a_word; ++cut) {
            cuts[as_size(word * cuts_a_word + cut)] =
                std::ranges::lower_bound(cols, (cut + 1) * blocks.words()) - cols.begin();
          }
        }
      });
  return cuts;
}

struct Scratch {
  CountReader reader;
  PmiScratch pmi;
  Eigen::ArrayXf weights;
};

}  // namespace

void CellWeightOptions::validate() const {
  if (!(full_weight_count > 0 && std::isfinite(full_weight_count))) {
    throw OptionError("CellWeightOptions.full_weight_count", fmt::to_string(full_weight_count),
                      "must be above 0");
  }
  if (!(exponent >= 0 && exponent <= 1)) {
    throw OptionError("CellWeightOptions.exponent", fmt::to_string(exponent), "must be 0..1");
  }
  if (!(lowest_target <= 0 && std::isfinite(lowest_target))) {
    throw OptionError("CellWeightOptions.lowest_target", fmt::to_string(lowest_target),
                      "must be at most 0");
  }
}

class PmiCells::ScratchPool : public internal::Pool<Scratch> {};

PmiCells::PmiCells(const CooccurrenceMatrix& counts, const Margins& margins,
                   const PpmiOptions& ppmi, const CellWeightOptions& weight,
                   PmiOrientation orientation)
    : counts_(counts),
      pmi_(ContextBlocks(counts.rows(), counts.cols()), margins, without_damping(ppmi)),
      weight_(weight),
      orientation_(orientation),
      cuts_(find_cuts(counts, pmi_.blocks())),
      scratch_(std::make_unique<ScratchPool>()) {
  ppmi.validate();
  weight.validate();
}

PmiCells::~PmiCells() = default;

std::int64_t PmiCells::rows() const {
  return orientation_ == PmiOrientation::kRows ? counts_.rows() : counts_.cols();
}

std::int64_t PmiCells::cols() const {
  return orientation_ == PmiOrientation::kRows ? counts_.cols() : counts_.rows();
}

std::int64_t PmiCells::parts() const {
  return orientation_ == PmiOrientation::kRows ? 1 : pmi_.blocks().count();
}

std::int64_t PmiCells::entries_before(std::int64_t word, std::int64_t block) const {
  const ContextBlocks& blocks = pmi_.blocks();
  if (block == 0) return 0;
  if (block < blocks.count()) return cuts_[as_size(word * (blocks.count() - 1) + block - 1)];
  return counts_.indptr()[as_size(word) + 1] - counts_.indptr()[as_size(word)];
}

std::int64_t PmiCells::row_size(std::int64_t row) const {
  const ContextBlocks& blocks = pmi_.blocks();
  if (orientation_ == PmiOrientation::kRows) return entries_before(row, blocks.count());
  const std::int64_t word = row % blocks.words();
  const std::int64_t block = blocks.mirror(row / blocks.words());
  return entries_before(word, block + 1) - entries_before(word, block);
}

void PmiCells::read_row(std::int64_t row, CellBuffer& cells) const {
  auto scratch = scratch_->borrow();
  const std::int64_t word = row % pmi_.blocks().words();
  scratch->reader.seek(counts_, word);
  const std::size_t size = as_size(row_size(row));
  cells.indices.resize(size);
  cells.targets.resize(size);
  cells.weights.resize(size);
  std::size_t filled = 0;
  const auto fill = [&](const PmiSegment& segment) {
    count_powers(segment, weight_.full_weight_count, weight_.exponent, scratch->weights);
    const auto lowest = static_cast<float>(weight_.lowest_target);
    for (std::size_t k = 0; k < segment.size(); ++k) {
      cells.indices[filled + k] = segment.column(k);
      cells.targets[filled + k] = std::max(segment.pmi(k), lowest);
      cells.weights[filled + k] = scratch->weights[static_cast<Eigen::Index>(k)];
    }
    filled += segment.size();
  };
  if (orientation_ == PmiOrientation::kRows) {
    pmi_.visit(scratch->reader, word, orientation_, scratch->pmi, fill);
    return;
  }
  const std::int64_t block = pmi_.blocks().mirror(row / pmi_.blocks().words());
  fill(pmi_.segment(scratch->reader, word, block, as_size(entries_before(word, block)),
                    as_size(entries_before(word, block + 1)), orientation_, scratch->pmi));
}

}  // namespace eigenlex
