import tomllib
import unittest

from tests.tools import planted
import check_layers


class Layers(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.copy("tools/layers.toml")
        table = tomllib.loads((self.root / "tools/layers.toml").read_text())
        for layer, sees in table["sees"].items():
            self.plant(f"src/{layer}/CMakeLists.txt",
                       f"gapura_layer({layer} SEES {' '.join(sees)} LINKS some::library)\n")

    def caught(self, path, content, *words):
        self.plant(path, content)
        self.assert_caught(check_layers.check(self.root), path, *words)

    def test_a_clean_tree_passes(self):
        self.plant("src/mint/code.cc", '#include "mint/code.h"\n\n#include <sys/types.h>\n\n'
                   '#include <string>\n\n#include "base/result.h"\n')
        self.assert_clean(check_layers.check(self.root))

    def test_an_arrow_that_is_not_in_the_table(self):
        self.caught("src/base/log.cc", '#include "http/server.h"\n', ":1:", "base does not see http")

    def test_an_endpoint_that_sees_storage(self):
        self.caught("src/endpoints/token.cc", '\n#include "storage/writer.h"\n', ":2:", "storage")

    def test_an_include_that_is_not_written_from_src(self):
        self.caught("src/base/log.cc", '#include "log.h"\n', "not written from src/")

    def test_libraries_out_of_their_layer(self):
        for header, home in (("openssl/evp.h", "crypto"), ("sodium.h", "crypto"),
                             ("sqlite3.h", "storage"), ("libpq-fe.h", "storage"),
                             ("boost/asio/ip/tcp.hpp", "http"), ("boost/beast/core.hpp", "http"),
                             ("boost/json.hpp", "base"), ("curl/curl.h", "http"),
                             ("CLI/CLI.hpp", "app"), ("toml++/toml.h", "app"),
                             ("prometheus/registry.h", "ops")):
            with self.subTest(header):
                self.caught("src/web/page.cc", f"#include <{header}>\n", home, "not to web")

    def test_a_library_nobody_weighed(self):
        self.caught("src/web/page.cc", "#include <fancy/fancy.hpp>\n", "belongs to no layer yet")

    def test_what_is_banned(self):
        for code in ("#include <regex>", "std::regex r;", 'system("ls");', "::system(x);",
                     "std::system(x);", "int i = rand();", "std::mt19937 g;", "std::random_device d;",
                     "thread.detach();", "std::this_thread::sleep" "_for(1s);",
                     "auto t = std::chrono::system_clock::now();", 'getenv("HOME");'):
            with self.subTest(code):
                self.caught("src/http/a.cc", code + "\n", "src/http/a.cc:1: ")

    def test_words_in_comments_and_strings_are_no_code(self):
        self.plant("src/http/a.cc", '// no rand() here\nauto s = "system(x)"; /* std::regex */\n'
                   'auto r = R"(x.detach())"; int n = 10\'000;\n')
        self.assert_clean(check_layers.check(self.root))

    def test_a_ban_has_its_place(self):
        self.plant("src/base/clock.cc", "auto t = std::chrono::system_clock::now();\n")
        self.plant("src/app/config/environment.cc", 'getenv("GAPURA_LISTEN");\n')
        self.assert_clean(check_layers.check(self.root))

    def test_a_cmake_file_that_sees_more_than_the_table(self):
        path = "src/jose/CMakeLists.txt"
        self.caught(path, "gapura_layer(jose\n  SEES base crypto storage\n  LINKS x)\n", "SEES storage")

    def test_a_layer_that_cmake_does_not_know(self):
        self.caught("src/web/CMakeLists.txt", "\n", "declares no layer web")

    def test_a_folder_that_is_no_layer(self):
        self.caught("src/helpers/all.cc", "\n", "not in the table")


if __name__ == "__main__":
    unittest.main()
