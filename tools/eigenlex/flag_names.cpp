#include "flag_names.hpp"

#include <array>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace eigenlex::tool {
namespace {

const std::map<std::string_view, std::string_view>& flags() {
  static const std::map<std::string_view, std::string_view> kFlags{
      {"TokenizerOptions.kind", "--tokenizer"},
      {"SourceOptions.encoding", "--encoding"},
      {"SourceOptions.bad_bytes", "--on-bad-bytes"},
      {"SourceOptions.document", "--document"},
      {"PhraseOptions.passes", "--phrases"},
      {"VocabularyOptions.min_count", "--min-count"},
      {"VocabularyOptions.max_size", "--max-vocab"},
      {"CooccurrenceOptions.window", "--window"},
      {"PpmiOptions.subsample", "--subsample"},
      {"PpmiOptions.context_smoothing", "--context-smoothing"},
      {"PpmiOptions.negative", "--negative"},
      {"StorageOptions.memory", "a quarter of --memory"},
      {"SvdOptions.rank", "--dim"},
      {"SvdOptions.tolerance", "--tolerance"},
      {"SvdOptions.max_iterations", "--max-iterations"},
      {"AlsOptions.sweeps", "--sweeps"},
      {"AlsOptions.unobserved_weight", "--als-unobserved"},
      {"AlsOptions.regularization", "--als-regularization"},
      {"AlsOptions.cg_steps", "--als-steps"},
      {"CellWeightOptions.full_weight_count", "--als-weight-max"},
      {"CellWeightOptions.exponent", "--als-weight-exponent"},
      {"FactorRecipe.exponent", "--exponent"},
      {"FactorRecipe.blend", "--blend"},
      {"MatrixRecipe.exponent", "--exponent"},
      {"MatrixRecipe.confidence", "--confidence"},
      {"Resources.threads", "--threads"},
      {"Resources.memory", "--memory"},
      {"Resources.resume", "--resume"},
      {"DeriveOptions.dim", "--dim"},
      {"DeriveOptions.exponent", "--exponent"},
      {"NeighbourOptions.count", "-k"},
      {"NeighbourOptions.restrict_to", "--restrict"},
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
      {"ClassifierData.examples", "--examples"},
      {"CompareOptions.dim", "--dim"},
      {"CompareOptions.restrict_to", "--restrict"},
      {"CompareOptions.seeds", "--seeds"},
      {"CompareOptions.budget_minutes", "--budget"},
      {"CompareOptions.threads", "--threads"},
      {"ComparisonData.contenders", "--contenders"},
      {"ComparisonData.tables", "--table"},
      {"held_out", "--held-out"},
      {"word", "--word"},
      {"counts", "--counts"},
      {"threads", "--threads"}};
  return kFlags;
}

/// What helps where data of that name are out of date.
constexpr std::array kRemedies{
    std::pair{std::string_view("index"), std::string_view("`eigenlex index`; or pass --exact")},
    std::pair{std::string_view("subwords"), std::string_view("`eigenlex subwords`")}};

/// A requirement with flags for the fields that it names in parentheses.
std::string with_flags(std::string requirement) {
  for (const auto& [field, flag] : flags()) {
    const std::string named = fmt::format("({})", field);
    const std::size_t place = requirement.find(named);
    if (place != std::string::npos) {
      requirement.replace(place, named.size(), fmt::format("({})", flag));
    }
  }
  return requirement;
}

}  // namespace

std::string in_terms_of_flags(const Error& error) {
  if (const auto* option = dynamic_cast<const OptionError*>(&error)) {
    const auto flag = flags().find(option->field());
    if (flag == flags().end()) return error.what();
    return OptionError(flag->second, option->value(), with_flags(option->requirement())).what();
  }
  if (const auto* outdated = dynamic_cast<const OutdatedError*>(&error)) {
    for (const auto& [name, remedy] : kRemedies) {
      if (outdated->path().ends_with(name)) return fmt::format("{}: {}", error.what(), remedy);
    }
  }
  return error.what();
}

}  // namespace eigenlex::tool
