#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/compare/contender.hpp"

namespace eigenlex {

/// Runs each training in a process of its own, whose peak memory is that of the training alone.
///
/// `program` is started with `arguments`, the first of which is its name, and after them the
/// words that it has to call `train_for_parent` with. It has no terminal, and ends with this
/// process. `folder` is where it leaves its table and its messages until they are read. The runner
/// throws IoError where no process can be started, and Error, with its messages, where one fails.
TrainingRunner train_in_processes(std::filesystem::path program, std::vector<std::string> arguments,
                                  std::filesystem::path folder);

/// The work of such a process: trains the one of the contenders that is named and leaves the
/// result. Throws OptionError or IoError for words that are not those of a parent, and as the
/// contender does.
void train_for_parent(std::span<const std::string> words, std::span<const Contender> contenders);

}  // namespace eigenlex
