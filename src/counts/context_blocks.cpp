#include "eigenlex/counts/context_blocks.hpp"

#include <string>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

std::int64_t block_total(ContextKind kind) {
  switch (kind) {
    case ContextKind::kDirectional:
      return 2;
    case ContextKind::kNear:
      return 3;
    case ContextKind::kSymmetric:
      break;
  }
  return 1;
}

}  // namespace

ContextBlocks::ContextBlocks(ContextKind kind, std::int64_t words)
    : words_(words), count_(block_total(kind)) {}

ContextBlocks::ContextBlocks(std::int64_t rows, std::int64_t cols)
    : words_(rows), count_(rows == 0 ? 1 : cols / rows) {
  if (fit(rows, cols)) return;
  throw OptionError("CooccurrenceMatrix", std::to_string(rows) + " x " + std::to_string(cols),
                    "must have as many columns as rows, or twice or three times as many");
}

bool ContextBlocks::fit(std::int64_t rows, std::int64_t cols) {
  return cols == rows || cols == 2 * rows || cols == 3 * rows;
}

}  // namespace eigenlex
