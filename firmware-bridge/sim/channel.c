#include "channel.h"

uint64_t channel_random(uint64_t *random) {
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    return *random * UINT64_C(2685821657736338717);
}

double channel_chance(uint64_t *random) { return (double)(channel_random(random) >> 11) / 9007199254740992.0; }

static uint8_t changed(uint64_t *random) { return (uint8_t)(1 + channel_random(random) % 255); }

size_t channel_pass(channel *channel, const uint8_t *in, size_t length, uint8_t *out, size_t room) {
    size_t at = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = in[i];
        const int ends = byte == 0;
        if (channel->noise > 0 && channel_chance(&channel->random) < channel->noise) byte ^= changed(&channel->random);
        if (!channel->losing && at < room) out[at++] = byte;
        const int framed = channel->framed;
        channel->framed = !ends;
        if (!ends) continue;
        channel->losing = channel->loss > 0 && channel_chance(&channel->random) < channel->loss;
        for (size_t g = 0; framed && g < channel->garbage && at < room; g++) out[at++] = (uint8_t)channel_random(&channel->random);
    }

    return at;
}
