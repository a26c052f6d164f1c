import importlib.util

from tests.tools import planted

spec = importlib.util.spec_from_file_location("count_report", planted.ROOT / "tools/dev/count_report.py")
count_report = importlib.util.module_from_spec(spec)
spec.loader.exec_module(count_report)


class Counts(planted.PlantedTree):
    def count(self, *cases):
        self.plant("report.xml", f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
        return count_report.count(self.root / "report.xml")

    def test_what_passed_and_what_failed(self):
        self.assertEqual(self.count('<testcase name="a"/>', '<testcase name="b" status="run"/>',
                                    '<testcase name="c"><failure/></testcase>'), (2, 1))

    def test_what_was_skipped_or_not_run_has_failed(self):
        self.assertEqual(self.count('<testcase name="a"><skipped/></testcase>',
                                    '<testcase name="b" status="notrun"/>',
                                    '<testcase name="c" status="disabled"/>'), (0, 3))

    def test_a_report_without_tests_counts_none(self):
        self.assertEqual(self.count(), (0, 0))

    def test_a_report_that_is_missing_or_broken_is_a_failure(self):
        self.assertEqual(count_report.count(self.root / "none.xml"), (0, 1))
        self.plant("report.xml", "<testsuites>")
        self.assertEqual(count_report.count(self.root / "report.xml"), (0, 1))

    def test_failures_are_told_by_name_and_by_the_end_of_what_they_said(self):
        lines = "\n".join(f"line {n}" for n in range(100))
        self.count('<testcase name="a"/>', f'<testcase classname="S" name="b"><failure>{lines}</failure></testcase>',
                   '<testcase name="c"><flakyFailure>once</flakyFailure></testcase>')
        failed, again = count_report.failures(self.root / "report.xml")
        self.assertTrue(failed.startswith("S › b\n    line 60\n"), failed)
        self.assertTrue(failed.endswith("line 99"), failed)
        self.assertEqual(again, "c (passed when it was run again)\n    once")
