#include "summary.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace eigenlex::tool {
namespace {

void print_corpus(const nlohmann::json& description, std::int64_t words, const Console& console) {
  const auto corpus = description.find("corpus");
  if (corpus == description.end()) return;
  console.line("corpus", fmt::format("{} tokens in {} documents, {} distinct words",
                                     corpus->at("tokens_read").get<std::int64_t>(),
                                     corpus->at("documents").get<std::int64_t>(),
                                     corpus->at("distinct_words_read").get<std::int64_t>()));
  console.line("vocabulary",
               fmt::format("{} words, {} tokens", words, corpus->at("tokens").get<std::int64_t>()));
}

void print_memory(const Console& console) {
  console.line("memory",
               fmt::format("{:.0f} MB at most", static_cast<double>(peak_memory()) / 1e6));
}

}  // namespace

void print_summary(const Counts& counts, const Console& console) {
  print_corpus(counts.description, counts.vocabulary.size(), console);
  console.line("counts", fmt::format("{} x {}, {} pairs seen", counts.matrix.rows(),
                                     counts.matrix.cols(), counts.matrix.nonzeros()));
  print_memory(console);
}

void print_summary(const Model& model, const Console& console) {
  print_corpus(model.description, model.words.vocabulary.size(), console);
  const auto& matrix = model.description.at("matrix");
  console.line("matrix", fmt::format("{} x {}, {} pairs seen, {} with positive PMI",
                                     matrix.at("rows").get<std::int64_t>(),
                                     matrix.at("cols").get<std::int64_t>(),
                                     matrix.at("observed").get<std::int64_t>(),
                                     matrix.at("nonzeros").get<std::int64_t>()));
  console.line("spectrum", spectrum_text(model.singular_values));
  const auto& svd = model.description.at("svd");
  console.line(
      "accuracy",
      fmt::format(
          "worst residual {:.1e} of s_1 after {} iterations{}",
          svd.at("worst_residual").get<double>(), svd.at("iterations").get<int>(),
          svd.at("converged").get<bool>() ? "" : ", above the tolerance: raise --max-iterations"));
  print_memory(console);
}

nlohmann::ordered_json summary_json(const Counts& counts) {
  return {{"words", counts.vocabulary.size()},
          {"rows", counts.matrix.rows()},
          {"cols", counts.matrix.cols()},
          {"nonzeros", counts.matrix.nonzeros()},
          {"description", counts.description}};
}

nlohmann::ordered_json summary_json(const Model& model) {
  return {{"words", model.words.vocabulary.size()},
          {"dim", model.words.table.cols()},
          {"exponent", model.exponent ? nlohmann::ordered_json(*model.exponent)
                                      : nlohmann::ordered_json(nullptr)},
          {"description", model.description},
          {"run", model.run}};
}

std::string spectrum_text(const Eigen::VectorXf& singular_values) {
  std::string text;
  const auto add = [&](Eigen::Index i) {
    text += fmt::format("{}s_{} {:.4g}", text.empty() ? "" : ", ", i, singular_values[i - 1]);
  };
  for (const Eigen::Index i : {1, 10, 100, 1000}) {
    if (i < singular_values.size()) add(i);
  }
  if (singular_values.size() > 0) add(singular_values.size());
  return text;
}

}  // namespace eigenlex::tool
