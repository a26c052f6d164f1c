# cmake -DFOLDER=db/migrations -DOUT=file.cc -P embed_migrations.cmake
# Writes every migration, with the SHA-256 of its file, into one source file.
set(rows "")
foreach(engine sqlite postgres)
  file(GLOB files "${FOLDER}/${engine}/*.sql")
  list(SORT files)
  foreach(file ${files})
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    file(SHA256 "${file}" checksum)
    string(APPEND rows "    {\"${engine}\", \"${name}\", \"${checksum}\",\n     R\"~sql~(${text})~sql~\"},\n")
  endforeach()
endforeach()
file(WRITE "${OUT}" "#include \"storage/migrations.h\"

namespace storage {
namespace {
constexpr EmbeddedMigration kFiles[] = {
${rows}};
}  // namespace

std::span<const EmbeddedMigration> embedded_migrations() { return kFiles; }

}  // namespace storage
")
