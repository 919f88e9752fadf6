import unittest

from near_equal import Groups, pairs, words_of

# What weighs little is what most sentences hold; these stand for the rest of a corpus.
OTHERS = [
    "what is the weather in ~",
    "play some music",
    "turn the light off",
    "how do i cook rice",
    "read my messages",
    "who wrote this book",
    "book a table for #",
    "is it going to rain",
    "call my sister",
    "where is the next station",
    "how much is a dollar",
    "tell me a joke",
]


class PairsTests(unittest.TestCase):
    def near(self, one, other):
        one, other = words_of(one), words_of(other)
        return one == other or any({one, other} == set(pair) for pair in pairs(sorted({one, other, *map(words_of, OTHERS)}, key=sorted)))

    def test_a_wrapped_wish_is_the_bare_one(self):
        self.assertTrue(self.near("could you please tell me what time it is", "what time it is"))

    def test_order_and_endings_do_not_count(self):
        self.assertTrue(self.near("how many vacation days do i have", "vacation day how many do i have"))

    def test_one_rare_word_makes_another_sentence(self):
        self.assertFalse(self.near("turn the volume up", "turn the heating up"))

    def test_a_common_word_more_makes_none(self):
        self.assertTrue(self.near("is the balloon festival open", "is the balloon festival open in ~"))

    def test_no_pair_is_missed_by_looking_at_rare_words_alone(self):
        bags = [frozenset(text.split()) for text in OTHERS] + [frozenset(text.split() + ["now"]) for text in OTHERS]
        found = {frozenset(pair) for pair in pairs(bags)}
        for text in OTHERS:
            words = text.split()
            if len(words) > 4:  # one more word of middling weight
                self.assertIn(frozenset([frozenset(words), frozenset(words + ["now"])]), found)


class GroupsTests(unittest.TestCase):
    def test_who_is_joined_to_one_is_joined_to_all(self):
        groups = Groups()
        groups.join("a", "b")
        groups.join("c", "d")
        groups.join("d", "a")
        self.assertEqual(len({groups.of(one) for one in "abcd"}), 1)
        self.assertNotEqual(groups.of("e"), groups.of("a"))


if __name__ == "__main__":
    unittest.main()
