#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/evidence.hpp"
#include "eigenlex/text/text_index.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct KwicArguments {
  Settings settings;
  std::vector<std::string> words;
  KwicOptions options;
};

/// Characters of a string that is UTF-8.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

/// A part of the text of an occurrence, the second word of two marked where it is there.
std::string marked(const Occurrence& one, TextSpan part) {
  std::string text = one.text.substr(part.begin, part.end - part.begin);
  if (one.matches.size() < 2) return text;
  const TextSpan& second = one.matches[1];
  if (second.begin < part.begin || second.end > part.end) return text;
  text.insert(second.end - part.begin, "]");
  text.insert(second.begin - part.begin, "[");
  return text;
}

std::string left_of(const Occurrence& one) { return marked(one, {0, one.matches.front().begin}); }

/// The line of an occurrence, the word in one column with those of others.
std::string line_of(const Occurrence& one, std::size_t width) {
  const TextSpan& match = one.matches.front();
  const std::string left = left_of(one);
  return fmt::format("{}:{}\t{}{}\t{}\t{}\n", one.file, one.line,
                     std::string(width - length_of(left), ' '), left,
                     one.text.substr(match.begin, match.end - match.begin),
                     marked(one, {match.end, one.text.size()}));
}

void run(KwicArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  if (is_model(settings.model) && !keeps_text(settings.model)) {
    throw FormatError::at_path(settings.model,
                               "keeps no text; train it anew with `eigenlex train --keep-text`");
  }
  const TextIndex index = open_kept_text(settings.model, settings.read);
  const Occurrences found = index.find(arguments.words, arguments.options);
  if (settings.json) {
    nlohmann::ordered_json object{{"words", arguments.words}};
    object.update(to_json(found));
    print_json(settings, std::move(object));
  }
  if (!found.unknown.empty()) {
    for (const std::string& word : found.unknown) {
      fmt::print(stderr, "eigenlex: \"{}\" does not occur in the text\n", word);
    }
    throw CLI::RuntimeError(1);
  }
  if (settings.json) return;
  std::size_t width = 0;
  for (const Occurrence& one : found.shown) width = std::max(width, length_of(left_of(one)));
  for (const Occurrence& one : found.shown) fmt::print("{}", line_of(one, width));
  flush_results();
  const auto last = arguments.options.skip + std::ssize(found.shown);
  if (!settings.quiet && last < found.total) {
    fmt::print(stderr, "eigenlex: {} of {} occurrences; -k and --skip show others\n",
               found.shown.size(), found.total);
  }
}

}  // namespace

void add_kwic_command(CLI::App& app) {
  auto arguments = std::make_shared<KwicArguments>();
  Settings& settings = arguments->settings;
  KwicOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("kwic", "Print where a word, or two near each other, stand in the text");
  command->add_option("MODEL", settings.model, "Model of `eigenlex train --keep-text`")->required();
  command
      ->add_option("WORDS", arguments->words,
                   "A word, or two; words in a row are one in quotes, as 'new york'")
      ->required()
      ->expected(1, 2)
      ->option_text("A [B]");
  add_field(*command, "-k,--count", "KwicOptions.count", options.count, "Number of occurrences");
  add_field(*command, "--skip", "KwicOptions.skip", options.skip,
            "Pass over so many occurrences before them");
  add_field(*command, "--window", "KwicOptions.window", options.window,
            "Of two words, most words from the one to the other");
  add_field(*command, "--context", "KwicOptions.context", options.context,
            "Characters of the text on each side");
  add_verify_option(*command, settings);
  add_quiet_option(*command, settings);
  command->add_flag("--json", settings.json, "Print one object");
  command->footer(
      "Examples:\n  eigenlex kwic models/wiki17 throne\n"
      "  eigenlex kwic models/wiki17 king queen --window 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
