#include "eigenlex/evaluate/neighbour_relations.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "evaluate/bootstrap.hpp"

namespace eigenlex {
namespace {

using internal::bootstrap_mean;
using internal::MeanInterval;

/// The words of a band to ask for their neighbours; each band draws from its own stream.
std::vector<std::int32_t> drawn_words(const Vocabulary& vocabulary, const WordRelations& relations,
                                      const RankBand& band, Random random) {
  const std::int32_t end =
      band.last == 0 ? vocabulary.size() : std::min(band.last, vocabulary.size());
  std::vector<std::int32_t> words;
  for (std::int32_t id = band.first - 1; id < end; ++id) {
    if (relations.knows(vocabulary.word(id))) words.push_back(id);
  }
  partial_shuffle(words, static_cast<std::size_t>(band.words), random);
  words.resize(std::min(words.size(), static_cast<std::size_t>(band.words)));
  return words;
}

}  // namespace

void NeighbourRelationOptions::validate() const {
  if (count < 1) {
    throw OptionError("NeighbourRelationOptions.count", std::to_string(count), "must be >= 1");
  }
  for (const RankBand& band : bands) {
    if (band.first < 1) {
      throw OptionError("RankBand.first", std::to_string(band.first), "must be >= 1");
    }
    if (band.last != 0 && band.last < band.first) {
      throw OptionError("RankBand.last", std::to_string(band.last),
                        "must be 0 or no less than the first rank");
    }
    if (band.words < 1) {
      throw OptionError("RankBand.words", std::to_string(band.words), "must be >= 1");
    }
  }
  bootstrap.validate();
}

std::vector<BandRelations> neighbour_relations(const UnitTable& units, const Vocabulary& vocabulary,
                                               const WordRelations& relations,
                                               const NeighbourRelationOptions& options) {
  options.validate();
  require_same_size(units, vocabulary);
  const auto percent = [&](std::int32_t neighbours) {
    return 100 * static_cast<double>(neighbours) / options.count;
  };
  std::vector<BandRelations> results;
  for (const RankBand& band : options.bands) {
    const std::vector<std::int32_t> words =
        drawn_words(vocabulary, relations, band, Random(options.seed, results.size()));
    const auto lists = nearest_words(units, vocabulary, words, {.count = options.count});
    std::vector<double> related, forms;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view word = vocabulary.word(words[i]);
      std::int32_t related_count = 0, form_count = 0;
      for (const Neighbour& neighbour : lists[i]) {
        const std::string_view other = vocabulary.word(neighbour.id);
        if (relations.same_stem(word, other)) {
          ++form_count;
        } else if (relations.related(word, other)) {
          ++related_count;
        }
      }
      related.push_back(percent(related_count));
      forms.push_back(percent(form_count));
    }
    const MeanInterval related_mean = bootstrap_mean(related, options.bootstrap);
    const MeanInterval form_mean = bootstrap_mean(forms, options.bootstrap);
    results.push_back({.band = band,
                       .words = static_cast<std::int32_t>(words.size()),
                       .related = related_mean.mean,
                       .related_interval = related_mean.interval,
                       .forms = form_mean.mean,
                       .forms_interval = form_mean.interval});
  }
  return results;
}

nlohmann::ordered_json to_json(const std::vector<BandRelations>& bands) {
  using Json = nlohmann::ordered_json;
  const auto number = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  const auto ends = [](const std::optional<Interval>& interval) {
    return interval ? Json{interval->low, interval->high} : Json(nullptr);
  };
  auto list = Json::array();
  for (const BandRelations& band : bands) {
    const Json last = band.band.last == 0 ? Json(nullptr) : Json(band.band.last);
    list.push_back({{"ranks", {band.band.first, last}},
                    {"words", band.words},
                    {"related", number(band.related)},
                    {"related_interval", ends(band.related_interval)},
                    {"forms", number(band.forms)},
                    {"forms_interval", ends(band.forms_interval)}});
  }
  return list;
}

}  // namespace eigenlex
