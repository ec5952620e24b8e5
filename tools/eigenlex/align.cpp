#include "eigenlex/refine/align.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model_summary.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kMovedShown = 10;

struct AlignArguments {
  std::string target;
  std::string dictionary;
  AnchorKind anchors = AnchorKind::kIdentical;
  AlignOptions options;
  Settings settings;
};

std::vector<Anchor> anchors_for(const AlignArguments& arguments, Settings& settings,
                                const Vocabulary& source, const Vocabulary& target) {
  if (arguments.dictionary.empty()) return find_anchors(arguments.anchors, source, target);
  Notes notes;
  std::vector<Anchor> anchors =
      anchors_of(read_word_pairs(arguments.dictionary, &notes), source, target);
  std::ranges::for_each(notes, note_sink(settings));
  if (anchors.empty()) {
    throw FormatError::at_path(arguments.dictionary,
                               "has no pair of a word of the source and one of the target");
  }
  return anchors;
}

void print_summary(const Alignment& alignment, const Vocabulary& source, const Console& console) {
  for (std::size_t i = 0; i < alignment.rounds.size(); ++i) {
    const AlignRound& round = alignment.rounds[i];
    console.line(i == 0 ? "anchors" : fmt::format("round {}", i),
                 fmt::format("{} pairs, {} of them left out, mean cosine {:.4f}", round.anchors,
                             round.left_out, round.mean_cosine));
  }
  if (alignment.moved.empty()) return;
  std::vector<std::string_view> words;
  for (const Anchor& anchor : alignment.moved) {
    if (words.size() < kMovedShown) words.push_back(source.word(anchor.source));
  }
  console.line("moved", fmt::format("{} anchors given do not fit: {}{}", alignment.moved.size(),
                                    fmt::join(words, " "),
                                    words.size() < alignment.moved.size() ? " ..." : ""));
}

void run(AlignArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  console.begin("read");
  Model source = read_any_model(settings.model, settings.read);
  const Embedding target = load_embedding(arguments.target, settings.read);
  const std::vector<Anchor> anchors =
      anchors_for(arguments, settings, source.words.vocabulary, target.vocabulary);
  console.end();
  const Alignment alignment =
      align(source.words, target, anchors, arguments.options, console.begin("align"));
  console.end();
  source = rotated(std::move(source), alignment, arguments.options);
  console.stage("write", [&] { write_model(source, settings.output); });
  print_summary(alignment, source.words.vocabulary, console);
  if (settings.json) print_json(settings, to_json(alignment, arguments.options));
}

}  // namespace

void add_align_command(CLI::App& app) {
  auto arguments = std::make_shared<AlignArguments>();
  AlignOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "align", "Rotate a model onto another, of another language, corpus or time");
  command->add_option("SOURCE", arguments->settings.model, "Model to be rotated")->required();
  command->add_option("TARGET", arguments->target, "Model that it is rotated onto")->required();
  command
      ->add_option("--dictionary", arguments->dictionary,
                   "File of pairs that mean the same: a word of the source and one of the target a "
                   "line")
      ->option_text("FILE");
  add_field(*command, "--anchors", "anchors", arguments->anchors,
            "Without a dictionary: the words that both have, or those of them that are numbers")
      ->excludes("--dictionary");
  add_field(*command, "--rounds", "AlignOptions.rounds", options.rounds,
            "Most rounds of self-learning from pairs of words that are each other's nearest");
  add_field(*command, "--frequent", "AlignOptions.frequent", options.frequent,
            "Most frequent words that self-learning is about");
  add_field(*command, "--neighbours", "AlignOptions.neighbours", options.neighbours,
            "Nearest words that tell hubs");
  add_field(*command, "--outlier", "AlignOptions.outlier", options.outlier,
            "Deviations below the median cosine from which on anchors are left out; 0 for none");
  add_field(*command, "--certainty", "AlignOptions.certainty", options.certainty,
            "Count at which a word weighs half; 0 for the same weight of all");
  command->add_flag_callback(
      "--no-centre", [&options] { options.centre = false; },
      "Do not take the mean of all words off before");
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "MODEL");
  command->footer(
      "Examples:\n  eigenlex align 1990.model 2020.model -o 1990.aligned\n"
      "  eigenlex align de.model en.model --dictionary de-en.txt -o de-en.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
