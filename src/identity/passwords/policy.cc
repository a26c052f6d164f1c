#include "identity/passwords/policy.h"

#include <algorithm>
#include <utility>

#include "identity/names/unicode.h"
#include "identity/passwords/lists.h"
#include "identity/passwords/normal.h"

namespace identity::passwords {
namespace {

constexpr std::size_t kShortestEver = 8;

bool is_common(const base::Secret& octets) {
  auto points = names::code_points(octets.reveal_text(), names::Form::nfkc_casefold);
  if (!points) {
    return false;
  }
  const base::Secret folded(names::utf8(*points));
  names::wipe(*points);
  return std::ranges::binary_search(common_passwords(), folded.reveal_text());
}

// Words of at least three letters; "budi.santoso@example.test" gives three.
void add_words(std::vector<std::string>& words, std::string_view text) {
  std::string word;
  const auto flush = [&words, &word] {
    if (word.size() >= 3) {
      words.push_back(word);
    }
    word.clear();
  };
  for (const char letter : text) {
    const auto octet = static_cast<unsigned char>(letter);
    if (octet >= 'A' && octet <= 'Z') {
      word += static_cast<char>(octet - 'A' + 'a');
    } else if ((octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet >= 0x80) {
      word += letter;
    } else {
      flush();
    }
  }
  flush();
}

std::vector<std::string> words_about(const users::User& user, const Rules& rules) {
  std::vector<std::string> words;
  for (const std::string& name : rules.place) {
    add_words(words, name);
  }
  for (const std::string* text :
       {&user.username, &user.name, &user.email, &user.no_hp, &user.nip, &user.nama_satker,
        &user.claims.nickname, &user.claims.birthdate}) {
    add_words(words, *text);
  }
  return words;
}

}  // namespace

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::not_text:
      return "password.not_text";
    case Reason::too_short:
      return "password.too_short";
    case Reason::too_long:
      return "password.too_long";
    case Reason::common:
      return "password.common";
    case Reason::too_weak:
      return "password.too_weak";
  }
  std::unreachable();
}

std::string_view to_string(Hint hint) {
  switch (hint) {
    case Hint::word:
      return "password.hint.word";
    case Hint::name_of_yours:
      return "password.hint.name_of_yours";
    case Hint::repeats:
      return "password.hint.repeats";
    case Hint::sequence:
      return "password.hint.sequence";
    case Hint::keyboard:
      return "password.hint.keyboard";
    case Hint::date:
      return "password.hint.date";
  }
  std::unreachable();
}

Policy::Policy(Rules rules) : rules_(std::move(rules)) {
  rules_.shortest = std::clamp(rules_.shortest, kShortestEver, kLongest);
}

std::variant<Accepted, Refused> Policy::check(const base::Secret& typed,
                                              const users::User& of) const {
  auto password = normal(typed);
  // RFC 8265, section 4.2.2. A page cannot send most of them: who set one elsewhere could not log
  // in.
  if (!password || password->controls) {
    return Refused{.reason = Reason::not_text};
  }
  if (password->points < rules_.shortest) {
    return Refused{.reason = Reason::too_short, .shortest = rules_.shortest};
  }
  if (password->points > kLongest) {
    return Refused{.reason = Reason::too_long};
  }
  if (is_common(password->octets)) {
    return Refused{.reason = Reason::common};
  }
  Strength strength = strength_of(password->octets, words_about(of, rules_));
  if (strength.bits < rules_.least_bits) {
    return Refused{.reason = Reason::too_weak, .hints = std::move(strength.hints)};
  }
  return Accepted(std::move(password->octets));
}

}  // namespace identity::passwords
