// NumPy arrays: the first byte chooses the type, the rest is the file.

#include <cstdlib>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/table_file.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

namespace {

template <class T>
void read(const std::filesystem::path& path) {
  eigenlex::testing::refuse_well<eigenlex::FormatError>([&] {
    const eigenlex::NpyArray<T> array = eigenlex::read_npy<T>(path);
    std::int64_t product = 1;
    for (const std::int64_t dimension : array.shape) product *= dimension;
    if (product != std::ssize(array.values)) std::abort();
  });
}

}  // namespace

void eigenlex::testing::npy_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  const auto path = input_file(as_text(data + 1, size - 1));
  switch (data[0] % 6) {
    case 0:
      read<float>(path);
      break;
    case 1:
      read<double>(path);
      break;
    case 2:
      read<std::int32_t>(path);
      break;
    case 3:
      read<std::uint32_t>(path);
      break;
    case 4:
      read<std::int64_t>(path);
      break;
    default:
      refuse_well<FormatError>([&] { read_table(path); });
  }
}
