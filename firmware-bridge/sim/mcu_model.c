#include "mcu_model.h"

#include <string.h>

enum { /* PROTOCOL.md "Messages" */
    SAYS_HELLO = 0x01, SAYS_ACK = 0x02, SAYS_PING = 0x03, SAYS_WANT = 0x10, SAYS_PROVE = 0x11, SAYS_WATCHDOG = 0x12, SAYS_SLOT = 0x13,
    SAYS_GOOD = 0x14, SAYS_HELLO_OK = 0x81, SAYS_PONG = 0x83, SAYS_HELLO_NO = 0x84, SAYS_STATUS = 0x90, SAYS_PROOF = 0x91, SAYS_EVENT = 0x92
};

mcu_body mcu_body_at_rest(void) {
    return (mcu_body){
        .switch_on = true, .worn = true, .battery = 80, .charge = 1, .millivolt = 3900, .board = 3150, .skin = 3300, .cover = 3,
        .newest_version = 2,
    };
}

void model_boot(mcu_model *model, int64_t now_us, uint32_t boot, int reset) {
    const mcu_body body = model->body;
    const int slot = model->slot == 0 ? 1 : model->slot, tries = model->tries;
    memset(model, 0, sizeof *model);
    model->body = body;
    model->slot = slot;
    model->tries = tries;
    model->boot = boot;
    model->reset = reset;
    interlock_begin(&model->lock, now_us);
}

static void say(mcu_model *model, int version, uint8_t type, uint8_t sequence, const uint8_t *payload, size_t length) {
    frame frame = { (uint8_t)version, type, sequence, (uint8_t)length, { 0 } };
    memcpy(frame.payload, payload, length);
    if (model->out_length + 1 + MOST_ENCODED > sizeof model->out) return;
    model->out[model->out_length++] = 0;
    model->out_length += frame_encode(&frame, model->out + model->out_length);
}

static void acknowledge(mcu_model *model, uint8_t sequence, uint8_t result) {
    const uint8_t payload[2] = { sequence, result };
    say(model, model->version, SAYS_ACK, 1, payload, sizeof payload);
}

static void measure(mcu_model *model, int64_t now_us) {
    const mcu_body *body = &model->body;
    const interlock_inputs in = {
        .now_us = now_us, .light_steady = body->light_burns && !body->light_dropped,
        .camera_wanted = (model->wanted & 1) != 0, .microphone_wanted = (model->wanted & 2) != 0,
        .lease_runs = now_us < model->lease_until_us,
        .switch_on = body->switch_on, .folded = body->folded, .hot = body->hot, .battery_low = body->battery_low,
    };
    interlock_step(&model->lock, &in);
    model->body.light_dropped = false;
}

static void put_gate(uint8_t *p, bool open, int reason, uint32_t epoch) {
    p[0] = open ? 1 : 2;
    p[1] = (uint8_t)reason;
    put_u32(p + 2, epoch);
}

static void prove(mcu_model *model, const frame *asked, int64_t now_us) {
    uint8_t payload[21];
    const interlock *lock = &model->lock;
    measure(model, now_us); /* begun after PROVE came */
    memcpy(payload, asked->payload, 4);
    put_u32(payload + 4, model->boot);
    put_gate(payload + 8, lock->camera_gate, lock->camera_reason, lock->light_epoch);
    put_gate(payload + 14, lock->microphone_gate, lock->microphone_reason, lock->sound_epoch);
    payload[20] = (uint8_t)model->body.cover;
    say(model, model->version, SAYS_PROOF, 1, payload, sizeof payload);
}

static void greet(mcu_model *model, const frame *hello, int64_t now_us) {
    const uint8_t *p = hello->payload;
    uint8_t payload[12];
    if (hello->length < 6 || p[0] == 0 || p[1] < p[0] || get_u32(p + 2) == 0) return;
    if (p[0] > model->body.newest_version) {
        payload[0] = 1;
        payload[1] = (uint8_t)model->body.newest_version;
        memcpy(payload + 2, p + 2, 4);
        say(model, 1, SAYS_HELLO_NO, 1, payload, 6);
        return;
    }

    model->version = p[1] < model->body.newest_version ? p[1] : model->body.newest_version;
    model->wanted = 0;
    model->last_command = 0;
    model->status_us = now_us;
    payload[0] = (uint8_t)model->version;
    memcpy(payload + 1, p + 2, 4);
    put_u32(payload + 5, model->boot);
    put_u16(payload + 9, 0x0103);
    payload[11] = (uint8_t)model->reset;
    say(model, 1, SAYS_HELLO_OK, 1, payload, sizeof payload);
}

/* 1 done, 2 refused, 3 unknown. */
static uint8_t carry_out(mcu_model *model, const frame *order, int64_t now_us) {
    const uint8_t *p = order->payload;
    switch (order->type) {
        case SAYS_WANT:
            if (order->length < 3 || (p[0] & ~3) != 0 || get_u16(p + 1) == 0) return 2;
            model->wanted = p[0];
            model->lease_us = get_u16(p + 1) * INT64_C(1000);
            model->lease_until_us = now_us + model->lease_us;
            return 1;
        case SAYS_WATCHDOG:
            if (order->length < 2 || get_u16(p) < 1000) return 2;
            model->watchdog_us = get_u16(p) * INT64_C(1000);
            model->watchdog_until_us = now_us + model->watchdog_us;
            return 1;
        case SAYS_SLOT:
            if (order->length < 2 || p[0] < 1 || p[0] > 2 || p[1] < 1 || p[1] > 15) return 2;
            model->slot = p[0];
            model->tries = p[1];
            return 1;
        case SAYS_GOOD: model->tries = 0; return 1;
        default: return 3;
    }
}

