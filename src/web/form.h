// What the forms of several pages are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "web/data.h"
#include "web/url.h"

namespace web {

// Of ours, or somebody's own: the name of an attribute that the operator has defined.
using Text = std::variant<Words, std::string>;

// A field that travels with the form and is not shown: csrf, the step, the transaction.
struct Hidden {
  std::string name;
  std::string value;
};

// Where a form goes, and what goes with it.
struct Form {
  Url action;
  std::vector<Hidden> hidden;
};

// One thing that people fill in.
struct Field {
  // A line; "true", "false" or nothing; a text on each line.
  enum class Shape { line, yes_or_no, lines };

  std::string name;
  Text label;
  std::string value;
  std::optional<Words> error;
  std::optional<Words> hint;
  std::string type = "text";  // of the input element, of a line
  std::string autocomplete = "off";
  bool required = false;
  bool rare = false;  // few people fill it in: forms of many fields put it aside
  Shape shape = Shape::line;
};

// A field of a person, as forms show it: label, type and hint are known here by its name; one that
// is not, an attribute, is labelled with it. Value and error are the caller's.
Field field_of(std::string_view name);

inline constexpr Words kOneOnEachLine{"field.lines.hint"};

// What was refused, in words, by the clause of the failure: "user.email.form". A clause that
// nobody has written words for is said to be wrong without saying how.
Words reason(std::string_view clause);

// Somebody who is known: the name that is shown, and what tells two of one name apart.
struct Person {
  std::string name;
  std::string handle;  // username or address; may be empty
};

struct Link {
  Words text;
  Url url;
};

// A form that is one button.
struct Button {
  Words text;
  Form form;
  std::string name;  // may be empty
  std::string value;
};

}  // namespace web
