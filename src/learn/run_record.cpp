#include "eigenlex/learn/run_record.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/process_memory.hpp"

#include "core/cpu_time.hpp"

namespace eigenlex {

void RunRecord::on_begin(const Stage& stage) {
  progress_ = observer_.begin(stage);
  name_ = stage.name;
  begun_ = Clock::now();
  cpu_begun_ = internal::cpu_seconds();
}

void RunRecord::on_end() {
  stages_.push_back({.name = name_,
                     .wall_seconds = std::chrono::duration<double>(Clock::now() - begun_).count(),
                     .cpu_seconds = internal::cpu_seconds() - cpu_begun_,
                     .peak_memory_bytes = peak_memory()});
  observer_.end();
}

nlohmann::json RunRecord::describe() const {
  nlohmann::json stages = nlohmann::json::array();
  for (const StageTime& stage : stages_) {
    stages.push_back({{"stage", stage.name},
                      {"wall_seconds", stage.wall_seconds},
                      {"cpu_seconds", stage.cpu_seconds},
                      {"peak_memory_bytes", stage.peak_memory_bytes}});
  }
  return {{"stages", std::move(stages)},
          {"threads", thread_count()},
          {"peak_memory_bytes", peak_memory()}};
}

}  // namespace eigenlex
