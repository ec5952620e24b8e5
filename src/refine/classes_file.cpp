#include "eigenlex/refine/classes_file.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

/// The number of each cluster's class.
std::vector<std::size_t> class_numbers(const std::vector<PointClass>& classes) {
  std::size_t clusters = 0;
  for (const PointClass& each : classes) {
    clusters = std::max(clusters, static_cast<std::size_t>(each.cluster) + 1);
  }
  // A cluster without members, to which a word may still be near, comes after all classes.
  std::vector<std::size_t> numbers(clusters, classes.size());
  for (std::size_t i = 0; i < classes.size(); ++i) {
    numbers[static_cast<std::size_t>(classes[i].cluster)] = i;
  }
  return numbers;
}

/// A word that holds a tab or a line end would break the lines.
void check(const Vocabulary& words, std::int64_t assigned) {
  if (words.size() != assigned) {
    throw OptionError("assignment", fmt::format("{} points", assigned),
                      fmt::format("must be of the {} words", words.size()));
  }
  for (const auto& word : words.words()) {
    if (word.find_first_of("\t\n") == std::string::npos) continue;
    throw FormatError(
        fmt::format("the word \"{}\" holds a tab or a line end, which the file of "
                    "classes cannot keep; leave it out",
                    word));
  }
}

template <class WriteLines>
void write_lines(const Vocabulary& words, const fs::path& path, const WriteLines& write) {
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  for (std::int32_t id = 0; id < words.size(); ++id) write(id, file);
  file.close();
  pending.commit();
}

}  // namespace

void write_classes(const Vocabulary& words, const Assignment& assignment,
                   const std::vector<PointClass>& classes, Metric metric, const fs::path& path) {
  check(words, std::ssize(assignment.labels));
  const std::vector<std::size_t> numbers = class_numbers(classes);
  write_lines(words, path, [&](std::int32_t id, OutputFile& file) {
    const auto i = static_cast<std::size_t>(id);
    file.write(fmt::format("{}\t{}\t{:.6f}\n", words.word(id),
                           numbers[static_cast<std::size_t>(assignment.labels[i])],
                           class_distance(assignment.costs[i], metric)));
  });
}

void write_classes(const Vocabulary& words, const SoftAssignment& assignment,
                   const std::vector<PointClass>& classes, Metric metric, const fs::path& path) {
  check(words, assignment.labels.rows());
  const std::vector<std::size_t> numbers = class_numbers(classes);
  write_lines(words, path, [&](std::int32_t id, OutputFile& file) {
    for (Eigen::Index j = 0; j < assignment.labels.cols(); ++j) {
      const auto cluster = static_cast<std::size_t>(assignment.labels(id, j));
      file.write(fmt::format("{}\t{}\t{:.6f}\t{:.6f}\n", words.word(id),
                             cluster < numbers.size() ? numbers[cluster] : classes.size(),
                             class_distance(assignment.costs(id, j), metric),
                             assignment.weights(id, j)));
    }
  });
}

}  // namespace eigenlex
