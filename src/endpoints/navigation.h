// Whether a request is somebody going somewhere. Browsers and chats look ahead, and monitors ask
// for the head alone: for those nothing is begun and nothing is handed out, at whatever door (LS5).
#pragma once

#include "http/message.h"

namespace endpoints {

// HEAD, prefetch, prerender, a preview, or a part of some page.
bool is_no_navigation(const http::Request& request);

// 204, and its headers say by which of the request's.
http::Response nothing_yet();

}  // namespace endpoints
