#include "eigenlex/core/npy.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace npy_test {

using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;
using Shape = std::vector<std::int64_t>;

/// An .npy file of format 1.0 with the given dictionary and data.
std::string npy(const std::string& dictionary, const std::string& data) {
  std::string header("\x93NUMPY\x01\x00", 8);
  header += static_cast<char>(dictionary.size() & 0xff);
  header += static_cast<char>(dictionary.size() >> 8);
  return header + dictionary + data;
}

std::string format_error(const std::filesystem::path& path) {
  try {
    read_npy<float>(path);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no FormatError";
}

template <class T>
class NpyOf : public ::testing::Test {};
using Types = ::testing::Types<float, double, std::int32_t, std::uint32_t, std::int64_t,
                               std::int8_t, std::uint8_t>;
TYPED_TEST_SUITE(NpyOf, Types);

TYPED_TEST(NpyOf, ReadsBackWhatItWrote) {
  using Limits = std::numeric_limits<TypeParam>;
  const std::vector<TypeParam> values = {0, 1, Limits::lowest(), Limits::max(), Limits::min(), 7};
  const TempDir dir;
  for (const Shape& shape : {Shape{6}, Shape{2, 3}, Shape{1, 6}, Shape{3, 1, 2}}) {
    write_npy<TypeParam>(dir / "a.npy", shape, values);
    const NpyArray<TypeParam> array = read_npy<TypeParam>(dir / "a.npy");
    EXPECT_EQ(array.shape, shape);
    EXPECT_EQ(array.values, values);
  }
}

TEST(Npy, TheHeaderIsAsNumpyWritesIt) {
  const TempDir dir;
  const std::vector<float> values = {1, 2, 3};
  write_npy<float>(dir / "a.npy", Shape{3}, values);
  const std::string bytes = read_bytes(dir / "a.npy");
  ASSERT_EQ(bytes.size(), 128 + 12u);
  EXPECT_EQ(bytes.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_TRUE(
      bytes.substr(10).starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }  "));
  EXPECT_EQ(bytes[127], '\n');
}

TEST(Npy, EmptyArraysAndSingleValuesHaveTheirShape) {
  const TempDir dir;
  write_npy<float>(dir / "none.npy", Shape{0, 5}, {});
  EXPECT_EQ(read_npy<float>(dir / "none.npy").shape, (Shape{0, 5}));
  const std::vector<float> one = {2.5f};
  write_npy<float>(dir / "one.npy", Shape{}, one);
  EXPECT_EQ(read_npy<float>(dir / "one.npy").values, one);
}

TEST(Npy, PiecesGiveTheSameBytesAsTheWhole) {
  const TempDir dir;
  std::vector<double> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) / 3;
  write_npy<double>(dir / "whole.npy", Shape{100, 10}, values);
  NpyWriter<double> writer(dir / "pieces.npy", Shape{100, 10});
  const std::span<const double> all(values);
  writer.append(all.first(1));
  writer.append(all.subspan(1, 700));
  writer.append(all.subspan(701));
  writer.close();
  EXPECT_EQ(read_bytes(dir / "pieces.npy"), read_bytes(dir / "whole.npy"));
}

TEST(Npy, AnArrayWhoseSizeIsKnownLastHasTheSameBytes) {
  const TempDir folder;
  for (const std::size_t size : {0, 1, 9, 12345}) {
    const std::vector<std::int32_t> values(size, 7);
    const Shape shape = {static_cast<std::int64_t>(size)};
    write_npy<std::int32_t>(folder / "whole.npy", shape, values);
    NpyWriter<std::int32_t> writer(folder / "growing.npy");
    for (std::size_t begin = 0; begin < size; begin += 5000) {
      writer.append(std::span(values).subspan(begin, std::min<std::size_t>(5000, size - begin)));
    }
    writer.close();
    EXPECT_EQ(read_bytes(folder / "growing.npy"), read_bytes(folder / "whole.npy"));
  }
}

TEST(Npy, AnyPartOfAFileCanBeRead) {
  const TempDir folder;
  const Shape shape = {5};
  write_npy<float>(folder / "array.npy", shape, std::vector<float>{1, 2, 3, 4, 5});
  const NpyFile<float> file(folder / "array.npy");
  EXPECT_EQ(file.shape(), shape);
  std::vector<float> part(2);
  file.read(3, part);
  EXPECT_EQ(part, (std::vector<float>{4, 5}));
  file.read(0, part);
  EXPECT_EQ(part, (std::vector<float>{1, 2}));
  EXPECT_THROW(file.read(4, part), IoError);
  EXPECT_THROW(NpyFile<double>(folder / "array.npy"), FormatError);
}

TEST(Npy, LargeArraysAreTheSameForAnyNumberOfThreads) {
  const TempDir folder;
  std::vector<std::int32_t> values(5'000'000);  // several of the pieces that are read at once
  std::iota(values.begin(), values.end(), -7);
  write_npy_list<std::int32_t>(folder / "list.npy", values);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    EXPECT_EQ(read_npy_list<std::vector<std::int32_t>>(folder / "list.npy"), values) << threads;
  }
}

