#include "neural/torch/functions.hpp"

#include <algorithm>

#include <Eigen/Core>
#include <torch/csrc/autograd/custom_function.h>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

using MatrixView = Eigen::Map<RowMatrix>;
using ConstMatrixView = Eigen::Map<const RowMatrix>;

ConstMatrixView view(const at::Tensor& tensor) {
  return {tensor.data_ptr<float>(), tensor.size(0), tensor.size(1)};
}

MatrixView mutable_view(at::Tensor& tensor) {
  return {tensor.data_ptr<float>(), tensor.size(0), tensor.size(1)};
}

struct Product : torch::autograd::Function<Product> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor left = a.contiguous();
    const at::Tensor right = b.contiguous();
    context->save_for_backward({left, right});
    context->saved_data["left"] = a.requires_grad();
    context->saved_data["right"] = b.requires_grad();
    at::Tensor result = at::empty({left.size(0), right.size(1)}, left.options());
    mutable_view(result).noalias() = view(left) * view(right);
    return result;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor gradient = gradients[0].contiguous();
    variable_list result(2);
    if (context->saved_data["left"].toBool()) {
      result[0] = at::empty_like(saved[0]);
      mutable_view(result[0]).noalias() = view(gradient) * view(saved[1]).transpose();
    }
    if (context->saved_data["right"].toBool()) {
      result[1] = at::empty_like(saved[1]);
      mutable_view(result[1]).noalias() = view(saved[0]).transpose() * view(gradient);
    }
    return result;
  }
};

/// A width of windows, and where its groups of columns begin.
struct Windows {
  std::int64_t width;
  std::int64_t first_column;
};

std::vector<Windows> windows_of(const std::vector<std::int64_t>& widths, std::int64_t filters) {
  std::vector<Windows> windows;
  std::int64_t column = 0;
  for (const std::int64_t width : widths) {
    windows.push_back({width, column});
    column += width * filters;
  }
  return windows;
}

/// The sums of the window that begins at token `begin` of a text that ends at `end`.
void window_sums(ConstMatrixView projected, const Shard& shard, std::int64_t begin,
                 std::int64_t end, const Windows& windows, Eigen::RowVectorXf& sums) {
  sums.setZero();
  for (std::int64_t j = 0; j < windows.width && begin + j < end; ++j) {
    const std::int32_t row = shard.tokens[static_cast<std::size_t>(begin + j)];
    sums += projected.row(row).segment(windows.first_column + j * sums.size(), sums.size());
  }
}

struct MaxOverWindows : torch::autograd::Function<MaxOverWindows> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& projected,
                            const Shard& shard, const std::vector<std::int64_t>& widths,
                            std::int64_t filters) {
    const at::Tensor values = projected.contiguous();
    const std::vector<Windows> windows = windows_of(widths, filters);
    const std::int64_t columns = std::ssize(widths) * filters;
    at::Tensor best = at::empty({shard.size(), columns}, values.options());
    // For each maximum, the token its window begins at.
    at::Tensor where = at::empty({shard.size(), columns}, values.options().dtype(at::kLong));
    Eigen::RowVectorXf sums(filters);
    for (std::int64_t text = 0; text < shard.size(); ++text) {
      const std::int64_t begin = shard.offsets[static_cast<std::size_t>(text)];
      const std::int64_t end = begin + shard.length(text);
      for (std::size_t w = 0; w < windows.size(); ++w) {
        const std::int64_t first = text * columns + static_cast<std::int64_t>(w) * filters;
        float* const top = best.data_ptr<float>() + first;
        std::int64_t* const at = where.data_ptr<std::int64_t>() + first;
        const std::int64_t last = std::max(begin, end - windows[w].width);
        for (std::int64_t t = begin; t <= last; ++t) {
          window_sums(view(values), shard, t, end, windows[w], sums);
          for (std::int64_t f = 0; f < filters; ++f) {
            const bool higher = t == begin || sums(f) > top[f];
            top[f] = higher ? sums(f) : top[f];
            at[f] = higher ? t : at[f];
          }
        }
      }
    }
    context->saved_data["rows"] = values.size(0);
    context->saved_data["columns"] = values.size(1);
    context->saved_data["widths"] = widths;
    context->saved_data["filters"] = filters;
    context->saved_data["tokens"] = at::tensor(at::ArrayRef<std::int32_t>(shard.tokens));
    context->saved_data["offsets"] = at::tensor(at::ArrayRef<std::int64_t>(shard.offsets));
    context->saved_data["where"] = where;
    return best;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const at::Tensor gradient = gradients[0].contiguous();
    const at::Tensor where = context->saved_data["where"].toTensor();
    const std::int64_t filters = context->saved_data["filters"].toInt();
    const at::Tensor tokens = context->saved_data["tokens"].toTensor();
    const at::Tensor offsets = context->saved_data["offsets"].toTensor();
    const std::vector<Windows> windows =
        windows_of(context->saved_data["widths"].toIntVector(), filters);
    at::Tensor result =
        at::zeros({context->saved_data["rows"].toInt(), context->saved_data["columns"].toInt()},
                  gradient.options());
    MatrixView sums = mutable_view(result);
    const std::int64_t* at = where.data_ptr<std::int64_t>();
    const float* value = gradient.data_ptr<float>();
    for (std::int64_t text = 0; text + 1 < offsets.size(0); ++text) {
      const std::int64_t end = offsets.data_ptr<std::int64_t>()[text + 1];
      for (const Windows& w : windows) {
        for (std::int64_t f = 0; f < filters; ++f, ++at, ++value) {
          for (std::int64_t j = 0; j < w.width && *at + j < end; ++j) {
            const std::int32_t row = tokens.data_ptr<std::int32_t>()[*at + j];
            sums(row, w.first_column + j * filters + f) += *value;
          }
        }
      }
    }
    return {result, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor product(const at::Tensor& a, const at::Tensor& b) { return Product::apply(a, b); }

at::Tensor max_over_windows(const at::Tensor& projected, const Shard& shard,
                            const std::vector<std::int64_t>& widths, std::int64_t filters) {
  return MaxOverWindows::apply(projected, shard, widths, filters);
}

}  // namespace eigenlex::internal
