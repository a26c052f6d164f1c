from tests.tools import planted
import check_migrations


class Migrations(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        for name in ("0001_first", "0002_second"):
            self.both(name)
        check_migrations.record(self.root)

    def both(self, name):
        for engine in ("sqlite", "postgres"):
            self.plant(f"db/migrations/{engine}/{name}.sql", f"-- {name} for {engine}\n")

    def problems(self):
        return check_migrations.check(self.root)

    def test_a_clean_tree_passes(self):
        self.assert_clean(self.problems())
        self.commit()
        self.assert_clean(self.problems())

    def test_a_step_of_one_engine_alone(self):
        self.plant("db/migrations/sqlite/0003_third.sql", "--\n")
        check_migrations.record(self.root)
        self.assert_caught(self.problems(), "0003_third.sql", "sqlite alone")

    def test_the_same_number_under_two_names(self):
        self.plant("db/migrations/sqlite/0003_third.sql", "--\n")
        self.plant("db/migrations/postgres/0003_tres.sql", "--\n")
        check_migrations.record(self.root)
        self.assertEqual(len(self.problems()), 2)

    def test_a_gap(self):
        self.both("0004_fourth")
        check_migrations.record(self.root)
        self.assertEqual(len(self.problems()), 2)
        self.assertIn("number 0003 was expected", self.problems()[0])

    def test_a_name_that_is_none(self):
        self.both("3_Third")
        check_migrations.record(self.root)
        self.assertIn("is not named like", self.problems()[0])

    def test_a_recorded_step_that_changed(self):
        self.plant("db/migrations/sqlite/0001_first.sql", "-- another\n")
        self.assert_caught(self.problems(), "sqlite/0001_first.sql", "differs")

    def test_recording_anew_does_not_hide_the_change(self):
        self.plant("db/migrations/sqlite/0001_first.sql", "-- another\n")
        check_migrations.record(self.root)
        self.assert_caught(self.problems(), "differs")

    def test_a_checksum_edited_to_fit_the_change(self):
        self.commit()
        self.plant("db/migrations/sqlite/0001_first.sql", "-- another\n")
        (self.root / "db/migrations/checksums.txt").unlink()
        check_migrations.record(self.root)
        self.assert_caught(self.problems(), "recorded otherwise before")
        self.commit()
        self.assert_caught(self.problems(), "recorded otherwise before")

    def test_a_recorded_step_that_is_gone(self):
        for engine in ("sqlite", "postgres"):
            (self.root / f"db/migrations/{engine}/0002_second.sql").unlink()
        self.assertEqual(len(self.problems()), 2)
        self.assertIn("forward only", self.problems()[0])

    def test_a_step_that_was_not_recorded(self):
        self.both("0003_third")
        self.assertEqual(len(self.problems()), 2)
        self.assertIn("--record", self.problems()[0])

    def test_an_engine_without_migrations(self):
        for name in ("0001_first", "0002_second"):
            (self.root / f"db/migrations/postgres/{name}.sql").unlink()
        self.assertIn("db/migrations/postgres: has no migration", self.problems())
