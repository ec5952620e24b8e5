#include "eigenlex/neural/network_module.hpp"
#include "eigenlex/neural/network_training.hpp"

#include "eigenlex_fingerprint.hpp"  // made by tools/cmake/build_fingerprint.cmake

// In a module this is what a program finds it by; it is compiled into the module, not taken from
// the program, so that it tells of the build that the module belongs to.
extern "C" __attribute__((visibility("default"))) const eigenlex::NetworkModule*
eigenlex_networks() {
  static const eigenlex::NetworkModule kModule{.build = EIGENLEX_FINGERPRINT,
                                               .networks = eigenlex::torch_networks()};
  return &kModule;
}
