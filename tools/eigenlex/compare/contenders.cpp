#include "contenders.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {

std::span<const Contender> all_contenders() {
  static const std::vector<Contender> kAll{
      {"svd", "truncated SVD of the PPMI matrix", false, true, {"--method", "svd"}},
      {"als",
       "the SVD refined by weighted least squares",
       false,
       true,
       {"--method", "als", "--contexts", "directional"}},
#ifdef EIGENLEX_HAS_FASTTEXT
      {"skipgram",
       "skip-gram with 5 negative samples (word2vec)",
       true,
       true,
       {"--model", "skipgram"}},
      {"cbow",
       "continuous bag of words with 5 negative samples (word2vec)",
       true,
       true,
       {"--model", "cbow"}},
      {"subwords",
       "skip-gram with character n-grams of 3 to 6 (fastText)",
       true,
       false,  // takes twice as long as skipgram
       {"--model", "skipgram", "--shortest-subword", "3", "--longest-subword", "6"}},
#endif
  };
  return kAll;
}

const Contender& contender_named(const std::string& name) {
  std::string names;
  for (const Contender& contender : all_contenders()) {
    if (contender.name == name) return contender;
    names += (names.empty() ? "" : ", ") + contender.name;
  }
#ifndef EIGENLEX_HAS_FASTTEXT
  names += "; skipgram, cbow and subwords need a build with the package libfasttext-dev";
#endif
  throw OptionError("--contenders", name, "must be some of " + names);
}

TrainingFiles training_files(const Contender& contender, const std::filesystem::path& stem) {
  const std::string name = stem.string();
  return contender.neural ? TrainingFiles{name + ".npy", name + ".run.json"}
                          : TrainingFiles{name + ".model", name + ".model/run.json"};
}

std::vector<std::string> training_command(const Contender& contender,
                                          const CompareSettings& settings, int seed,
                                          const std::filesystem::path& corpus,
                                          const TrainingFiles& files) {
  std::vector<std::string> command{contender.neural ? "train-neural" : "train",
                                   corpus.string(),
                                   "-o",
                                   files.table.string(),
                                   "--force",
                                   "--min-count",
                                   "1",
                                   "--dim",
                                   fmt::to_string(settings.dim),
                                   "--seed",
                                   fmt::to_string(seed),
                                   "--threads",
                                   fmt::to_string(settings.threads),
                                   "--quiet"};
  command.insert(command.end(), contender.arguments.begin(), contender.arguments.end());
  if (contender.neural) command.insert(command.end(), {"--run-file", files.run.string()});
  return command;
}

}  // namespace eigenlex::tool
