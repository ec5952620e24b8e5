#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eigenlex::tool {

/// Lines of the standard input in batches of whatever has arrived: a file comes in large batches, a
/// person typing is answered line by line.
class InputBatches {
 public:
  /// `prompt` is shown to a person who types.
  explicit InputBatches(std::string prompt) : prompt_(std::move(prompt)) {}

  /// The next lines, without blank ones and without line ends; nothing at the end of the input.
  /// Throws IoError.
  std::optional<std::vector<std::string>> next();

 private:
  std::string prompt_;
  std::string unfinished_line_;
  bool at_start_ = true;
  bool at_end_ = false;
};

}  // namespace eigenlex::tool
