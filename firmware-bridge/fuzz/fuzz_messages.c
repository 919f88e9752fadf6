/* Both ends of the link: any sequence of frames, each with a right check sum, at any time. Input: steps of [milliseconds, length, bytes];
 * where the highest bit of the length is set, the bytes go onto the line as they are. */
#include "mcu_link.h"
#include "mcu_model.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MS INT64_C(1000000)

static void check(bool holds) {
    if (!holds) abort();
}

/* A frame of these bytes, with its check sum. */
static size_t wrap(const uint8_t *bytes, size_t length, uint8_t *out) {
    frame frame = { 0 };
    if (length < 3) return 0;
    frame.version = bytes[0];
    frame.type = bytes[1];
    frame.sequence = bytes[2];
    frame.length = (uint8_t)(length - 3 < MOST_PAYLOAD ? length - 3 : MOST_PAYLOAD);
    memcpy(frame.payload, bytes + 3, frame.length);
    return frame_encode(&frame, out);
}

static void look_at(const mcu_link *link, const mcu_model *model, int64_t now_ns) {
    check(link->out_length <= sizeof link->out && model->out_length <= sizeof model->out);
    check(link->event_count <= LINK_EVENTS && link->version >= 0 && link->version <= PROTOCOL_HIGHEST);
    const int32_t battery = link->status.battery_percent;
    check(battery == EB_UNKNOWN || (battery >= 0 && battery <= 100));
    check(link_next_ns(link) <= now_ns + EB_SILENCE_MS * MS);
    check(model->slot >= 1 && model->slot <= 2 && model->tries >= 0 && model->tries <= 15);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static mcu_link link;
    static mcu_model model;
    eb_guard *guard;
    eb_mcu_event event;
    int64_t now = 1000 * MS;
    if (eb_guard_open(EB_WITNESS_MCU, &guard) != EB_OK) return 0;
    link_begin(&link, guard, 1500, 0x12345677, now); /* its first HELLO has the nonce of the corpus */
    link.wanted = EB_PART_CAMERA | EB_PART_MICROPHONE;
    memset(&model, 0, sizeof model);
    model.body = mcu_body_at_rest();
    model_boot(&model, 0, 0xcafe0001, EB_RESET_POWER);
    while (size >= 2) {
        uint8_t line[MOST_ENCODED + 128];
        now += data[0] * MS;
        size_t length = data[1] & 0x7f;
        const bool raw = (data[1] & 0x80) != 0;
        if (length > size - 2) length = size - 2;
        const size_t wrapped = raw ? length : wrap(data + 2, length, line);
        if (raw) memcpy(line, data + 2, length);
        link_tick(&link, now);
        link_receive(&link, line, wrapped, now);
        model_receive(&model, line, wrapped, now / 1000);
        model_step(&model, now / 1000);
        look_at(&link, &model, now);
        link_sent(&link, link.out_length);
        model.out_length = 0;
        while (link_take_event(&link, now, &event)) check(event.kind >= 1 && event.kind <= EB_EVENT_LOST && event.value >= 1);
        (void)link_take_trouble(&link);
        data += 2 + length;
        size -= 2 + length;
    }

    eb_guard_close(guard);
    return 0;
}
