#include "eigenlex/classify/classifier.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kArraySuffix = ".npy";
constexpr std::size_t kMostArrays = 256;
constexpr std::array<std::string_view, 10> kKeys = {
    "task",       "network",  "mode",    "tokenizer", "lowercase",
    "max_length", "truncate", "classes", "words",     "arrays"};
constexpr internal::ArtifactFormat kFormat{
    .name = "classifier", .manifest = "classifier.json", .version = 1, .keys = kKeys};

json own_entries(const Classifier& classifier) {
  json arrays = json::array();
  for (const auto& [name, array] : classifier.weights) arrays.push_back(name);
  return {{"task", enum_name(classifier.task)},
          {"network", enum_name(classifier.network)},
          {"mode", enum_name(classifier.mode)},
          {"tokenizer", enum_name(classifier.tokenizer.kind)},
          {"lowercase", classifier.tokenizer.lowercase},
          {"max_length", classifier.sequence.max_length},
          {"truncate", enum_name(classifier.sequence.truncate)},
          {"classes", classifier.class_names},
          {"words", classifier.vocabulary.size()},
          {"arrays", arrays}};
}

/// Whether a name is a plain one, that cannot lead out of the folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

NpyArray<float> read_weights(const internal::ArtifactReader& folder, const std::string& name) {
  const fs::path path = folder.checked(name + std::string(kArraySuffix));
  NpyArray<float> array = read_npy<float>(path);
  if (!std::all_of(array.values.begin(), array.values.end(),
                   [](float value) { return std::isfinite(value); })) {
    throw FormatError::at_path(path.string(), "holds a number that is not finite");
  }
  return array;
}

}  // namespace

const NpyArray<float>& weight(const Classifier& classifier, const std::string& name,
                              const std::vector<std::int64_t>& shape) {
  const auto found = classifier.weights.find(name);
  if (found == classifier.weights.end()) {
    throw FormatError(fmt::format("the classifier has no array \"{}\", which its network {} needs",
                                  name, enum_name(classifier.network)));
  }
  const std::vector<std::int64_t>& actual = found->second.shape;
  const bool fits = std::equal(actual.begin(), actual.end(), shape.begin(), shape.end(),
                               [](std::int64_t a, std::int64_t b) { return b == -1 || a == b; });
  if (!fits) {
    throw FormatError(
        fmt::format("the classifier's array \"{}\" has the shape ({}), but its "
                    "network needs ({})",
                    name, fmt::join(actual, ", "), fmt::join(shape, ", ")));
  }
  return found->second;
}

void write_classifier(const Classifier& classifier, const fs::path& path) {
  internal::ArtifactWriter folder(kFormat, path, classifier.description);
  write_vocabulary(classifier.vocabulary, folder.add(kVocabulary));
  for (const auto& [name, array] : classifier.weights) {
    write_npy<float>(folder.add(name + std::string(kArraySuffix)), array.shape, array.values);
  }
  folder.commit(own_entries(classifier));
}

Classifier read_classifier(const fs::path& path, const ReadOptions& options) {
  const internal::ArtifactReader folder(kFormat, path, options);
  Classifier classifier;
  classifier.task = folder.choice<Task>("task");
  classifier.network = folder.choice<Network>("network");
  classifier.mode = folder.choice<EmbeddingMode>("mode");
  classifier.tokenizer.kind = folder.choice<TokenizerKind>("tokenizer");
  classifier.tokenizer.lowercase = folder.boolean("lowercase");
  classifier.sequence.max_length = folder.number("max_length");
  classifier.sequence.truncate = folder.choice<TextEnd>("truncate");
  if (classifier.sequence.max_length < 1) folder.fail("\"max_length\" must be >= 1");
  classifier.class_names = folder.strings("classes");
  if (classifier.class_names.size() < 2) folder.fail("\"classes\" must have two entries or more");
  classifier.vocabulary = read_vocabulary(folder.checked(kVocabulary));
  if (classifier.vocabulary.size() != folder.number("words")) {
    folder.fail(fmt::format("\"words\" is {}, but {} has {}", folder.number("words"), kVocabulary,
                            classifier.vocabulary.size()));
  }
  const std::vector<std::string> arrays = folder.strings("arrays");
  if (arrays.size() > kMostArrays) folder.fail("\"arrays\" has more than 256 entries");
  for (const std::string& name : arrays) {
    if (!is_plain_name(name)) folder.fail(fmt::format("\"arrays\": \"{}\" is no name", name));
    classifier.weights[name] = read_weights(folder, name);
  }
  weight(classifier, "embedding", {classifier.vocabulary.size() + kFirstWordId, -1});
  classifier.description = folder.description();
  return classifier;
}

}  // namespace eigenlex
