#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eigenlex/core/error.hpp"
#include "eigenlex/evaluate/word_relations.hpp"
#include "eigenlex/text/text_lines.hpp"

namespace eigenlex {
namespace {

struct Synset {
  std::vector<std::string> words;
  std::vector<std::string> hypernyms;  ///< their places in the file
};

/// The fields of one line of a data file, which part them by one blank.
class Fields {
 public:
  Fields(const TextLines& lines, std::string_view line) : lines_(lines), rest_(line) {}

  std::string_view next() {
    if (rest_.empty()) lines_.fail("is no synset of WordNet: it ends too early");
    return take_field(rest_, ' ');
  }
  int next_number(int base) {
    const std::string_view field = next();
    int number = 0;
    const auto [end, error] =
        std::from_chars(field.data(), field.data() + field.size(), number, base);
    if (error != std::errc{} || end != field.data() + field.size() || number < 0) {
      lines_.fail("is no synset of WordNet: a number is missing");
    }
    return number;
  }

 private:
  const TextLines& lines_;
  std::string_view rest_;
};

/// Without the mark of where an adjective may stand, as in "afraid(p)".
std::string without_marker(std::string_view word) {
  return std::string(word.substr(0, word.find('(')));
}

/// A line: place, file, kind, words, pointers, then what is not needed here. See wndb(5).
std::pair<std::string, Synset> parse_synset(Fields fields) {
  const std::string place(fields.next());
  fields.next();
  fields.next();
  Synset synset;
  for (int left = fields.next_number(16); left > 0; --left) {
    synset.words.push_back(without_marker(fields.next()));
    fields.next();
  }
  for (int left = fields.next_number(10); left > 0; --left) {
    const std::string_view symbol = fields.next();
    const std::string_view target = fields.next();
    // A hypernym, or the class of which this is an instance.
    if (symbol == "@" || symbol == "@i") synset.hypernyms.emplace_back(target);
    fields.next();
    fields.next();
  }
  return {place, std::move(synset)};
}

/// The synsets of a data file by their places.
std::map<std::string, Synset> read_synsets(const std::filesystem::path& path) {
  std::map<std::string, Synset> synsets;
  TextLines lines = TextLines::of_file(path.string());
  while (const std::optional<std::string_view> line = lines.next()) {
    // The licence at the beginning is indented.
    if (line->empty() || line->starts_with("  ")) continue;
    synsets.insert(parse_synset(Fields(lines, *line)));
  }
  if (synsets.empty()) throw FormatError::at_path(path.string(), "has no synset of WordNet");
  return synsets;
}

void add_groups(const std::map<std::string, Synset>& synsets, WordRelations& relations) {
  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& [place, synset] : synsets) {
    const auto add_to = [&](const std::string& group) {
      std::vector<std::string>& words = groups[group];
      words.insert(words.end(), synset.words.begin(), synset.words.end());
    };
    add_to(place);
    for (const std::string& hypernym : synset.hypernyms) add_to(hypernym);
  }
  for (const auto& [place, words] : groups) relations.add_group(words);
}

}  // namespace

WordRelations read_wordnet(const std::filesystem::path& folder) {
  WordRelations relations;
  for (const char* kind : {"noun", "verb", "adj", "adv"}) {
    add_groups(read_synsets(folder / (std::string("data.") + kind)), relations);
  }
  // Of nouns, verbs and adjectives, in the order of morphy(7).
  constexpr std::array<std::pair<const char*, const char*>, 18> kEndings{{
      {"s", ""},
      {"ses", "s"},
      {"xes", "x"},
      {"zes", "z"},
      {"ches", "ch"},
      {"shes", "sh"},
      {"men", "man"},
      {"ies", "y"},
      {"es", "e"},
      {"es", ""},
      {"ed", "e"},
      {"ed", ""},
      {"ing", "e"},
      {"ing", ""},
      {"er", ""},
      {"est", ""},
      {"er", "e"},
      {"est", "e"},
  }};
  for (const auto& [ending, replacement] : kEndings) relations.add_ending({ending, replacement});
  return relations;
}

}  // namespace eigenlex
