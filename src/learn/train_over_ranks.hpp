#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/learn/run_record.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex::internal {

// What `train`, `count` and `factorize` do where `Resources.ranks` are several, options being
// validated. All ranks call them; the first one gets the result, and calls `keep` with it while
// temporary files are there. Each rank has a folder of temporary files of its own, of the name of
// the first one's and its number.

Model train_over_ranks(const std::vector<std::string>& corpus, const Recipe& recipe,
                       const Resources& resources, Observer& observer,
                       const std::function<void(const Model&)>& keep);

Counts count_in_first_rank(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                           const Resources& resources, Observer& observer,
                           const CorpusVocabulary* shared,
                           const std::function<void(const Counts&)>& keep);

Model factorize_folder_over_ranks(const std::filesystem::path& path, const FactorRecipe& recipe,
                                  const Resources& resources, RunRecord& record,
                                  const ReadOptions& options);

}  // namespace eigenlex::internal
