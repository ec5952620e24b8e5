#pragma once

#include <string_view>

/// Makes a function `name` that gives the bytes of a file of the sources, which are a part of the
/// program. The assembler includes them as they are (GNU as and Clang's).
#define EIGENLEX_EMBED(name, path)                                                   \
  __asm__(".section .rodata\n.global eigenlex_" #name                                \
          "_begin\n"                                                                 \
          "eigenlex_" #name "_begin:\n.incbin \"" path "\"\n.global eigenlex_" #name \
          "_end\neigenlex_" #name                                                    \
          "_end:\n"                                                                  \
          ".byte 0\n.text\n");                                                       \
  extern "C" const char eigenlex_##name##_begin[];                                   \
  extern "C" const char eigenlex_##name##_end[];                                     \
  static std::string_view name() { return {eigenlex_##name##_begin, eigenlex_##name##_end}; }
