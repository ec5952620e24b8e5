#include "learn/part_counts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "text/reading_json.hpp"
#include "text/vocabulary_checksum.hpp"

namespace eigenlex::internal {
namespace {

using nlohmann::json;

constexpr const char* kMark = "shared_vocabulary";
constexpr const char* kCorpus = "corpus";
constexpr const char* kWords = "words";
constexpr const char* kDistinct = "distinct_words_read";
/// Figures of a corpus that add up.
constexpr std::array kFigures = {"documents", "tokens_read", "tokens"};
constexpr const char* kReplaced = "bytes_replaced";

std::int64_t figure(const json& figures, const char* key, const std::string& name) {
  constexpr double kMost = 9007199254740992;  // 2^53
  const auto found = figures.find(key);
  if (found != figures.end() && found->is_number_integer()) {
    const auto value = found->get<double>();
    if (value >= 0 && value <= kMost) return found->get<std::int64_t>();
  }
  throw FormatError::at_path(name,
                             fmt::format("does not say \"{}\" of its corpus; count it anew", key));
}

json object_in(const json& description, const char* key, const std::string& name) {
  const auto found = description.find(key);
  if (found != description.end() && found->is_object()) return *found;
  throw FormatError::at_path(
      name, fmt::format("does not say by which \"{}\" it was counted; count it anew", key));
}

/// Whether figures and words are those of all the text that a vocabulary is of.
bool is_whole(const json& mark, const json& figures, const std::string& checksum) {
  return mark.is_object() && mark.value(kWords, "") == checksum &&
         mark.value("documents", json()) == figures.at("documents") &&
         mark.value("tokens_read", json()) == figures.at("tokens_read");
}

/// Finishes a description: of all text it is that of one count, else it has the mark.
void settle(const json& mark, const std::string& checksum, json& description) {
  json& figures = description.at(kCorpus);
  if (is_whole(mark, figures, checksum)) {
    figures[kDistinct] = mark.value(kDistinct, json());
  } else {
    figures.erase(kDistinct);
    description[kMark] = mark;
  }
}

void refuse_reading(std::string_view field, std::string_view asked, std::string_view has) {
  throw OptionError(field, asked,
                    fmt::format("must be {}, as the shared vocabulary was read, or unset", has));
}

}  // namespace

CountRecipe recipe_for(const CorpusVocabulary& shared, CountRecipe recipe) {
  if (recipe.phrases.passes > 0) {
    throw OptionError("PhraseOptions.passes", fmt::to_string(recipe.phrases.passes),
                      "must be 0 with a shared vocabulary: what is a phrase is known only when all "
                      "text is read; join phrases in the text before");
  }
  const TokenizerOptions& given = recipe.tokenizer;
  if (given.kind != TokenizerKind::kAuto && given.kind != shared.reading.tokenizer.kind) {
    refuse_reading("TokenizerOptions.kind", enum_name(given.kind),
                   enum_name(shared.reading.tokenizer.kind));
  }
  if (given.lowercase != shared.reading.tokenizer.lowercase &&
      (given.lowercase || given.kind != TokenizerKind::kAuto)) {
    refuse_reading("TokenizerOptions.lowercase", given.lowercase ? "true" : "false",
                   shared.reading.tokenizer.lowercase ? "true" : "false");
  }
  recipe.tokenizer = shared.reading.tokenizer;
  if (recipe.source.document == DocumentKind::kAuto)
    recipe.source.document = shared.reading.document;
  VocabularyOptions& cut = recipe.vocabulary;
  cut.min_count = std::max(cut.min_count, shared.cut.min_count);
  if (cut.max_size == 0 || (shared.cut.max_size > 0 && shared.cut.max_size < cut.max_size)) {
    cut.max_size = shared.cut.max_size;
  }
  return recipe;
}

void mark_as_part(const CorpusVocabulary& shared, Counts& counts) {
  const Vocabulary all = first_words(shared.words, counts.vocabulary.size());
  const json mark = {{kWords, vocabulary_checksum(all)},
                     {"documents", shared.documents},
                     {"tokens_read", shared.tokens},
                     {kDistinct, shared.distinct_words}};
  settle(mark, vocabulary_checksum(counts.vocabulary), counts.description);
}

void PartsSum::add(Vocabulary words, const json& description, const std::string& name) {
  const json figures = object_in(description, kCorpus, name);
  json options = object_in(description, kCountOptions, name);
  const json paths = std::exchange(options["corpus"], json());
  options.erase("corpus");
  add_mark(description, words, name);
  if (first_.empty()) {
    first_ = name;
    options_ = std::move(options);
    counts_.assign(words.counts().begin(), words.counts().end());
    figures_ = {{kDistinct, figures.value(kDistinct, json())}};
    for (const char* key : kFigures) figures_[key] = figure(figures, key, name);
    words_ = std::move(words);
  } else {
    check_words(words, name);
    check_options(options, name);
    add_word_counts(words, name);
    for (const char* key : kFigures) {
      figures_[key] = figures_.at(key).get<std::int64_t>() + figure(figures, key, name);
    }
  }
  if (figures.contains(kReplaced)) {
    figures_[kReplaced] =
        figures_.value(kReplaced, std::int64_t{0}) + figure(figures, kReplaced, name);
  }
  for (const json& path : paths) paths_.push_back(path);
}

void PartsSum::add_word_counts(const Vocabulary& words, const std::string& name) {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (words.counts()[i] > std::numeric_limits<std::int64_t>::max() - counts_[i]) {
      throw FormatError::at_path(name, "counts and those before add up to more than 2^63-1");
    }
    counts_[i] += words.counts()[i];
  }
}

