#include "eigenlex/core/npy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

static_assert(std::endian::native == std::endian::little,
              "arrays are written in the machine's byte order, which the format calls '<'");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
/// NumPy itself stops at 32 dimensions.
constexpr std::size_t kMaxDimensions = 32;

/// Shape of an empty array of one dimension. Its header is as long as that of any other: padding
/// leaves room for all digits.
constexpr std::array<std::int64_t, 1> kOneDimension = {0};

template <class T>
constexpr std::string_view kTypeName;
template <>
constexpr std::string_view kTypeName<float> = "<f4";
template <>
constexpr std::string_view kTypeName<double> = "<f8";
template <>
constexpr std::string_view kTypeName<std::int32_t> = "<i4";
template <>
constexpr std::string_view kTypeName<std::uint32_t> = "<u4";
template <>
constexpr std::string_view kTypeName<std::int64_t> = "<i8";
template <>
constexpr std::string_view kTypeName<std::int8_t> = "|i1";
template <>
constexpr std::string_view kTypeName<std::uint8_t> = "|u1";

/// Number of values of an array, or -1 if its bytes (or those of its dimensions that are not 0)
/// do not fit in 63 bits.
std::int64_t value_count(std::span<const std::int64_t> shape, std::size_t value_size) {
  std::int64_t bytes = as_index(value_size);
  for (const std::int64_t dimension : shape) {
    if (dimension == 0) continue;
    if (bytes > std::numeric_limits<std::int64_t>::max() / dimension) return -1;
    bytes *= dimension;
  }
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  return bytes / as_index(value_size);
}

template <class T>
std::int64_t checked_count(std::span<const std::int64_t> shape) {
  const bool negative =
      std::any_of(shape.begin(), shape.end(), [](std::int64_t n) { return n < 0; });
  const std::int64_t count = negative ? -1 : value_count(shape, sizeof(T));
  if (count < 0 || shape.size() > kMaxDimensions) {
    throw OptionError("shape", fmt::format("({})", fmt::join(shape, ", ")),
                      "must have at most 32 dimensions >= 0 whose product fits in memory");
  }
  return count;
}

/// The bytes before the data: magic, version 1.0, length, and a dictionary padded with spaces.
template <class T>
std::string npy_header(std::span<const std::int64_t> shape) {
  std::string dictionary =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", kTypeName<T>,
                  fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  constexpr std::size_t kPrefix = kMagic.size() + 4;
  const std::size_t unpadded = kPrefix + dictionary.size() + 1;
  dictionary.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  dictionary += '\n';
  std::string header(kMagic);
  header += {'\x01', '\x00', static_cast<char>(dictionary.size() & 0xff),
             static_cast<char>(dictionary.size() >> 8)};
  return header + dictionary;
}

/// What the dictionary of an .npy header says.
struct NpyHeader {
  std::string type;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  /// Byte at which the data begin.
  std::size_t data = 0;
};

/// Reads the Python dictionary of a header: the keys 'descr', 'fortran_order' and 'shape', each
/// once, in any order.
class HeaderParser {
 public:
  HeaderParser(std::string path, std::string_view file) : path_(std::move(path)), text_(file) {}

  NpyHeader parse() {
    NpyHeader header;
    header.data = locate_dictionary();
    text_ = text_.substr(0, header.data);
    expect('{');
    bool has_type = false, has_order = false, has_shape = false;
    while (!accept('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr" && !has_type) {
        header.type = quoted();
        has_type = true;
      } else if (key == "fortran_order" && !has_order) {
        header.fortran_order = boolean();
        has_order = true;
      } else if (key == "shape" && !has_shape) {
        header.shape = tuple();
        has_shape = true;
      } else {
        fail("expected the keys 'descr', 'fortran_order' and 'shape', each once");
      }
      if (!accept(',') && peek() != '}') fail("expected ',' or '}'");
    }
    if (!has_type || !has_order || !has_shape) fail("a key is missing from the header");
    if (peek() != '\0') fail("expected nothing after the dictionary");
    return header;
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError::at_byte(path_, as_index(at_), what);
  }

