"""Clusters of sentences that say nearly the same, so that none of them is learned while another is measured."""
import math
import re
from collections import Counter, defaultdict

from masks import DAY, NAME, NUMBER

SHARE = 0.7  # of the weight of two sentences' words that they have to have in common
MASK_WEIGHT = 0.2  # nat; a mask says little, a word as much as its rarity
_MASKS = {NAME, NUMBER, DAY}
_FILLERS = set("a an the please just now me my some hey ok okay siri alexa google olly pda s1 s2".split())
_LEAD = re.compile(  # what a wish or a question may be wrapped in
    r"^(?:(?:please|just|so|hey|ok|okay|olly|s1|s2|siri|alexa|google|tell me|show me|give me|let me know|let me|do you know|"
    r"(?:can|could|would|will) (?:you|i|u)|i(?:'d| would)? (?:want|like|need|wish)(?: you)? to|i must|know|find out|see|if) )+(?=\S+ \S)"
)


def words_of(sentence):
    """The words of a masked sentence that count, without endings; all of it when none counts."""
    found = frozenset(_stem(word) for word in _LEAD.sub("", sentence).split() if word not in _FILLERS)
    return found if found - _MASKS else frozenset(sentence.split())


def _stem(word):
    word = word[:-2] if word.endswith("'s") else word
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "su" else word


class Groups:
    """Things in groups: joining two joins the groups they are in."""

    def __init__(self):
        self._over = {}

    def of(self, one):
        """The one that stands for the group."""
        over = self._over.setdefault(one, one)
        while over != self._over[over]:
            self._over[over] = self._over[self._over[over]]
            over = self._over[over]
        self._over[one] = over
        return over

    def join(self, one, other):
        """Makes one group of two."""
        self._over[self.of(other)] = self.of(one)


def pairs(bags):
    """(bag, bag) of all that have SHARE of their weight in common (weighted Jaccard).

    Only bags with a word in common among their rarest can: what is left of a bag behind these weighs less than SHARE of it.
    """
    counts = Counter(word for bag in bags for word in bag)
    weight = {word: MASK_WEIGHT if word in _MASKS else math.log(len(bags) / count) for word, count in counts.items()}
    total = {bag: math.fsum(sorted(weight[word] for word in bag)) for bag in bags}
    seen = defaultdict(list)
    for bag in sorted(bags, key=lambda bag: (total[bag], sorted(bag))):
        least, left, near = SHARE * total[bag], total[bag], {}
        for word in sorted(bag, key=lambda word: (-weight[word], word)):
            if left < least - 1e-9:
                break
            left -= weight[word]
            near.update((other, True) for other in seen[word] if total[other] >= least - 1e-9)
            seen[word].append(bag)
        for other in near:
            common = math.fsum(sorted(weight[word] for word in bag & other))
            if common >= SHARE * (total[bag] + total[other] - common) - 1e-9:
                yield other, bag
