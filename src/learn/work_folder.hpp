#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/unfinished.hpp"
#include "eigenlex/counts/counts_file.hpp"

namespace eigenlex::internal {

/// The folder of a run's temporary files: what does not fit in memory, and counts that a later run
/// may continue from.
///
/// What a run that was killed left there is found and removed by the next one to the same folder.
/// It is locked while it is in use.
class WorkFolder {
 public:
  /// Makes the folder. What an earlier run left there stays until `clear` or `finished_counts`.
  /// Throws IoError, also if another run is at work there, or if the folder is none of ours.
  explicit WorkFolder(std::filesystem::path path);
  /// Removes the folder unless `keep_counts` was called.
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  /// Whether a run left such a folder, or is at work in it.
  static bool exists(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  /// Where such a folder has finished counts.
  static std::filesystem::path counts_in(const std::filesystem::path& path);

  /// Removes what an earlier run left.
  void clear();
  /// A new folder in it, of a name that no other has had while this program runs: files that are
  /// open in one are not mistaken for later ones.
  std::filesystem::path new_folder() const;

  /// The counts that an earlier run finished from what `origin` describes, or nothing, and then why
  /// not.
  struct Finished {
    std::optional<Counts> counts;
    std::string reason;
  };
  Finished finished_counts(const nlohmann::json& origin) const;
  /// Keeps counts for a later run.
  void save_counts(const Counts& counts, const nlohmann::json& origin);
  /// Leaves the folder for a later run if it holds finished counts.
  void keep_counts() { keeps_counts_ = true; }
  /// Undoes that, when the work is done.
  void forget_counts() { keeps_counts_ = false; }

 private:
  void remove() const;

  std::filesystem::path path_;
  int lock_ = -1;
  bool keeps_counts_ = false;
  Unfinished unfinished_;
};

/// Size and time of change of every file that the corpus is read from.
nlohmann::json describe_files(const std::vector<std::string>& corpus);

}  // namespace eigenlex::internal
