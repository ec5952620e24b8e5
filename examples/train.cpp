// From texts to a model: train TEXT... MODEL
#include <cstdio>
#include <string>
#include <vector>

#include <eigenlex/core/error.hpp>
#include <eigenlex/learn/train.hpp>

namespace {

/// Says which stage the work is in.
class Stages final : public eigenlex::Observer {
 private:
  void on_begin(const eigenlex::Stage& stage) override {
    std::printf("%.*s ...\n", static_cast<int>(stage.name.size()), stage.name.data());
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: train TEXT... MODEL\n");
    return 2;
  }
  const std::vector<std::string> texts(argv + 1, argv + argc - 1);
  eigenlex::Recipe recipe;  // holds every default
  recipe.count.tokenizer.kind = eigenlex::TokenizerKind::kUnicode;
  recipe.count.tokenizer.lowercase = true;
  recipe.factor.svd.rank = 40;
  Stages stages;
  try {
    const eigenlex::Model model =
        eigenlex::train_into(argv[argc - 1], texts, recipe, {.threads = 2}, stages);
    std::printf("%d words, %ld dimensions\n", model.words.vocabulary.size(),
                static_cast<long>(model.words.table.cols()));
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
