#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/query/certainty.hpp"
#include "eigenlex/query/context_table.hpp"
#include "eigenlex/text/text_index.hpp"

namespace eigenlex::internal {

/// What lies beside a model, as far as it does.
struct Evidence {
  std::optional<ContextTable> contexts;
  std::optional<TextIndex> text;
  std::optional<Certainties> certainties;

  Evidence() = default;
  /// Opens it. Throws IoError and FormatError where it is damaged or of another model.
  Evidence(const std::filesystem::path& model, const ReadOptions& read);

  /// "counts", "text" and "certainty", those that there are.
  std::vector<std::string> names() const;
};

}  // namespace eigenlex::internal
