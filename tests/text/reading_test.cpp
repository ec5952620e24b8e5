// How files become text: encodings, bytes that are of none, documents, and what is chosen by the
// look of a text.

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/text_source.hpp"

#include "support/compress.hpp"
#include "support/decoded.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace reading_test {

using testing::compress;
using testing::decoded;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;

constexpr TokenizerOptions kWords{TokenizerKind::kUnicode, false};

/// The text in an encoding that ICU knows.
std::string encoded(std::string_view text, const char* encoding) {
  const auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
  std::string bytes(8 * text.size() + 8, '\0');
  const int size = unicode.extract(0, unicode.length(), bytes.data(),
                                   static_cast<std::uint32_t>(bytes.size()), encoding);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

/// Lines with letters of two, three and four bytes, more than one block of them.
std::string long_text() {
  std::string text;
  for (int i = 0; text.size() < 3000000; ++i)
    text += fmt::format("été {} 中文 naïve 😀x\n", i % 1000);
  return text;
}

std::string message_of(const std::string& path, const SourceOptions& source = {}) {
  std::string message;
  for (const TokenizerOptions& options : {TokenizerOptions{}, kWords}) {
    for (const int threads : {1, 2, 3}) {
      const ThreadCount scope(threads);
      try {
        read_corpus({path}, options, {}, source);
        ADD_FAILURE() << path;
      } catch (const FormatError& error) {
        EXPECT_TRUE(message.empty() || message == error.what()) << error.what();
        message = error.what();
      }
    }
  }
  return message;
}

TEST(Encodings, TheFirstByteThatIsNotUtf8IsAnErrorThatSaysWhereItIs) {
  const TempDir dir;
  std::string text = long_text();
  const std::size_t place = text.find("naïve", 2500000);
  text.replace(place, 6, "na\xefve");
  text.replace(text.find("naïve", place), 6, "na\xefve");
  const std::string path = dir.write("text", text);
  EXPECT_THAT(message_of(path),
              HasSubstr(fmt::format("{}: byte {}: 0xef is not UTF-8", path, place + 2)));
  // The place is that in the text, with its mark, also where it is compressed.
  const std::string packed = dir.write("text.gz", compress("\xef\xbb\xbf" + text, "gzip"));
  EXPECT_THAT(message_of(packed),
              HasSubstr(fmt::format("{}: byte {}: 0xef is not UTF-8", packed, place + 5)));
}

TEST(Encodings, BytesThatAreNotUtf8AreReplacedAndCountedWhereAsked) {
  const TempDir dir;
  const std::string path = dir.write("text", "caf\xe9 x\nna\xefve \xff\xfe\n");
  const SourceOptions source{.encoding = "utf-8", .bad_bytes = BadBytes::kReplace};
  const Corpus plain = read_corpus({path, path}, {}, {}, source);
  EXPECT_EQ(decoded(plain).substr(0, 26), "caf\ufffd x \nna\ufffdve \ufffd\ufffd \n");
  EXPECT_EQ(plain.reading.bytes_replaced, 8);
  EXPECT_EQ(decoded(read_corpus({path}, kWords, {}, source)), "caf x \nna ve \n");
}

TEST(Encodings, TextInAnyOfThemIsReadAsTheSameInUtf8) {
  const TempDir dir;
  const std::string text = long_text();
  const Corpus expected = read_corpus({dir.write("utf-8", text)}, {});
  for (const char* encoding : {"utf-16", "utf-16le", "utf-16be", "utf-32", "gb18030"}) {
    const std::string path = dir.write(encoding, encoded(text, encoding));
    const SourceOptions source{.encoding = encoding};
    for (const int threads : {1, 3}) {
      const ThreadCount scope(threads);
      const Corpus corpus = read_corpus({path}, {}, {}, source);
      EXPECT_TRUE(corpus.tokens == expected.tokens) << encoding;
      EXPECT_TRUE(corpus.vocabulary.words() == expected.vocabulary.words()) << encoding;
    }
  }
}

TEST(Encodings, SmallOnesAreReadTooAndCompressed) {
  const TempDir dir;
  const auto read = [&](std::string_view text, const char* encoding) {
    const std::string bytes = encoded(text, encoding);
    const SourceOptions source{.encoding = encoding};
    const std::string plain = decoded(read_corpus({dir.write("t", bytes)}, {}, {}, source));
    EXPECT_EQ(decoded(read_corpus({dir.write("t.xz", compress(bytes, "xz"))}, {}, {}, source)),
              plain);
    return plain;
  };
  EXPECT_EQ(read("la café était\n", "latin1"), "la café était \n");
  EXPECT_EQ(read("“d’été” €\n", "windows-1252"), "“d’été” € \n");
  EXPECT_EQ(read("日本 語\n", "shift_jis"), "日本 語 \n");
  EXPECT_EQ(read("Москва\n", "koi8-r"), "Москва \n");
  EXPECT_EQ(read("naïve\n", "UTF8"), "naïve \n");
}

TEST(Encodings, BytesThatTheEncodingDoesNotHaveAreRefusedOrReplaced) {
  const TempDir dir;
  std::string text(100000, 'a');
  text += "\n\x81\xff b\n\x81";
  const std::string path = dir.write("text", text);
  EXPECT_THAT(message_of(path, {.encoding = "shift_jis"}),
              HasSubstr(path + ": byte 100001: is not shift_jis"));
  const Corpus corpus =
      read_corpus({path}, {}, {}, {.encoding = "shift_jis", .bad_bytes = BadBytes::kReplace});
  EXPECT_GE(corpus.reading.bytes_replaced, 2);
  EXPECT_EQ(corpus.documents, 3);
}

TEST(Encodings, ANameThatIcuDoesNotKnowIsAnOptionError) {
  const TempDir dir;
  const std::string path = dir.write("text", "a\n");
  for (const char* name : {"utf-17", "", "klingon"}) {
    try {
      read_corpus({path}, {}, {}, {.encoding = name});
      FAIL() << name;
    } catch (const OptionError& error) {
      EXPECT_THAT(error.what(), HasSubstr("SourceOptions.encoding"));
    }
  }
  EXPECT_THROW(read_corpus({path}, {}, {}, {.document = static_cast<DocumentKind>(9)}),
               OptionError);
}

TEST(Encodings, TextOfWideCharactersIsRefusedByName) {
  const TempDir dir;
  const std::string text = "la café était fermée près du château\n";
  EXPECT_THAT(message_of(dir.write("a", encoded(text, "utf-16"))), HasSubstr("is UTF-16 text"));
  EXPECT_THAT(message_of(dir.write("b", encoded(text, "utf-32"))), HasSubstr("is UTF-32 text"));
  for (const char* encoding : {"utf-16", "utf-16le", "utf-16be", "utf-32le"}) {
    EXPECT_THAT(message_of(dir.write("c", encoded(text, encoding))),
                HasSubstr("name the encoding"));
  }
}

TEST(Encodings, WhatIsNoTextIsRefusedByWhatItIs) {
  const TempDir dir;
  EXPECT_THAT(message_of(dir.write("a.7z", "7z\xbc\xaf\x27\x1c text")),
              HasSubstr("is a 7z archive"));
  EXPECT_THAT(message_of(dir.write("a.pdf", "%PDF-1.7\ntext")), HasSubstr("is a PDF document"));
  EXPECT_THAT(message_of(dir.write("a.lzma", std::string("\x5d\0\0\x80\0", 5) + "text")),
              HasSubstr("is compressed by LZMA"));
  EXPECT_THAT(message_of(dir.write("p", "version https://git-lfs.github.com/spec/v1\nsize 3\n")),
              HasSubstr("is a pointer of Git LFS"));
  EXPECT_THAT(message_of(dir.write("j", "\x1b$B;d\x1b(B text\n")),
              HasSubstr("is ISO-2022-JP text"));
  // Also where an encoding is named in which it would be letters.
  try {
    read_corpus({dir.write("a.pdf", "%PDF-1.7\ntext")}, {}, {}, {.encoding = "latin1"});
    ADD_FAILURE() << "no error";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("is a PDF document"));
  }
  EXPECT_THAT(message_of(dir.write("a", std::string(20, '\0') + "text")),
              HasSubstr("many NUL bytes"));
  // A few of them may be in text.
  EXPECT_EQ(read_corpus({dir.write("b", std::string("a\0b c\n", 6))}, {}).tokens_read, 2);
}

