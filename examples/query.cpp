// What a model, or any file of vectors, knows of some words: query VECTORS QUESTION...
// A question is a word, or a sum such as "king - man + woman".
#include <cstdio>
#include <string>
#include <vector>

#include <eigenlex/core/error.hpp>
#include <eigenlex/query/searcher.hpp>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: query VECTORS QUESTION...\n");
    return 2;
  }
  try {
    const eigenlex::Searcher searcher(argv[1]);
    std::vector<eigenlex::Question> questions;
    for (int i = 2; i < argc; ++i) questions.push_back(searcher.question(argv[i]));
    const std::vector<eigenlex::Answer> answers = searcher.nearest(questions, {.count = 3});
    for (std::size_t i = 0; i < answers.size(); ++i) {
      std::printf("%s:\n", argv[i + 2]);
      for (const std::string& word : answers[i].unknown) {
        std::printf("  %s is not known\n", word.c_str());
      }
      for (const eigenlex::Neighbour& near : answers[i].neighbours) {
        const std::string word(searcher.vocabulary().word(near.id));
        std::printf("  %s %.3f\n", word.c_str(), near.similarity);
      }
    }
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
