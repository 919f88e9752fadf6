"""The network that reads free sentences: layers of BERT over pieces, and what it says of the sentence and of each piece."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from marked import SLOTS
from minilm import HEADS, INNER, WIDTH

TAGS = 1 + 2 * len(SLOTS)  # outside, then the beginning and the inside of each slot
FLAGS = ("more", "negated")
LONGEST = 64  # pieces, the first and the last included
EPSILON = 1e-12


def _dropped(x, share):
    return F.dropout(x, share) if share else x


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=EPSILON) for _ in range(2))

    def forward(self, x, bias, drop=0.0):
        """x [B, T, 384], bias [B, 1, 1, T] -> the same."""
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        share = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + bias, -1)
        x = self.norm1(x + _dropped(self.out((share @ v).transpose(1, 2).reshape(b, t, WIDTH)), drop))
        return self.norm2(x + _dropped(self.down(F.gelu(self.up(x))), drop))


class Reader(nn.Module):
    """ids [B, T] (0: nothing) -> intent [B, intents], tags [B, T, TAGS], flags [B, 2]; all logits."""

    def __init__(self, pieces, intents, layers, drop=0.1):
        super().__init__()
        self.words, self.places = nn.Embedding(pieces, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.intent, self.tags, self.flags = nn.Linear(WIDTH, intents), nn.Linear(WIDTH, TAGS), nn.Linear(WIDTH, len(FLAGS))
        self.drop = drop

    def forward(self, ids):
        """See above."""
        here = (ids != 0).float()
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        drop = self.drop if self.training else 0.0
        x = _dropped(x, drop)
        bias = (here[:, None, None, :] - 1) * 1e4
        for layer in self.layers:
            x = layer(x, bias, drop)
        pooled = (x * here[:, :, None]).sum(1) / here.sum(1, keepdim=True)
        pooled = _dropped(pooled, drop)
        return self.intent(pooled), self.tags(x), self.flags(pooled)

    def take(self, weights, kept, layers):
        """Begins with the weights of BERT: the rows `kept` of its vocabulary and some of its layers."""
        put = lambda parameter, value: parameter.data.copy_(torch.from_numpy(value.copy()))
        put(self.words.weight, weights["embeddings.word_embeddings.weight"][kept])
        put(
            self.places.weight,
            (weights["embeddings.position_embeddings.weight"][:LONGEST] + weights["embeddings.token_type_embeddings.weight"][0]),
        )
        put(self.norm.weight, weights["embeddings.LayerNorm.weight"])
        put(self.norm.bias, weights["embeddings.LayerNorm.bias"])
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for mine, theirs in zip(self.layers, layers):
            for name, theirs_name in names.items():
                for kind in ("weight", "bias"):
                    put(getattr(getattr(mine, name), kind), weights["encoder.layer.%d.%s.%s" % (theirs, theirs_name, kind)])
        return self

    def shrink(self, whole, kept, layers):
        """Begins with the rows `kept` and some layers of a larger reader of the same heads."""
        self.words.weight.data.copy_(whole.words.weight.data[kept])
        self.places.load_state_dict(whole.places.state_dict())
        for name in ("norm", "intent", "tags", "flags"):
            getattr(self, name).load_state_dict(getattr(whole, name).state_dict())
        for mine, theirs in zip(self.layers, layers):
            mine.load_state_dict(whole.layers[theirs].state_dict())
        return self
