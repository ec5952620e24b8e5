// Archives as corpora: what their members become, and what hostile ones do.

#include "text/archive_stream.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/text_lines.hpp"
#include "eigenlex/text/text_source.hpp"

#include "support/compress.hpp"
#include "support/pack.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace archive_stream_test {

using ::testing::AllOf;
using testing::compress;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kFilters;
using testing::Member;
using testing::pack;
using testing::TempDir;

constexpr const char* kFormats[] = {"zip", "gnutar", "pax", "ustar"};

/// Blocks as "file: text".
std::vector<std::string> blocks_of(TextSource& source) {
  std::vector<std::string> blocks;
  while (const auto block = source.next()) {
    blocks.push_back(std::filesystem::path(*block->file).filename().string() + ": " +
                     std::string(block->text));
  }
  return blocks;
}

std::string error_of(const std::string& path, const SourceOptions& options = {}) {
  try {
    TextSource source({path}, options);
    while (source.next()) {
    }
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Archives, AreReadMemberAfterMemberInStoredOrder) {
  const TempDir dir;
  const std::vector<Member> members{{"b.txt", "one two\n"},
                                    {"folder/", "", AE_IFDIR},
                                    {"folder/a.txt", "three"},
                                    {"empty.txt", ""},
                                    {"c.txt", "four\n"}};
  for (const char* format : kFormats) {
    const std::string path = dir.write("a.x", pack(members, format));
    TextSource source({path});
    EXPECT_EQ(source.sample(), "one two\nthree\nfour\n") << format;
    std::vector<std::string> texts;
    std::vector<std::string> files;
    while (const auto block = source.next()) {
      texts.emplace_back(block->text);
      files.push_back(*block->file);
    }
    EXPECT_THAT(texts, ElementsAre("one two\n", "three", "four\n")) << format;
    EXPECT_THAT(files, ElementsAre(path + ":b.txt", path + ":folder/a.txt", path + ":c.txt"));
    EXPECT_THAT(source.notes(), IsEmpty());
    EXPECT_EQ(source.bytes_done(), source.bytes_total()) << format;
  }
}

TEST(Archives, MayBeCompressedAndAmongOtherFiles) {
  const TempDir dir;
  const std::string plain = dir.write("0.txt", "zero\n");
  const std::string last = dir.write("z.txt", "nine\n");
  for (const char* filter : kFilters) {
    const std::string path =
        dir.write("a.tar", pack({{"a", "one\n"}, {"b", "two\n"}}, "gnutar", filter));
    TextSource source({plain, path, last});
    EXPECT_THAT(blocks_of(source),
                ElementsAre("0.txt: zero\n", "a.tar:a: one\n", "a.tar:b: two\n", "z.txt: nine\n"))
        << filter;
  }
}

TEST(Archives, GiveTheCorpusOfTheirFilesForAnyNumberOfThreads) {
  const TempDir dir;
  std::filesystem::create_directory(dir / "folder");
  std::vector<Member> members;
  for (int i = 0; i < 5; ++i) {
    std::string text;
    for (std::int64_t k = 0; k < 30000 * (i + 1); ++k) {
      text += "word" + std::to_string(k * k % 991) + "\n";
    }
    members.push_back({"member" + std::to_string(i), text});
    dir.write("folder/member" + std::to_string(i), text);
  }
  const std::string path = dir.write("a.zip", pack(members, "zip"));
  const Corpus expected = read_corpus({dir / "folder"}, {});
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Corpus corpus = read_corpus({path}, {});
    EXPECT_EQ(corpus.tokens, expected.tokens) << threads;
    EXPECT_EQ(corpus.vocabulary.words(), expected.vocabulary.words());
  }
}

TEST(Archives, WhatIsNoTextIsLeftOutAndSaid) {
  using namespace std::string_literals;
  const TempDir dir;
  const std::string path = dir.write("a.zip", pack({{"x.pdf", "%PDF-1.7\nwords"},
                                                    {".hidden", "no"},
                                                    {"a/.git/x", "no"},
                                                    {"__MACOSX/a", "no"},
                                                    {"./a.txt", "yes\n"},
                                                    {"b.gz", compress("no", "gzip")},
                                                    {"c.png", "\x89PNG\r\n"}},
                                                   "zip"));
  TextSource source({path});
  EXPECT_THAT(blocks_of(source), ElementsAre(HasSubstr("a.txt: yes\n")));
  EXPECT_THAT(source.notes(),
              ElementsAre(path + ": 3 files in the archive are no text and left out, such as "
                                 "x.pdf, a PDF document"));
  EXPECT_THAT(read_corpus({path}, {}).reading.notes, ElementsAre(HasSubstr("left out")));
  TextSource tar({dir.write("l.tar", pack({{"link", "", AE_IFLNK}, {"a", "yes\n"}}, "gnutar"))});
  EXPECT_THAT(blocks_of(tar), ElementsAre("l.tar:a: yes\n"));
  EXPECT_THAT(error_of(dir.write("b.tar", pack({{"c.png", "\x89PNG\r\n"}}, "gnutar"))),
              HasSubstr("b.tar: it is an archive that holds no text: it has c.png, a picture"));
  EXPECT_THAT(error_of(dir.write("c.zip", pack({{"a/", "", AE_IFDIR}}, "zip"))),
              HasSubstr("c.zip: it is an archive that holds no files"));
  EXPECT_THAT(error_of(dir.write("d.zip", pack({}, "zip"))),
              HasSubstr("it is an archive that holds no"));
}

