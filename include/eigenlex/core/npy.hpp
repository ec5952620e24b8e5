#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/file.hpp"

namespace eigenlex {

// NumPy's array file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
// Everywhere here T is float, double, int32_t, uint32_t, int64_t, int8_t or uint8_t.

/// An array of one or two dimensions, C order, as NumPy's .npy format holds it.
template <class T>
struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<T> values;
};

/// Writes `values` as .npy format 1.0 (little endian, C order); the product of `shape` is the
/// number of values. The data begin at a multiple of 64 bytes, so `np.load(path, mmap_mode="r")`
/// maps them aligned. Throws IoError, or OptionError where shape and values disagree.
template <class T>
void write_npy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
               std::span<const T> values);

/// Writes an .npy file piece by piece; the same bytes as `write_npy`.
template <class T>
class NpyWriter {
 public:
  /// Writes the header. Throws IoError, or OptionError where a dimension is negative or the
  /// product overflows.
  NpyWriter(const std::filesystem::path& path, std::span<const std::int64_t> shape);
  /// An array of one dimension, as long as what will be appended.
  explicit NpyWriter(const std::filesystem::path& path);

  /// The next values in C order. Throws IoError.
  void append(std::span<const T> values);
  /// Completes the file. Throws IoError, or OptionError unless exactly as many values were
  /// appended as the shape asks for.
  void close(Durability durability = Durability::kSynced);

 private:
  OutputFile file_;
  std::int64_t missing_;  // less than 0 by the values so far where the shape is not known yet
  bool any_size_ = false;
};

/// The type of the values of an .npy file as NumPy calls it, such as "<f4". Throws IoError, or
/// FormatError where the file has no header of one.
std::string npy_type(const std::filesystem::path& path);

/// An .npy file (format 1.0 to 3.0) whose type is exactly T, in C order, of which any part can be
/// read at any time by any thread.
template <class T>
class NpyFile {
 public:
  /// Checks the header against the size of the file, so that what the shape promises is there
  /// before anything is allocated. Throws IoError, or FormatError with the byte where the file is
  /// wrong (truncated, another type, Fortran order, a shape whose product overflows or does not
  /// match the file's size).
  explicit NpyFile(const std::filesystem::path& path);

  const std::vector<std::int64_t>& shape() const { return shape_; }
  /// The bytes of the file before the values. Throws IoError.
  std::string head() const;
  /// Number of values.
  std::int64_t size() const { return size_; }
  /// Fills `values` with the values from number `first` on, in C order; large parts by several
  /// threads. Throws IoError, also where the file was shortened since it was opened.
  void read(std::int64_t first, std::span<T> values) const;

 private:
  RandomAccessFile file_;
  std::vector<std::int64_t> shape_;
  std::int64_t size_ = 0;
  std::int64_t data_ = 0;  // byte at which the data begin
};

/// Reads a whole array; throws as `NpyFile` does.
template <class T>
NpyArray<T> read_npy(const std::filesystem::path& path);

/// Writes an array of one dimension. Throws IoError.
template <class T>
void write_npy_list(const std::filesystem::path& path, std::span<const T> values);

/// Opens an array of one dimension, of `size` values where that is given; throws as `NpyFile` does,
/// and FormatError for any other shape.
template <class T>
NpyFile<T> open_npy_list(const std::filesystem::path& path,
                         std::optional<std::int64_t> size = std::nullopt);

/// Reads an array of one dimension into a `std::vector<T>` or `Array<T>`; throws as
/// `open_npy_list`.
template <class Numbers>
Numbers read_npy_list(const std::filesystem::path& path,
                      std::optional<std::int64_t> size = std::nullopt) {
  const auto file = open_npy_list<typename Numbers::value_type>(path, size);
  Numbers values(as_size(file.size()));
  file.read(0, values);
  return values;
}

}  // namespace eigenlex
