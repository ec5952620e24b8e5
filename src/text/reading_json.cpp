#include "text/reading_json.hpp"

#include <string>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex::internal {
namespace {

/// Leaves options as they are that the object does not have in the right type.
class LenientReader {
 public:
  explicit LenientReader(const nlohmann::json& object) : object_(object) {}

  void operator()(const char* key, bool& option) const {
    const auto found = object_.find(key);
    if (found != object_.end() && found->is_boolean()) option = found->get<bool>();
  }
  template <class Enum>
  void operator()(const char* key, Enum& option) const {
    const auto found = object_.find(key);
    if (found == object_.end() || !found->is_string()) return;
    option = enum_value<Enum>(found->template get<std::string>()).value_or(option);
  }

 private:
  const nlohmann::json& object_;
};

}  // namespace

std::optional<TokenizerOptions> described_reading(const nlohmann::json& description) {
  const auto options = description.find(kCountOptions);
  if (options == description.end() || !options->is_object()) return std::nullopt;
  TokenizerOptions reading;
  for_reading_options(reading, LenientReader(*options));
  if (reading.kind == TokenizerKind::kAuto) reading.kind = TokenizerOptions().kind;
  return reading;
}

}  // namespace eigenlex::internal
