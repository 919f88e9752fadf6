/* The receiver of frames: any bytes; what is received encodes to what it was decoded from, and COBS is its own inverse. */
#include "codec.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds) abort();
}

static void frames_come_back(const uint8_t *data, size_t size) {
    receiver receiver = { 0 };
    frame frame, again;
    for (size_t i = 0; i < size; i++) {
        if (receiver_take(&receiver, data[i], &frame) != RECEIVED_FRAME) continue;
        uint8_t encoded[MOST_ENCODED];
        struct receiver second = { 0 };
        const size_t length = frame_encode(&frame, encoded);
        check(length <= sizeof encoded && encoded[length - 1] == 0 && memchr(encoded, 0, length - 1) == NULL);
        received last = RECEIVED_NOTHING;
        for (size_t k = 0; k < length; k++) last = receiver_take(&second, encoded[k], &again);
        check(last == RECEIVED_FRAME && memcmp(&frame, &again, sizeof frame) == 0);
    }
}

static void cobs_comes_back(const uint8_t *data, size_t size) {
    uint8_t encoded[1100], decoded[1024];
    size_t length;
    if (size > sizeof decoded) return;
    const size_t written = cobs_encode(data, size, encoded);
    check(written <= size + 1 + size / 254 && memchr(encoded, 0, written) == NULL);
    check(cobs_decode(encoded, written, decoded, size, &length) && length == size && memcmp(decoded, data, size) == 0);
    if (cobs_decode(data, size, decoded, size, &length)) check(length <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    frames_come_back(data, size);
    cobs_comes_back(data, size);
    return 0;
}
