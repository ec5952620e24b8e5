#include <cstdio>
#include <exception>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/version.hpp"

// Linked with the library as a shared one, whose exceptions have to be known here by their types.
int main() {
  using namespace eigenlex;
  bool io = false;
  bool option = false;
  try {
    static_cast<void>(read_corpus({"/nonexistent/corpus.txt"}, TokenizerOptions{}));
  } catch (const IoError& error) {
    io = true;
  } catch (const std::exception& error) {
    std::printf("no IoError: %s\n", error.what());
  }
  try {
    static_cast<void>(count_cooccurrences(Corpus{}, {.window = 0}));
  } catch (const Error& error) {
    option = dynamic_cast<const OptionError*>(&error) != nullptr;
  } catch (const std::exception& error) {
    std::printf("no Error: %s\n", error.what());
  }
  std::printf("%s\n", kVersion);
  return io && option ? 0 : 1;
}
