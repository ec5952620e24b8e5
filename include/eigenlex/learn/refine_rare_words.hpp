#pragma once

#include "eigenlex/core/observer.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/kmeans.hpp"

namespace eigenlex {

/// How the classes are made that rare words are pulled to.
inline const KMeansOptions kClassesOfRareWords{.clusters = 5000, .max_iterations = 20};

/// Pulls the vectors of rare words towards their classes; see `shrink_to_classes`.
///
/// `strength` is the count at which a word is half its own vector and half its class's. Its rows
/// are no scaled singular vectors any more, and the description says under "refine" what was done.
/// Throws OptionError as `kmeans` and `shrink_to_classes` do. Stage: "cluster". The same bytes for
/// any number of threads.
Model refine_rare_words(Model model, double strength,
                        const KMeansOptions& options = kClassesOfRareWords,
                        Observer& observer = unobserved());

/// The same with the strength that best predicts counts that were held out; see `try_strengths`.
///
/// `counts` are those that the model was made from. Throws OptionError where they are about other
/// words, and FormatError where the model does not say how they were weighted. Stages: "cluster"
/// and "hold out"; "held_out" in the description has the trials.
Model refine_rare_words(Model model, const Counts& counts,
                        const KMeansOptions& options = kClassesOfRareWords,
                        Observer& observer = unobserved());

}  // namespace eigenlex
