// Runs every target on its seeds and on damaged copies of them: mutations SEEDS COUNT [TARGET].
// Without a compiler's help, so it is quick to build and part of the tests; the same inputs each
// time. An input that ends the program is written to the working folder and named; what the targets
// print is in TARGET.log there.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "fuzz/mutation.hpp"
#include "fuzz/targets.hpp"
#include "support/temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
using eigenlex::testing::FuzzTarget;

constexpr unsigned kSecondsForAnInput = 20;

std::vector<std::string> read_seeds(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const fs::path& path : paths) seeds.push_back(eigenlex::testing::read_bytes(path));
  return seeds;
}

/// The input of a number: first the seeds, then what is made of them.
std::string input(const std::vector<std::string>& seeds, std::uint64_t number) {
  return number < seeds.size() ? seeds[number] : eigenlex::testing::mutated(seeds, number);
}

/// A number that a child process and its parent share.
class SharedNumber {
 public:
  SharedNumber()
      : page_(::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (page_ == MAP_FAILED) throw std::runtime_error("mmap failed");
  }
  ~SharedNumber() { ::munmap(page_, sizeof(std::uint64_t)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;

  volatile std::uint64_t& value() { return *static_cast<volatile std::uint64_t*>(page_); }

 private:
  void* page_;
};

void run_all(const FuzzTarget& target, const std::vector<std::string>& seeds, std::uint64_t count,
             volatile std::uint64_t& current) {
  for (std::uint64_t number = 0; number < seeds.size() + count; ++number) {
    current = number;
    const std::string bytes = input(seeds, number);
    ::alarm(kSecondsForAnInput);
    target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
}

/// From now on what the process prints goes to a file.
void write_output_to(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) throw std::runtime_error("cannot make " + path);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  ::close(file);
}

/// Whether the target, in a process of its own, survives all inputs.
bool survives(const FuzzTarget& target, const std::vector<std::string>& seeds,
              std::uint64_t count) {
  SharedNumber current;
  const pid_t child = ::fork();
  if (child == 0) {
    write_output_to(std::string(target.name) + ".log");
    run_all(target, seeds, count, current.value());
    std::exit(0);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) throw std::runtime_error("fork failed");
  if (status == 0) {
    std::printf("%-20s %llu inputs\n", target.name.data(),
                static_cast<unsigned long long>(seeds.size() + count));
    return true;
  }
  const std::string name = std::string(target.name) + "-" + std::to_string(current.value());
  std::ofstream(name, std::ios::binary) << input(seeds, current.value());
  std::printf("%-20s FAILED (wait status %d) on the input in %s\n", target.name.data(), status,
              fs::absolute(name).c_str());
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::fprintf(stderr, "usage: mutations SEEDS COUNT [TARGET]\n");
    return 2;
  }
  bool all_survive = true;
  try {
    for (const FuzzTarget& target : eigenlex::testing::kFuzzTargets) {
      if (argc == 4 && target.name != argv[3]) continue;
      std::fflush(stdout);  // not once more by the child
      const auto seeds = read_seeds(fs::path(argv[1]) / target.name);
      all_survive = survives(target, seeds, std::stoull(argv[2])) && all_survive;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mutations: %s\n", error.what());
    return 1;
  }
  return all_survive ? 0 : 1;
}
