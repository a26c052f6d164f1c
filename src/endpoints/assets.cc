#include "endpoints/assets.h"

#include <vector>

#include "web/embedded.h"

namespace endpoints {

http::Assets embedded_assets() {
  std::vector<http::Asset> table;
  for (const auto& file : web::embedded_files()) {
    table.push_back({.path = file.path,
                     .type = file.type,
                     .identity = file.identity,
                     .gzip = file.gzip,
                     .brotli = file.brotli,
                     .etag = file.etag,
                     .immutable = file.immutable});
  }
  return http::Assets(table);
}

}  // namespace endpoints
