#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/manifest.hpp"
#include "eigenlex/embedding/subwords.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::string_view kManifest = "subwords.json";
constexpr std::string_view kNgrams = "ngrams.tsv";
constexpr std::string_view kVectors = "vectors.npy";

/// A whole number of the manifest in 1 .. kLongest.
std::int32_t length_entry(const ManifestReader& manifest, std::string_view key) {
  const std::int64_t length = manifest.number(key);
  if (length < 1 || length > NgramOptions::kLongest) {
    manifest.fail(
        fmt::format("\"{}\" is {}, must be in 1 .. {}", key, length, NgramOptions::kLongest));
  }
  return static_cast<std::int32_t>(length);
}

}  // namespace

void write_subwords(const Subwords& subwords, const std::string& vectors_checksum,
                    const fs::path& path) {
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  json trials = json::array();
  for (const SubwordTrial& trial : subwords.trials) {
    trials.push_back({{"regularization", trial.regularization}, {"cosine", trial.cosine}});
  }
  ManifestWriter manifest(pending.path(), kFormatVersion,
                          {{"vectors", vectors_checksum},
                           {"ngrams", subwords.ngrams.vocabulary.size()},
                           {"dim", subwords.ngrams.table.cols()},
                           {"shortest", subwords.options.shortest},
                           {"longest", subwords.options.longest},
                           {"min_words", subwords.options.min_words},
                           {"regularization", subwords.regularization},
                           {"trials", std::move(trials)}});
  write_vocabulary(subwords.ngrams.vocabulary, pending.path() / kNgrams);
  manifest.add_file(kNgrams);
  write_table(subwords.ngrams.table, pending.path() / kVectors);
  manifest.add_file(kVectors);
  manifest.write(kManifest);
  pending.commit();
}

Subwords read_subwords(const fs::path& path, const std::string& vectors_checksum,
                       const ReadOptions& options) {
  const ManifestReader manifest(path, kManifest, kFormatVersion, options);
  if (manifest.content().value("vectors", json()) != json(vectors_checksum)) {
    throw OutdatedError(path.string(),
                        "the sub-words were learned from other vectors than the model has now: "
                        "train them anew");
  }
  Subwords subwords{.options = {.shortest = length_entry(manifest, "shortest"),
                                .longest = length_entry(manifest, "longest")},
                    .ngrams = {},
                    .trials = {}};
  if (subwords.options.longest < subwords.options.shortest) {
    manifest.fail("\"longest\" is less than \"shortest\"");
  }
  subwords.ngrams = {read_vocabulary(manifest.checked(kNgrams)),
                     read_table(manifest.checked(kVectors))};
  const Table& table = subwords.ngrams.table;
  if (table.rows() != subwords.ngrams.vocabulary.size() ||
      table.rows() != manifest.number("ngrams") || table.cols() != manifest.number("dim")) {
    manifest.fail(fmt::format("says {} x {}, but {} has {} x {} and {} has {} lines",
                              manifest.number("ngrams"), manifest.number("dim"), kVectors,
                              table.rows(), table.cols(), kNgrams,
                              subwords.ngrams.vocabulary.size()));
  }
  const auto penalty = manifest.content().find("regularization");
  if (penalty != manifest.content().end() && penalty->is_number()) {
    subwords.regularization = penalty->get<double>();
  }
  return subwords;
}

}  // namespace eigenlex