TEST(Archives, TextOfOtherEncodingsIsNotLeftOut) {
  using namespace std::string_literals;
  const TempDir dir;
  const std::string wide = dir.write("a.zip", pack({{"a.txt", "a\n"},
                                                    {"b.txt",
                                                     "\xff\xfe"
                                                     "b\0\n\0"s}},
                                                   "zip"));
  EXPECT_THAT(error_of(wide), HasSubstr("a.zip:b.txt: is UTF-16 text"));
  const std::string latin = dir.write("b.zip", pack({{"a.txt", "caf\xe9 au lait\n"}}, "zip"));
  try {
    read_corpus({latin}, {});
    ADD_FAILURE() << "no error";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("b.zip:a.txt: byte 3: 0xe9 is not UTF-8"));
  }
  TextSource source({latin}, {.encoding = "latin1"});
  EXPECT_THAT(blocks_of(source), ElementsAre("b.zip:a.txt: café au lait\n"));
}

TEST(Archives, ThatAreDocumentsOrModelsAreNamed) {
  const TempDir dir;
  for (const auto& [member, kind] :
       {std::pair{"[Content_Types].xml", "a document of an office program"},
        {"mimetype", "a document of an office program"},
        {"archive/data.pkl", "a file of PyTorch"},
        {"x.npy", "an .npz archive"},
        {"META-INF/MANIFEST.MF", "a program in Java"}}) {
    EXPECT_THAT(error_of(dir.write("a", pack({{member, "text\n"}, {"b", "text\n"}}, "zip"))),
                HasSubstr(std::string("is ") + kind));
  }
}

TEST(Archives, OfTablesAreRefused) {
  const TempDir dir;
  for (const auto& [format, name] :
       {std::pair{"zip", "a ZIP archive"}, {"gnutar", "a tar archive"}}) {
    const std::string path = dir.write("a", pack({{"a.tsv", "a\tb\t1\n"}}, format));
    try {
      TextLines::of_file(path).next();
      ADD_FAILURE() << "no error";
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), HasSubstr(std::string("is ") + name + ": unpack it first"));
    }
  }
}

TEST(Archives, CutShortAreErrorsThatNameThem) {
  const TempDir dir;
  std::string text;
  for (int k = 0; k < 3000; ++k) text += std::to_string(k * 7919 % 10007) + "\n";
  for (const char* format : {"zip", "gnutar"}) {
    const std::string whole = pack({{"a.txt", text}, {"b.txt", text}}, format);
    const std::size_t second = whole.find("b.txt");
    for (const std::size_t size : {std::size_t{600}, second / 2, second + 3, second + 700}) {
      EXPECT_THAT(error_of(dir.write("a.x", whole.substr(0, size))),
                  AllOf(HasSubstr("a.x:"), HasSubstr("is the file complete?")))
          << format << ' ' << size;
    }
  }
}

TEST(Archives, DamagedOnesNeverCrash) {
  const TempDir dir;
  for (const char* format : {"zip", "gnutar"}) {
    const std::string whole =
        pack({{"a.txt", "one two three\n"}, {"b.txt", "four five\n"}}, format);
    for (std::size_t at = 0; at < whole.size(); at += 3) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
      const std::string path = dir.write("a.x", damaged);
      try {
        TextSource source({path});
        while (source.next()) {
        }
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("a.x"));
      }
    }
  }
}

TEST(Archives, EncryptedMembersAreRefused) {
  const TempDir dir;
  std::string bytes = pack({{"a.txt", "text\n"}}, "zip");
  bytes[6] = static_cast<char>(bytes[6] | 1);  // the flag in the header of the first member
  EXPECT_THAT(error_of(dir.write("a.zip", bytes)), HasSubstr("a.zip:a.txt: is encrypted"));
}

TEST(Archives, NamesAreNoPaths) {
  const TempDir dir;
  std::filesystem::create_directory(dir / "in");
  const std::string path = dir.write(
      "in/a.tar", pack({{"../../outside.txt", "one\n"}, {"/tmp/x\x1b[2J\n", "two\n"}}, "gnutar"));
  TextSource source({path});
  std::vector<std::string> files;
  while (const auto block = source.next()) files.push_back(*block->file);
  EXPECT_THAT(files, ElementsAre(path + ":../../outside.txt", path + ":/tmp/x\\x1b[2J\\n"));
  EXPECT_FALSE(std::filesystem::exists(dir / "outside.txt"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Archives, BombsEndBeforeTheyFillMemory) {
  const TempDir dir;
  // 80 MB of one letter, packed twice: a single line.
  const std::string bomb = compress(compress(std::string(80'000'000, 'a'), "gzip"), "gzip");
  EXPECT_LT(bomb.size(), 5000u);
  EXPECT_THAT(error_of(dir.write("a.gz", bomb)), HasSubstr("more than 1000 times as many"));
}

TEST(Compressed, DataThatOthersFollowAreRefused) {
  const TempDir dir;
  for (const char* filter : {"gzip", "bzip2"}) {
    const std::string packed = compress("one two\n", filter);
    EXPECT_THAT(error_of(dir.write("a", packed + "three four\n")),
                HasSubstr("11 bytes that are not compressed follow"))
        << filter;
    EXPECT_EQ(error_of(dir.write("b", packed + std::string(600, '\0'))), "no error") << filter;
  }
}

TEST(Archives, WithinArchivesAreLeftOut) {
  const TempDir dir;
  const std::string inner = pack({{"a.txt", "inner\n"}}, "gnutar");
  const std::string path = dir.write("a.tar", pack({{"b.tar", inner}, {"c", "x\n"}}, "gnutar"));
  TextSource source({path});
  EXPECT_THAT(blocks_of(source), ElementsAre("a.tar:c: x\n"));
  EXPECT_THAT(source.notes(), ElementsAre(HasSubstr("b.tar, a tar archive")));
}

}  // namespace archive_stream_test
}  // namespace eigenlex
