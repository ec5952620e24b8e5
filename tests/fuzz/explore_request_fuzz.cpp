// The target of a request to an explorer, and its answer to what that asks.

#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/explore/explorer.hpp"
#include "eigenlex/explore/request.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex::testing {

void explore_request_fuzz(const std::uint8_t* data, std::size_t size) {
  static const Explorer kExplorer("words", Searcher(random_embedding(60, 4, 1)));
  const std::string_view target(reinterpret_cast<const char*>(data), size);
  refuse_well<FormatError>([&] {
    const ExploreAnswer answer = kExplorer.answer(parse_request_target(target));
    if (answer.status != 200 && answer.status != 400 && answer.status != 404) std::abort();
    const auto json = nlohmann::json::parse(answer.json);
    if (json.contains("error") != (answer.status != 200)) std::abort();
  });
}

}  // namespace eigenlex::testing
