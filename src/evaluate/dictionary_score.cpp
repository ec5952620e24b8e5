#include "eigenlex/evaluate/dictionary_score.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "evaluate/bootstrap.hpp"

namespace eigenlex {
namespace {

using internal::bootstrap_mean;
using internal::MeanInterval;

constexpr std::array<std::int32_t, 3> kRanks{1, 5, 10};

/// A word of the dictionary, and those of its translations that are known.
struct Entry {
  std::string word;
  std::vector<std::int32_t> translations;
};

std::vector<Entry> entries_of(const std::vector<WordPair>& dictionary,
                              const Translator& translator) {
  std::vector<Entry> entries;
  std::unordered_map<std::string, std::size_t> places;
  for (const WordPair& pair : dictionary) {
    const auto [place, is_new] = places.try_emplace(pair.first, entries.size());
    if (is_new) entries.push_back({pair.first, {}});
    if (const auto id = translator.find_target(pair.second)) {
      entries[place->second].translations.push_back(*id);
    }
  }
  return entries;
}

/// The rank of the first right answer, from 1; more than any where there is none.
std::int32_t rank_of(const std::vector<Neighbour>& answers, const Entry& entry) {
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (std::ranges::count(entry.translations, answers[i].id) > 0) {
      return static_cast<std::int32_t>(i) + 1;
    }
  }
  return std::numeric_limits<std::int32_t>::max();
}

Precision precision_at(std::int32_t rank, const std::vector<std::int32_t>& ranks,
                       const BootstrapOptions& options) {
  std::vector<double> right;
  for (const std::int32_t found : ranks) right.push_back(found <= rank ? 100 : 0);
  const MeanInterval mean = bootstrap_mean(right, options);
  return {.rank = rank, .percent = mean.mean, .interval = mean.interval};
}

}  // namespace

DictionaryScore score_dictionary(const Translator& translator,
                                 const std::vector<WordPair>& dictionary,
                                 const BootstrapOptions& options) {
  options.validate();
  DictionaryScore score;
  std::vector<Entry> asked;
  std::vector<std::int32_t> ids;
  for (Entry& entry : entries_of(dictionary, translator)) {
    ++score.words;
    const auto id = translator.find_source(entry.word);
    if (!id) {
      score.unknown_words.push_back(entry.word);
    } else if (entry.translations.empty()) {
      score.untranslated_words.push_back(entry.word);
    } else {
      ids.push_back(*id);
      asked.push_back(std::move(entry));
    }
  }
  score.covered = std::ssize(ids);
  const auto answers = translator.translate_ids(ids, kRanks.back());
  std::vector<std::int32_t> ranks;
  for (std::size_t i = 0; i < asked.size(); ++i) ranks.push_back(rank_of(answers[i], asked[i]));
  for (const std::int32_t rank : kRanks) {
    score.precision.push_back(precision_at(rank, ranks, options));
  }
  return score;
}

nlohmann::ordered_json to_json(const DictionaryScore& score) {
  auto precision = nlohmann::ordered_json::array();
  for (const Precision& at : score.precision) {
    precision.push_back({{"rank", at.rank}, {"percent", nullptr}, {"interval", nullptr}});
    if (at.percent) precision.back()["percent"] = *at.percent;
    if (at.interval) precision.back()["interval"] = {at.interval->low, at.interval->high};
  }
  return {{"words", score.words},
          {"covered", score.covered},
          {"precision", std::move(precision)},
          {"unknown_words", score.unknown_words},
          {"untranslated_words", score.untranslated_words}};
}

}  // namespace eigenlex
