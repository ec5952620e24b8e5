#include "eigenlex/text/text_index.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"
#include "text/packed_bytes.hpp"
#include "text/postings.hpp"

namespace eigenlex {
namespace text_index_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;

constexpr TokenizerOptions kWords{.kind = TokenizerKind::kWhitespace};
constexpr TokenizerOptions kUnicode{.kind = TokenizerKind::kUnicode, .lowercase = true};

/// A text with its index.
struct Indexed {
  TempDir folder;
  std::vector<std::string> paths;

  explicit Indexed(const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      paths.push_back(folder.write("text" + std::to_string(i) + ".txt", texts[i]).string());
    }
  }
  TextIndex index(const TokenizerOptions& tokenizer = kWords,
                  DocumentKind document = DocumentKind::kLine) {
    write_text_index(paths, tokenizer, {.document = document}, folder / "index");
    return TextIndex(folder / "index");
  }
};

std::string marked(const Occurrence& one) {
  std::string text = one.text;
  std::vector<TextSpan> matches = one.matches;
  std::ranges::sort(matches, std::ranges::greater{}, &TextSpan::begin);
  for (const TextSpan& match : matches) {
    text.insert(match.end, "]");
    text.insert(match.begin, "[");
  }
  return text;
}

std::vector<std::string> all_marked(const TextIndex& index, const std::vector<std::string>& words,
                                    KwicOptions options = {.count = 1000000}) {
  std::vector<std::string> texts;
  for (const Occurrence& one : index.find(words, options).shown) {
    texts.push_back(fs::path(one.file).filename().string() + ":" + std::to_string(one.line) + " " +
                    marked(one));
  }
  return texts;
}

/// Many documents, so that a text has many blocks.
std::vector<std::string> long_documents() { return testing::zipf_documents(4000, 60, 300, 5); }

std::string joined(const std::vector<std::string>& documents) {
  std::string text;
  for (const std::string& document : documents) text += document + "\n";
  return text;
}

TEST(TextIndex, FindsEveryOccurrenceOfEveryWordWithItsLine) {
  const std::vector<std::string> documents = long_documents();
  Indexed text({joined(documents)});
  const TextIndex index = text.index();
  std::map<std::string, std::vector<std::int64_t>> lines;
  std::int64_t tokens = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    std::istringstream in(documents[i]);
    for (std::string word; in >> word; ++tokens) {
      lines[word].push_back(static_cast<std::int64_t>(i) + 1);
    }
  }
  EXPECT_EQ(index.figures().tokens, tokens);
  EXPECT_EQ(index.figures().words, std::ssize(lines));
  for (const auto& [word, expected] : lines) {
    EXPECT_EQ(index.count(word), std::ssize(expected));
    if (expected.size() > 500) continue;
    const Occurrences found = index.find(std::vector{word}, {.count = 1000});
    ASSERT_EQ(found.shown.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(found.shown[i].line, expected[i]);
      const TextSpan match = found.shown[i].matches.front();
      EXPECT_EQ(found.shown[i].text.substr(match.begin, match.end - match.begin), word);
    }
  }
}

TEST(TextIndex, FindsPairsAsALookAtAllPositionsDoes) {
  const std::vector<std::string> documents = long_documents();
  Indexed text({joined(documents)});
  const TextIndex index = text.index();
  for (const auto& [a, b] :
       {std::pair<std::string, std::string>{"w40", "w7"}, {"w3", "w3"}, {"w90", "w130"}}) {
    for (const int window : {1, 4, 10}) {
      std::int64_t expected = 0;
      for (const std::string& document : documents) {
        std::istringstream in(document);
        const std::vector<std::string> words(std::istream_iterator<std::string>(in), {});
        for (int i = 0; i < std::ssize(words); ++i) {
          bool is_near = false;
          for (int j = std::max(0, i - window);
               j <= std::min<int>(static_cast<int>(words.size()) - 1, i + window); ++j) {
            is_near = is_near || (j != i && words[static_cast<std::size_t>(j)] == b);
          }
          expected += words[static_cast<std::size_t>(i)] == a && is_near ? 1 : 0;
        }
      }
      EXPECT_EQ(index.find(std::vector{a, b}, {.count = 1, .window = window}).total, expected)
          << a << " " << b << " " << window;
    }
  }
}

