#include "options.hpp"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/process_memory.hpp"

#include "fields.hpp"

namespace eigenlex::tool {
namespace fs = std::filesystem;
namespace {

fs::path work_path(fs::path output, const fs::path& elsewhere) {
  while (!output.has_filename() && output.has_relative_path()) output = output.parent_path();
  fs::path path = elsewhere.empty() ? output : elsewhere / output.filename();
  path += ".work";
  return path;
}

}  // namespace

void add_model_option(CLI::App& command, Settings& settings) {
  command.add_option("MODEL", settings.model, "Model directory or file of vectors")->required();
}

void add_verify_option(CLI::App& command, Settings& settings) {
  command.add_flag_callback(
      "--no-verify", [&settings] { settings.read.verify_checksums = false; },
      "Do not compare the files that are read with their checksums; their structure is still "
      "checked");
  settings.read.note = note_sink(settings);
}

void add_columns_option(CLI::App& command, std::vector<std::string>& columns,
                        const std::string& description, const std::string& choice) {
  add_field(command, "--columns", "TableOptions.columns", columns, description)
      ->option_text(choice)
      ->delimiter(',')
      ->allow_extra_args(false);
}

CLI::Option* add_output_options(CLI::App& command, Settings& settings, const std::string& name) {
  command.add_flag("--force", settings.force, "Replace an output that exists");
  return command.add_option("-o,--output", settings.output, "Where the result goes")
      ->required()
      ->option_text(name);
}

void add_threads_option(CLI::App& command, Settings& settings) {
  name_field("threads", "--threads");
  add_field(command, "--threads", "Resources.threads", settings.threads,
            "Threads; they change how soon the result is there, not the result")
      ->option_text("N [all]");
}

void add_quiet_option(CLI::App& command, Settings& settings) {
  command.add_flag("--quiet", settings.quiet, "No progress and no summary");
}

void add_run_options(CLI::App& command, Settings& settings, const std::string& output_name) {
  add_output_options(command, settings, output_name);
  add_threads_option(command, settings);
  add_quiet_option(command, settings);
  command.add_flag("--json", settings.json, "Print the summary as JSON on the standard output");
}

void add_memory_option(CLI::App& command, MemorySettings& memory) {
  add_field(command, "--memory", "Resources.memory", memory.cap,
            "Most memory to use, as 4G or 512M; what does not fit goes to temporary files")
      ->transform(CLI::AsSizeValue(false))
      ->each([](const std::string& size) {
        if (size != "0") map_large_blocks();
      })
      ->option_text("SIZE [no limit]");
}

void add_temporary_files_option(CLI::App& command, MemorySettings& memory) {
  command.add_option("--temp", memory.temp, "Folder for temporary files")
      ->check(CLI::ExistingDirectory)
      ->option_text("DIR [beside the output]");
}

void add_resume_option(CLI::App& command, MemorySettings& memory) {
  name_field("Resources.resume", "--resume");
  command.add_flag("--resume", memory.resume,
                   "Continue from the finished counts of an earlier run to the same output, and "
                   "keep them if this one fails");
}

void print_notes(const Notes& notes) {
  for (const std::string& note : notes) fmt::print(stderr, "note: {}\n", note);
}

NoteSink note_sink(Settings& settings) {
  return [&settings](const std::string& note) {
    settings.notes.push_back(note);
    if (!settings.json) print_notes({note});
  };
}

int threads_of(const Settings& settings) {
  return settings.threads == 0 ? thread_count() : settings.threads;
}

Resources resources_of(const Settings& settings, const MemorySettings& memory) {
  return {.threads = settings.threads,
          .memory = memory.cap,
          .work = work_path(settings.output, memory.temp),
          .resume = memory.resume,
          .ranks = settings.ranks};
}

void check_standard_output(const Settings& settings, PendingPath::Kind kind) {
  if (settings.output != kStandardOutput) return;
  if (kind == PendingPath::Kind::kFolder) {
    throw OptionError("--output", kStandardOutput,
                      "must be a folder to write: only a single file goes to the standard output");
  }
  if (settings.json) {
    throw OptionError("--output", kStandardOutput, "leaves no place for --json");
  }
}

void check_output(const Settings& settings, PendingPath::Kind kind, std::string_view marker) {
  check_standard_output(settings, kind);
  if (settings.ranks != nullptr && !settings.ranks->is_first()) return;  // writes nothing
  if (settings.output == kStandardOutput) return;
  std::error_code unknown;
  const fs::file_status status = fs::status(settings.output, unknown);
  // Devices and pipes, as /dev/stdout, are written to and not replaced.
  const bool replaces = fs::is_regular_file(status) || fs::is_directory(status);
  if (replaces && !settings.force) {
    throw IoError(fmt::format("{}: exists already; give --force to replace it", settings.output));
  }
  const PendingPath rehearsal(settings.output, kind, marker);
}

}  // namespace eigenlex::tool
