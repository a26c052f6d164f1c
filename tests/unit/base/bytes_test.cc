#include "base/bytes.h"

#include <gtest/gtest.h>

namespace base {
namespace {

// RFC 4648, section 10.
TEST(Base64_RFC4648, section_10_vectors) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), encoded);
    const auto decoded = from_base64(encoded);
    ASSERT_TRUE(decoded.has_value()) << encoded;
    EXPECT_EQ(text_of(*decoded), plain);
  }
}

// RFC 7515, appendix C.
TEST(Base64url_RFC7515, appendix_c) {
  const Bytes bytes{3, 236, 255, 224, 193};
  EXPECT_EQ(to_base64url(bytes), "A-z_4ME");
  EXPECT_EQ(from_base64url("A-z_4ME"), bytes);
}

TEST(Base64url_TK13, takes_the_canonical_form_alone) {
  for (const char* text : {"A", "AA==", "AA=", "AB", "AAB", "A A", "AA\n", "A+/_", "A-z_4MF"}) {
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
  }
}

TEST(Utf8_RFC3629, refuses_what_is_not_well_formed) {
  EXPECT_TRUE(is_utf8("Bupati Kudus – 한국 😀"));
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      const auto around = [&](std::string_view middle) {
        std::string text(before, 'a');
        text += middle;
        return text.append(after, 'z');
      };
      EXPECT_TRUE(is_utf8(around("é"))) << before << " " << after;
      EXPECT_FALSE(is_utf8(around("\xE9"))) << before << " " << after;
    }
  }
  for (const char* text : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xE2\x82", "a\xFFz"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Hex, both_ways) {
  EXPECT_EQ(to_hex(Bytes{0x00, 0xAF}), "00af");
  EXPECT_EQ(from_hex("00Af"), (Bytes{0x00, 0xAF}));
  EXPECT_FALSE(from_hex("0").has_value());
  EXPECT_FALSE(from_hex("0g").has_value());
}

}  // namespace
}  // namespace base
