# gapura_layer(name SEES layer… LINKS target-or-library… [PCH header…])
# A layer is every .cc below its folder in one static library. SEES is public: what its headers may
# include. LINKS is private: third-party libraries that no other layer is given. PCH: what most of
# its files include; ours are compiled alone as well, by which they are checked.
function(gapura_layer name)
  cmake_parse_arguments(ARG "" "" "SEES;LINKS;PCH" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  add_library(gapura_${name} STATIC ${sources})
  target_sources(gapura_${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS "${CMAKE_SOURCE_DIR}/src" FILES ${headers})
  set_target_properties(gapura_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_include_directories(gapura_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  foreach(seen ${ARG_SEES})
    target_link_libraries(gapura_${name} PUBLIC gapura_${seen})
  endforeach()
  target_link_libraries(gapura_${name} PRIVATE ${ARG_LINKS})
  if(ARG_PCH)
    list(TRANSFORM ARG_PCH PREPEND "${CMAKE_SOURCE_DIR}/src/" REGEX "^[a-z]")
    target_precompile_headers(gapura_${name} PRIVATE ${ARG_PCH})
  endif()
endfunction()

# gapura_tests(name FOLDER folder LINKS target… LABEL label [PCH header…]): every .cc of a folder as
# one GoogleTest program, each test known to ctest by its own name. PCH: what nearly all of them
# include of this tree; without it they share what every test includes, compiled once.
include(GoogleTest)
set(gapura_test_headers <gtest/gtest.h> <string> <vector> <memory>)
function(gapura_tests name)
  cmake_parse_arguments(ARG "" "FOLDER;LABEL" "LINKS;PCH" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${ARG_FOLDER}/*.cc")
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_compile_definitions(${name} PRIVATE GAPURA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  if(ARG_PCH)
    list(TRANSFORM ARG_PCH PREPEND "${CMAKE_SOURCE_DIR}/")
    target_precompile_headers(${name} PRIVATE ${gapura_test_headers} ${ARG_PCH})
  else()
    target_precompile_headers(${name} REUSE_FROM support_headers)
  endif()
  gtest_discover_tests(${name} NO_PRETTY_VALUES TEST_PREFIX "${name}/"
    DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 300)
endfunction()
