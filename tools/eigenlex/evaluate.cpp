#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/evaluate/analogy_benchmark.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"
#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "notes.hpp"
#include "objective_option.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kWordsShown = 10;

struct EvaluateArguments {
  std::string model;
  std::vector<std::string> similarity_files;
  std::vector<std::string> analogy_files;
  std::vector<std::string> columns;
  AnalogyOptions options{.restrict_to = 30000};
  ReadOptions read;
  bool json = false;
};

nlohmann::ordered_json optional_json(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json to_json(const SimilarityScore& score, const Notes& notes) {
  nlohmann::ordered_json object{{"name", score.name},
                                {"spearman", optional_json(score.spearman)},
                                {"interval", nullptr},
                                {"pairs", score.pairs},
                                {"covered", score.covered},
                                {"uncovered", score.uncovered()},
                                {"unknown_words", score.unknown_words},
                                {"notes", notes}};
  if (score.interval) object["interval"] = {score.interval->low, score.interval->high};
  return object;
}

nlohmann::ordered_json to_json(const AnalogyTally& tally) {
  return {{"name", tally.name},           {"accuracy", optional_json(tally.accuracy())},
          {"correct", tally.correct},     {"covered", tally.covered()},
          {"questions", tally.questions}, {"coverage", tally.coverage()},
          {"unknown", tally.unknown},     {"beyond_restriction", tally.beyond_restriction}};
}

nlohmann::ordered_json to_json(const AnalogyScore& score, const AnalogyOptions& options,
                               const Notes& notes) {
  auto sections = nlohmann::ordered_json::array();
  for (const AnalogyTally& section : score.sections) sections.push_back(to_json(section));
  return {{"name", score.name},
          {"objective", objective_name(options.objective)},
          {"restrict", options.restrict_to},
          {"sections", std::move(sections)},
          {"semantic", to_json(score.semantic)},
          {"syntactic", to_json(score.syntactic)},
          {"total", to_json(score.total)},
          {"unknown_words", score.unknown_words},
          {"notes", notes}};
}

/// One decimal, or a dash for nothing.
std::string shown(const std::optional<double>& value) {
  return value ? fmt::format("{:.1f}", *value) : "-";
}

void print_unknown_words(const std::string& name, const std::vector<std::string>& words) {
  if (words.empty()) return;
  fmt::print("{}: {} words not in the vocabulary:", name, words.size());
  for (std::size_t i = 0; i < std::min(words.size(), kWordsShown); ++i) {
    fmt::print(" {}", words[i]);
  }
  fmt::print("{}\n", words.size() > kWordsShown ? " ..." : "");
}

void print_table(const std::vector<SimilarityScore>& scores) {
  std::size_t width = std::string_view("similarity").size();
  for (const SimilarityScore& score : scores) width = std::max(width, score.name.size());
  fmt::print("{:<{}}  Spearman x 100  95 % interval   pairs  covered  uncovered\n", "similarity",
             width);
  for (const SimilarityScore& score : scores) {
    const std::string interval =
        score.interval ? fmt::format("{:.1f} .. {:.1f}", score.interval->low, score.interval->high)
                       : "-";
    fmt::print("{:<{}}  {:>14}  {:>13}  {:>6}  {:>7}  {:>9}\n", score.name, width,
               shown(score.spearman), interval, score.pairs, score.covered, score.uncovered());
  }
  for (const SimilarityScore& score : scores) print_unknown_words(score.name, score.unknown_words);
}

void print_row(const AnalogyTally& tally, std::size_t width) {
  fmt::print("{:<{}}  {:>10}  {:>7}  {:>7}  {:>9}  {:>10.1f}  {:>7}  {:>6}\n",
             tally.name.empty() ? "(no section)" : tally.name, width, shown(tally.accuracy()),
             tally.correct, tally.covered(), tally.questions, tally.coverage(), tally.unknown,
             tally.beyond_restriction);
}

void print_table(const AnalogyScore& score, const AnalogyOptions& options) {
  std::size_t width = std::string_view("(no section)").size();
  for (const AnalogyTally& section : score.sections) width = std::max(width, section.name.size());
  fmt::print("{}: {}, {}\n", score.name, objective_name(options.objective),
             options.restrict_to == 0
                 ? "all words"
                 : fmt::format("the {} most frequent words", options.restrict_to));
  fmt::print("{:<{}}  accuracy %  correct  covered  questions  coverage %  unknown  rarer\n",
             "section", width);
  for (const AnalogyTally& section : score.sections) print_row(section, width);
  for (const AnalogyTally* tally : {&score.semantic, &score.syntactic, &score.total}) {
    print_row(*tally, width);
  }
  print_unknown_words(score.name, score.unknown_words);
}

void run(const EvaluateArguments& arguments) {
  if (arguments.similarity_files.empty() && arguments.analogy_files.empty()) {
    throw CLI::RequiredError("--similarity FILE or --analogies FILE");
  }
  if (!arguments.similarity_files.empty() && !arguments.analogy_files.empty() &&
      !arguments.columns.empty()) {
    throw CLI::ExcludesError("--columns", "--similarity together with --analogies");
  }
  arguments.options.validate();
  // A benchmark that cannot be read should not cost the time to load a model.
  std::vector<SimilarityBenchmark> similarity;
  for (const auto& path : arguments.similarity_files) {
    similarity.push_back(read_similarity_benchmark(path, arguments.columns));
  }
  std::vector<AnalogyBenchmark> analogies;
  for (const auto& path : arguments.analogy_files) {
    analogies.push_back(read_analogy_benchmark(path, arguments.columns));
  }

  if (!arguments.json) {
    for (const SimilarityBenchmark& benchmark : similarity) print_notes(benchmark.notes);
    for (const AnalogyBenchmark& benchmark : analogies) print_notes(benchmark.notes);
  }

  const Searcher searcher(arguments.model, {.graph = false, .read = arguments.read});
  std::vector<SimilarityScore> similarity_scores;
  for (const SimilarityBenchmark& benchmark : similarity) {
    similarity_scores.push_back(
        score_similarity(searcher.units(), searcher.vocabulary(), benchmark));
  }
  std::vector<AnalogyScore> analogy_scores;
  for (const AnalogyBenchmark& benchmark : analogies) {
    analogy_scores.push_back(
        score_analogies(searcher.units(), searcher.vocabulary(), benchmark, arguments.options));
  }

  if (arguments.json) {
    nlohmann::ordered_json result{{"model", arguments.model},
                                  {"similarity", nlohmann::ordered_json::array()},
                                  {"analogies", nlohmann::ordered_json::array()}};
    for (std::size_t i = 0; i < similarity.size(); ++i) {
      result["similarity"].push_back(to_json(similarity_scores[i], similarity[i].notes));
    }
    for (std::size_t i = 0; i < analogies.size(); ++i) {
      result["analogies"].push_back(
          to_json(analogy_scores[i], arguments.options, analogies[i].notes));
    }
    print_json_line(result);
  } else {
    if (!similarity_scores.empty()) print_table(similarity_scores);
    for (const AnalogyScore& score : analogy_scores) {
      if (!similarity_scores.empty() || &score != analogy_scores.data()) fmt::print("\n");
      print_table(score, arguments.options);
    }
  }
}

}  // namespace

void add_evaluate_command(CLI::App& app) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command =
      app.add_subcommand("evaluate", "Score a model on word similarity and analogies");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command
      ->add_option("--similarity", arguments->similarity_files,
                   "File of word pairs: two words and a score a line")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--analogies", arguments->analogy_files,
                   "File of questions: four words a line, or pairs of words; sections begun by "
                   "\": name\"")
      ->option_text("FILE")
      ->allow_extra_args(false);
  add_columns_option(*command, arguments->columns,
                     "Columns of the two words and the score, or of the words of a question: "
                     "numbers from 1, or names in the first line",
                     "A,B,... [the first]");
  command->add_option("--restrict", arguments->options.restrict_to,
                      "Analogies of the N most frequent words only; 0 for all");
  add_objective_option(*command, arguments->options.objective);
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer(
      "Example:\n  eigenlex evaluate models/wiki17 --similarity ws353.txt --analogies "
      "questions-words.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
