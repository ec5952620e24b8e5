#include "eigenlex/core/unfinished.hpp"

#include <map>
#include <utility>

namespace eigenlex {
namespace {

/// All that is unfinished. It is never destroyed: threads may work until the process is gone.
struct Registry {
  std::mutex mutex;
  std::map<const Unfinished*, std::function<void()>> all;
};

Registry& registry() {
  static Registry& only = *new Registry;
  return only;
}

}  // namespace

Unfinished::Unfinished(std::function<void()> put_away) {
  const std::lock_guard lock(registry().mutex);
  registry().all.emplace(this, std::move(put_away));
}

Unfinished::~Unfinished() {
  const std::lock_guard lock(registry().mutex);
  registry().all.erase(this);
}

std::unique_lock<std::mutex> Unfinished::finishing() { return std::unique_lock(registry().mutex); }

void abandon_unfinished() noexcept {
  registry().mutex.lock();  // for good
  for (const auto& [owner, put_away] : registry().all) {
    try {
      put_away();
    } catch (...) {  // The others are to be put away all the same.
    }
  }
}

}  // namespace eigenlex
