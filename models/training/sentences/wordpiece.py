"""WordPiece as BERT has it, uncased: the same pieces as the runtime's tokenizer gives."""
import unicodedata

UNKNOWN, BEGIN, END, PAD, MASK = "[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"
SPECIAL = [PAD, UNKNOWN, BEGIN, END, MASK]  # the runtime's tokenizer wants them all
LONGEST = 100  # characters of a word that is cut at all


MARKS, STRANGE = ".,!?:;'\"%&-/@#()*", "ж"  # kept as they are; what stands for a letter or digit that no piece knows


def plain(text):
    """A text as it is read, of the same length: small letters without accents, digits and MARKS; STRANGE for other letters, else blanks."""
    return "".join(_plain(c) for c in text)


def _plain(c):
    if c in "’‘`´":
        return "'"
    if "À" <= c <= "ſ":
        base = unicodedata.normalize("NFD", c)[0].lower()
        return base if base.isascii() and base.isalpha() else STRANGE if c.isalpha() else " "
    if c.isascii():
        return c.lower() if c.isalnum() or c in MARKS else " "
    return STRANGE if c <= "\uffff" and unicodedata.category(c)[0] in "LN" else " "


def words(text):
    """(start, end) of every word and every mark of a text made plain."""
    spans, start = [], None
    for i, c in enumerate(text):
        inside = c.isalnum()
        if inside and start is None:
            start = i
        if not inside and start is not None:
            spans.append((start, i))
            start = None
        if not inside and not c.isspace():
            spans.append((i, i + 1))
    return spans + ([(start, len(text))] if start is not None else [])


class WordPiece:
    """Cuts plain text into the pieces of a vocabulary, one a line."""

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {piece: i for i, piece in enumerate(self.pieces)}

    @classmethod
    def load(cls, path):
        """A vocabulary file."""
        with open(path, encoding="utf-8") as f:
            return cls(f.read().splitlines())

    def cut(self, text):
        """(ids, spans) of a plain text, without the special pieces."""
        ids, spans = [], []
        for start, end in words(text):
            found = self._word(text[start:end])
            for piece, a, b in found or [(UNKNOWN, 0, end - start)]:
                ids.append(self.ids[piece])
                spans.append((start + a, start + b))
        return ids, spans

    def _word(self, word):
        found, at = [], 0
        while at < len(word) <= LONGEST:
            stop = len(word)
            while stop > at and (("##" if at else "") + word[at:stop]) not in self.ids:
                stop -= 1
            if stop == at:
                return None
            found.append((("##" if at else "") + word[at:stop], at, stop))
            at = stop
        return found
