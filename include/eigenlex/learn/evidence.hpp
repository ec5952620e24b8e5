#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/query/context_table.hpp"
#include "eigenlex/text/text_index.hpp"

namespace eigenlex {

/// What a model is to keep beside its vectors, in folders of its own.
struct KeptEvidence {
  bool counts = false;  ///< its counts, as `train_with_counts_into` does
  bool text = false;  ///< the text with an index, as `write_text_index` does: in the folder `text`
};

/// `train_into`, whose bytes the model has, and the model keeps what is asked for.
///
/// A text that is kept is read once more, as a part of stage "write". Throws as those, and
/// OptionError for the standard input; IoError where the text was changed meanwhile.
Model train_with_evidence_into(const std::filesystem::path& output,
                               const std::vector<std::string>& corpus, const Recipe& recipe,
                               const KeptEvidence& keep, const Resources& resources,
                               Observer& observer = unobserved());

/// Whether a model keeps its text.
bool keeps_text(const std::filesystem::path& model);

/// Opens the text that a model keeps. Throws as `TextIndex`, and FormatError where it keeps none.
TextIndex open_kept_text(const std::filesystem::path& model, const ReadOptions& options = {});

/// Opens the contexts of a model's words, weighed as they were for it: the counts that it keeps, or
/// those in the folder `counts` where that is given. Of a folder of counts alone, `path` itself,
/// they are weighed by the defaults of `FactorRecipe`.
///
/// A model that keeps counts keeps their margins too, so that only what is asked for is read;
/// otherwise a pass over the counts finds those. Throws IoError, or FormatError where nothing is
/// kept, it does not say how it was made, or the counts are not its own.
ContextTable open_contexts(const std::filesystem::path& path,
                           const std::filesystem::path& counts = {},
                           const ReadOptions& options = {});

}  // namespace eigenlex
