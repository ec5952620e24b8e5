#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace eigenlex {

/// An array of one or two dimensions, C order, as NumPy's .npy format holds it.
template <class T>
struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<T> values;
};

/// Writes `values` as .npy format 1.0 (little endian, C order); the product of `shape` is the
/// number of values. T: float, double, int32_t, uint32_t, int64_t. The data begin at a multiple of
/// 64 bytes, so `np.load(path, mmap_mode="r")` maps them aligned. Throws IoError.
template <class T>
void write_npy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
               std::span<const T> values);

/// Reads an .npy file (format 1.0 to 3.0) whose type is exactly T, in C order.
///
/// The header is checked against the size of the file before anything is allocated. Throws IoError,
/// or FormatError with the byte where the file is wrong (truncated, another type, Fortran order,
/// a shape whose product overflows or does not match the file's size).
template <class T>
NpyArray<T> read_npy(const std::filesystem::path& path);

}  // namespace eigenlex
