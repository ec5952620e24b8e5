#include "evidence.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/evidence.hpp"
#include "eigenlex/learn/update.hpp"

namespace eigenlex::tool {

void add_counts_option(CLI::App& command, std::string& counts) {
  command
      .add_option("--counts", counts,
                  "Counts that the model was made of, if it was trained without --keep-counts")
      ->option_text("COUNTS");
}

ContextTable open_contexts_of(const std::string& model, const std::string& counts,
                              const ReadOptions& read) {
  if (counts.empty() && is_model(model) && !keeps_counts(model)) {
    throw FormatError::at_path(model,
                               "keeps no counts, which tell of its contexts; train it anew with "
                               "`eigenlex train --keep-counts`, or name its counts with --counts");
  }
  return open_contexts(model, counts, read);
}

std::string in_place(std::string_view context, ContextPlace place) {
  switch (place) {
    case ContextPlace::kBefore:
      return fmt::format("{} _", context);
    case ContextPlace::kAfter:
      return fmt::format("_ {}", context);
    case ContextPlace::kLeft:
      return fmt::format("{} … _", context);
    case ContextPlace::kRight:
      return fmt::format("_ … {}", context);
    case ContextPlace::kFurther:
      return fmt::format("… {} …", context);
    case ContextPlace::kAround:
      break;
  }
  return std::string(context);
}

std::string_view name_of(ContextPlace place) {
  switch (place) {
    case ContextPlace::kBefore:
      return "just before";
    case ContextPlace::kAfter:
      return "just after";
    case ContextPlace::kFurther:
      return "further away";
    default:
      return enum_name(place);
  }
}

std::string pairs_text(double pairs) {
  return pairs < 10 ? fmt::format("{:.1f}", pairs) : fmt::format("{:.0f}", pairs);
}

}  // namespace eigenlex::tool
