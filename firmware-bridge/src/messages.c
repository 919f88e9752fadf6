#include "messages.h"

static bool in(int value, int least, int most) { return least <= value && value <= most; }

bool read_hello_ok(const frame *frame, hello_ok *message) {
    const uint8_t *p = frame->payload;
    if (frame->length < 12 || !in(p[0], PROTOCOL_LOWEST, PROTOCOL_HIGHEST) || !in(p[11], EB_RESET_POWER, EB_RESET_SOFTWARE)) return false;
    *message = (hello_ok){ p[0], get_u32(p + 1), get_u32(p + 5), get_u16(p + 9), p[11] };
    return message->nonce != 0 && message->boot != 0;
}

bool read_hello_no(const frame *frame, uint32_t *nonce) {
    if (frame->length < 6 || frame->payload[0] == 0 || frame->payload[1] < frame->payload[0]) return false;
    *nonce = get_u32(frame->payload + 2);
    return *nonce != 0;
}

bool read_pong(const frame *frame, answer *message) {
    if (frame->length < 8) return false;
    *message = (answer){ get_u32(frame->payload), get_u32(frame->payload + 4) };
    return message->nonce != 0 && message->boot != 0;
}

static bool read_gate(const uint8_t *p, gate_proof *gate) {
    if (!in(p[0], 1, 2) || !in(p[1], EB_REASON_OPEN, EB_REASON_BATTERY_LOW) || (p[0] == 1) != (p[1] == EB_REASON_OPEN)) return false;
    *gate = (gate_proof){ p[0] == 1, p[1], get_u32(p + 2) };
    return gate->epoch != 0;
}

bool read_proof(const frame *frame, answer *answer, proof *proof) {
    const uint8_t *p = frame->payload;
    if (frame->length < 21 || !in(p[20], EB_COVER_SEEN, EB_COVER_NO_SENSOR)) return false;
    if (!read_pong(frame, answer) || !read_gate(p + 8, &proof->light) || !read_gate(p + 14, &proof->sound)) return false;
    proof->cover = p[20];
    return true;
}

bool read_ack(const frame *frame, uint8_t *sequence, uint8_t *result) {
    if (frame->length < 2 || frame->payload[0] == 0 || !in(frame->payload[1], DONE, NOT_KNOWN)) return false;
    *sequence = frame->payload[0];
    *result = frame->payload[1];
    return true;
}

bool read_event(const frame *frame, eb_mcu_event *event) {
    static const uint8_t most[] = { 0, 2, 5, 2, 2, 2, 4, 3 }; /* highest value of each eb_event_kind */
    if (frame->length < 2 || !in(frame->payload[0], EB_EVENT_BUTTON, EB_EVENT_LIGHT)) return false;
    if (!in(frame->payload[1], 1, most[frame->payload[0]])) return false;
    event->kind = frame->payload[0];
    event->value = frame->payload[1];
    return true;
}

typedef struct bounded { int32_t value, least, most, unknown; } bounded;

static int32_t plausible(bounded field, int *wrong) {
    if (in(field.value, field.least, field.most)) return field.value;
    if (field.value != field.unknown) ++*wrong;
    return EB_UNKNOWN;
}

/* 1 and 2 of the wire are yes and no. */
static int32_t yes(uint8_t value, int *wrong) {
    const int32_t known = plausible((bounded){ value, 1, 2, -1 }, wrong);
    return known == EB_UNKNOWN ? EB_UNKNOWN : known == 1;
}

static int32_t no(uint8_t value, int *wrong) {
    const int32_t known = yes(value, wrong);
    return known == EB_UNKNOWN ? EB_UNKNOWN : !known;
}

int read_status(const frame *frame, eb_mcu_status *status) {
    const uint8_t *p = frame->payload;
    if (frame->length < (frame->version >= 2 ? 15 : 14)) return -1;
    int wrong = 0;
    status->battery_percent = plausible((bounded){ p[0], 0, 100, 255 }, &wrong);
    status->charge = plausible((bounded){ p[1], EB_CHARGE_NONE, EB_CHARGE_FAULT, -1 }, &wrong);
    status->battery_millivolt = plausible((bounded){ get_u16(p + 2), 2000, 5000, 0xffff }, &wrong);
    status->board_centicelsius = plausible((bounded){ get_i16(p + 4), -4000, 12500, INT16_MIN }, &wrong);
    status->skin_centicelsius = plausible((bounded){ get_i16(p + 6), -4000, 12500, INT16_MIN }, &wrong);
    status->folded = no(p[8], &wrong);
    status->worn = yes(p[9], &wrong);
    status->switch_on = yes(p[10], &wrong);
    status->light = plausible((bounded){ p[11], EB_LIGHT_ON, EB_LIGHT_BROKEN, -1 }, &wrong);
    status->watchdog_armed = yes(p[12], &wrong);
    status->slot = plausible((bounded){ p[13], 1, 2, -1 }, &wrong);
    status->tries_left = frame->version < 2 ? EB_UNKNOWN : plausible((bounded){ p[14], 0, 15, -1 }, &wrong);
    return wrong;
}
