import gzip
import re
import subprocess

from tests.tools import planted
import embed_assets

PATH = re.compile(r'"(/[^"]*)"')


class EmbedAssets(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("templates/start.html", "<p>\n  <b>x</b>\n\n</p>\n")
        self.plant("locale/id.txt", "a = b\n")
        self.plant("static/app.css/1-a.css", 'a { mask: url("gate.svg"); }\n' * 20)
        self.plant("static/app.css/2-b.css", "b { color: red; }\n")
        self.plant("static/gate.svg", "<svg/>")
        self.plant("root/robots.txt", "User-agent: *\n")

    def embed(self):
        return embed_assets.embed(self.root, "brotli", "gzip")

    def paths(self):
        return PATH.findall(self.embed())

    def test_the_same_assets_give_the_same_bytes(self):
        self.assertEqual(self.embed(), self.embed())

    def test_a_changed_file_changes_its_name_and_those_that_refer_to_it(self):
        before = self.paths()
        self.plant("static/gate.svg", "<svg></svg>")
        after = self.paths()
        self.assertEqual(sorted(path.split(".")[0] for path in before),
                         sorted(path.split(".")[0] for path in after))
        kept = set(before) & set(after)
        self.assertEqual(kept, {"/robots.txt"})

    def test_a_folder_is_one_file_with_its_references_resolved(self):
        (name, path, data), = [file for file in embed_assets.static_files(self.root / "static")
                               if file[0] == "app.css"]
        self.assertRegex(path, r"^/assets/app\.[0-9a-f]{10}\.css$")
        self.assertTrue(data.decode().endswith("b { color: red; }\n"))
        self.assertRegex(data.decode(), r'url\("/assets/gate\.[0-9a-f]{10}\.svg"\)')

    def test_compressed_forms_hold_the_same_and_are_left_out_when_they_save_nothing(self):
        data = b"abc " * 100
        self.assertEqual(gzip.decompress(embed_assets.squeeze(["gzip", "-9n", "-c"], data)), data)
        packed = embed_assets.squeeze(["brotli", "-c"], data)
        self.assertEqual(subprocess.run(["brotli", "-d", "-c"], input=packed, check=True,
                                        capture_output=True).stdout, data)
        self.assertEqual(embed_assets.squeeze(["gzip", "-9n", "-c"], b"abc"), b"")

    def test_templates_lose_their_indentation(self):
        text = embed_assets.template_text(self.root / "templates" / "start.html")
        self.assertEqual(text, "<p>\n<b>x</b>\n</p>\n")

    def test_what_cannot_be_embedded(self):
        for path, content, words in (("static/x.css", 'url("none.svg")', "none.svg"),
                                     ("static/x.css", 'url("x.css")', "itself"),
                                     ("static/x.exe", "", "media type")):
            with self.subTest(words=words):
                self.plant(path, content)
                with self.assertRaisesRegex(embed_assets.Fault, words):
                    self.embed()
                (self.root / path).unlink()