  /// Moves to the dictionary and returns the byte after it.
  std::size_t locate_dictionary() {
    if (!text_.starts_with(kMagic)) fail("not an .npy file: the first bytes must be \\x93NUMPY");
    at_ = kMagic.size();
    if (text_.size() < at_ + 2) fail("truncated in the header");
    const int version = byte(at_);
    if (version < 1 || version > 3) fail(fmt::format(".npy version {}: must be 1 to 3", version));
    at_ += 2;
    const std::size_t length_size = version == 1 ? 2 : 4;
    if (text_.size() < at_ + length_size) fail("truncated in the header");
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_size; ++i) length |= std::size_t{byte(at_ + i)} << (8 * i);
    at_ += length_size;
    if (length > text_.size() - at_) fail("truncated in the header");
    return at_ + length;
  }

  std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(text_[at]); }

  /// The next character that is no space, or '\0' at the end.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool accept(char c) {
    if (at_ == text_.size() || peek() != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail(fmt::format("expected '{}'", c));
  }

  std::string_view quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') fail("expected a quoted string");
    const std::size_t end = text_.find(quote, ++at_);
    if (end == std::string_view::npos) fail("a quoted string has no end");
    const std::string_view content = text_.substr(at_, end - at_);
    at_ = end + 1;
    return content;
  }

  bool boolean() {
    peek();
    for (const auto& [name, value] :
         {std::pair{std::string_view("True"), true}, std::pair{std::string_view("False"), false}}) {
      if (text_.substr(at_).starts_with(name)) {
        at_ += name.size();
        return value;
      }
    }
    fail("expected True or False");
  }

  std::vector<std::int64_t> tuple() {
    std::vector<std::int64_t> shape;
    expect('(');
    while (!accept(')')) {
      peek();
      std::int64_t dimension = 0;
      const char* const begin = text_.data() + at_;
      const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), dimension);
      if (error != std::errc() || dimension < 0) fail("expected a dimension in 0 .. 2^63-1");
      at_ += as_size(end - begin);
      if (shape.size() == kMaxDimensions) fail("more than 32 dimensions");
      shape.push_back(dimension);
      if (!accept(',') && peek() != ')') fail("expected ',' or ')'");
    }
    return shape;
  }

  std::string path_;
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The beginning of a file, which holds all of the header. A header of more than 64 KiB, as only
/// version 2 and 3 allow, is no array of this program's types and dimensions.
std::string head_of(const RandomAccessFile& file) {
  constexpr std::int64_t kMostBytes = std::int64_t{1} << 16;
  std::string head(as_size(std::min(kMostBytes, file.size())), '\0');
  file.read_at(0, head);
  return head;
}

/// The header of the array in a file, checked against the file's size.
template <class T>
NpyHeader checked_header(const fs::path& path, const RandomAccessFile& file) {
  NpyHeader header = HeaderParser(path.string(), head_of(file)).parse();
  const auto fail = [&](std::string_view what) {
    throw FormatError::at_byte(path.string(), as_index(header.data), what);
  };
  if (header.type != kTypeName<T>) {
    fail(fmt::format("the values are of type '{}', expected '{}': convert them in NumPy by astype",
                     header.type, kTypeName<T>));
  }
  if (header.fortran_order) {
    fail("the array is in Fortran order: save numpy.ascontiguousarray of it");
  }
  const std::int64_t count = value_count(header.shape, sizeof(T));
  const std::int64_t data_size = file.size() - as_index(header.data);
  constexpr auto kValueSize = as_index(sizeof(T));
  if (count < 0 || count != data_size / kValueSize || data_size % kValueSize != 0) {
    fail(fmt::format("{} bytes of data do not fit the shape ({}) of type '{}': truncated?",
                     data_size, fmt::join(header.shape, ", "), kTypeName<T>));
  }
  return header;
}

}  // namespace

std::string npy_type(const fs::path& path) {
  return HeaderParser(path.string(), head_of(RandomAccessFile(path))).parse().type;
}

