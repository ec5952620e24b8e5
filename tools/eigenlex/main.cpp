#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/processor.hpp"
#include "eigenlex/version.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "output.hpp"
#include "ranks.hpp"
#include "stop_signals.hpp"
#include "usage.hpp"

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

int fail(const char* message) {
  eigenlex::tool::let_stop_signals_end();
  eigenlex::tool::end_ranks_for(message, kFailed);
  fmt::print(stderr, "eigenlex: {}\n", message);
  return kFailed;
}

/// Where std::terminate ends. The standard library's folder iterators and the destructor of JSON
/// values allocate where no exception may leave, so a lack of memory can end there.
[[noreturn]] void fail_at_once() {
  std::fputs("eigenlex: could not go on, most likely for lack of memory\n", stderr);
  std::_Exit(kFailed);
}

[[noreturn]] void fail_for_lack_of(const char* instructions) {
  std::fprintf(stderr,
               "eigenlex: this processor has no %s; build the program from source with "
               "-DEIGENLEX_ARCH=x86-64\n",
               instructions);
  std::_Exit(kFailed);
}

/// Runs the command of the arguments; the exit status.
int run(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::Success& answer) {
    app.exit(answer);  // --help and --version
  } catch (const CLI::ParseError& error) {
    fail(eigenlex::tool::usage_message(app, error).c_str());
    return kWrongUsage;
  }
  eigenlex::tool::flush_results();
  eigenlex::tool::leave_ranks();
  return 0;
}

using AddCommand = void (*)(CLI::App&);

/// All commands, as help lists them.
constexpr AddCommand kCommands[] = {
    eigenlex::tool::add_train_command,
    eigenlex::tool::add_count_command,
    eigenlex::tool::add_vocabulary_command,
    eigenlex::tool::add_merge_command,
    eigenlex::tool::add_update_command,
    eigenlex::tool::add_factorize_command,
    eigenlex::tool::add_similar_command,
    eigenlex::tool::add_index_command,
    eigenlex::tool::add_embed_command,
    eigenlex::tool::add_search_command,
    eigenlex::tool::add_subwords_command,
    eigenlex::tool::add_induce_command,
    eigenlex::tool::add_analogy_command,
    eigenlex::tool::add_pair_command,
    eigenlex::tool::add_odd_command,
    eigenlex::tool::add_why_command,
    eigenlex::tool::add_contexts_command,
    eigenlex::tool::add_kwic_command,
    eigenlex::tool::add_vector_command,
    eigenlex::tool::add_recommend_command,
    eigenlex::tool::add_evaluate_command,
    eigenlex::tool::add_cluster_command,
    eigenlex::tool::add_map_command,
    eigenlex::tool::add_refine_command,
    eigenlex::tool::add_align_command,
    eigenlex::tool::add_translate_command,
    eigenlex::tool::add_shift_command,
    eigenlex::tool::add_stability_command,
    eigenlex::tool::add_project_command,
    eigenlex::tool::add_weat_command,
    eigenlex::tool::add_export_command,
    eigenlex::tool::add_transform_command,
    eigenlex::tool::add_info_command,
    eigenlex::tool::add_classify_command,
    eigenlex::tool::add_compare_command,
    eigenlex::tool::add_serve_command,
    eigenlex::tool::add_train_contender_command,
};

}  // namespace

int main(int argc, char** argv) {
  if (const char* missing = eigenlex::missing_instructions()) fail_for_lack_of(missing);
  std::set_terminate(fail_at_once);
  eigenlex::tool::end_on_stop_signals();
  try {
    CLI::App app("Word vectors by matrix factorization: count, weight, factorize, query.",
                 "eigenlex");
    app.set_version_flag("--version", fmt::format("eigenlex {}", eigenlex::kVersion));
    // Not require_subcommand: it would say that a command is missing where one is misspelled.
    app.final_callback([&app] {
      if (app.get_subcommands().empty()) throw CLI::RequiredError("COMMAND");
    });
    app.footer("`eigenlex COMMAND --help` shows the options and an example of each command.");
    app.option_defaults()->always_capture_default();
    for (const AddCommand add : kCommands) add(app);
    return run(app, argc, argv);
  } catch (const eigenlex::Error& error) {
    return fail(eigenlex::tool::in_terms_of_flags(error).c_str());
  } catch (const std::bad_alloc&) {
    return fail("out of memory; use a smaller --max-vocab, --window or --dim");
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
