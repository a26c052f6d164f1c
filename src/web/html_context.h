// Where in a page a template stands, so that what is filled in is written for that place. It reads
// less HTML than a browser does, and refuses the rest: a template is ours and can be written
// plainly. It also refuses what the pages' Content-Security-Policy would block unseen.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace web {

class HtmlContext {
 public:
  // Text covers quoted attributes as well: both are escaped alike.
  enum class Slot { text, url };

  // Goes on by a piece of the template.
  base::Done read(std::string_view piece);
  // Something is filled in here. A URL fills its attribute from quote to quote.
  base::Result<Slot> fill();

  bool in_text() const { return state_ == State::text; }
  bool operator==(const HtmlContext&) const = default;

 private:
  enum class State {
    text,
    opened,  // after "<"
    declaration,
    comment,
    tag_name,
    in_tag,
    attribute_name,
    attribute_named,  // after "="
    in_double_quotes,
    in_single_quotes,
    script,
  };

  base::Done read(char c);
  base::Done read_text(char c);
  base::Done read_in_tag(char c);
  base::Done read_value(char c, char quote);
  base::Done close_tag();
  base::Done check_attribute() const;
  void go(State state);

  State state_ = State::text;
  std::string tag_;
  std::string attribute_;
  std::string tail_;     // the last octets, where an end mark is looked for
  bool url_ = false;     // the value is a URL …
  bool filled_ = false;  // … that has been filled in
};

}  // namespace web
