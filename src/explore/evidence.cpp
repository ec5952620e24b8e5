#include "explore/evidence.hpp"

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/learn/evidence.hpp"
#include "eigenlex/learn/update.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;

Evidence::Evidence(const fs::path& model, const ReadOptions& read) {
  if (keeps_counts(model)) contexts = open_contexts(model, {}, read);
  if (keeps_text(model)) text = open_kept_text(model, read);
  std::error_code unknown;
  if (fs::exists(certainty_path(model), unknown)) certainties = read_certainties(model, read);
}

std::vector<std::string> Evidence::names() const {
  std::vector<std::string> there;
  if (contexts) there.emplace_back("counts");
  if (text) there.emplace_back("text");
  if (certainties) there.emplace_back("certainty");
  return there;
}

}  // namespace eigenlex::internal