TEST(TextIndex, ShowsTheTextAsItIsWritten) {
  Indexed text({"The King, said \"Hello\".\nA queen's\tqueen\n", "No KING here"});
  const TextIndex index = text.index(kUnicode);
  EXPECT_EQ(all_marked(index, {"king"}),
            (std::vector<std::string>{"text0.txt:1 The [King], said \"Hello\".",
                                      "text1.txt:1 No [KING] here"}));
  EXPECT_EQ(all_marked(index, {"Queen"}),
            (std::vector<std::string>{"text0.txt:2 A queen's [queen]"}));
  EXPECT_EQ(all_marked(index, {"hello", "king"}),
            (std::vector<std::string>{"text0.txt:1 The [King], said \"[Hello]\"."}));
  EXPECT_EQ(index.find(std::vector<std::string>{"hello", "nobody"}).unknown,
            std::vector<std::string>{"nobody"});
}

TEST(TextIndex, MarksWordsOfATextWithoutBlanks) {
  Indexed text({"我们喜欢语言学和数学。\n"});
  const TextIndex index = text.index(kUnicode);
  EXPECT_EQ(all_marked(index, {"数学"}),
            (std::vector<std::string>{"text0.txt:1 我们喜欢语言学和[数学]。"}));
}

TEST(TextIndex, FindsWordsInARow) {
  Indexed text({"new york is not york new\nthe new\nyork times\nNew York and new york\n"});
  const TextIndex index = text.index(kUnicode);
  for (const std::string asked : {"new york", "New_York"}) {
    EXPECT_EQ(index.count(asked), 3);
    EXPECT_EQ(all_marked(index, {asked}),
              (std::vector<std::string>{"text0.txt:1 [new york] is not york new",
                                        "text0.txt:4 [New York] and new york",
                                        "text0.txt:4 New York and [new york]"}));
  }
}

TEST(TextIndex, KeepsToTheDocument) {
  const std::string text = "one two\nthree four\n\nfive six\n";
  const auto around = [&](DocumentKind document) {
    Indexed indexed({text});
    const TextIndex index = indexed.index(kWords, document);
    const std::int64_t pairs = index.find(std::vector<std::string>{"one", "five"}).total;
    return all_marked(index, {"three"}).front() + "|" + std::to_string(pairs);
  };
  EXPECT_EQ(around(DocumentKind::kLine), "text0.txt:2 [three] four|0");
  EXPECT_EQ(around(DocumentKind::kParagraph), "text0.txt:2 one two [three] four|0");
  EXPECT_EQ(around(DocumentKind::kFile), "text0.txt:2 one two [three] four  five six |1");
}

TEST(TextIndex, ShowsSoManyCharactersAcrossBlocks) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += "é" + std::to_string(i) + " ";
  Indexed indexed({text});
  const TextIndex index = indexed.index();
  for (int i = 20; i < 39980; i += 37) {
    const std::vector<std::string> words{"é" + std::to_string(i)};
    const Occurrence found = index.find(words, {.context = 15}).shown.at(0);
    const auto name = [&](int k) { return "é" + std::to_string(k); };
    ASSERT_THAT(marked(found), HasSubstr(name(i - 1) + " [" + name(i) + "] " + name(i + 1)));
    ASSERT_LE(found.text.size(), 3 * 8 + 15 * 2U);
  }
}

TEST(TextIndex, PassesOverWhatWasShownBefore) {
  Indexed text({joined(long_documents())});
  const TextIndex index = text.index();
  const auto all = all_marked(index, {"w20", "w5"});
  ASSERT_GT(all.size(), 12U);
  const auto some = all_marked(index, {"w20", "w5"}, {.count = 4, .skip = 7});
  EXPECT_EQ(some, std::vector(all.begin() + 7, all.begin() + 11));
  EXPECT_EQ(all_marked(index, {"w20"}, {.count = 4, .skip = 7}).size(), 4U);
}

TEST(TextIndex, IsTheSameForAnyNumberOfThreads) {
  Indexed text({joined(long_documents()), joined(testing::zipf_documents(900, 60, 90, 6))});
  std::map<std::string, std::string> first;
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    text.index();
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(text.folder / "index")) {
      files[entry.path().filename().string()] = read_bytes(entry.path());
    }
    EXPECT_GE(files.size(), 8U);
    if (first.empty()) first = files;
    EXPECT_TRUE(files == first) << threads;
  }
}

TEST(TextIndex, KeepsThePathOfAFileThatIsReadTwice) {
  Indexed text({"here it is\n"});
  text.paths.push_back(text.paths.front());
  EXPECT_EQ(all_marked(text.index(), {"it"}),
            (std::vector<std::string>{"text0.txt:1 here [it] is", "text0.txt:1 here [it] is"}));
}