TEST(Npy, AFileThatIsShortenedOnceItIsOpenIsAnIoError) {
  const TempDir folder;
  write_npy_list<float>(folder / "list.npy", std::vector<float>(4'000'000));
  const NpyFile<float> file(folder / "list.npy");
  std::filesystem::resize_file(folder / "list.npy", 9'000'000);
  std::vector<float> values(4'000'000);
  try {
    file.read(0, values);
    ADD_FAILURE() << "was read";
  } catch (const IoError& error) {
    EXPECT_EQ(error.path(), (folder / "list.npy").string());
    EXPECT_THAT(error.what(), HasSubstr("ends too early"));
  }
  file.read(0, std::span(values).first(1'000'000));
}

TEST(Npy, AListHasOneDimensionAndTheSizeThatIsAskedFor) {
  const TempDir folder;
  const std::vector<std::int64_t> values = {3, 1, 2};
  write_npy_list<std::int64_t>(folder / "list.npy", values);
  EXPECT_EQ(read_npy<std::int64_t>(folder / "list.npy").shape, Shape{3});
  EXPECT_EQ(read_npy_list<std::vector<std::int64_t>>(folder / "list.npy", 3), values);
  EXPECT_THROW(read_npy_list<std::vector<std::int64_t>>(folder / "list.npy", 4), FormatError);
  write_npy<std::int64_t>(folder / "table.npy", Shape{1, 3}, values);
  EXPECT_THROW(read_npy_list<std::vector<std::int64_t>>(folder / "table.npy"), FormatError);
  EXPECT_THROW(read_npy_list<std::vector<std::int64_t>>(folder / "table.npy", 3), FormatError);
}

TEST(Npy, ShapeAndNumberOfValuesMustAgree) {
  const TempDir dir;
  const std::vector<float> values(5);
  const auto write = [&](const Shape& shape) { write_npy<float>(dir / "a.npy", shape, values); };
  EXPECT_THROW(write({6}), OptionError);
  EXPECT_THROW(write({2, 2}), OptionError);
  EXPECT_THROW(write({-5}), OptionError);
  EXPECT_THROW(write({std::int64_t{1} << 40, std::int64_t{1} << 40}), OptionError);
  EXPECT_THROW(write_npy<float>(dir / "a.npy", Shape(33, 1), std::vector<float>(1)), OptionError);
}