TEST(Encodings, Latin1IsWindows1252AsOnTheWeb) {
  const TempDir dir;
  const std::string path = dir.write("a",
                                     "\x93"
                                     "caf\xe9\x94 \x96 5 \x80\n");
  for (const char* encoding : {"latin1", "iso-8859-1", "windows-1252"}) {
    EXPECT_EQ(decoded(read_corpus({path}, {}, {}, {.encoding = encoding})), "“café” – 5 € \n");
  }
}

TEST(Encodings, AnyOfTheWorldIsRead) {
  const TempDir dir;
  for (const auto& [encoding, text] : {std::pair{"shift_jis", "私は 学生 です\n"},
                                       {"euc-jp", "日本語 を 勉強\n"},
                                       {"iso-2022-jp", "日本語 を 勉強\n"},
                                       {"koi8-r", "кот сидел на окне\n"},
                                       {"gb18030", "我 喜欢 吃 苹果\n"},
                                       {"big5", "我 吃\n"},
                                       {"euc-kr", "나는 학생\n"},
                                       {"windows-1251", "шёл снег\n"},
                                       {"ibm037", "the cat\n"},
                                       {"utf-16le", "été\n"}}) {
    const std::string path = dir.write("a", encoded(text, encoding));
    std::string read;
    TextSource source({path}, {.encoding = encoding});
    while (const auto block = source.next()) read += block->text;
    EXPECT_EQ(read, text) << encoding;
  }
}

