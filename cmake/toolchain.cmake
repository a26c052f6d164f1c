# Compiler, linker and hardening flags, the same for every target.

set(GAPURA_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
option(GAPURA_FUZZ "Build the fuzzers for libFuzzer" OFF)

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wold-style-cast -Wimplicit-fallthrough -Wunused -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-designated-field-initializers>)
add_link_options(-fuse-ld=mold)

# Precompiled headers that ccache can keep.
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")

# A report names lines; who looks into variables builds the preset dev, and everybody else sooner.
if(GAPURA_SANITIZE)
  add_compile_options(-fsanitize=${GAPURA_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer -gline-tables-only)
  add_link_options(-fsanitize=${GAPURA_SANITIZE})
endif()
if(GAPURA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  add_compile_definitions(_FORTIFY_SOURCE=3)
  add_compile_options(-fstack-protector-strong -fcf-protection -ftrivial-auto-var-init=zero)
  add_link_options(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:--as-needed)
  include(CheckPIESupported)
  check_pie_supported()
endif()
