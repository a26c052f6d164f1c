// A failure as an answer: a page for people, JSON for programs. `description` is in both, `detail`
// in neither.
#pragma once

#include <chrono>

#include "base/result.h"
#include "endpoints/front.h"
#include "http/message.h"

namespace endpoints {

// What it is, in a few words for people.
web::Words title_of(base::ErrorCode code);

// 429 and 503 say when to come back; a caller that knows better than `retry_after` says so.
http::Response error_response(const Front& front, const http::Request& request,
                              const base::Error& error,
                              std::chrono::seconds retry_after = std::chrono::seconds(1));

}  // namespace endpoints
