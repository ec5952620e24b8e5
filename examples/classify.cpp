// A classifier of texts: classify VECTORS EXAMPLES TEXT...
// A line of the examples is a class, a tab and a text. A fifth of them is set aside to score it.
#include <algorithm>
#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include <eigenlex/classify/predict.hpp>
#include <eigenlex/classify/train_on_file.hpp>
#include <eigenlex/core/error.hpp>
#include <eigenlex/embedding/model.hpp>

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: classify VECTORS EXAMPLES TEXT...\n");
    return 2;
  }
  try {
    const eigenlex::Embedding embedding = eigenlex::load_embedding(argv[1]);
    const eigenlex::ClassifierOptions options{.network = eigenlex::Network::kLinear,
                                              .mode = eigenlex::EmbeddingMode::kFrozen};
    const auto examples = eigenlex::read_labelled_texts(argv[2]).size();
    const eigenlex::ScoredClassifier trained =
        eigenlex::train_on_file({.path = argv[2], .held_out = examples / 5}, &embedding, options);
    const auto& score = std::get<eigenlex::ClassificationScore>(trained.score.value());
    std::printf("%.0f %% of %ld texts right\n", 100 * score.accuracy, score.examples);

    const eigenlex::Classifier& classifier = trained.classifier;
    const std::vector<std::string> texts(argv + 3, argv + argc);
    const eigenlex::TokenizedTexts tokens = eigenlex::tokenize_texts(texts, classifier.tokenizer);
    const auto classes =
        eigenlex::most_probable(eigenlex::predict_any_classes(classifier, tokens, nullptr));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::printf("%s: %s\n", texts[i].c_str(),
                  classifier.class_names[static_cast<std::size_t>(classes[i])].c_str());
    }
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
