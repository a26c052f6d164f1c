// Every page in every state, filled with what is long, short, missing and malicious.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "web/pages.h"

namespace samples {

struct Sample {
  std::string name;  // "login_wrong"
  std::function<std::string(const web::Pages&, const web::View&)> render;
};

std::vector<Sample> every_page();

web::Url url(std::string_view text);
// A regency's, with everything that an operator can set.
web::Brand regency();
web::ClientBrand travel_site();

}  // namespace samples
