#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/subwords.hpp"
#include "eigenlex/query/hnsw.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/spelling.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kCloseSpellings = 5;

struct SimilarArguments {
  std::string model;
  std::vector<std::string> words;
  std::string table = "rows";
  std::int32_t count = 10;
  bool subwords = false;
  bool exact = false;
  ReadOptions read;
  bool json = false;
};

/// A model, its sub-words where unknown words are to be composed, its index where it has one.
struct Searched {
  SearchableModel model;
  std::optional<Subwords> subwords;
  std::optional<HnswIndex> index;
};

std::vector<std::vector<Neighbour>> search(const Searched& searched, const Table& queries,
                                           std::span<const std::vector<std::int32_t>> excluded,
                                           const NeighbourOptions& options) {
  const auto& [vocabulary, units] = searched.model;
  if (!searched.index) return nearest(units, vocabulary, queries, excluded, options);
  return nearest_by_graph(units, vocabulary, searched.index->graph, queries, excluded, options);
}

/// The vectors of the words asked that have one, in the order asked, and the ids to leave out.
struct Queries {
  std::vector<Eigen::RowVectorXf> vectors;
  std::vector<std::vector<std::int32_t>> excluded;
  /// For each word asked, whether it has a vector.
  std::vector<bool> known;
};

Queries make_queries(const Searched& searched, const std::vector<std::string>& words) {
  Queries queries;
  for (const std::string& word : words) {
    if (const auto id = searched.model.vocabulary.find(word)) {
      queries.vectors.emplace_back(searched.model.units.rows().row(*id));
      queries.excluded.push_back({*id});
    } else if (auto vector = searched.subwords ? compose(*searched.subwords, word) : std::nullopt) {
      queries.vectors.push_back(*std::move(vector));
      queries.excluded.emplace_back();
    } else {
      queries.known.push_back(false);
      continue;
    }
    queries.known.push_back(true);
  }
  return queries;
}

Table as_table(const std::vector<Eigen::RowVectorXf>& vectors, Eigen::Index dimensions) {
  Table table(std::ssize(vectors), dimensions);
  for (Eigen::Index row = 0; row < table.rows(); ++row) {
    table.row(row) = vectors[static_cast<std::size_t>(row)];
  }
  return table;
}

void print_answer(const SimilarArguments& arguments, const Vocabulary& vocabulary,
                  const std::string& word, const std::vector<Neighbour>& neighbours) {
  if (arguments.json) {
    print_json_line({{"word", word}, {"neighbours", neighbours_json(vocabulary, neighbours)}});
    return;
  }
  if (arguments.words.size() != 1) fmt::print("{}:\n", word);
  print_neighbours(vocabulary, neighbours);
}

void print_unknown(const SimilarArguments& arguments, const Vocabulary& vocabulary,
                   const std::string& word) {
  report_unknown_word(vocabulary, word);
  if (!arguments.json) return;
  // Programs get a line for each word they ask about.
  print_json_line({{"word", word}, {"close", close_spellings(vocabulary, word, kCloseSpellings)}});
}

/// Answers in the order asked; whether all words were known.
bool answer(const SimilarArguments& arguments, const Searched& searched,
            const std::vector<std::string>& words) {
  const SearchableModel& model = searched.model;
  const Queries queries = make_queries(searched, words);
  const auto found = search(searched, as_table(queries.vectors, model.units.dimensions()),
                            queries.excluded, {.count = arguments.count});
  auto neighbours = found.begin();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (queries.known[i]) {
      print_answer(arguments, model.vocabulary, words[i], *neighbours++);
    } else {
      print_unknown(arguments, model.vocabulary, words[i]);
    }
  }
  flush_results();
  return found.size() == words.size();
}

/// Sub-words that fit the model; throws FormatError with what to do where there are none.
std::optional<Subwords> load_subwords(const SimilarArguments& arguments,
                                      const SearchableModel& model) {
  if (!arguments.subwords) return std::nullopt;
  const auto path = companion_path(arguments.model, "subwords");
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown)) {
    throw FormatError(fmt::format("{}: is not there; make it by `eigenlex subwords {}`",
                                  path.string(), arguments.model));
  }
  Subwords subwords = read_subwords(path, companion_key(arguments.model), arguments.read);
  if (subwords.ngrams.table.cols() != model.units.dimensions()) {
    throw FormatError(fmt::format("{}: has vectors of {} dimensions, but the model of {}",
                                  path.string(), subwords.ngrams.table.cols(),
                                  model.units.dimensions()));
  }
  return subwords;
}

/// The index of a model, unless there is none or it is not wanted.
std::optional<HnswIndex> load_index(const SimilarArguments& arguments,
                                    const SearchableModel& model) {
  const auto path = companion_path(arguments.model, "index");
  std::error_code unknown;
  if (arguments.exact || !std::filesystem::is_directory(path, unknown)) return std::nullopt;
  HnswIndex index = read_hnsw(path, companion_key(arguments.model), arguments.read);
  if (index.graph.size() != model.units.size()) {
    throw FormatError(fmt::format("{}: is about {} words, but the model has {}", path.string(),
                                  index.graph.size(), model.units.size()));
  }
  return index;
}

void run(const SimilarArguments& arguments) {
  NeighbourOptions{.count = arguments.count}.validate();
  const bool columns = arguments.table == "columns";
  Searched searched{columns ? load_searchable_columns(arguments.model, arguments.read)
                            : load_searchable(arguments.model, arguments.read),
                    std::nullopt, std::nullopt};
  // Sub-words and indexes are about the rows.
  if (!columns) {
    searched.subwords = load_subwords(arguments, searched.model);
    searched.index = load_index(arguments, searched.model);
  }
  bool all_known = true;
  if (!arguments.words.empty()) {
    all_known = answer(arguments, searched, arguments.words);
  } else {
    InputBatches batches;
    while (const auto words = batches.next()) {
      all_known = answer(arguments, searched, *words) && all_known;
    }
  }
  if (!all_known) throw CLI::RuntimeError(1);
}

}  // namespace

void add_similar_command(CLI::App& app) {
  auto arguments = std::make_shared<SimilarArguments>();
  CLI::App* command = app.add_subcommand("similar", "Print the words nearest to given words");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("WORD", arguments->words,
                      "Words to ask about; without any, one a line from the standard input");
  command->add_option("-k,--count", arguments->count, "Number of neighbours for each word")
      ->capture_default_str();
  command
      ->add_option("--table", arguments->table,
                   "Of the model of a matrix: compare its rows or its columns")
      ->check(CLI::IsMember({"rows", "columns"}))
      ->option_text("rows|columns [rows]");
  command->add_flag("--exact", arguments->exact,
                    "Compare all words even if the model has an index (see `eigenlex index`)");
  command
      ->add_flag("--subwords", arguments->subwords,
                 "Compose unknown words from their parts (see `eigenlex subwords`)")
      ->excludes("--table");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer(
      "Examples:\n  eigenlex similar models/gcide water fire -k 5\n"
      "  eigenlex similar films.model Casablanca --table columns");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
