# Finds libtorch, PyTorch's C++ library, and gives the target Libtorch::Libtorch.
#
# Its own TorchConfig.cmake also looks for what it was built with (protobuf, gflags, glog, CUDA) and
# changes the compiler flags of the whole project; none of this is needed to use the library.
find_path(Libtorch_INCLUDE_DIR torch/csrc/autograd/custom_function.h)
find_library(Libtorch_CPU_LIBRARY torch_cpu)
find_library(Libtorch_C10_LIBRARY c10)
mark_as_advanced(Libtorch_INCLUDE_DIR Libtorch_CPU_LIBRARY Libtorch_C10_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libtorch
  REQUIRED_VARS Libtorch_CPU_LIBRARY Libtorch_C10_LIBRARY Libtorch_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install the package libtorch-dev, or configure with -DEIGENLEX_NEURAL=OFF")

if(Libtorch_FOUND AND NOT TARGET Libtorch::Libtorch)
  add_library(Libtorch::Libtorch INTERFACE IMPORTED)
  target_include_directories(Libtorch::Libtorch SYSTEM INTERFACE ${Libtorch_INCLUDE_DIR})
  target_link_libraries(Libtorch::Libtorch INTERFACE ${Libtorch_CPU_LIBRARY} ${Libtorch_C10_LIBRARY})
endif()
