from tests.tools import planted
import check_locales

ID = """# Kata-kata
greeting = Halo, {name}
wait[other] = Tunggu {seconds} detik
failed.title = Gagal
"""
EN = """greeting = Hello, {name}
wait[one] = Wait a second
wait[other] = Wait {seconds} seconds
failed.title = Failed
"""
TEMPLATE = "<p>{{t greeting}}</p><p>{{n wait seconds}}</p>\n"
CODE = 'const Row kRow = {Words{"failed.title"}};\n'


class Locales(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("assets/locale/id.txt", ID)
        self.plant("assets/locale/en.txt", EN)
        self.plant("assets/templates/start.html", TEMPLATE)
        self.plant("src/endpoints/errors.cc", CODE)

    def problems(self):
        return check_locales.check(self.root)

    def plant_texts(self, old, new, languages=("id", "en")):
        for language, text in (("id", ID), ("en", EN)):
            if language in languages:
                self.assertIn(old, text)
                self.plant(f"assets/locale/{language}.txt", text.replace(old, new))

    def test_a_clean_tree_passes(self):
        self.assert_clean(self.problems())

    def test_a_key_that_one_language_lacks(self):
        self.plant_texts("failed.title = Gagal\n", "", ["id"])
        self.assert_caught(self.problems(), "id.txt", "failed.title is missing")

    def test_a_key_that_nothing_uses(self):
        for language, text in (("id", ID), ("en", EN)):
            self.plant(f"assets/locale/{language}.txt", text + "left.over = x\n")
        self.assert_caught(self.problems(), "left.over is used nowhere")

    def test_a_key_of_a_template_that_no_language_has(self):
        self.plant("assets/templates/parts/top.html", "{{t nav.home}}")
        self.assert_caught(self.problems(), "parts/top.html", "nav.home is in no locale")

    def test_a_key_of_code_that_no_language_has(self):
        self.plant("src/web/pages.cc", '{"title", Words{"start.title"}}')
        self.assert_caught(self.problems(), "src/web/pages.cc", "start.title is in no locale")

    def test_placeholders_that_differ(self):
        self.plant_texts("{name}", "{nama}", ["id"])
        self.assert_caught(self.problems(), "greeting", "placeholders differ", "nama, name")

    def test_a_missing_form_of_the_plural(self):
        self.plant_texts("wait[one] = Wait a second\n", "", ["en"])
        self.assert_caught(self.problems(), "en.txt", "wait", "one, other")

    def test_a_form_of_a_text_that_counts_nothing(self):
        self.plant_texts("failed.title", "failed.title[other]", ["id"])
        self.assert_caught(self.problems(), "id.txt", "failed.title")

    def test_what_no_text_may_be(self):
        for text, words in (("", "an empty text"), ("<b>Halo</b>, {name}", "markup"),
                            ("Halo&nbsp;{name}", "markup"), ("Halo, {name} }", "brace"),
                            ("Halo, {name} ", "blanks")):
            with self.subTest(text=text):
                self.plant_texts("Halo, {name}", text, ["id"])
                self.assertIn(words, "\n".join(self.problems()))

    def test_a_key_that_stands_twice(self):
        self.plant("assets/locale/id.txt", ID + "greeting = Hai, {name}\n")
        self.assert_caught(self.problems(), "id.txt:5", "stands twice")

    def test_a_line_that_is_none(self):
        self.plant("assets/locale/id.txt", ID + "Greeting: Halo\n")
        self.assert_caught(self.problems(), "id.txt:5", "not a key and a text")

    def test_words_of_the_command_line_in_order(self):
        self.plant("src/app/words.en", 'R"words(\na.key = A\na.key.of_it = B\nb.key = C\n)words"\n')
        self.assert_clean(self.problems())

    def test_words_of_the_command_line_out_of_order(self):
        self.plant("src/app/words.en", 'R"words(\na.key.of_it = B\na.key = A\nb.key = C\n)words"\n')
        self.assert_caught(self.problems(), "words.en:3: a.key is out of order")

    def test_words_of_the_command_line_that_stand_twice(self):
        self.plant("src/app/words.en", 'R"words(\na.key = A\na.key = B\n)words"\n')
        self.assert_caught(self.problems(), "words.en:3: a.key stands twice")

    def test_a_tree_without_locales(self):
        (self.root / "assets/locale/id.txt").unlink()
        (self.root / "assets/locale/en.txt").unlink()
        self.assert_caught(self.problems(), "there is no locale")
