#include "identity/names/names.h"

#include <algorithm>
#include <utility>

#include "identity/names/unicode.h"

namespace identity::names {
namespace {

constexpr std::string_view kCountry = "62";

bool is_digit(char character) { return character >= '0' && character <= '9'; }

std::optional<std::string> folded(std::string_view text) {
  if (text.size() > kLongestTyped) {
    return std::nullopt;
  }
  const auto points = code_points(text, Form::nfkc_casefold);
  if (!points) {
    return std::nullopt;
  }
  std::string key = utf8_text(trimmed(*points));
  return key.empty() ? std::nullopt : std::optional(std::move(key));
}

// Of what is folded already.
std::optional<std::string> folded_phone(std::string_view folded) {
  std::string digits;
  bool plus = false;
  for (const char character : folded) {
    if (is_digit(character)) {
      digits += character;
    } else if (character == '+' && digits.empty() && !plus) {
      plus = true;
    } else if (std::string_view(" -.()/").find(character) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (!plus && digits.starts_with("00")) {
    plus = true;
    digits.erase(0, 2);
  }
  if (!plus && digits.starts_with('0')) {
    digits.replace(0, 1, kCountry);
  } else if (!plus && !digits.starts_with("628")) {
    return std::nullopt;
  }
  // +62 (0)812…
  if (digits.starts_with("620")) {
    digits.erase(2, 1);
  }
  const bool possible = digits.size() >= 8 && digits.size() <= 15 && !digits.starts_with('0') &&
                        !digits.starts_with("620");
  return possible ? std::optional("+" + digits) : std::nullopt;
}

std::unexpected<base::Error> refuse(std::string_view field, std::string_view why,
                                    std::string_view words) {
  return base::reject(base::ErrorCode::invalid_request,
                      "user." + std::string(field) + "." + std::string(why),
                      std::string(field) + ": " + std::string(words));
}

bool is_username_sign(char32_t point) { return point == U'.' || point == U'_' || point == U'-'; }

bool is_alphanumeric(char32_t point) {
  return is_letter(point) || (point >= U'0' && point <= U'9');
}

// A Cyrillic letter among Latin ones is there to be mistaken for one.
bool mixes_scripts(std::u32string_view points) {
  std::optional<Script> seen;
  for (const char32_t point : points) {
    const Script script = script_of(point);
    if (!is_letter(point) || script == Script::other) {
      continue;
    }
    if (seen && *seen != script) {
      return true;
    }
    seen = script;
  }
  return false;
}

bool is_domain_label(std::string_view label) {
  const auto allowed = [](char character) {
    return is_digit(character) || (character >= 'a' && character <= 'z') || character == '-' ||
           static_cast<unsigned char>(character) >= 0x80;
  };
  return !label.empty() && label.size() <= 63 && !label.starts_with('-') && !label.ends_with('-') &&
         std::ranges::all_of(label, allowed);
}

bool is_domain(std::string_view domain) {
  while (true) {
    const std::size_t dot = domain.find('.');
    if (!is_domain_label(domain.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    domain.remove_prefix(dot + 1);
  }
}

// dot-atom (RFC 5321, section 4.1.2), and beyond ASCII (RFC 6531); no quoted form.
bool is_local_part(std::u32string_view local) {
  const auto allowed = [](char32_t point) {
    return is_alphanumeric(point) || is_mark(point) ||
           std::u32string_view(U"!#$%&'*+-/=?^_`{|}~.").find(point) != std::u32string_view::npos;
  };
  return !local.empty() && !local.starts_with(U'.') && !local.ends_with(U'.') &&
         local.find(U"..") == std::u32string_view::npos && std::ranges::all_of(local, allowed);
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::username:
      return "username";
    case Kind::email:
      return "email";
    case Kind::phone:
      return "phone";
    case Kind::nothing:
      return "nothing";
  }
  std::unreachable();
}

Name typed_name(std::string_view typed) {
  auto key = folded(typed);
  if (!key) {
    return {};
  }
  if (key->find('@') != std::string::npos) {
    return {Kind::email, *std::move(key)};
  }
  if (auto number = folded_phone(*key)) {
    return {Kind::phone, *std::move(number)};
  }
  return {Kind::username, *std::move(key)};
}

std::optional<std::string> phone_key(std::string_view typed) {
  const auto key = folded(typed);
  return key ? folded_phone(*key) : std::nullopt;
}

base::Result<Stored> username(std::string_view text) {
  const auto points = code_points(text, Form::nfc);
  const auto key = folded(text);
  if (!points || !key) {
    return refuse("username", "missing", "must be text");
  }
  const std::u32string_view shown = trimmed(*points);
  if (shown.empty() || shown.size() > kLongestUsername) {
    return refuse("username", "length", "1 to 64 characters");
  }
  const auto allowed = [](char32_t point) {
    return is_alphanumeric(point) || is_mark(point) || is_username_sign(point);
  };
  const std::string shown_text = utf8_text(shown);
  // What has a plainer twin would be shown as one name and found by another.
  if (code_points(shown_text, Form::nfkc) != shown || !is_alphanumeric(shown.front()) ||
      !std::ranges::all_of(shown, allowed)) {
    return refuse("username", "characters",
                  "letters, digits, dot, hyphen and underscore, beginning with a letter or digit");
  }
  if (mixes_scripts(shown)) {
    return refuse("username", "scripts", "letters of one script only");
  }
  if (folded_phone(*key)) {
    return refuse("username", "phone", "must not look like a phone number");
  }
  return Stored{shown_text, *key};
}

base::Result<Stored> email(std::string_view text) {
  const auto points = code_points(text, Form::nfc);
  const auto key = folded(text);
  if (!points || !key) {
    return refuse("email", "missing", "must be text");
  }
  const std::u32string_view shown = trimmed(*points);
  std::string shown_text = utf8_text(shown);
  const std::size_t at = shown.find(U'@');
  const std::size_t key_at = key->find('@');
  const bool well_formed = at != std::u32string_view::npos && key_at != std::string::npos &&
                           is_local_part(shown.substr(0, at)) &&
                           utf8_text(shown.substr(0, at)).size() <= 64 &&
                           is_domain(std::string_view(*key).substr(key_at + 1));
  if (!well_formed || shown_text.size() > kLongestEmail) {
    return refuse("email", "form", "must be an e-mail address");
  }
  return Stored{std::move(shown_text), *key};
}

base::Result<Stored> phone(std::string_view text) {
  const auto points = code_points(text, Form::nfkc);
  auto key = phone_key(text);
  if (!points || !key) {
    return refuse("no_hp", "form", "must be a phone number, as 0812… or +62812…");
  }
  return Stored{utf8_text(trimmed(*points)), *std::move(key)};
}

}  // namespace identity::names
