#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "eigenlex/core/npy.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex {

/// A CSR matrix whose cells stay in two .npy files; only `indptr` is in memory.
///
/// Copies share the open files. Invariants as for `CsrMatrix`; whoever opens the files checks them.
template <class Value>
class StoredCsr {
 public:
  using value_type = Value;

  /// Opens the files, of `indptr.back()` numbers each. Throws IoError, or FormatError where a file
  /// is not such an array.
  StoredCsr(std::int64_t columns, std::vector<std::int64_t> row_ends,
            const std::filesystem::path& index_file, const std::filesystem::path& value_file);

  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::vector<std::int64_t> indptr{0};

  /// The files, which hold the cells of all rows and nothing else.
  const std::filesystem::path& index_file() const { return index_file_; }
  const std::filesystem::path& value_file() const { return value_file_; }

  std::int64_t nonzeros() const { return indptr.back(); }
  /// Reads rows `first` .. `last` - 1 into the buffer; any thread may. Throws IoError.
  CsrRowsView<Value> view(std::int64_t first, std::int64_t last, CsrBuffer<Value>& buffer) const;

 private:
  std::filesystem::path index_file_;
  std::filesystem::path value_file_;
  std::shared_ptr<const NpyFile<std::int32_t>> indices_;
  std::shared_ptr<const NpyFile<Value>> values_;
};

}  // namespace eigenlex
