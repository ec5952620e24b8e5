#include "eigenlex/evaluate/word_relations.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace word_relations_test {

using ::testing::HasSubstr;
using testing::TempDir;

WordRelations some_groups() {
  WordRelations relations;
  relations.add_group({"king", "Ruler", "monarch"});
  relations.add_group({"ruler", "yardstick"});
  relations.add_ending({"s", ""});
  relations.add_ending({"ies", "y"});
  return relations;
}

TEST(WordRelations, RelateWordsThatShareAGroup) {
  const WordRelations relations = some_groups();
  EXPECT_TRUE(relations.related("king", "monarch"));
  EXPECT_TRUE(relations.related("RULER", "yardstick"));
  EXPECT_FALSE(relations.related("king", "yardstick"));
  EXPECT_FALSE(relations.related("king", "queen"));
  EXPECT_TRUE(relations.knows("king"));
  EXPECT_FALSE(relations.knows("queen"));
}

TEST(WordRelations, RelateFormsAsTheWordsBelowTheirEndings) {
  const WordRelations relations = some_groups();
  EXPECT_TRUE(relations.knows("kings"));
  EXPECT_TRUE(relations.related("kings", "monarchs"));
  EXPECT_FALSE(relations.knows("s"));
}

TEST(WordRelations, TellFormsOfOneWord) {
  const WordRelations relations = some_groups();
  EXPECT_TRUE(relations.same_stem("king", "kings"));
  EXPECT_TRUE(relations.same_stem("cities", "city"));
  EXPECT_TRUE(relations.same_stem("nation", "nationality"));
  EXPECT_TRUE(relations.same_stem("king", "kingdom"));        // 4 of 4 letters
  EXPECT_FALSE(relations.same_stem("contrast", "contempt"));  // 4 of 8
  EXPECT_FALSE(relations.same_stem("car", "cars-"));          // 3 letters
}

// The first bytes of the letters that differ are the same.
TEST(WordRelations, CountsSharedLettersNotBytes) {
  const WordRelations relations;
  EXPECT_FALSE(relations.same_stem("мирб", "мирв"));
  EXPECT_TRUE(relations.same_stem("миру", "мирум"));
}

TEST(WordGroups, AreReadALine) {
  const TempDir dir;
  dir.write("groups.txt", "# synonyms\nking;ruler of a land;monarch\n\ncat;feline\n");
  const WordRelations relations = read_word_groups(dir / "groups.txt");
  EXPECT_EQ(relations.size(), 2);
  EXPECT_TRUE(relations.related("king", "monarch"));
  EXPECT_TRUE(relations.related("feline", "cat"));
  EXPECT_FALSE(relations.related("king", "cat"));
}

TEST(WordGroups, ALineOfOneWordIsRefused) {
  const TempDir dir;
  dir.write("groups.txt", "king monarch\ncat\n");
  EXPECT_THAT([&] { read_word_groups(dir / "groups.txt"); },
              ::testing::ThrowsMessage<FormatError>(HasSubstr("groups.txt:2")));
  dir.write("none.txt", "# nothing\n");
  EXPECT_THROW(read_word_groups(dir / "none.txt"), FormatError);
}

/// A folder with a few synsets: entity > {animal > {cat, dog > puppy}, plant}.
void write_wordnet(const TempDir& dir) {
  dir.write("data.noun",
            "  1 This is a licence.\n"
            "00000100 03 n 01 entity 0 000 | something\n"
            "00000200 03 n 02 animal 0 living_thing 0 001 @ 00000100 n 0000 | a gloss\n"
            "00000300 03 n 01 cat 0 001 @ 00000200 n 0000 | a gloss; \"an example\"\n"
            "00000400 03 n 02 dog 0 hound 1 002 @ 00000200 n 0000 ~ 00000500 n 0000 | a gloss\n"
            "00000500 03 n 01 puppy 0 001 @ 00000400 n 0000 | a gloss\n"
            "00000600 03 n 01 Fido 0 001 @i 00000400 n 0000 | an instance\n");
  dir.write("data.verb", "00000100 29 v 01 bark 0 000 01 + 02 00 | a gloss\n");
  dir.write("data.adj", "00000100 00 a 01 afraid(p) 0 001 & 00000200 a 0000 | a gloss\n");
  dir.write("data.adv", "00000100 02 r 01 quickly 0 000 | a gloss\n");
}

TEST(WordNet, RelatesSynonymsHypernymsAndSisters) {
  const TempDir dir;
  write_wordnet(dir);
  const WordRelations relations = read_wordnet(dir.path());
  EXPECT_TRUE(relations.related("dog", "hound"));
  EXPECT_TRUE(relations.related("dog", "animal"));
  EXPECT_TRUE(relations.related("animal", "dog"));
  EXPECT_TRUE(relations.related("dog", "cats"));
  EXPECT_TRUE(relations.related("fido", "puppies"));
  EXPECT_FALSE(relations.related("dog", "entity"));
  EXPECT_FALSE(relations.related("puppy", "cat"));
  EXPECT_TRUE(relations.knows("afraid"));
  EXPECT_TRUE(relations.knows("barking"));
}

TEST(WordRelations, AreOfAFolderOrAFile) {
  const TempDir dir;
  write_wordnet(dir);
  EXPECT_TRUE(read_word_relations(dir.path().string()).related("dog", "cat"));
  dir.write("groups.txt", "sun moon\n");
  EXPECT_TRUE(read_word_relations(dir / "groups.txt").related("moon", "sun"));
  EXPECT_THROW(read_word_relations(dir / "nothing"), Error);
}

TEST(WordNet, DamageNamesTheLine) {
  const TempDir dir;
  write_wordnet(dir);
  for (const char* line : {"00000100 03 n 02 entity 0", "00000100 03 n xx entity 0 000 | x",
                           "00000100 03 n -1 entity 0 000 | x"}) {
    dir.write("data.verb", std::string("00000100 29 v 01 bark 0 000 | a gloss\n") + line + "\n");
    EXPECT_THAT([&] { read_wordnet(dir.path()); },
                ::testing::ThrowsMessage<FormatError>(HasSubstr("data.verb:2")));
  }
  std::filesystem::remove(dir / "data.adv");
  EXPECT_THROW(read_wordnet(dir.path()), Error);
}

}  // namespace word_relations_test
}  // namespace eigenlex
