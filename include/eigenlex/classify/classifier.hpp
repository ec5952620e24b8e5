#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/classify/sequences.hpp"
#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// What is predicted.
enum class Task {
  kClasses,  ///< a class for each text
  kTags,     ///< a tag for each token
};
constexpr auto enum_names(Task) {
  return std::to_array<EnumName<Task>>({{Task::kClasses, "classes"}, {Task::kTags, "tagging"}});
}

/// How the vectors of a text's words become a prediction.
enum class Network {
  kLinear,  ///< logistic regression on the mean vector; needs no libtorch
  kPooled,  ///< mean vector, one hidden layer (Iyyer et al., ACL 2015: "deep averaging network")
  kCnn,     ///< convolutions of widths 3, 4 and 5, the maximum of each over the text (Kim 2014)
  kLstm,    ///< bidirectional LSTM (Hochreiter & Schmidhuber 1997)
  kGru,     ///< bidirectional GRU (Cho et al. 2014)
};
constexpr auto enum_names(Network) {
  return std::to_array<EnumName<Network>>({{Network::kLinear, "linear"},
                                           {Network::kPooled, "pooled"},
                                           {Network::kCnn, "cnn"},
                                           {Network::kLstm, "lstm"},
                                           {Network::kGru, "gru"}});
}

/// Where the vectors of the words come from.
enum class EmbeddingMode {
  kRandom,  ///< drawn at random and learned from the labels alone
  kFrozen,  ///< a given table, which stays as it is
  kTuned,   ///< a given table, which is learned further
};
constexpr auto enum_names(EmbeddingMode) {
  return std::to_array<EnumName<EmbeddingMode>>({{EmbeddingMode::kRandom, "random"},
                                                 {EmbeddingMode::kFrozen, "frozen"},
                                                 {EmbeddingMode::kTuned, "tuned"}});
}

/// A trained classifier: all that prediction needs.
struct Classifier {
  Task task = Task::kClasses;
  Network network = Network::kLinear;
  EmbeddingMode mode = EmbeddingMode::kFrozen;
  TokenizerOptions tokenizer{};
  SequenceOptions sequence{};
  /// Names of the classes or tags, in byte order.
  std::vector<std::string> class_names{};
  Vocabulary vocabulary{};
  /// Arrays by name. "embedding" has a row for each id of a network (see sequences.hpp): padding,
  /// unknown word, the words. Which others there are depends on the network.
  std::map<std::string, NpyArray<float>> weights = {};
  /// What else classifier.json says: an object of options and of what the training went like.
  nlohmann::json description = nlohmann::json::object();
};

/// Whether a network has an output for each token, which Task::kTags needs.
constexpr bool tags_tokens(Network network) {
  return network == Network::kLstm || network == Network::kGru;
}

/// An array of the weights. Throws FormatError where there is none of that name or it has another
/// shape; -1 in `shape` fits any size.
const NpyArray<float>& weight(const Classifier& classifier, const std::string& name,
                              const std::vector<std::int64_t>& shape);

/// Writes a classifier directory: classifier.json, vocab.tsv, and each array of the weights as
/// NAME.npy. It appears when it is complete and replaces a classifier of that name, but no other
/// folder that holds anything. Throws IoError.
void write_classifier(const Classifier& classifier, const std::filesystem::path& path);

/// Reads a classifier directory. Throws IoError, or FormatError where a file is damaged, the files
/// do not fit together, or the format is of another version. Without `verify_checksums` the files
/// are not compared with theirs.
Classifier read_classifier(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace eigenlex
