"""A second head on the trunk of the acoustic model: the expert's states without a context, every 10 ms."""
import torch
from torch import nn
from torch.nn import functional as F

from model import STRIDE, WIDTH, AcousticModel

STATES = 3 * 42  # 3 * phone + place, phones in the order of the expert's tables
DELAY = 8  # 10 ms frames that a state is told after its own: 80 to 110 ms of what follows have been heard


class StatesModel(AcousticModel):
    """The acoustic model with both heads; what it was without the second is left as it is."""

    def __init__(self, ahead=0):
        super().__init__(ahead)
        self.states_norm = nn.LayerNorm(WIDTH)
        self.states = nn.Parameter(torch.randn(STRIDE, STATES, WIDTH) * 0.1 * WIDTH**-0.5)  # three axes: it steps by AdamW, as heads do
        self.states_bias = nn.Parameter(torch.zeros(STRIDE, STATES))

    def both(self, z, count=None):
        """Training path: (logits [B, T / 4, 40], those of the classifier at half depth, logits of the states [B, T, STATES])."""
        x, middle = self.fast_trunk(z, count=count)
        return self.out(self.norm(x)), middle, self.second(x)

    def second(self, x):
        """What the trunk gives [B, T / 4, WIDTH] -> logits of the states [B, T, STATES]."""
        states = F.linear(self.states_norm(x), self.states.view(-1, WIDTH), self.states_bias.view(-1))
        return states.view(len(x), -1, STATES)

    def parts(self):
        """(parameters of the acoustic model alone, those of the second head), each as a state to load."""
        state = self.state_dict()
        second = {name: value for name, value in state.items() if name.startswith("states")}
        return {name: value for name, value in state.items() if name not in second}, second

    def load(self, state):
        """Takes parameters of either or both; a head that is not there begins anew."""
        own = self.parts()[1]
        return super().load({**own, **state})


def state_losses(logits, states, shares):
    """Cross-entropy of every frame: logits [B, T, STATES], states [B, T, 8] their numbers, shares [B, T, 8] adding up to one, or to
    nothing where there is no target -> [B, T].
    """
    return -(torch.log_softmax(logits, -1).gather(-1, states) * shares).sum(-1)
