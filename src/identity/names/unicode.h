// Unicode as this layer needs it: normal forms (UAX #15), case folding, and what a character is.
// The names room compares people's names by it, the passwords room normalises by it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace identity::names {

enum class Form {
  nfc,
  nfkc,
  // toNFKC_Casefold: case, width, ligatures and what is ignorable make no difference.
  nfkc_casefold,
};

// Nothing for what is not UTF-8.
std::optional<std::u32string> code_points(std::string_view text, Form form);
base::Bytes utf8(std::u32string_view points);
std::string utf8_text(std::u32string_view points);
void wipe(std::u32string& points);

// Without white space, controls and invisible characters at both ends.
std::u32string_view trimmed(std::u32string_view points);

bool is_blank(char32_t point);  // white space, control, format, unassigned
// Controls, line and paragraph separators, and what turns the direction of the text around it.
bool breaks_a_line(char32_t point);
// UTF-8 in which nothing breaks a line: no more and nothing else is seen than what is there.
bool is_one_line(std::string_view text);
bool is_letter(char32_t point);
bool is_mark(char32_t point);

// Letters that are made to be confused: two of these in one word are a disguise.
enum class Script { latin, greek, cyrillic, other };
Script script_of(char32_t point);

}  // namespace identity::names
