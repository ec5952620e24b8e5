#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/evaluate/benchmarks.hpp"
#include "eigenlex/evaluate/dictionary_score.hpp"
#include "eigenlex/evaluate/neighbour_relations.hpp"
#include "eigenlex/learn/training_intervals.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/query/translator.hpp"
#include "eigenlex/text/word_pairs.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kWordsShown = 10;

struct EvaluateArguments {
  std::vector<std::string> similarity_files;
  std::vector<std::string> analogy_files;
  std::vector<std::string> columns;
  std::string relations;
  std::string dictionary;
  std::string target;
  AnalogyOptions options{.restrict_to = 30000};
  int resamples = 0;
  Settings settings;
};

/// One decimal, or a dash for nothing.
std::string shown(const std::optional<double>& value) {
  return value ? fmt::format("{:.1f}", *value) : "-";
}

std::string shown(const std::optional<Interval>& ends) {
  return ends ? fmt::format("{:.1f} .. {:.1f}", ends->low, ends->high) : "-";
}

void print_unknown_words(const std::string& name, const std::vector<std::string>& words) {
  if (words.empty()) return;
  fmt::print("{}: {} words not in the vocabulary: {}{}\n", name, words.size(),
             fmt::join(std::span(words).first(std::min(words.size(), kWordsShown)), " "),
             words.size() > kWordsShown ? " ..." : "");
}

void print_table(const std::vector<SimilarityScore>& scores) {
  std::size_t width = std::string_view("similarity").size();
  for (const SimilarityScore& score : scores) width = std::max(width, score.name.size());
  fmt::print("{:<{}}  Spearman x 100  95 % interval   pairs  covered  uncovered\n", "similarity",
             width);
  for (const SimilarityScore& score : scores) {
    fmt::print("{:<{}}  {:>14}  {:>13}  {:>6}  {:>7}  {:>9}\n", score.name, width,
               shown(score.spearman), shown(score.interval), score.pairs, score.covered,
               score.uncovered());
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

void print_tables(const BenchmarkScores& scores, const AnalogyOptions& options) {
  if (!scores.similarity.empty()) print_table(scores.similarity);
  for (const AnalogyScore& score : scores.analogies) {
    if (!scores.similarity.empty() || &score != scores.analogies.data()) fmt::print("\n");
    print_table(score, options);
  }
}

void print_table(const std::vector<BandRelations>& bands) {
  fmt::print("{:<20}  related %  95 % interval  forms %  95 % interval  words\n", "neighbours");
  for (const BandRelations& band : bands) {
    const std::string ranks = band.band.last == 0
                                  ? fmt::format("ranks from {}", band.band.first)
                                  : fmt::format("ranks {} .. {}", band.band.first, band.band.last);
    fmt::print("{:<20}  {:>9}  {:>13}  {:>7}  {:>13}  {:>5}\n", ranks, shown(band.related),
               shown(band.related_interval), shown(band.forms), shown(band.forms_interval),
               band.words);
  }
}

void print_table(const DictionaryScore& score) {
  fmt::print("{:<20}  precision %  95 % interval  words  covered\n", "translation");
  for (const Precision& at : score.precision) {
    fmt::print("{:<20}  {:>11}  {:>13}  {:>5}  {:>7}\n", fmt::format("among the first {}", at.rank),
               shown(at.percent), shown(at.interval), score.words, score.covered);
  }
  print_unknown_words("source", score.unknown_words);
  print_unknown_words("target, no translation of", score.untranslated_words);
}

/// What the command was asked to look at.
struct Asked {
  bool benchmarks = false;
  bool relations = false;
  bool dictionary = false;

  explicit Asked(const EvaluateArguments& arguments)
      : benchmarks(!arguments.similarity_files.empty() || !arguments.analogy_files.empty()),
        relations(!arguments.relations.empty()),
        dictionary(!arguments.dictionary.empty()) {
    if (!benchmarks && !relations && !dictionary) {
      throw CLI::RequiredError(
          "--similarity FILE, --analogies FILE, --neighbours wordnet|FILE or --dictionary FILE");
    }
  }
};

/// Scores of a model by itself.
struct OwnScores {
  BenchmarkScores benchmarks;
  TrainingIntervals training = {};  ///< where it was asked for
  std::vector<BandRelations> bands = {};
};

void print_table(const BenchmarkScores& scores, const TrainingIntervals& training) {
  fmt::print("\n95 % intervals that include training on other text\n");
  for (std::size_t i = 0; i < training.similarity.size(); ++i) {
    fmt::print("{}: {} in {}\n", scores.similarity[i].name, shown(scores.similarity[i].spearman),
               shown(training.similarity[i]));
  }
  for (std::size_t i = 0; i < training.analogies.size(); ++i) {
    fmt::print("{}: {} in {}\n", scores.analogies[i].name,
               shown(scores.analogies[i].total.accuracy()), shown(training.analogies[i]));
  }
}

/// The interval of each score as its "training_interval", null where there is none.
void add_intervals(const std::vector<std::optional<Interval>>& intervals,
                   nlohmann::ordered_json& scores) {
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    auto& interval = scores[i]["training_interval"];
    interval = nullptr;
    if (intervals[i]) interval = {intervals[i]->low, intervals[i]->high};
  }
}

OwnScores score_model(const EvaluateArguments& arguments, const Benchmarks& benchmarks,
                      const WordRelations& relations, Console& console) {
  const Settings& settings = arguments.settings;
  console.begin("read");
  const Searcher searcher(settings.model, {.graph = false, .read = settings.read});
  console.end();
  OwnScores scores{.benchmarks = score_benchmarks(searcher.units(), searcher.vocabulary(),
                                                  benchmarks, arguments.options, console)};
  if (arguments.resamples > 0) {
    scores.training =
        training_intervals(settings.model, {}, benchmarks, scores.benchmarks, arguments.options,
                           {.resamples = arguments.resamples}, {}, console, settings.read);
  }
  if (!arguments.relations.empty()) {
    scores.bands = console.stage("neighbours", [&] {
      return neighbour_relations(searcher.units(), searcher.vocabulary(), relations);
    });
  }
  return scores;
}

DictionaryScore score_translations(const EvaluateArguments& arguments,
                                   const std::vector<WordPair>& dictionary, Console& console) {
  const Settings& settings = arguments.settings;
  return console.stage("dictionary", [&] {
    const Translator translator(open_embedding(settings.model, settings.read),
                                open_embedding(arguments.target, settings.read));
    return score_dictionary(translator, dictionary);
  });
}

void run(EvaluateArguments& arguments) {
  Settings& settings = arguments.settings;
  const Asked asked(arguments);
  arguments.options.validate();
  // A benchmark that cannot be read should not cost the time to load a model.
  const Benchmarks benchmarks =
      read_benchmarks(arguments.similarity_files, arguments.analogy_files, arguments.columns);
  if (!settings.json) print_notes(benchmarks.notes());
  Notes notes;
  WordRelations relations;
  if (asked.relations) relations = read_word_relations(arguments.relations, &notes);
  std::vector<WordPair> dictionary;
  if (asked.dictionary) dictionary = read_word_pairs(arguments.dictionary, &notes);
  std::ranges::for_each(notes, note_sink(settings));
  Console console(settings.quiet || settings.json);
  OwnScores own;
  if (asked.benchmarks || asked.relations) {
    own = score_model(arguments, benchmarks, relations, console);
  }
  DictionaryScore translations;
  if (asked.dictionary) translations = score_translations(arguments, dictionary, console);
  if (!settings.json) {
    print_tables(own.benchmarks, arguments.options);
    if (arguments.resamples > 0) print_table(own.benchmarks, own.training);
    if (asked.relations && asked.benchmarks) fmt::print("\n");
    if (asked.relations) print_table(own.bands);
    if (asked.dictionary && (asked.relations || asked.benchmarks)) fmt::print("\n");
    if (asked.dictionary) print_table(translations);
    return;
  }
  nlohmann::ordered_json result{{"model", settings.model}};
  result.update(to_json(own.benchmarks, benchmarks, arguments.options));
  add_intervals(own.training.similarity, result["similarity"]);
  add_intervals(own.training.analogies, result["analogies"]);
  if (asked.relations) result["neighbours"] = to_json(own.bands);
  if (asked.dictionary) result["dictionary"] = to_json(translations);
  print_json(settings, std::move(result));
}

}  // namespace

