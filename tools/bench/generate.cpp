// Writes generated text with the word frequencies of a language, for studies of scale.

#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "micro/zipf_text.hpp"

int main(int argc, char** argv) {
  eigenlex::bench::ZipfTextOptions options;
  std::string output;
  CLI::App app("Generated text: 40 words a line, frequencies by Zipf's law, topics",
               "eigenlex_generate");
  app.add_option("-o,--output", output, "The file to write")->required();
  app.add_option("--tokens", options.tokens, "Tokens")->capture_default_str();
  app.add_option("--words", options.words, "Distinct words that may occur")->capture_default_str();
  app.add_option("--topics", options.topics, "Topics")->capture_default_str();
  app.add_option("--seed", options.seed, "Seed")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    eigenlex::bench::write_zipf_text(options, output);
  } catch (const std::exception& error) {
    fmt::print(stderr, "eigenlex_generate: {}\n", error.what());
    return 1;
  }
  return 0;
}
