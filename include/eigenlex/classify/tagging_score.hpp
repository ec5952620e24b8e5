#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex {

/// A stretch of tokens that tags mark as one thing, such as a name.
struct Entity {
  std::int64_t begin = 0;  ///< its first token
  std::int64_t end = 0;    ///< one past its last
  std::string type;        ///< what follows the hyphen in its tags, or nothing

  bool operator==(const Entity&) const = default;
};

/// Whether a letter of B I E S L U that is all of a tag marks a place in an entity without a type:
/// so it does where all tags are of a scheme, each O, such a letter, or one of them, a hyphen and a
/// type. Beside other tags, parts of speech for instance, it is a type.
bool are_of_scheme(std::span<const std::string> tags);

/// The entities of a sentence, from left to right.
///
/// A tag is O, or a letter of B I E S L U and, after a hyphen, a type: the schemes IOB1, IOB2,
/// BIOES and BILOU, read by the rules of conlleval (Tjong Kim Sang & Buchholz, CoNLL 2000), by
/// which any sequence has a meaning: an entity begins at B, S and U, where the type is another one
/// than that of the token before, and after E, S, L, U and O. A tag of any other form is a type of
/// its own, every run of which is an entity; so is a letter alone unless `of_scheme`.
std::vector<Entity> entities_of(std::span<const std::string> tags, bool of_scheme);

/// How well the entities of one type, or of all, were found.
struct EntityScore {
  std::int64_t entities = 0;   ///< in the true tags
  std::int64_t predicted = 0;  ///< in the predicted ones
  std::int64_t found = 0;      ///< in both: the same tokens, the same type

  double precision() const;  ///< share of the predicted that are true; 0 where there is none
  double recall() const;     ///< share of the true that were predicted; 0 where there is none
  double f1() const;         ///< harmonic mean of the two; 0 where nothing was found
};

/// How well predicted tags agree with the true ones.
struct TaggingScore {
  std::int64_t sentences = 0;
  std::int64_t tokens = 0;
  double accuracy = 0;  ///< share of tokens whose tag is right
  EntityScore all;      ///< of all types together (micro-average)
  std::map<std::string, EntityScore> types;
};

/// Scores tags, a sentence being tokens offsets[i] .. offsets[i + 1]. Whether letters alone are
/// places is told by all of them together, see `are_of_scheme`. Throws OptionError unless `truth`
/// and `predicted` have offsets.back() entries, one at least.
TaggingScore score_tagging(std::span<const std::string> truth,
                           std::span<const std::string> predicted,
                           std::span<const std::int64_t> offsets);

/// A score as an object: sentences, tokens, accuracy, and precision, recall, f1, entities,
/// predicted and found of all entities and of each type.
nlohmann::ordered_json to_json(const TaggingScore& score);

}  // namespace eigenlex
