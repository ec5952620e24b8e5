// The command line, an argument a line, in a folder that has a file of each kind. Arguments that
// lead out of the folder are left aside: a command may write there.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "fuzz/samples.hpp"
#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

int eigenlex_main(int argc, char** argv);  // that of tools/eigenlex/main.cpp

namespace {

namespace fs = std::filesystem;
using namespace eigenlex;

/// A folder for the commands to work in, as new for every input.
class WorkingFolder {
 public:
  WorkingFolder() {
    const fs::path whole = whole_folder();
    fs::create_directories(whole);
    write_model(testing::sample_model(), whole / "m");
    write_counts(testing::sample_counts(), whole / "c");
    write_corpus_vocabulary(testing::sample_corpus_vocabulary(), whole / "v");
    const auto write = [&](const char* name, std::string_view text) {
      std::ofstream(whole / name) << text;
    };
    write("corpus.txt", "a b c a b\nc a d\na a b w0 w1\n");
    write("matrix.tsv", "ann\tx\t2\nbob\ty\t1\nann\ty\t3\n");
    write("pairs.txt", "w0 w1 2\nw1 w2 3\nw2 w3 1\n");
    write("questions.txt", ": s\nw0 w1 w2 w3\n");
    write("texts.tsv", "pos\tw0 w1\nneg\tw2\npos\tw1\nneg\tw2 w3\n");
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
  }

  void renew() const {
    const fs::path here = testing::scratch() / "working";
    fs::current_path(testing::scratch().path());
    fs::remove_all(here);
    fs::copy(whole_folder(), here, fs::copy_options::recursive);
    fs::current_path(here);
  }

 private:
  static fs::path whole_folder() { return testing::scratch() / "whole"; }
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> arguments = {"eigenlex"};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    arguments.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return arguments;
}

/// Whether a number is so large that, given to an option such as --max-iterations, it asks for work
/// without an end, or a server is asked for, which has none: no fault of the program.
bool asks_for_endless_work(const std::vector<std::string>& arguments) {
  if (std::ranges::find(arguments, "serve") != arguments.end()) return true;
  constexpr std::array kRepetitions = {"--max-iterations", "--sweeps", "--als-steps", "--phrases",
                                       "--epochs",         "--soft",   "--central"};
  constexpr double kMost = 1000;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    for (const std::string_view option : kRepetitions) {
      if (!arguments[i].starts_with(option)) continue;
      const std::string next = i + 1 < arguments.size() ? arguments[i + 1] : "";
      const std::string glued =
          arguments[i].substr(std::min(option.size() + 1, arguments[i].size()));
      for (const std::string& value : {next, glued}) {
        if (std::strtod(value.c_str(), nullptr) > kMost) return true;
      }
    }
  }
  return false;
}

}  // namespace

void eigenlex::testing::arguments_fuzz(const std::uint8_t* data, std::size_t size) {
  static const WorkingFolder folder;
  const std::string_view text = as_text(data, size);
  if (text.find('/') != std::string_view::npos || text.find("..") != std::string_view::npos ||
      text.find('\0') != std::string_view::npos) {
    return;
  }
  std::vector<std::string> arguments = split(text);
  if (asks_for_endless_work(arguments)) return;
  folder.renew();
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const int status = eigenlex_main(static_cast<int>(arguments.size()), pointers.data());
  if (status < 0 || status > 2) std::abort();
}
