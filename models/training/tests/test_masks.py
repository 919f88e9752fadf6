import unittest

from masks import masked


class MaskedTests(unittest.TestCase):
    def assert_same(self, *texts):
        self.assertEqual(len({masked(text) for text in texts}), 1, [masked(text) for text in texts])

    def test_case_and_punctuation_do_not_count(self):
        self.assert_same("What's the time?", "what’s the time", "WHAT'S, the time!")

    def test_numbers_are_the_same_in_digits_and_in_words(self):
        self.assert_same(
            "set a timer for 25 minutes", "set a timer for twenty five minutes", "set a timer for one hundred and five minutes"
        )

    def test_times_are_the_same_however_they_are_said(self):
        self.assert_same(
            "wake me at 7",
            "wake me at 7:30 a.m.",
            "wake me at seven thirty p m",
            "wake me at half past seven",
            "wake me at quarter to six",
            "wake me at noon",
            "wake me at seven o'clock",
            "wake me at 7am",
        )

    def test_days_and_months_are_the_same(self):
        self.assert_same("what is on for monday", "what is on for may's".replace("may's", "friday's"), "what is on for june")

    def test_may_is_a_month_behind_a_number_and_a_wish_before_a_word(self):
        self.assertEqual(masked("may i go in may"), "may i go in @")

    def test_what_is_said_in_other_words_stays_apart(self):
        self.assertNotEqual(masked("turn it up"), masked("turn it down"))


if __name__ == "__main__":
    unittest.main()