static void command(mcu_model *model, const frame *order, int64_t now_us) {
    if (order->sequence != model->last_command) {
        model->last_command = order->sequence;
        model->last_result = carry_out(model, order, now_us);
        model->commands_done++;
    }

    acknowledge(model, order->sequence, model->last_result);
}

static void next_event(mcu_model *model) {
    if (model->event_count == 0) return;
    memmove(model->events, model->events + 1, --model->event_count * sizeof *model->events);
    model->event_attempt = 0;
}

static void heard(mcu_model *model, const frame *frame, int64_t now_us) {
    if (frame->version == 1 && frame->type == SAYS_HELLO) {
        greet(model, frame, now_us);
    } else if (frame->version == 1 && frame->type == SAYS_PING && frame->length >= 4) {
        uint8_t payload[8];
        memcpy(payload, frame->payload, 4);
        put_u32(payload + 4, model->boot);
        say(model, 1, SAYS_PONG, 1, payload, sizeof payload);
    } else if (model->version == 0 || frame->version != model->version) {
        return;
    } else if (frame->type == SAYS_PROVE && model->version >= 2 && frame->length >= 4 && get_u32(frame->payload) != 0) {
        prove(model, frame, now_us);
    } else if (frame->type == SAYS_ACK && frame->length >= 2) {
        if (model->event_attempt > 0 && frame->payload[0] == model->event_sequence) next_event(model);
    } else {
        command(model, frame, now_us);
    }

    model->lease_until_us = now_us + model->lease_us;
}

void model_receive(mcu_model *model, const uint8_t *bytes, size_t length, int64_t now_us) {
    frame frame;
    for (size_t i = 0; i < length; i++) {
        if (receiver_take(&model->receiver, bytes[i], &frame) == RECEIVED_FRAME) heard(model, &frame, now_us);
    }
}

static uint8_t light_code(const mcu_model *model) {
    if (model->lock.phase == BROKEN) return 3;
    return model->body.light_burns ? 1 : 2;
}

static void tell_status(mcu_model *model, int64_t now_us) {
    const mcu_body *body = &model->body;
    const uint8_t news[6] = {
        body->folded ? 2 : 1, body->worn ? 1 : 2, body->switch_on ? 1 : 2, (uint8_t)body->charge, light_code(model), 0,
    };
    if (model->version == 0 || (now_us < model->status_us && memcmp(news, model->told, sizeof news) == 0)) return;
    memcpy(model->told, news, sizeof news);
    model->status_us = now_us + 1000000;
    uint8_t payload[15] = { (uint8_t)body->battery, (uint8_t)body->charge };
    put_u16(payload + 2, (uint16_t)body->millivolt);
    put_u16(payload + 4, (uint16_t)(int16_t)body->board);
    put_u16(payload + 6, (uint16_t)(int16_t)body->skin);
    memcpy(payload + 8, news, 3);
    payload[11] = news[4];
    payload[12] = model->watchdog_us != 0 ? 1 : 2;
    payload[13] = (uint8_t)model->slot;
    payload[14] = (uint8_t)model->tries;
    say(model, model->version, SAYS_STATUS, 1, payload, model->version >= 2 ? 15 : 14);
}

void model_event(mcu_model *model, int kind, int value) {
    if (model->event_count == MODEL_EVENTS) return; /* its state stands in the next STATUS */
    model->events[model->event_count].kind = (uint8_t)kind;
    model->events[model->event_count++].value = (uint8_t)value;
}

static void tell_events(mcu_model *model, int64_t now_us) {
    if (model->version == 0 || model->event_count == 0 || (model->event_attempt > 0 && now_us < model->event_us)) return;
    if (model->event_attempt == 5) {
        next_event(model);
        return;
    }

    if (model->event_attempt == 0) model->event_sequence = model->event_sequence == 255 ? 1 : model->event_sequence + 1;
    const uint8_t payload[2] = { model->events[0].kind, model->events[0].value };
    say(model, model->version, SAYS_EVENT, model->event_sequence, payload, sizeof payload);
    model->event_us = now_us + (INT64_C(30000) << model->event_attempt);
    model->event_attempt++;
}

void model_step(mcu_model *model, int64_t now_us) {
    measure(model, now_us);
    tell_status(model, now_us);
    tell_events(model, now_us);
    if (model->watchdog_us != 0 && now_us >= model->watchdog_until_us) model->bitten = true;
}

bool model_camera_gate(const mcu_model *model) {
    return model->lock.camera_gate || (model->body.gate_early && model->lock.phase == LIGHTING);
}

bool model_microphone_gate(const mcu_model *model) { return model->lock.microphone_gate; }
