#include "flag_names.hpp"

#include <map>
#include <string_view>

namespace eigenlex::tool {
namespace {

const std::map<std::string_view, std::string_view>& flags() {
  static const std::map<std::string_view, std::string_view> kFlags{
      {"TokenizerOptions.kind", "--tokenizer"},
      {"PhraseOptions.passes", "--phrases"},
      {"VocabularyOptions.min_count", "--min-count"},
      {"VocabularyOptions.max_size", "--max-vocab"},
      {"CooccurrenceOptions.window", "--window"},
      {"PpmiOptions.subsample", "--subsample"},
      {"PpmiOptions.context_smoothing", "--context-smoothing"},
      {"PpmiOptions.negative", "--negative"},
      {"SvdOptions.rank", "--dim"},
      {"SvdOptions.tolerance", "--tolerance"},
      {"SvdOptions.max_iterations", "--max-iterations"},
      {"AlsOptions.sweeps", "--sweeps"},
      {"AlsOptions.unobserved_weight", "--als-unobserved"},
      {"AlsOptions.regularization", "--als-regularization"},
      {"AlsOptions.cg_steps", "--als-steps"},
      {"CellWeightOptions.full_weight_count", "--als-weight-max"},
      {"CellWeightOptions.exponent", "--als-weight-exponent"},
      {"DeriveOptions.dim", "--dim"},
      {"DeriveOptions.exponent", "--exponent"},
      {"NeighbourOptions.count", "-k"},
      {"RecommendOptions.count", "-k"},
      {"InductionOptions.subsample", "--subsample"},
      {"HnswOptions.links", "--links"},
      {"HnswOptions.build_effort", "--build-effort"},
      {"NgramOptions.shortest", "--shortest"},
      {"NgramOptions.longest", "--longest"},
      {"NgramOptions.min_words", "--min-words"},
      {"BagRegressionOptions.regularization", "--regularization"},
      {"AnalogyOptions.count", "-k"},
      {"AnalogyOptions.restrict_to", "--restrict"},
      {"KMeansOptions.clusters", "-k"},
      {"KMeansOptions.max_iterations", "--max-iterations"},
      {"KMeansOptions.tolerance", "--tolerance"},
      {"strength", "--strength"},
      {"PqOptions.subvectors", "--subvectors"},
      {"SequenceOptions.max_length", "--max-length"},
      {"ClassifierOptions.num_words", "--num-words"},
      {"ClassifierOptions.dim", "--dim"},
      {"ClassifierOptions.filters", "--filters"},
      {"ClassifierOptions.hidden", "--hidden"},
      {"ClassifierOptions.dropout", "--dropout"},
      {"ClassifierOptions.weight_decay", "--weight-decay"},
      {"ClassifierOptions.learning_rate", "--learning-rate"},
      {"ClassifierOptions.clip_norm", "--clip-norm"},
      {"ClassifierOptions.batch_size", "--batch-size"},
      {"ClassifierOptions.epochs", "--epochs"},
      {"ClassifierOptions.patience", "--patience"},
      {"ClassifierOptions.validation", "--validation"},
      {"held_out", "--held-out"},
      {"threads", "--threads"}};
  return kFlags;
}

}  // namespace

std::string in_terms_of_flags(const std::string& message) {
  const std::size_t end_of_field = message.find(" = ");
  if (end_of_field == std::string::npos) return message;
  const auto found = flags().find(std::string_view(message).substr(0, end_of_field));
  if (found == flags().end()) return message;
  return std::string(found->second) + message.substr(end_of_field);
}

}  // namespace eigenlex::tool