void PartsSum::add_mark(const json& description, const Vocabulary& words, const std::string& name) {
  constexpr const char* kAdvice =
      "words that are rare in it are lost; count every part by one shared vocabulary";
  const auto found = description.find(kMark);
  if (found == description.end()) {
    if (!whole_.empty()) {
      throw FormatError::at_path(
          name, fmt::format("was counted by a vocabulary of its own: {}", kAdvice));
    }
    whole_ = name;
    whole_checksum_ = vocabulary_checksum(words);
  } else if (mark_.is_null()) {
    mark_ = *found;
  } else if (mark_ != *found) {
    throw FormatError::at_path(
        name,
        fmt::format("was counted by another vocabulary than {}; count every part by one", first_));
  }
  // Counts of all text have no mark: the other parts are empty then.
  if (!whole_.empty() && !mark_.is_null() &&
      !(mark_.is_object() && mark_.value(kWords, "") == whole_checksum_)) {
    throw FormatError::at_path(whole_,
                               fmt::format("was counted by a vocabulary of its own: {}", kAdvice));
  }
}

void PartsSum::check_words(const Vocabulary& words, const std::string& name) const {
  if (words.size() == words_.size() && words.words() == words_.words()) return;
  throw FormatError::at_path(
      name,
      fmt::format("has other words than {}; count every part by one shared vocabulary", first_));
}

void PartsSum::check_options(const json& options, const std::string& name) const {
  for (const auto& [key, value] : options_.items()) {
    const json other = options.value(key, json());
    if (other == value) continue;
    throw FormatError::at_path(
        name, fmt::format("was counted with {} = {}, but {} with {}; count all parts alike", key,
                          other.dump(), first_, value.dump()));
  }
  if (options.size() == options_.size()) return;
  throw FormatError::at_path(
      name, fmt::format("was counted with other options than {}; count all parts alike", first_));
}

void PartsSum::finish(Counts& counts) {
  WordTable table;
  for (const std::string_view word : words_.words()) table.intern(word);
  counts.vocabulary = Vocabulary(std::move(table), counts_);
  json options = options_;
  options["corpus"] = paths_;
  counts.description = {{kCorpus, figures_}, {kCountOptions, std::move(options)}};
  if (!mark_.is_null()) {
    settle(mark_, vocabulary_checksum(counts.vocabulary), counts.description);
  }
}

std::string PartsSum::note() const {
  if (!mark_.is_object()) return {};
  const auto all = mark_.value("tokens_read", std::int64_t{0});
  const auto here = figures_.at("tokens_read").get<std::int64_t>();
  if (here == all) return {};
  return fmt::format("{} tokens, of the {} that the vocabulary was gathered from: {}", here, all,
                     here < all ? "parts are missing" : "some text is new or was counted twice");
}

}  // namespace eigenlex::internal