void add_evaluate_command(CLI::App& app) {
  auto arguments = std::make_shared<EvaluateArguments>();
  AnalogyOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("evaluate", "Score a model on similarity, analogies or translations");
  add_model_option(*command, arguments->settings);
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
  command
      ->add_option("--neighbours", arguments->relations,
                   "How many of the nearest words of random ones are related, by WordNet or by a "
                   "file of a group of related words a line")
      ->option_text("wordnet|FILE");
  CLI::Option* const dictionary =
      command
          ->add_option("--dictionary", arguments->dictionary,
                       "File of translations, two words a line, with --target")
          ->option_text("FILE");
  command
      ->add_option("--target", arguments->target,
                   "Model of the translations, which MODEL was aligned to")
      ->option_text("MODEL")
      ->needs(dictionary);
  dictionary->needs("--target");
  add_columns_option(*command, arguments->columns, kBenchmarkColumns, "A,B,... [the first]");
  add_field(*command, "--restrict", "AnalogyOptions.restrict_to", options.restrict_to,
            "Analogies of the N most frequent words only; 0 for all");
  add_field(*command, "--objective", "AnalogyOptions.objective", options.objective,
            "How cosines make a score: 3CosAdd or 3CosMul");
  add_field(*command, "--resamples", "StabilityOptions.resamples", arguments->resamples,
            "Train anew on so many resamples of the model's text, for intervals that include the "
            "training; 0 for none");
  add_verify_option(*command, arguments->settings);
  add_quiet_option(*command, arguments->settings);
  command->add_flag("--json", arguments->settings.json, "Print one object");
  command->footer(
      "Example:\n  eigenlex evaluate models/wiki17 --similarity ws353.txt --analogies "
      "questions-words.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
