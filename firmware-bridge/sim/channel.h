/* A line with faults, PROTOCOL.md "Fault model". */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stddef.h>
#include <stdint.h>

typedef struct channel {
    double loss, noise;   /* of frames, of bytes: 0 … 1 */
    size_t garbage;       /* bytes behind each frame */
    uint64_t random;      /* not 0 */
    int losing, framed; /* within a lost frame; within any */
} channel;

uint64_t channel_random(uint64_t *random); /* xorshift64* */
double channel_chance(uint64_t *random);   /* 0 … 1 */

/* Gives how many bytes came through, at most `room`. */
size_t channel_pass(channel *channel, const uint8_t *in, size_t length, uint8_t *out, size_t room);

#endif
