// The pages: a plain struct each, rendered into HTML. What is in them is data; every word of ours
// is in assets/locale.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "web/account_pages.h"
#include "web/brand.h"
#include "web/consent_page.h"
#include "web/data.h"
#include "web/links_page.h"
#include "web/login_pages.h"
#include "web/url.h"

namespace web {

// What a page needs to know besides its own content.
struct View {
  std::string_view language = "id";
  // This page in the other language; nothing where coming back by a link is not the same.
  std::optional<Url> other_language;
  // The site or app that this is for.
  std::optional<ClientBrand> client;
};

// GET /
struct StartPage {
  std::string address;  // what people should see in their browser: "https://masuk.example.go.id"
  bool healthy = true;
};

struct ErrorPage {
  Words title;
  Words explanation;
  Words advice;
  std::string code;         // "not_found"
  std::string description;  // base::Error's, in English; may be empty
  std::string request_id;
  std::optional<std::int64_t> retry_after;  // seconds
  std::optional<Link> link = {};            // what the advice says to do
};

class Pages {
 public:
  // Reads the embedded templates and locales: whatever is wrong with them is found here.
  static base::Result<Pages> from(Brand brand);
  ~Pages();
  Pages(Pages&&) noexcept;
  Pages& operator=(Pages&&) noexcept;

  std::string render(const StartPage& page, const View& view) const;
  std::string render(const ErrorPage& page, const View& view) const;
  std::string render(const LoginPage& page, const View& view) const;
  std::string render(const ChooseAccountPage& page, const View& view) const;
  std::string render(const NoticePage& page, const View& view) const;
  std::string render(const LogoutPage& page, const View& view) const;
  std::string render(const HandOverPage& page, const View& view) const;
  std::string render(const LoggedOutPage& page, const View& view) const;
  std::string render(const ProfilePage& page, const View& view) const;
  std::string render(const PasswordPage& page, const View& view) const;
  std::string render(const SessionsPage& page, const View& view) const;
  std::string render(const ConsentPage& page, const View& view) const;
  std::string render(const ApplicationsPage& page, const View& view) const;
  std::string render(const LinksPage& page, const View& view) const;
  std::string render(const ConfirmLinkPage& page, const View& view) const;
  std::string render(const SetupPage& page, const View& view) const;

  // A text alone, for answers that are not pages.
  std::string text(Words words, std::string_view language) const;

 private:
  struct Content;
  explicit Pages(std::unique_ptr<const Content> content);
  std::string render(std::string_view name, Data data, const View& view) const;
  const Brand& brand() const;

  std::unique_ptr<const Content> content_;
};

// The first is the default.
std::span<const std::string_view> languages();

}  // namespace web
