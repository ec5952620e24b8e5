#include "objective_option.hpp"

#include <map>
#include <string>

namespace eigenlex::tool {

void add_objective_option(CLI::App& command, AnalogyObjective& objective) {
  const std::map<std::string, AnalogyObjective> objectives{{"add", AnalogyObjective::kAdd},
                                                           {"mul", AnalogyObjective::kMul}};
  command.add_option("--objective", objective, "How cosines make a score: 3CosAdd or 3CosMul")
      ->transform(CLI::CheckedTransformer(objectives))
      ->option_text("add|mul [add]");
}

std::string_view objective_name(AnalogyObjective objective) {
  return objective == AnalogyObjective::kAdd ? "3CosAdd" : "3CosMul";
}

}  // namespace eigenlex::tool
