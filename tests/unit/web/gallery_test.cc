// Every page in every state as files, for a browser to look at: tests/browser/gallery.spec.js.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "samples.h"
#include "web/embedded.h"

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  ASSERT_TRUE(file.flush().good()) << path;
}

// What an operator sets, with what it needs lying where it says.
struct Guise {
  std::string name;
  web::Brand brand;
  std::optional<web::ClientBrand> client;
};

std::vector<Guise> guises() {
  auto regency = samples::regency();
  regency.name = "Masuk Kabupaten";
  regency.logo = samples::url("/assets/regency-logo.svg");
  regency.login_text.id = "Satu akun untuk pegawai dan warga. Daftar di kantor desa Anda.";
  regency.login_text.en = "One account for staff and citizens. Register at your village office.";
  return {{"plain", {}, std::nullopt},
          {"regency", regency,
           web::ClientBrand{
               .name = "Sistem Informasi Perjalanan Dinas",
               .logo = samples::url("/assets/travelin.svg"),
               .login_text = {.id = "Khusus pegawai. Belum punya akun? Hubungi bagian kepegawaian.",
                              .en = "For staff. No account yet? Ask the personnel office."}}}};
}

TEST(Gallery, every_page_is_there_to_be_looked_at) {
  const fs::path folder = fs::path(testing::TempDir()) / "gallery";
  for (const auto& guise : guises()) {
    const auto pages = web::Pages::from(guise.brand);
    ASSERT_TRUE(pages) << pages.error().detail;
    for (const auto language : web::languages()) {
      const web::View view{
          .language = language, .other_language = samples::url("?lang=en"), .client = guise.client};
      for (const auto& sample : samples::every_page()) {
        write(folder / guise.name / language / (sample.name + ".html"),
              sample.render(*pages, view));
      }
    }
  }
  for (const auto& file : web::embedded_files()) {
    write(folder / file.path.substr(1), file.identity);
  }
  write(folder / "assets" / "brand-1.css",
        web::stylesheet({.light = web::Colour::of(0xf2, 0xb7, 0x05), .dark = {}}));
}

}  // namespace