TEST(Npy, AnotherOrderOfKeysAndOtherSpacingAreRead) {
  const TempDir dir;
  const std::string data(8, '\0');
  EXPECT_EQ(read_npy<float>(dir.write("a.npy", npy("{\"shape\":(1,2),'fortran_order':False,"
                                                   " 'descr' : '<f4'}\n",
                                                   data)))
                .shape,
            (Shape{1, 2}));
  // Format 2.0 has a length of four bytes.
  const std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n";
  std::string version2("\x93NUMPY\x02\x00", 8);
  version2 += std::string{static_cast<char>(dictionary.size()), 0, 0, 0};
  EXPECT_EQ(read_npy<float>(dir.write("b.npy", version2 + dictionary + data)).shape, Shape{2});
}

TEST(Npy, WhatItCannotReadIsNamed) {
  const TempDir dir;
  const auto error = [&](const std::string& dictionary, const std::string& data = {}) {
    return format_error(dir.write("a.npy", npy(dictionary, data)));
  };
  EXPECT_THAT(error("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "12345678"),
              HasSubstr("type '<f8', expected '<f4'"));
  EXPECT_THAT(error("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "1234"),
              HasSubstr("type '>f4'"));
  EXPECT_THAT(error("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", "1234"),
              HasSubstr("Fortran order"));
  EXPECT_THAT(error("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "1234"),
              HasSubstr("4 bytes of data do not fit the shape (2)"));
  EXPECT_THAT(error("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "12345"),
              HasSubstr("do not fit"));
  EXPECT_THAT(format_error(dir.write("a.npy", "text")), HasSubstr("byte 0: not an .npy file"));
}

std::string many_ones(int count) {
  std::string ones;
  for (int i = 0; i < count; ++i) ones += "1,";
  return ones;
}

TEST(Npy, HostileHeadersAreFormatErrors) {
  const TempDir dir;
  const std::string before = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
  for (const std::string& dictionary :
       {std::string(),
        std::string("{"),
        std::string("{}"),
        std::string("{'descr"),
        std::string("{'descr': '<f4'"),
        before + "(-1,)}",
        before + "(1 1)}",
        before + "(1",
        before,
        before + "(4611686018427387904, 4611686018427387904)}",
        before + "(9223372036854775807,)}",
        before + "(9223372036854775808,)}",
        before + "(0, 9223372036854775807)}",
        before + "(1e3,)}",
        before + "(1,)} + 1",
        before + "(1,), 'shape': (1,)}",
        before + "(1,), 'x': 1}",
        std::string("{'descr': '<f4', 'fortran_order': 0, 'shape': ()}"),
        std::string("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}"),
        before + "(" + many_ones(33) + ")}",
        before + "(1,), 'descr': '<f4'}",
        before + "(1,), 'fortran_order': False}",
        std::string(60000, '('),
        before + std::string(60000, '(')}) {
    const std::string message = format_error(dir.write("a.npy", npy(dictionary, "1234")));
    EXPECT_THAT(message, HasSubstr("a.npy: byte")) << dictionary.substr(0, 100);
  }
  // A header length beyond the end of the file.
  EXPECT_THAT(
      format_error(dir.write("a.npy", std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12))),
      HasSubstr("truncated"));
  EXPECT_THAT(format_error(dir.write("a.npy", std::string("\x93NUMPY\x09\x00\x00\x00", 10))),
              HasSubstr("version 9"));
}

TEST(Npy, EveryTruncationIsAFormatErrorAndNoFlippedByteCrashes) {
  const TempDir dir;
  const auto error = [&](const std::string& bytes) {
    // A new file each time: overwriting one makes some file systems wait for the device.
    std::filesystem::remove(dir / "a.npy");
    return format_error(dir.write("a.npy", bytes));
  };
  const std::vector<float> values = {1, 2, 3, 4};
  write_npy<float>(dir / "whole.npy", Shape{2, 2}, values);
  const std::string bytes = read_bytes(dir / "whole.npy");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_NE(error(bytes.substr(0, size)), "no FormatError") << size;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char flip : {'\x01', '\x20', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      error(damaged);
    }
  }
}

}  // namespace npy_test
}  // namespace eigenlex