TEST(Lines, EndByReturnsAloneWhereThereAreNoLineFeeds) {
  const TempDir dir;
  const std::string path = dir.write("a", "one two\rthree\r\rfour\r");
  EXPECT_EQ(decoded(read_corpus({path}, {})), "one two \nthree \n\nfour \n");
  EXPECT_EQ(decoded(read_corpus({path}, {}, {}, {.document = DocumentKind::kParagraph})),
            "one two three \nfour \n");
  // Among line feeds they are blanks, as before one.
  EXPECT_EQ(decoded(read_corpus({dir.write("b", "one\rtwo\r\nthree\r\n")}, {})),
            "one two \nthree \n");
  // Over more than is looked at, and where the half of a pair is the last of that.
  std::string text, expected;
  for (int i = 0; i < 40000; ++i) text += "line\r", expected += "line \n";
  EXPECT_EQ(decoded(read_corpus({dir.write("c", text)}, {})), expected);
  const std::string first(65535, 'x');
  EXPECT_EQ(decoded(read_corpus({dir.write("d", first + "\r\ny\r\n")}, {})), first + " \ny \n");
}

TEST(Documents, AreLinesParagraphsOrFiles) {
  const TempDir dir;
  const std::string text = "\n\none two\nthree\n \t\r\n\nfour\r\nfive\n\n\n";
  const std::string path = dir.write("a", text);
  const std::string other = dir.write("b", "six");
  const auto read = [&](DocumentKind document) {
    return decoded(read_corpus({path, other}, {}, {}, {.document = document}));
  };
  EXPECT_EQ(read(DocumentKind::kLine), "\n\none two \nthree \n\n\nfour \nfive \n\n\nsix \n");
  EXPECT_EQ(read(DocumentKind::kParagraph), "one two three \nfour five \nsix \n");
  EXPECT_EQ(read(DocumentKind::kFile), "one two three four five \nsix \n");
}

TEST(Documents, AreWholeWhereverBlocksEnd) {
  const TempDir dir;
  std::string text, expected;
  for (int i = 0; text.size() < 4000000; ++i) {
    for (int line = 0; line < 5 + i % 7; ++line) {
      text += fmt::format("w{} of line {}\n", i, line);
      expected += fmt::format("w{} of line {} ", i, line);
    }
    text += i % 3 == 0 ? "\n" : " \r\n\n";
    expected += '\n';
  }
  const std::string path = dir.write("text", text);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const EncodedCorpus corpus =
        encode_corpus({path}, {}, {}, {}, {.document = DocumentKind::kParagraph});
    EXPECT_GT(corpus.blocks(), 2);
    EXPECT_TRUE(decoded(read_corpus({path}, {}, {}, {.document = DocumentKind::kParagraph})) ==
                expected);
  }
  EXPECT_EQ(encode_corpus({path}, {}, {}, {}, {.document = DocumentKind::kFile}).documents, 1);
}

TEST(AutoReading, ChoosesByTheFirstMegabyteOfAllFilesAndSaysSo) {
  const TempDir dir;
  std::filesystem::create_directory(dir / "many");
  for (int i = 0; i < 500; ++i) {
    dir.write(fmt::format("many/{}", i), fmt::format("The cat, I said, sat on mat {}.", i));
  }
  const SourceOptions source{.document = DocumentKind::kAuto};
  const Corpus raw = read_corpus({dir / "many"}, {.kind = TokenizerKind::kAuto}, {}, source);
  EXPECT_EQ(raw.reading.tokenizer.kind, TokenizerKind::kUnicode);
  EXPECT_TRUE(raw.reading.tokenizer.lowercase);
  EXPECT_EQ(raw.reading.document, DocumentKind::kLine);
  EXPECT_THAT(raw.reading.reason, HasSubstr("raw text"));
  EXPECT_EQ(raw.documents, 500);
  EXPECT_EQ(decoded(raw).substr(0, 27), "the cat i said sat on mat 0");

  const std::string path = dir.write("tokens", "the cat , i said , sat on the mat .\n");
  const Corpus tokens = read_corpus({path}, {.kind = TokenizerKind::kAuto}, {}, source);
  EXPECT_EQ(decoded(tokens), "the cat , i said , sat on the mat . \n");
  EXPECT_EQ(tokens.reading.tokenizer.kind, TokenizerKind::kWhitespace);
  EXPECT_TRUE(read_corpus({path}, {}).reading.reason.empty());
}

TEST(AutoReading, NeverChangesMidway) {
  const TempDir dir;
  std::string text;
  while (text.size() < 1500000) text += "the cat sat on the mat\n";
  text += "The Cat, sat.\n";
  const Corpus corpus = read_corpus({dir.write("text", text)}, {.kind = TokenizerKind::kAuto});
  EXPECT_TRUE(corpus.vocabulary.find("Cat,").has_value());
}

TEST(ListFiles, AreTheFilesThatAreRead) {
  const TempDir dir;
  dir.write("b", "b");
  dir.write("a", "a");
  dir.write(".hidden", "hidden");
  EXPECT_THAT(list_files({"-", dir.path(), dir / "b"}),
              ElementsAre("-", dir / "a", dir / "b", dir / "b"));
}

}  // namespace reading_test
}  // namespace eigenlex
