#include "eigenlex/classify/classifier.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/manifest.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::string_view kManifest = "classifier.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kArraySuffix = ".npy";
constexpr std::size_t kMostArrays = 256;

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

/// The enumerator that a string of the manifest stands for.
template <class Enum>
Enum named_value(const ManifestReader& manifest, const char* key) {
  const auto entry = manifest.content().find(key);
  if (entry != manifest.content().end() && entry->is_string()) {
    if (const auto value = enum_value<Enum>(entry->get<std::string>())) return *value;
  }
  manifest.fail(fmt::format("\"{}\" must be one of {}", key, enum_choices<Enum>(", ")));
}

std::vector<std::string> strings(const ManifestReader& manifest, const char* key) {
  const auto entry = manifest.content().find(key);
  if (entry == manifest.content().end() || !entry->is_array() ||
      !std::all_of(entry->begin(), entry->end(), [](const json& v) { return v.is_string(); })) {
    manifest.fail(fmt::format("\"{}\" must be a list of strings", key));
  }
  return entry->get<std::vector<std::string>>();
}

bool boolean(const ManifestReader& manifest, const char* key) {
  const auto entry = manifest.content().find(key);
  if (entry == manifest.content().end() || !entry->is_boolean()) {
    manifest.fail(fmt::format("\"{}\" must be true or false", key));
  }
  return entry->get<bool>();
}

/// Whether a name is a plain one, that cannot lead out of the folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

NpyArray<float> read_weights(const ManifestReader& manifest, const std::string& name) {
  const fs::path path = manifest.checked(name + std::string(kArraySuffix));
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
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  const fs::path& folder = pending.path();
  json content = classifier.description;
  content.update(own_entries(classifier));
  ManifestWriter manifest(folder, kFormatVersion, std::move(content));
  write_vocabulary(classifier.vocabulary, folder / kVocabulary);
  manifest.add_file(kVocabulary);
  for (const auto& [name, array] : classifier.weights) {
    const std::string file = name + std::string(kArraySuffix);
    write_npy<float>(folder / file, array.shape, array.values);
    manifest.add_file(file);
  }
  manifest.write(kManifest);
  pending.commit();
}

Classifier read_classifier(const fs::path& path, const ReadOptions& options) {
  std::error_code unknown;
  if (fs::is_directory(path, unknown) && !fs::exists(path / kManifest, unknown)) {
    throw FormatError::at_path(path.string(),
                               fmt::format("is a folder without {}, so no classifier", kManifest));
  }
  const ManifestReader manifest(path, kManifest, kFormatVersion, options);
  Classifier classifier;
  classifier.task = named_value<Task>(manifest, "task");
  classifier.network = named_value<Network>(manifest, "network");
  classifier.mode = named_value<EmbeddingMode>(manifest, "mode");
  classifier.tokenizer.kind = named_value<TokenizerKind>(manifest, "tokenizer");
  classifier.tokenizer.lowercase = boolean(manifest, "lowercase");
  classifier.sequence.max_length = manifest.number("max_length");
  classifier.sequence.truncate = named_value<TextEnd>(manifest, "truncate");
  if (classifier.sequence.max_length < 1) manifest.fail("\"max_length\" must be >= 1");
  classifier.class_names = strings(manifest, "classes");
  if (classifier.class_names.size() < 2) manifest.fail("\"classes\" must have two entries or more");
  classifier.vocabulary = read_vocabulary(manifest.checked(kVocabulary));
  if (classifier.vocabulary.size() != manifest.number("words")) {
    manifest.fail(fmt::format("\"words\" is {}, but {} has {}", manifest.number("words"),
                              kVocabulary, classifier.vocabulary.size()));
  }
  const std::vector<std::string> arrays = strings(manifest, "arrays");
  if (arrays.size() > kMostArrays) manifest.fail("\"arrays\" has more than 256 entries");
  for (const std::string& name : arrays) {
    if (!is_plain_name(name)) manifest.fail(fmt::format("\"arrays\": \"{}\" is no name", name));
    classifier.weights[name] = read_weights(manifest, name);
  }
  weight(classifier, "embedding", {classifier.vocabulary.size() + kFirstWordId, -1});
  classifier.description = manifest.content();
  return classifier;
}

}  // namespace eigenlex
