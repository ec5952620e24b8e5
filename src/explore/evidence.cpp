#include "explore/evidence.hpp"

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/learn/evidence.hpp"

#include "learn/kept_counts.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(path, unknown);
}

}  // namespace

Evidence::Evidence(const fs::path& model, const ReadOptions& read) {
  if (is_there(kept_counts_path(model))) contexts = open_contexts(model, {}, read);
  if (keeps_text(model)) text = open_kept_text(model, read);
  if (is_there(certainty_path(model))) certainties = read_certainties(model, read);
}

std::vector<std::string> Evidence::names() const {
  std::vector<std::string> there;
  if (contexts) there.emplace_back("counts");
  if (text) there.emplace_back("text");
  if (certainties) there.emplace_back("certainty");
  return there;
}

}  // namespace eigenlex::internal
