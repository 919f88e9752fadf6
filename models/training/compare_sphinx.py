"""Measures the exported model beside Debian's pocketsphinx: the same clips and noise, the same closed list of sentences.

Needs python3-pocketsphinx and pocketsphinx-en-us. Neither side rejects here: what counts is the right sentence.
"""
import json
import os
import tempfile

import numpy as np
import torch
from pocketsphinx.pocketsphinx import Decoder

import pronunciations
from decode import SentenceGraph
from evaluate import TAIL, Model, _dishes, arguments, babble, command_words, decode_all, read_speech, with_noise

MODEL = "/usr/share/pocketsphinx/model/en-us"
CONDITIONS = (("clean", None), ("babble", 10.0), ("dishes", 12.0), ("dishes", 6.0))


class Sphinx:
    """pocketsphinx's US English model over a closed list of sentences."""

    def __init__(self, sentences):
        with tempfile.NamedTemporaryFile("w", suffix=".gram") as grammar:
            grammar.write("#JSGF V1.0;\ngrammar closed;\npublic <s> = %s;\n" % " | ".join(sorted(sentences)))
            grammar.flush()
            config = Decoder.default_config()
            for key, value in (
                ("-hmm", os.path.join(MODEL, "en-us")),
                ("-dict", os.path.join(MODEL, "cmudict-en-us.dict")),
                ("-jsgf", grammar.name),
                ("-logfn", os.devnull),
            ):
                config.set_string(key, value)
            self._decoder = Decoder(config)

    def sentence(self, samples):
        """The best sentence for int16 samples, or an empty string."""
        self._decoder.start_utt()
        self._decoder.process_raw(np.concatenate([samples, np.zeros(TAIL, np.int16)]).tobytes(), False, True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else ""


def main():
    parser = arguments(__doc__)
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json")
    parser.add_argument("--conditions", type=int, default=len(CONDITIONS), help="how many of: clean, babble 10, dishes 12 and 6 dB")
    args = parser.parse_args()
    torch.set_num_threads(1)
    words, model = pronunciations.load(pronunciations.default_path(args.shared)), Model(args)
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    setting = tuple(settings[key] for key in ("blankPenalty", "temperature", "uniformMix"))
    sentences, adults, _ = read_speech(args, words, args.split)
    commands, _, vocabulary = command_words(args, words, args.split)
    beds = {"babble": babble(args, args.split), "dishes": _dishes(args), "clean": None}
    for name, context, clips in (("words", set(vocabulary), commands), ("adults", sentences, adults)):
        graph, sphinx = SentenceGraph(context, words), Sphinx(context)
        for bed, snr in CONDITIONS[: args.conditions]:
            q = np.random.default_rng(9)
            heard = [x if snr is None else with_noise(x, beds[bed], snr, q) for _, x in clips]
            ours = [d.sentence for d in decode_all(graph, [model.logits(x) for x in heard], setting)]
            theirs = [sphinx.sentence(x) for x in heard]
            share = lambda said: 100 * np.mean([s == t for s, (t, _) in zip(said, clips)])
            print(
                "%-8s n %d, %s %s: ours %.1f %%, pocketsphinx %.1f %%"
                % (name, len(clips), bed, "" if snr is None else "%g dB" % snr, share(ours), share(theirs)),
                flush=True,
            )


if __name__ == "__main__":
    main()
