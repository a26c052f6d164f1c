// Attributes that the operator defines: a name, a type, who sees them and who edits them. A
// person's values are checked against the definitions whenever they are written; a value whose
// definition is gone stays unseen until it is removed or defined again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/event.h"
#include "base/json.h"
#include "base/result.h"
#include "identity/act.h"

namespace identity::users {

enum class AttributeType { text, integer, boolean, date, texts };

// Each sees what the ones before it see.
enum class Viewer { administrator, self, clients };

// An administrator may change what a person may change of themselves.
enum class Editor { nobody, administrator, self };

struct AttributeDefinition {
  std::string name;  // a-z, then a-z 0-9 _
  AttributeType type = AttributeType::text;
  Viewer seen_by = Viewer::administrator;
  Editor edited_by = Editor::administrator;
};

std::string_view to_string(AttributeType type);
std::string_view to_string(Viewer viewer);
std::string_view to_string(Editor editor);
std::optional<AttributeType> attribute_type_from(std::string_view text);
std::optional<Viewer> viewer_from(std::string_view text);
std::optional<Editor> editor_from(std::string_view text);

class AttributeStore {
 public:
  virtual ~AttributeStore() = default;
  // By name.
  virtual base::Result<std::vector<AttributeDefinition>> all() = 0;
  // Adds it, or takes the place of the one of that name.
  virtual base::Done put(const AttributeDefinition& definition, const audit::Event& event) = 0;
  // False when there is none of that name.
  virtual base::Result<bool> remove(const std::string& name, const audit::Event& event) = 0;
};

class Attributes {
 public:
  explicit Attributes(AttributeStore& store) : store_(store) {}

  base::Result<std::vector<AttributeDefinition>> all() { return store_.all(); }
  base::Done define(const Act& act, const AttributeDefinition& definition);
  base::Done remove(const Act& act, const std::string& name);

  // The values with the changes in them: null removes one. Names what is unknown or not theirs.
  base::Result<base::json::object> change(const base::json::object& values,
                                          const base::json::value& changes, Editor editor);
  base::Result<base::json::object> seen_by(const base::json::object& values, Viewer viewer);

 private:
  AttributeStore& store_;
};

}  // namespace identity::users
