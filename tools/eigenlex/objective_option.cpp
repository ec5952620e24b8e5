#include "objective_option.hpp"

#include "choice_option.hpp"

namespace eigenlex::tool {

void add_objective_option(CLI::App& command, AnalogyObjective& objective) {
  add_choice(command, "--objective", objective, "How cosines make a score: 3CosAdd or 3CosMul");
}

std::string_view objective_name(AnalogyObjective objective) {
  return objective == AnalogyObjective::kAdd ? "3CosAdd" : "3CosMul";
}

}  // namespace eigenlex::tool
