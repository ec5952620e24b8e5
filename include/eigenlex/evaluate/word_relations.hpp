#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "eigenlex/core/notes.hpp"

namespace eigenlex {

/// Which words are related in meaning: groups of words, such as the synonyms of a thesaurus, of
/// which a word may be in several. Two words are related if they share one.
///
/// Words are compared in lower case.
class WordRelations {
 public:
  /// An ending of a word and what it is replaced by to make the form that is in a group.
  using Ending = std::pair<std::string, std::string>;

  /// Without any groups.
  WordRelations() = default;

  /// Adds a group.
  void add_group(const std::vector<std::string>& words);
  /// Adds an ending: a word is also in the groups of what its endings are replaced with.
  void add_ending(Ending ending) { endings_.push_back(std::move(ending)); }

  /// Whether a word, or what its endings are replaced with, is in any group.
  bool knows(std::string_view word) const { return !groups_of(word).empty(); }
  /// Whether two words share a group.
  bool related(std::string_view first, std::string_view second) const;
  /// Whether two words are forms of one: the same but for their endings, or with a common beginning
  /// of at least four letters and 60 % of the shorter one.
  bool same_stem(std::string_view first, std::string_view second) const;

  /// Groups added.
  std::int32_t size() const { return size_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  /// The word in lower case and what its endings can be replaced with.
  std::vector<std::string> stems_of(std::string_view word) const;
  /// In increasing order.
  std::vector<std::int32_t> groups_of(std::string_view word) const;

  std::unordered_map<std::string, std::vector<std::int32_t>, Hash, std::equal_to<>> groups_;
  std::vector<Ending> endings_;
  std::int32_t size_ = 0;
};

/// Where Debian's package wordnet-base has its files.
constexpr const char* kWordNetFolder = "/usr/share/wordnet";

/// Reads the nouns, verbs, adjectives and adverbs of WordNet 3 (Fellbaum 1998; format: wndb(5)).
///
/// A group is a synset with the synsets right below it, so that words are related if they share a
/// synset, one's is a hypernym of the other's, or both have the same hypernym. The endings are
/// those of WordNet's morphy(7), without its lists of exceptions. Throws IoError; FormatError that
/// names the line.
WordRelations read_wordnet(const std::filesystem::path& folder = kWordNetFolder);

/// Reads a list of groups: the words of one a line, parted by tabs, semicolons, commas or blanks,
/// the same in all lines. A pair of words is a group of two. Blank lines and lines that begin with
/// `#` are skipped. `notes` gets what was decided on reading. Throws IoError; FormatError that
/// names the line with fewer than two words, or if there is no group at all.
WordRelations read_word_groups(const std::string& path, Notes* notes = nullptr);

/// Reads WordNet, which is "wordnet" where it is installed or any folder of it, or a list of
/// groups. Throws as the two above.
WordRelations read_word_relations(const std::string& name, Notes* notes = nullptr);

}  // namespace eigenlex
