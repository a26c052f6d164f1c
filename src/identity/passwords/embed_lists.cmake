# cmake -DFOLDER=lists -DOUT=file.cc -P embed_lists.cmake
# Writes the lists, which are in byte order already, as sorted tables. Lines hold no quotes and no
# backslashes; those beginning with # say where a list comes from.
function(read_list name out)
  file(READ "${FOLDER}/${name}.txt" text)
  string(REGEX REPLACE "#[^\n]* [^\n]*\n" "" text "${text}")
  string(REGEX REPLACE "([^\n]+)\n" "    \"\\1\",\n" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
read_list(common_passwords common)
read_list(indonesian_words words)
file(WRITE "${OUT}" "#include \"identity/passwords/lists.h\"

namespace identity::passwords {
namespace {
constexpr std::string_view kCommon[] = {
${common}};
constexpr const char* kWords[] = {
${words}};
}  // namespace

std::span<const std::string_view> common_passwords() { return kCommon; }
std::span<const char* const> indonesian_words() { return kWords; }

}  // namespace identity::passwords
")
