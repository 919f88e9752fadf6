#include "codec.h"

#include <string.h>

uint32_t crc32c(const uint8_t *data, size_t length) {
    static const uint32_t nibbles[16] = { /* of the reflected polynomial 0x82F63B78 */
        0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
        0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
    };
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }

    return ~crc;
}

size_t cobs_encode(const uint8_t *data, size_t length, uint8_t *out) {
    size_t code = 0, at = 1;
    uint8_t run = 1;
    for (size_t i = 0; i < length; i++) {
        if (data[i] != 0) {
            out[at++] = data[i];
            run++;
        }

        if (data[i] == 0 || run == 0xff) {
            out[code] = run;
            if (data[i] != 0 && i + 1 == length) return at; /* a full group at the end needs no empty one behind it */
            code = at++;
            run = 1;
        }
    }

    out[code] = run;
    return at;
}

bool cobs_decode(const uint8_t *data, size_t length, uint8_t *out, size_t room, size_t *decoded) {
    size_t at = 0;
    for (size_t i = 0; i < length;) {
        const size_t run = data[i++];
        if (run == 0 || run - 1 > length - i || run - 1 > room - at) return false;
        if (memchr(data + i, 0, run - 1) != NULL) return false;
        memcpy(out + at, data + i, run - 1);
        at += run - 1;
        i += run - 1;
        if (run == 0xff || i == length) continue;
        if (at == room) return false;
        out[at++] = 0;
    }

    *decoded = at;
    return length > 0;
}

size_t frame_encode(const frame *frame, uint8_t *out) {
    uint8_t plain[MOST_FRAME] = { frame->version, frame->type, frame->sequence };
    size_t length = 3;
    memcpy(plain + length, frame->payload, frame->length);
    length += frame->length;
    put_u32(plain + length, crc32c(plain, length));
    const size_t encoded = cobs_encode(plain, length + 4, out);
    out[encoded] = 0;
    return encoded + 1;
}

static received frame_decode(const uint8_t *encoded, size_t length, frame *frame) {
    uint8_t plain[MOST_FRAME];
    size_t decoded;
    if (!cobs_decode(encoded, length, plain, sizeof plain, &decoded) || decoded < 3 + 4) return RECEIVED_DAMAGED;
    if (get_u32(plain + decoded - 4) != crc32c(plain, decoded - 4)) return RECEIVED_DAMAGED;
    if (plain[0] == 0 || plain[1] == 0 || plain[2] == 0) return RECEIVED_DAMAGED;
    frame->version = plain[0];
    frame->type = plain[1];
    frame->sequence = plain[2];
    frame->length = (uint8_t)(decoded - 3 - 4);
    memset(frame->payload, 0, sizeof frame->payload);
    memcpy(frame->payload, plain + 3, frame->length);
    return RECEIVED_FRAME;
}

received receiver_take(receiver *receiver, uint8_t byte, frame *frame) {
    if (byte != 0) {
        if (receiver->length < MOST_FRAME + 1) receiver->bytes[receiver->length++] = byte;
        else receiver->overflowed = true;
        return RECEIVED_NOTHING;
    }

    const size_t length = receiver->length;
    const bool overflowed = receiver->overflowed;
    receiver->length = 0;
    receiver->overflowed = false;
    if (overflowed) return RECEIVED_OVERSIZED;
    return length == 0 ? RECEIVED_NOTHING : frame_decode(receiver->bytes, length, frame);
}
