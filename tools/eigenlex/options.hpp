#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/core/file.hpp"
#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/learn/resources.hpp"

#include "console.hpp"

namespace eigenlex::tool {

/// What many commands are told. Each has those that its options are added for, in one place that
/// lasts as long as the program.
struct Settings {
  std::string model;  ///< what is read
  ReadOptions read;
  Notes notes;  ///< what was decided on reading
  std::string output;
  bool force = false;
  int threads = 0;  ///< 0: OpenMP's default
  bool quiet = false;
  bool json = false;
  bool distributed = false;             ///< with the processes that were started with this one
  bool alone = false;                   ///< although there are such
  const Communicator* ranks = nullptr;  ///< of those that do the work, once they are joined
};

/// Options of every command that counts or factorizes.
struct MemorySettings {
  std::int64_t cap = 0;  ///< bytes; 0 for none
  std::string temp;      ///< folder of temporary files; empty: beside the output
  bool resume = false;
};

/// Adds MODEL.
void add_model_option(CLI::App& command, Settings& settings);
/// Adds --no-verify, which reads without looking at checksums.
void add_verify_option(CLI::App& command, Settings& settings);
/// Adds --columns, of which `choice` is what the help shows for its value.
void add_columns_option(CLI::App& command, std::vector<std::string>& columns,
                        const std::string& description, const std::string& choice);
/// What --columns is of files of benchmarks.
inline constexpr const char* kBenchmarkColumns =
    "Columns of the two words and the score, or of the words of a question: numbers from 1, or "
    "names in the first line";
/// Adds -o, which is required, and --force; the option of the output, which help calls `name`.
CLI::Option* add_output_options(CLI::App& command, Settings& settings, const std::string& name);
void add_threads_option(CLI::App& command, Settings& settings);
void add_quiet_option(CLI::App& command, Settings& settings);
/// Adds what a command has that makes an output and tells of it: -o, --force, --threads, --quiet
/// and --json.
void add_run_options(CLI::App& command, Settings& settings, const std::string& output_name);
void add_memory_option(CLI::App& command, MemorySettings& memory);
void add_temporary_files_option(CLI::App& command, MemorySettings& memory);
void add_resume_option(CLI::App& command, MemorySettings& memory);

/// Prints notes on stderr, a line each.
void print_notes(const Notes& notes);

/// Keeps notes of readers in the settings, and prints them on stderr as they come unless the output
/// is JSON, of which they are a part.
NoteSink note_sink(Settings& settings);

/// The number of threads asked for, or OpenMP's.
int threads_of(const Settings& settings);

/// What the library may take for a run.
Resources resources_of(const Settings& settings, const MemorySettings& memory = {});

/// The file that stands for the standard output as an output.
constexpr std::string_view kStandardOutput = "-";

/// Throws OptionError where the standard output is to be a folder, or where JSON goes there too.
void check_standard_output(const Settings& settings, PendingPath::Kind kind);

/// Throws as that; IoError if the output exists and is not to be replaced, or could not be written
/// or replaced, as `PendingPath` says: better before the work than after it.
void check_output(const Settings& settings, PendingPath::Kind kind, std::string_view marker = {});

}  // namespace eigenlex::tool
