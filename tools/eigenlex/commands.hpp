#pragma once

#include <CLI/CLI.hpp>

namespace eigenlex::tool {

// Each adds a subcommand that runs when it is parsed. What goes wrong leaves as an eigenlex::Error;
// a run that answered in part leaves as CLI::RuntimeError with the exit status.
void add_train_command(CLI::App& app);
void add_count_command(CLI::App& app);
void add_vocabulary_command(CLI::App& app);
void add_merge_command(CLI::App& app);
void add_update_command(CLI::App& app);
void add_factorize_command(CLI::App& app);
void add_similar_command(CLI::App& app);
void add_index_command(CLI::App& app);
void add_embed_command(CLI::App& app);
void add_search_command(CLI::App& app);
void add_subwords_command(CLI::App& app);
void add_induce_command(CLI::App& app);
void add_analogy_command(CLI::App& app);
void add_pair_command(CLI::App& app);
void add_odd_command(CLI::App& app);
void add_why_command(CLI::App& app);
void add_contexts_command(CLI::App& app);
void add_kwic_command(CLI::App& app);
void add_vector_command(CLI::App& app);
void add_recommend_command(CLI::App& app);
void add_evaluate_command(CLI::App& app);
void add_cluster_command(CLI::App& app);
void add_map_command(CLI::App& app);
void add_refine_command(CLI::App& app);
void add_align_command(CLI::App& app);
void add_translate_command(CLI::App& app);
void add_serve_command(CLI::App& app);
void add_shift_command(CLI::App& app);
void add_stability_command(CLI::App& app);
void add_project_command(CLI::App& app);
void add_weat_command(CLI::App& app);
void add_export_command(CLI::App& app);
void add_transform_command(CLI::App& app);
void add_info_command(CLI::App& app);
void add_classify_command(CLI::App& app);
void add_compare_command(CLI::App& app);
void add_classify_train_command(CLI::App& classify);
/// What `compare` starts.
void add_train_contender_command(CLI::App& app);

}  // namespace eigenlex::tool