TEST(TextIndex, OfDamagedFilesIsRefused) {
  Indexed text({joined(long_documents())});
  text.index();
  for (const auto& entry : fs::directory_iterator(text.folder / "index")) {
    const std::string name = entry.path().filename().string();
    if (name == "checksums.xxh128") continue;
    const std::string bytes = read_bytes(entry.path());
    for (const bool is_cut : {true, false}) {
      std::string damaged = bytes;
      if (is_cut) {
        damaged.pop_back();
      } else {
        damaged[damaged.size() / 2] ^= 1;
      }
      std::ofstream(entry.path(), std::ios::binary) << damaged;
      EXPECT_THROW(TextIndex(text.folder / "index"), FormatError) << name;
    }
    std::ofstream(entry.path(), std::ios::binary) << bytes;
  }
  EXPECT_NO_THROW(TextIndex(text.folder / "index"));
}

TEST(TextIndex, WithDamageThatIsNotLookedForNeverLeavesItsFiles) {
  Indexed text({joined(testing::zipf_documents(200, 60, 90, 6))});
  text.index();
  Random random(7);
  for (const char* name : {"text.bin", "dictionary.npy", "postings.bin", "blocks.npy"}) {
    const fs::path path = text.folder / "index" / name;
    const std::string bytes = read_bytes(path);
    for (int i = 0; i < 60; ++i) {
      std::string damaged = bytes;
      damaged[random.below(bytes.size())] ^= static_cast<char>(1 + random.below(255));
      std::ofstream(path, std::ios::binary) << damaged;
      try {
        const TextIndex index(text.folder / "index", {.verify_checksums = false});
        index.find(std::vector<std::string>{"w3", "w5"}, {.count = 50});
        index.find(std::vector<std::string>{"w60"}, {.count = 50});
      } catch (const Error&) {
        // What is found to be wrong is said.
      }
    }
    std::ofstream(path, std::ios::binary) << bytes;
  }
}

TEST(TextIndex, OptionsAreChecked) {
  Indexed text({"one two\n"});
  const TextIndex index = text.index();
  const std::vector<std::string> words{"one"};
  EXPECT_THROW(index.find(words, {.count = 0}), OptionError);
  EXPECT_THROW(index.find(words, {.window = 101}), OptionError);
  EXPECT_THROW(index.find(words, {.context = -1}), OptionError);
  EXPECT_THROW(index.find({}), OptionError);
  EXPECT_THROW(write_text_index(text.paths, {.kind = TokenizerKind::kAuto}, {}, text.folder / "x"),
               OptionError);
}

TEST(PostingRuns, AreMergedOverManyRuns) {
  const TempDir folder;
  internal::PostingRuns runs(folder.path());
  Random random(3);
  std::vector<std::vector<std::int64_t>> expected(50);
  std::int64_t position = 0;
  for (int i = 0; i < (1 << 22) * 2 + 1000; ++i) {
    const auto word = static_cast<std::int32_t>(random.below(random.below(50) + 1));
    position += static_cast<std::int64_t>(1 + random.below(i % 1000 == 0 ? 1000000 : 3));
    runs.add(word, position);
    expected[static_cast<std::size_t>(word)].push_back(position);
  }
  std::string bytes;
  const auto places = runs.finish(50, [&](std::string_view some) { bytes += some; });
  const RandomAccessFile file(folder.write("postings", bytes));
  for (std::size_t word = 0; word < expected.size(); ++word) {
    internal::PostingCursor cursor(file, places[word], position + 1);
    std::size_t i = 0;
    while (cursor.next()) {
      ASSERT_LT(i, expected[word].size());
      ASSERT_EQ(cursor.position(), expected[word][i++]);
    }
    EXPECT_EQ(i, expected[word].size());
  }
}

TEST(PackedBytes, AreThoseThatWerePacked) {
  for (const std::string& bytes : {std::string(1, 'x'), joined(long_documents())}) {
    EXPECT_EQ(internal::unpacked(internal::packed(bytes), bytes.size()), bytes);
    EXPECT_THROW(internal::unpacked(internal::packed(bytes), bytes.size() + 1), FormatError);
    EXPECT_THROW(internal::unpacked(internal::packed(bytes), bytes.size() - 1), FormatError);
  }
  EXPECT_THROW(internal::unpacked("nothing that was packed", 4), FormatError);
}

}  // namespace text_index_test
}  // namespace eigenlex
