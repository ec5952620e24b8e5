#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eigenlex::internal {

/// Rows of counts as bytes: about 3.5 of them a cell of a word matrix, decoded without a branch a
/// number (Stream VByte: Lemire, Kurz & Rupp, Information Processing Letters 2018).
///
/// A row is its number of cells, then for each pair of cells a byte of four lengths, then for each
/// cell the distance from the column before and the count, in as many bytes as they need, the
/// lowest first. A row with a count of more than 32 bits has 4 and 8 bytes for all.
///
/// These bytes are read by the program that wrote them, never by another.

/// Bytes that may be read, but do not count, beyond the end of a block of rows.
constexpr std::size_t kRowPadding = 8;

class RowEncoder {
 public:
  /// Appends a row; `cols` rise, counts > 0.
  template <class Count>
  void append(std::span<const std::int32_t> cols, std::span<const Count> counts) {
    const bool wide = std::any_of(counts.begin(), counts.end(), [](Count count) {
      return static_cast<std::uint64_t>(count) > UINT32_MAX;
    });
    const std::uint64_t header = std::uint64_t{cols.size()} << 1 | (wide ? 1 : 0);
    const std::size_t begin = bytes_.size();
    bytes_.resize(begin + sizeof(header) + (wide ? 12 : 9) * cols.size() + 1 + kRowPadding);
    char* out = bytes_.data() + begin;
    std::memcpy(out, &header, sizeof(header));
    out += sizeof(header);
    out = wide ? append_wide(cols, counts, out) : append_narrow(cols, counts, out);
    bytes_.resize(static_cast<std::size_t>(out - bytes_.data()));
    cells_ += static_cast<std::int64_t>(cols.size());
  }

  std::int64_t cells() const { return cells_; }
  /// The bytes of all rows, of exactly their size, and the encoder empty again.
  std::string take() {
    bytes_.append(kRowPadding, '\0');
    std::string taken(bytes_);
    bytes_.clear();
    cells_ = 0;
    return taken;
  }

 private:
  static std::size_t length_of(std::uint32_t value) {
    return 1 + (value > 0xff) + (value > 0xffff) + (value > 0xffffff);
  }

  /// Writes four bytes, of which `length_of` count.
  static unsigned put(std::uint32_t value, char*& out) {
    const std::size_t length = length_of(value);
    std::memcpy(out, &value, sizeof(value));
    out += length;
    return static_cast<unsigned>(length - 1);
  }

  template <class Count>
  static char* append_narrow(std::span<const std::int32_t> cols, std::span<const Count> counts,
                             char* control) {
    char* out = control + (cols.size() + 1) / 2;
    std::int32_t previous = -1;
    for (std::size_t k = 0; k < cols.size(); k += 2) {
      unsigned lengths = 0;
      for (std::size_t i = k; i < std::min(k + 2, cols.size()); ++i) {
        const unsigned shift = i == k ? 0 : 4;
        lengths |= put(static_cast<std::uint32_t>(cols[i] - previous), out) << shift;
        lengths |= put(static_cast<std::uint32_t>(counts[i]), out) << (shift + 2);
        previous = cols[i];
      }
      *control++ = static_cast<char>(lengths);
    }
    return out;
  }

  template <class Count>
  static char* append_wide(std::span<const std::int32_t> cols, std::span<const Count> counts,
                           char* out) {
    for (std::size_t k = 0; k < cols.size(); ++k) {
      const auto count = static_cast<std::int64_t>(counts[k]);
      std::memcpy(out, &cols[k], sizeof(cols[k]));
      std::memcpy(out + sizeof(cols[k]), &count, sizeof(count));
      out += sizeof(cols[k]) + sizeof(count);
    }
    return out;
  }

  std::string bytes_;
  std::int64_t cells_ = 0;
};

class RowDecoder {
 public:
  explicit RowDecoder(std::string_view block) : next_(block.data()) {}

  /// Calls `visit(column, count)`, the count as int64_t, for the cells of the next row, in order;
  /// returns their number.
  template <class Visit>
  std::int64_t next_row(const Visit& visit) {
    std::uint64_t header;
    std::memcpy(&header, next_, sizeof(header));
    next_ += sizeof(header);
    const auto size = static_cast<std::size_t>(header >> 1);
    if ((header & 1) != 0) {
      visit_wide(size, visit);
    } else {
      visit_narrow(size, visit);
    }
    return static_cast<std::int64_t>(size);
  }

 private:
  static std::uint32_t get(unsigned length_code, const char*& in) {
    constexpr std::array<std::uint32_t, 4> kMasks = {0xff, 0xffff, 0xffffff, 0xffffffff};
    std::uint32_t value;
    std::memcpy(&value, in, sizeof(value));
    in += length_code + 1;
    return value & kMasks[length_code];
  }

  template <class Visit>
  void visit_narrow(std::size_t size, const Visit& visit) {
    const char* control = next_;
    const char* in = control + (size + 1) / 2;
    std::int32_t col = -1;
    for (std::size_t k = 0; k < size; ++k) {
      const auto lengths = static_cast<unsigned char>(control[k / 2]);
      const unsigned two = k % 2 == 0 ? lengths : lengths >> 4;
      col += static_cast<std::int32_t>(get(two & 3, in));
      visit(col, std::int64_t{get(two >> 2 & 3, in)});
    }
    next_ = in;
  }

  template <class Visit>
  void visit_wide(std::size_t size, const Visit& visit) {
    for (std::size_t k = 0; k < size; ++k) {
      std::int32_t col;
      std::int64_t count;
      std::memcpy(&col, next_, sizeof(col));
      std::memcpy(&count, next_ + sizeof(col), sizeof(count));
      next_ += sizeof(col) + sizeof(count);
      visit(col, count);
    }
  }

  const char* next_;
};

}  // namespace eigenlex::internal
