#include "eigenlex/matrix/stored_csr.hpp"

#include <utility>

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

template <class T>
std::shared_ptr<const NpyFile<T>> open_vector(const fs::path& path, std::int64_t size) {
  return std::make_shared<const NpyFile<T>>(open_npy_list<T>(path, size));
}

}  // namespace

template <class Value>
StoredCsr<Value>::StoredCsr(std::int64_t columns, std::vector<std::int64_t> row_ends,
                            const fs::path& index_file, const fs::path& value_file)
    : rows(static_cast<std::int64_t>(row_ends.size()) - 1),
      cols(columns),
      indptr(std::move(row_ends)),
      index_file_(index_file),
      value_file_(value_file),
      indices_(open_vector<std::int32_t>(index_file, nonzeros())),
      values_(open_vector<Value>(value_file, nonzeros())) {}

template <class Value>
CsrRowsView<Value> StoredCsr<Value>::view(std::int64_t first, std::int64_t last,
                                          CsrBuffer<Value>& buffer) const {
  const auto row_ends = std::span(indptr).subspan(static_cast<std::size_t>(first),
                                                  static_cast<std::size_t>(last - first) + 1);
  const auto size = static_cast<std::size_t>(row_ends.back() - row_ends.front());
  if (buffer.indices.size() < size) {
    buffer.indices.resize(size);
    buffer.values.resize(size);
  }
  indices_->read(row_ends.front(), std::span(buffer.indices).first(size));
  values_->read(row_ends.front(), std::span(buffer.values).first(size));
  return {.first = first,
          .indptr = row_ends,
          .indices = buffer.indices.data(),
          .values = buffer.values.data()};
}

template class StoredCsr<std::uint32_t>;
template class StoredCsr<std::int64_t>;

}  // namespace eigenlex
