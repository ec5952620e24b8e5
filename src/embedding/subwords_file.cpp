#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/subwords.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kNgrams = "ngrams.tsv";
constexpr std::string_view kPartVectors = "vectors.npy";
constexpr std::array<std::string_view, 8> kSubwordsKeys = {
    "vectors", "ngrams", "dim", "shortest", "longest", "min_words", "regularization", "trials"};
constexpr internal::ArtifactFormat kSubwordsFormat{
    .name = "sub-words", .manifest = "subwords.json", .version = 1, .keys = kSubwordsKeys};

/// A whole number of the manifest in 1 .. kLongest.
std::int32_t length_entry(const internal::ArtifactReader& folder, std::string_view key) {
  const std::int64_t length = folder.number(key);
  if (length < 1 || length > NgramOptions::kLongest) {
    folder.fail(
        fmt::format("\"{}\" is {}, must be in 1 .. {}", key, length, NgramOptions::kLongest));
  }
  return static_cast<std::int32_t>(length);
}

}  // namespace

void write_subwords(const Subwords& subwords, const std::string& vectors_checksum,
                    const fs::path& path) {
  json trials = json::array();
  for (const SubwordTrial& trial : subwords.trials) {
    trials.push_back({{"regularization", trial.regularization}, {"cosine", trial.cosine}});
  }
  internal::ArtifactWriter folder(kSubwordsFormat, path);
  write_vocabulary(subwords.ngrams.vocabulary, folder.add(kNgrams));
  write_table(subwords.ngrams.table, folder.add(kPartVectors));
  folder.commit({{"vectors", vectors_checksum},
                 {"ngrams", subwords.ngrams.vocabulary.size()},
                 {"dim", subwords.ngrams.table.cols()},
                 {"shortest", subwords.options.shortest},
                 {"longest", subwords.options.longest},
                 {"min_words", subwords.options.min_words},
                 {"regularization", subwords.regularization},
                 {"trials", std::move(trials)}});
}

Subwords read_subwords(const fs::path& path, const std::string& vectors_checksum,
                       const ReadOptions& options) {
  const internal::ArtifactReader folder(kSubwordsFormat, path, options);
  if (folder.entry("vectors") != json(vectors_checksum)) {
    throw OutdatedError(path.string(),
                        "the sub-words were learned from other vectors than the model has now: "
                        "train them anew");
  }
  Subwords subwords{.options = {.shortest = length_entry(folder, "shortest"),
                                .longest = length_entry(folder, "longest")},
                    .ngrams = {},
                    .trials = {}};
  if (subwords.options.longest < subwords.options.shortest) {
    folder.fail("\"longest\" is less than \"shortest\"");
  }
  subwords.ngrams = {read_vocabulary(folder.checked(kNgrams)),
                     internal::read_table(folder, kPartVectors)};
  const Table& table = subwords.ngrams.table;
  if (table.rows() != subwords.ngrams.vocabulary.size() ||
      table.rows() != folder.number("ngrams") || table.cols() != folder.number("dim")) {
    folder.fail(fmt::format("says {} x {}, but {} has {} x {} and {} has {} lines",
                            folder.number("ngrams"), folder.number("dim"), kPartVectors,
                            table.rows(), table.cols(), kNgrams,
                            subwords.ngrams.vocabulary.size()));
  }
  const json penalty = folder.entry("regularization");
  if (penalty.is_number()) subwords.regularization = penalty.get<double>();
  return subwords;
}

}  // namespace eigenlex
