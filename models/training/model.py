"""The acoustic model, 40 ms per output frame, 3.2 million parameters (3.4 as the second pass): causal, or reading a whole utterance at
once.
"""
import torch
from torch import nn
from torch.nn import functional as F

from features import BANDS
from pronunciations import PHONES

WIDTH, HIDDEN, BLOCKS, KERNEL = 256, 512, 11, 9
STRIDE, PATCH_FRAMES, PATCH_BANDS, BAND_STEP, CHANNELS = 4, 8, 16, 4, 64
PLACES = (BANDS - PATCH_BANDS) // BAND_STEP + 1
OUTPUTS = len(PHONES) + 1
AHEAD = 4  # frames after its own that a convolution of the whole reading sees
SQUEEZE, CONTEXTS = 32, (1, 3, 5, 7, 9)  # numbers a whole utterance is summed up in; blocks of the whole reading that are told them


class ResidualBlock(nn.Module):
    """x + W2 relu(W1 norm(depthwise convolution of x)); ahead is how many frames it looks ahead."""

    def __init__(self, ahead=0):
        super().__init__()
        self._ahead = ahead
        self.conv = nn.Parameter(torch.randn(KERNEL + ahead, WIDTH) * KERNEL**-0.5)
        self.conv_bias, self.shift = nn.Parameter(torch.zeros(WIDTH)), nn.Parameter(torch.zeros(WIDTH))
        self.gain = nn.Parameter(torch.ones(WIDTH))
        self.up, self.down = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
        nn.init.normal_(self.up.weight, std=(2 / WIDTH) ** 0.5)
        nn.init.normal_(self.down.weight, std=(1 / HIDDEN / BLOCKS) ** 0.5)
        nn.init.zeros_(self.up.bias)
        nn.init.zeros_(self.down.bias)

    def fast(self, x):
        """Whole sequences from a zero state, by the AMX kernels."""
        import kernels

        return kernels.Block.apply(
            x, self.conv, self.conv_bias, self.gain, self.shift, self.up.weight, self.up.bias, self.down.weight, self.down.bias
        )

    def forward(self, x, before):
        """x [B, T, WIDTH], before [B, KERNEL - 1, WIDTH] -> (y, the last KERNEL - 1 inputs)."""
        seen = torch.cat([before, x], 1)
        weight = self.conv.t().unsqueeze(1)
        u = F.conv1d(F.pad(seen.transpose(1, 2), (0, self._ahead)), weight, self.conv_bias, groups=WIDTH).transpose(1, 2)
        u = F.layer_norm(u, (WIDTH,), self.gain, self.shift)
        return x + self.down(F.relu(self.up(u))), seen[:, -(KERNEL - 1) :]


class UtteranceContext(nn.Module):
    """x scaled and shifted by what the whole utterance is like: who speaks, how, where (after squeeze and excitation)."""

    def __init__(self):
        super().__init__()
        self.notice = nn.Linear(WIDTH, 1, bias=False)
        self.squeeze, self.excite = nn.Linear(WIDTH, SQUEEZE), nn.Linear(SQUEEZE, 2 * WIDTH)
        for weight in (self.notice.weight, self.excite.weight, self.excite.bias):
            nn.init.zeros_(weight)

    def forward(self, x, count=None):
        """x [B, T, WIDTH]; count [B] says how many frames are speech and not padding."""
        notice = self.notice(x)
        if count is not None:
            notice = notice.masked_fill(torch.arange(x.shape[1])[None, :, None] >= count[:, None, None], -1e4)
        mean = torch.softmax(notice, 1).transpose(1, 2) @ x
        scale, shift = self.excite(F.relu(self.squeeze(mean))).chunk(2, -1)
        return x + x * scale + shift


class AcousticModel(nn.Module):
    """z [B, T, 80] (T a multiple of 4) -> logits [B, T / 4, 40]; 0 is blank, 1..39 the phones.

    With ahead it reads a whole utterance, and chunks make no sense.
    """

    def __init__(self, ahead=0):
        super().__init__()
        self.ahead = ahead
        self.patch = nn.Linear(PATCH_FRAMES * PATCH_BANDS, CHANNELS)
        self.front = nn.Linear(PLACES * CHANNELS, WIDTH)
        self.blocks = nn.ModuleList([ResidualBlock(ahead) for _ in range(BLOCKS)])
        self.contexts = nn.ModuleDict({str(i): UtteranceContext() for i in CONTEXTS} if ahead else {})
        self.norm, self.out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, OUTPUTS)
        self.middle_norm, self.middle = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, OUTPUTS)

    def load(self, state):
        """Takes parameters, also those of a causal model: what it never saw begins without influence."""
        for name in [n for n in state if n.endswith(".conv")]:
            state[name] = F.pad(state[name], (0, 0, 0, KERNEL + self.ahead - len(state[name])))
        own = self.state_dict()
        self.load_state_dict({**{n: own[n] for n in own if n.startswith("contexts.")}, **state})
        return self

    def _told(self, i, x, count=None):
        return self.contexts[str(i)](x, count) if str(i) in self.contexts else x

    def fast(self, z, skipped=(), count=None):
        """Training path: (logits, logits of the frame classifier at half depth); the skipped blocks are left out.

        count [B]: output frames that are not padding, all when None.
        """
        x, middle = self.fast_trunk(z, skipped, count)
        return self.out(self.norm(x)), middle

    def fast_trunk(self, z, skipped=(), count=None):
        """As fast, but with what the heads read in the place of the logits: [B, T / 4, WIDTH]."""
        import kernels

        batch, time = z.shape[0], z.shape[1] // STRIDE
        patches = F.pad(z, (0, 0, PATCH_FRAMES - STRIDE, 0)).unfold(1, PATCH_FRAMES, STRIDE)
        patches = patches.unfold(2, PATCH_BANDS, BAND_STEP)
        patches = patches.reshape(batch * time, PLACES, PATCH_FRAMES * PATCH_BANDS)
        x = kernels.Front.apply(patches, self.patch.weight, self.patch.bias, self.front.weight, self.front.bias)
        x, middle = x.view(batch, time, WIDTH), None
        for i, block in enumerate(self.blocks):
            if i not in skipped:
                x = self._told(i, block.fast(x), count)
            if i == BLOCKS // 2:
                middle = self.middle(self.middle_norm(x))
        return x, middle

    def forward(self, z, cache_front, cache_blocks):
        """Streaming path: cache_front [B, 4, 80], cache_blocks [BLOCKS, B, 8, WIDTH], both zeros at the start."""
        seen = torch.cat([cache_front, z], 1)
        weight = self.patch.weight.view(CHANNELS, 1, PATCH_FRAMES, PATCH_BANDS)
        x = F.relu(F.conv2d(seen.unsqueeze(1), weight, self.patch.bias, stride=(STRIDE, BAND_STEP)))
        x = self.front(x.permute(0, 2, 3, 1).flatten(2))
        kept = []
        for i, block in enumerate(self.blocks):
            x, last = block(x, cache_blocks[i])
            x = self._told(i, x)
            kept.append(last)
        return self.out(self.norm(x)), seen[:, -(PATCH_FRAMES - STRIDE) :], torch.stack(kept)


def empty_caches(batch=1):
    """The state at the start of an utterance."""
    return torch.zeros(batch, PATCH_FRAMES - STRIDE, BANDS), torch.zeros(BLOCKS, batch, KERNEL - 1, WIDTH)