template <class T>
NpyWriter<T>::NpyWriter(const fs::path& path, std::span<const std::int64_t> shape)
    : file_(path), missing_(checked_count<T>(shape)) {
  file_.write(npy_header<T>(shape));
}

template <class T>
NpyWriter<T>::NpyWriter(const fs::path& path) : NpyWriter(path, kOneDimension) {
  any_size_ = true;
}

template <class T>
void NpyWriter<T>::append(std::span<const T> values) {
  file_.write_array(values);
  missing_ -= as_index(values.size());
}

template <class T>
void NpyWriter<T>::close(Durability durability) {
  if (any_size_) {
    const std::array<std::int64_t, 1> shape = {-missing_};
    const std::string header = npy_header<T>(shape);
    assert(header.size() == npy_header<T>(kOneDimension).size());
    file_.overwrite(0, header);
    missing_ = 0;
  }
  if (missing_ != 0) {
    throw OptionError(
        "values", fmt::format("{} {}", std::abs(missing_), missing_ > 0 ? "too few" : "too many"),
        "must be as many as the product of the shape");
  }
  file_.close(durability);
}

template <class T>
NpyFile<T>::NpyFile(const fs::path& path) : file_(path) {
  NpyHeader header = checked_header<T>(path, file_);
  shape_ = std::move(header.shape);
  size_ = value_count(shape_, sizeof(T));
  data_ = as_index(header.data);
}

template <class T>
std::string NpyFile<T>::head() const {
  std::string bytes(as_size(data_), '\0');
  file_.read_at(0, bytes);
  return bytes;
}

template <class T>
void NpyFile<T>::read(std::int64_t first, std::span<T> values) const {
  file_.read_at(data_ + first * as_index(sizeof(T)),
                {reinterpret_cast<char*>(values.data()), values.size_bytes()});
}

template <class T>
void write_npy(const fs::path& path, std::span<const std::int64_t> shape,
               std::span<const T> values) {
  NpyWriter<T> writer(path, shape);
  writer.append(values);
  writer.close();
}

template <class T>
NpyArray<T> read_npy(const fs::path& path) {
  const NpyFile<T> file(path);
  NpyArray<T> array{file.shape(), std::vector<T>(as_size(file.size()))};
  file.read(0, array.values);
  return array;
}

template <class T>
void write_npy_list(const fs::path& path, std::span<const T> values) {
  const std::array<std::int64_t, 1> shape = {std::ssize(values)};
  write_npy<T>(path, shape, values);
}

template <class T>
NpyFile<T> open_npy_list(const fs::path& path, std::optional<std::int64_t> size) {
  NpyFile<T> file(path);
  if (file.shape().size() != 1 || file.size() != size.value_or(file.size())) {
    throw FormatError::at_path(
        path.string(),
        fmt::format("is of shape ({}), must hold {}numbers in one dimension",
                    fmt::join(file.shape(), ", "), size ? fmt::format("{} ", *size) : ""));
  }
  return file;
}

#define EIGENLEX_INSTANTIATE_NPY(T)                                                            \
  template class NpyWriter<T>;                                                                 \
  template class NpyFile<T>;                                                                   \
  template void write_npy(const fs::path&, std::span<const std::int64_t>, std::span<const T>); \
  template NpyArray<T> read_npy(const fs::path&);                                              \
  template void write_npy_list(const fs::path&, std::span<const T>);                           \
  template NpyFile<T> open_npy_list(const fs::path&, std::optional<std::int64_t>);
EIGENLEX_INSTANTIATE_NPY(float)
EIGENLEX_INSTANTIATE_NPY(double)
EIGENLEX_INSTANTIATE_NPY(std::int32_t)
EIGENLEX_INSTANTIATE_NPY(std::uint32_t)
EIGENLEX_INSTANTIATE_NPY(std::int64_t)
EIGENLEX_INSTANTIATE_NPY(std::int8_t)
EIGENLEX_INSTANTIATE_NPY(std::uint8_t)
#undef EIGENLEX_INSTANTIATE_NPY

}  // namespace eigenlex
