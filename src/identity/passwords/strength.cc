#include "identity/passwords/strength.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <zxcvbn.h>

#include "identity/passwords/lists.h"

namespace identity::passwords {
namespace {

struct FreeMatches {
  void operator()(ZxcMatch_t* matches) const { ZxcvbnFreeInfo(matches); }
};

// C text of the first characters. A NUL would end it early and hide the rest: it counts as another
// control character.
base::Secret beginning_of(const base::Secret& password) {
  base::Bytes text;
  text.reserve(kEstimatedPoints * 4 + 1);
  std::size_t points = 0;
  for (const std::uint8_t octet : password.reveal()) {
    const bool continues = (octet & 0xC0U) == 0x80;
    if (!continues && ++points > kEstimatedPoints) {
      break;
    }
    text.push_back(octet == 0 ? std::uint8_t{1} : octet);
  }
  text.push_back(0);
  return base::Secret(std::move(text));
}

std::optional<Hint> hint_of(int type) {
  if ((type & MULTIPLE_MATCH) != 0) {
    return Hint::repeats;
  }
  switch (type) {
    case DICTIONARY_MATCH:
    case DICT_LEET_MATCH:
      return Hint::word;
    case USER_MATCH:
    case USER_LEET_MATCH:
      return Hint::name_of_yours;
    case REPEATS_MATCH:
      return Hint::repeats;
    case SEQUENCE_MATCH:
      return Hint::sequence;
    case SPATIAL_MATCH:
      return Hint::keyboard;
    case DATE_MATCH:
    case YEAR_MATCH:
      return Hint::date;
    default:
      return std::nullopt;
  }
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return result;
}

}  // namespace

Strength strength_of(const base::Secret& password, std::span<const std::string> theirs) {
  // The first words of the dictionary are the cheapest.
  std::vector<const char*> words;
  words.reserve(theirs.size() + indonesian_words().size() + 1);
  for (const std::string& word : theirs) {
    words.push_back(word.c_str());
  }
  words.insert(words.end(), indonesian_words().begin(), indonesian_words().end());
  words.push_back(nullptr);

  const base::Secret text = beginning_of(password);
  const auto* start = text.reveal_text().data();
  ZxcMatch_t* found = nullptr;
  Strength strength;
  strength.bits = ZxcvbnMatch(start, words.data(), &found);
  const std::unique_ptr<ZxcMatch_t, FreeMatches> matches(found);
  for (const ZxcMatch_t* match = found; match != nullptr; match = match->Next) {
    auto hint = hint_of(static_cast<int>(match->Type));
    const std::string part =
        lower(std::string_view(start + match->Begin, static_cast<std::size_t>(match->Length)));
    if (hint == Hint::name_of_yours && std::ranges::find(theirs, part) == theirs.end()) {
      hint = Hint::word;
    }
    // A letter or two of a longer password are in some list by accident.
    if (hint && match->Length > 2 &&
        std::ranges::find(strength.hints, *hint) == strength.hints.end()) {
      strength.hints.push_back(*hint);
    }
  }
  return strength;
}

}  // namespace identity::passwords
