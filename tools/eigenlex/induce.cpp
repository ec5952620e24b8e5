#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/refine/induction.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct InduceArguments {
  std::string model;
  std::string counts;
  std::string word;
  RunSettings output;
  InductionOptions options;
  std::int32_t count = 10;
  ReadOptions read;
  bool json = false;
};

std::vector<std::vector<std::string>> tokenized_input(const TokenizerOptions& options) {
  const auto tokenizer = make_tokenizer(options);
  std::vector<std::vector<std::string>> sentences;
  InputBatches batches("sentence");
  while (const auto lines = batches.next()) {
    for (const std::string& line : *lines) {
      auto& sentence = sentences.emplace_back();
      tokenizer->tokenize(line, [&](std::span<const std::string_view> tokens) {
        sentence.insert(sentence.end(), tokens.begin(), tokens.end());
      });
    }
  }
  return sentences;
}

void require_same_words(const Vocabulary& model, const Counts& counts, const std::string& path) {
  if (model.words() == counts.vocabulary.words()) return;
  throw FormatError(fmt::format(
      "{}: has other words than the model; give the counts that the model was factorized from",
      path));
}

/// A model of vectors alone, with the word in its last row.
Model with_word(Embedding words, const std::string& word, std::int64_t occurrences,
                const Eigen::RowVectorXf& vector) {
  const WordList known = words.vocabulary.words();
  std::vector<std::string> all(known.begin(), known.end());
  std::vector<std::int64_t> counts = words.vocabulary.counts();
  all.push_back(word);
  counts.push_back(occurrences);
  const Eigen::Index row = words.table.rows();
  const auto length = static_cast<float>(words.table.cast<double>().rowwise().norm().mean());
  words.table.conservativeResize(row + 1, Eigen::NoChange);
  words.table.row(row) = length * vector;
  return {.words = {Vocabulary(std::move(all), std::move(counts)), std::move(words.table)},
          .contexts = {},
          .singular_values = {}};
}

void print(const InduceArguments& arguments, const Vocabulary& vocabulary, std::int64_t occurrences,
           const std::vector<Neighbour>& neighbours) {
  if (arguments.json) {
    print_json_line({{"word", arguments.word},
                     {"occurrences", occurrences},
                     {"neighbours", neighbours_json(vocabulary, neighbours)}});
  } else {
    print_neighbours(arguments.word, vocabulary, neighbours);
  }
}

void run(const InduceArguments& arguments) {
  arguments.options.validate();
  NeighbourOptions{.count = arguments.count}.validate();
  const std::string& output = arguments.output.output;
  if (!output.empty()) check_output(arguments.output, PendingPath::Kind::kFolder, "model.json");
  Embedding words = load_embedding(arguments.model, arguments.read);
  if (words.vocabulary.find(arguments.word)) {
    throw OptionError("--word", fmt::format("\"{}\"", arguments.word),
                      "has a vector already; give a word that has none");
  }
  const Counts counts = read_counts(arguments.counts, arguments.read);
  require_same_words(words.vocabulary, counts, arguments.counts);
  // Sentences must be read as the corpus of the counts was.
  const CountRecipe reading = described_counting(counts.description).value_or(CountRecipe{});
  const WordContexts found = gather_contexts(
      words.vocabulary, arguments.word, tokenized_input(reading.tokenizer), reading.cooccurrence());
  const Induction induction = learn_induction(words, counts.matrix, arguments.options);
  const auto vector = induce(induction, unit_rows(words.table), found.contexts);
  if (!vector) {
    throw OptionError("--word", fmt::format("\"{}\"", arguments.word),
                      "must occur beside known words in the sentences of the standard input");
  }
  const auto neighbours =
      nearest(UnitTable(words.table), words.vocabulary, *vector, {}, {.count = arguments.count});
  print(arguments, words.vocabulary, found.occurrences, neighbours.front());
  if (output.empty()) return;
  write_model(with_word(std::move(words), arguments.word, found.occurrences, *vector), output);
}

}  // namespace

void add_induce_command(CLI::App& app) {
  auto arguments = std::make_shared<InduceArguments>();
  CLI::App* command =
      app.add_subcommand("induce", "Make a vector for a new word from a few sentences");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("--word", arguments->word, "The new word")->required();
  command->add_option("--counts", arguments->counts, "Counts that the model was factorized from")
      ->required();
  command
      ->add_option("--subsample", arguments->options.subsample,
                   "Share of all tokens above which a context counts less")
      ->capture_default_str();
  command->add_option("-k,--count", arguments->count, "Number of neighbours to print")
      ->capture_default_str();
  command->add_option("-o,--output", arguments->output.output,
                      "Model directory to write, the word added");
  command->add_flag("--force", arguments->output.force, "Replace an output that exists");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer(
      "Example:\n  eigenlex induce en.model --counts en.counts --word frabjous < sentences.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
