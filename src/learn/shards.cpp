#include "eigenlex/learn/shards.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/counts/add_counts.hpp"

#include "learn/part_counts.hpp"
#include "learn/stages.hpp"
#include "learn/work_folder.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::PartsSum;
using internal::WorkFolder;

/// Parts whose rows are added at a time: bounds open files, and row ends in memory.
constexpr std::size_t kPartsAtOnce = 16;

/// The texts of `parts`, from `first` on, up to the next vocabulary.
std::vector<std::string> texts_from(const std::vector<std::string>& parts, std::size_t first) {
  std::vector<std::string> texts;
  for (; first < parts.size() && !is_corpus_vocabulary(parts[first]); ++first) {
    texts.push_back(parts[first]);
  }
  return texts;
}

CorpusVocabulary gather(const std::vector<std::string>& texts, const CountRecipe& recipe,
                        Observer& observer) {
  CorpusVocabulary gathered =
      gather_vocabulary(texts, recipe.tokenizer, {}, observer.begin("read", "B"), recipe.source);
  observer.end();
  internal::tell_reading(gathered.reading, recipe, observer);
  return gathered;
}

/// The sum of all parts, some at a time.
class Merging {
 public:
  Merging(const WorkFolder& work, Observer& observer, const ReadOptions& options)
      : work_(work), observer_(observer), options_(options) {}

  Counts merge(const std::vector<fs::path>& paths) {
    std::vector<CooccurrenceMatrix> sums;
    for (std::size_t begin = 0; begin < paths.size(); begin += kPartsAtOnce) {
      const std::size_t end = std::min(paths.size(), begin + kPartsAtOnce);
      sums.push_back(add(open({paths.begin() + static_cast<std::ptrdiff_t>(begin),
                               paths.begin() + static_cast<std::ptrdiff_t>(end)})));
    }
    while (sums.size() > 1) sums = add_some(std::move(sums));
    Counts merged;
    merged.matrix = std::move(sums.front());
    parts_.finish(merged);
    if (const std::string note = parts_.note(); !note.empty()) observer_.note("parts", note);
    return merged;
  }

 private:
  std::vector<CooccurrenceMatrix> open(const std::vector<fs::path>& paths) {
    observer_.begin("open");
    std::vector<CooccurrenceMatrix> matrices;
    for (const fs::path& path : paths) {
      Counts part = open_counts(path, options_);
      parts_.add(std::move(part.vocabulary), part.description, path.string());
      matrices.push_back(std::move(part.matrix));
    }
    observer_.end();
    return matrices;
  }

  CooccurrenceMatrix add(const std::vector<CooccurrenceMatrix>& matrices) {
    const Progress progress = observer_.begin("merge", "cells");
    CooccurrenceMatrix sum = add_counts(matrices, {.folder = work_.new_folder()}, progress);
    observer_.end();
    return sum;
  }

  std::vector<CooccurrenceMatrix> add_some(std::vector<CooccurrenceMatrix> matrices) {
    std::vector<CooccurrenceMatrix> sums;
    for (std::size_t begin = 0; begin < matrices.size(); begin += kPartsAtOnce) {
      const std::size_t end = std::min(matrices.size(), begin + kPartsAtOnce);
      sums.push_back(add({matrices.begin() + static_cast<std::ptrdiff_t>(begin),
                          matrices.begin() + static_cast<std::ptrdiff_t>(end)}));
    }
    return sums;
  }

  const WorkFolder& work_;
  Observer& observer_;
  const ReadOptions& options_;
  PartsSum parts_;
};

}  // namespace

CorpusVocabulary gather_vocabulary_of(const std::vector<std::string>& parts,
                                      const CountRecipe& recipe, const VocabularyOptions& cut,
                                      const Resources& resources, Observer& observer) {
  recipe.validate();
  cut.validate();
  resources.validate();
  if (parts.empty()) throw OptionError("parts", "[]", "must name at least one text");
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  VocabularySum sum;
  for (std::size_t i = 0; i < parts.size();) {
    const std::vector<std::string> texts = texts_from(parts, i);
    if (!texts.empty()) {
      sum.add(gather(texts, recipe, observer), texts.front());
      i += texts.size();
    } else {
      sum.add(read_corpus_vocabulary(parts[i]), parts[i]);
      ++i;
    }
  }
  observer.begin("merge");
  CorpusVocabulary merged = sum.finish(cut);
  observer.end();
  return merged;
}

Counts merge_counts_into(const fs::path& output, const std::vector<fs::path>& parts,
                         const Resources& resources, Observer& observer,
                         const ReadOptions& options) {
  resources.validate();
  if (parts.empty()) throw OptionError("parts", "[]", "must name at least one folder of counts");
  if (resources.work.empty()) {
    throw OptionError("Resources.work", "\"\"", "must name a folder for rows that are added");
  }
  { const PendingPath rehearsal(output, PendingPath::Kind::kFolder, "counts.json"); }
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  WorkFolder work(resources.work);
  work.clear();
  Counts merged = Merging(work, observer, options).merge(parts);
  observer.begin("write");
  write_counts(merged, output);
  observer.end();
  return merged;
}

}  // namespace eigenlex
