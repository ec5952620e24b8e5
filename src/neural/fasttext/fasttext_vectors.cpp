#include "eigenlex/neural/fasttext_vectors.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fasttext/fasttext.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

constexpr std::chrono::milliseconds kPoll{20};
constexpr int kLongestSubword = 20;
constexpr int kMostColumns = 10'000;

void require(bool holds, std::string_view field, double value, std::string_view requirement) {
  if (!holds) throw OptionError(field, fmt::format("{}", value), requirement);
}

fasttext::Args arguments(const std::filesystem::path& corpus, const FastTextOptions& options) {
  fasttext::Args args;
  args.input = corpus.string();
  args.model = options.model == FastTextModel::kSkipGram ? fasttext::model_name::sg
                                                         : fasttext::model_name::cbow;
  args.loss = fasttext::loss_name::ns;
  args.dim = options.dim;
  args.ws = options.window;
  args.epoch = options.epochs;
  args.neg = options.negative;
  args.t = options.subsample;
  args.lr = options.learning_rate;
  args.minn = options.shortest_subword;
  args.maxn = options.longest_subword;
  if (options.longest_subword == 0) args.bucket = 0;
  args.minCount = options.min_count;
  args.thread = options.threads;
  args.seed = options.seed;
  args.verbose = 0;
  // Words that begin so would be taken for labels; no word begins with a blank.
  args.label = " ";
  return args;
}

/// Words and vectors, the word for line ends left out.
Embedding embedding_of(const fasttext::FastText& model) {
  const auto dictionary = model.getDictionary();
  const std::vector<std::int64_t> all_counts = dictionary->getCounts(fasttext::entry_type::word);
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  for (std::int32_t id = 0; id < dictionary->nwords(); ++id) {
    if (dictionary->getWord(id) == fasttext::Dictionary::EOS) continue;
    words.push_back(dictionary->getWord(id));
    counts.push_back(all_counts[static_cast<std::size_t>(id)]);
  }
  Table table(static_cast<Eigen::Index>(words.size()), model.getDimension());
  fasttext::Vector vector(model.getDimension());
  for (std::size_t i = 0; i < words.size(); ++i) {
    model.getWordVector(vector, words[i]);
    table.row(static_cast<Eigen::Index>(i)) =
        Eigen::Map<const Eigen::RowVectorXf>(vector.data(), model.getDimension());
  }
  return {Vocabulary(std::move(words), std::move(counts)), std::move(table)};
}

/// Trains on a thread of its own, so that progress and interruption stay with the caller's.
void train(fasttext::FastText& model, const fasttext::Args& args, const Progress& progress) {
  std::atomic<std::int64_t> thousandths{0};
  std::atomic<bool> stop{false};
  std::atomic<bool> finished{false};
  std::exception_ptr failure;
  std::jthread trainer([&] {
    try {
      model.train(args, [&](float share, float, double, double, std::int64_t) {
        thousandths = static_cast<std::int64_t>(1000 * share);
        if (stop) model.abort();
      });
    } catch (...) {
      failure = std::current_exception();
    }
    finished = true;
  });
  std::exception_ptr interruption;
  while (!finished) {
    std::this_thread::sleep_for(kPoll);
    if (interruption) continue;
    try {
      report(progress, thousandths, 1000);
    } catch (...) {
      interruption = std::current_exception();
      stop = true;
    }
  }
  trainer.join();
  if (interruption) std::rethrow_exception(interruption);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void FastTextOptions::validate() const {
  require(dim >= 1 && dim <= kMostColumns, "FastTextOptions.dim", dim, "must be 1..10000");
  require(window >= 1, "FastTextOptions.window", window, "must be at least 1");
  require(epochs >= 1, "FastTextOptions.epochs", epochs, "must be at least 1");
  require(negative >= 1, "FastTextOptions.negative", negative, "must be at least 1");
  require(subsample > 0, "FastTextOptions.subsample", subsample, "must be above 0");
  require(longest_subword >= 0 && longest_subword <= kLongestSubword,
          "FastTextOptions.longest_subword", longest_subword, "must be 0..20");
  require(shortest_subword >= 0 && shortest_subword <= longest_subword,
          "FastTextOptions.shortest_subword", shortest_subword,
          "must be at least 0 and at most the longest");
  require(min_count >= 1, "FastTextOptions.min_count", min_count, "must be at least 1");
  require(threads >= 1, "FastTextOptions.threads", threads, "must be at least 1");
  require(seed >= 0, "FastTextOptions.seed", seed, "must be at least 0");
  require(learning_rate > 0, "FastTextOptions.learning_rate", learning_rate, "must be above 0");
}

Embedding train_fasttext(const std::filesystem::path& corpus, const FastTextOptions& options,
                         const Progress& progress) {
  options.validate();
  if (!std::ifstream(corpus)) {
    throw IoError::at_path(corpus.string(), "cannot be opened; is it there?");
  }
  fasttext::FastText model;
  try {
    train(model, arguments(corpus, options), progress);
  } catch (const std::invalid_argument& error) {
    throw FormatError::at_path(corpus.string(), error.what());
  }
  return embedding_of(model);
}

}  // namespace eigenlex
