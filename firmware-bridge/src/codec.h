/* Bytes of the link: CRC-32C, COBS, frames. PROTOCOL.md "Frame". Pure; no state but what is passed. */
#ifndef CODEC_H
#define CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_PAYLOAD 56u
#define MOST_FRAME (3u + MOST_PAYLOAD + 4u)
#define MOST_ENCODED (MOST_FRAME + 1u + 1u) /* one byte of COBS for up to 254, and the delimiter */

typedef struct frame {
    uint8_t version, type, sequence, length;
    uint8_t payload[MOST_PAYLOAD];
} frame;

typedef enum received { RECEIVED_NOTHING, RECEIVED_FRAME, RECEIVED_DAMAGED, RECEIVED_OVERSIZED } received;

typedef struct receiver { /* zeroed is empty */
    uint8_t bytes[MOST_ENCODED];
    size_t length;
    bool overflowed;
} receiver;

uint32_t crc32c(const uint8_t *data, size_t length);

/* Writes at most length + 1 + length / 254 bytes, without a delimiter; gives how many. */
size_t cobs_encode(const uint8_t *data, size_t length, uint8_t *out);

/* False when it is no COBS or longer than `room`. */
bool cobs_decode(const uint8_t *data, size_t length, uint8_t *out, size_t room, size_t *decoded);

/* Into at most MOST_ENCODED bytes with the delimiter; gives how many. */
size_t frame_encode(const frame *frame, uint8_t *out);

/* Takes one byte of the line. `frame` is written with RECEIVED_FRAME only. */
received receiver_take(receiver *receiver, uint8_t byte, frame *frame);

static inline uint16_t get_u16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
static inline uint32_t get_u32(const uint8_t *p) { return get_u16(p) | (uint32_t)get_u16(p + 2) << 16; }
static inline int16_t get_i16(const uint8_t *p) { return (int16_t)get_u16(p); }
static inline void put_u16(uint8_t *p, uint16_t v) { p[0] = (uint8_t)v; p[1] = (uint8_t)(v >> 8); }
static inline void put_u32(uint8_t *p, uint32_t v) { put_u16(p, (uint16_t)v); put_u16(p + 2, (uint16_t)(v >> 16)); }

#endif
