// How the parts that several pages share become data for the templates.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "web/account_pages.h"
#include "web/brand.h"
#include "web/data.h"
#include "web/form.h"

namespace web {

Value or_none(const std::optional<Url>& url);
Value or_none(const std::optional<Words>& words);
Value or_none(const std::optional<Link>& link);
Value to_value(const Text& text);

List hidden(const Form& form);
List fields(const std::vector<Field>& fields);
List footer_links(const Brand& brand);

// The name that is shown, and what tells two of one name apart.
void set_person(Data& data, const Person& person);

// What is around a page of the account, with its own tab open.
enum class Tab { profile, password, sessions, logins, applications };
void set_frame(Data& data, const AccountFrame& frame, Tab open);

// Nothing where nothing was refused.
Value refusal(const std::optional<PasswordRefusal>& refused);

// For parts/time: today and yesterday by name.
List moment(base::Instant instant, base::Instant now, const Zone& zone);

}  // namespace web
