#pragma once

#include <filesystem>
#include <vector>

#include "eigenlex/refine/classes.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Writes a line `word<TAB>class<TAB>distance` for each word. Classes are numbered as in `classes`,
/// the largest being 0; the distance is that of `class_distance`.
///
/// The file appears when it is complete. Throws IoError, FormatError where a word holds a tab or a
/// line end, and OptionError where the parts do not fit together.
void write_classes(const Vocabulary& words, const Assignment& assignment,
                   const std::vector<PointClass>& classes, Metric metric,
                   const std::filesystem::path& path);

/// The same for the nearest classes of each word, a line each, with the weight as a fourth field.
void write_classes(const Vocabulary& words, const SoftAssignment& assignment,
                   const std::vector<PointClass>& classes, Metric metric,
                   const std::filesystem::path& path);

}  // namespace eigenlex
