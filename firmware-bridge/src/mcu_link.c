#include "mcu_link.h"

#include <string.h>

#define MS INT64_C(1000000)
#define HELLO_EVERY (200 * MS)
#define PING_EVERY (500 * MS)
#define PROVE_CAMERA_EVERY (20 * MS)
#define PROVE_SOUND_EVERY (100 * MS)
#define FIRST_RETRY_MS 30
#define GUARD_ZERO_AFTER (10 * MS)

static int32_t *status_values(eb_mcu_status *status) { return &status->battery_percent; }

void link_begin(mcu_link *link, eb_guard *guard, uint32_t lease_ms, uint32_t nonce, int64_t now_ns) {
    memset(link, 0, sizeof *link);
    link->guard = guard;
    link->lease_ms = lease_ms;
    link->nonce = nonce;
    link->heard_ns = link->hello_ns = now_ns;
    link->sent_ns = now_ns - GUARD_ZERO_AFTER;
    link->next_sequence = 1;
    const size_t values = (sizeof link->status - offsetof(eb_mcu_status, battery_percent)) / sizeof(int32_t);
    for (size_t i = 0; i < values; i++) status_values(&link->status)[i] = EB_UNKNOWN;
}

static uint32_t next_nonce(mcu_link *link) {
    if (++link->nonce == 0) link->nonce = 1;
    return link->nonce;
}

/* A frame that finds no room is dropped whole: whatever matters is repeated. */
static void send(mcu_link *link, uint8_t version, uint8_t type, uint8_t sequence, const uint8_t *payload, size_t length, int64_t now_ns) {
    frame frame = { version, type, sequence, (uint8_t)length, { 0 } };
    if (length > 0) memcpy(frame.payload, payload, length);
    if (link->out_length + 1 + MOST_ENCODED > sizeof link->out) return;
    if (now_ns - link->sent_ns >= GUARD_ZERO_AFTER) link->out[link->out_length++] = 0;
    link->out_length += frame_encode(&frame, link->out + link->out_length);
    link->sent_ns = now_ns;
}

static void send_nonce(mcu_link *link, uint8_t version, uint8_t type, uint32_t nonce, int64_t now_ns) {
    uint8_t payload[4];
    put_u32(payload, nonce);
    send(link, version, type, 1, payload, sizeof payload, now_ns);
}

static void put_event(mcu_link *link, int kind, int value, int64_t now_ns) {
    if (link->event_count == LINK_EVENTS) { /* the oldest is lost, and said to be */
        link->first_event = (link->first_event + 1) % LINK_EVENTS;
        link->event_count--;
        link->lost_events++;
        link->counters.lost_events++;
    }

    link->events[(link->first_event + link->event_count++) % LINK_EVENTS] = (eb_mcu_event){ now_ns, kind, value };
}

bool link_take_event(mcu_link *link, int64_t now_ns, eb_mcu_event *event) {
    if (link->event_count == 0) return false;
    if (link->lost_events > 0) {
        *event = (eb_mcu_event){ now_ns, EB_EVENT_LOST, link->lost_events < 255 ? link->lost_events : 255 };
        link->lost_events = 0;
        return true;
    }

    *event = link->events[link->first_event];
    link->first_event = (link->first_event + 1) % LINK_EVENTS;
    link->event_count--;
    return true;
}

int link_take_trouble(mcu_link *link) {
    if (link->too_old) {
        link->too_old = false;
        return EB_E_MCU_TOO_OLD;
    }

    const bool silent = link->silent;
    link->silent = false;
    return silent ? EB_E_MCU_SILENT : EB_OK;
}

/* Nothing is agreed upon and nothing proven any more. */
static void part(mcu_link *link, int64_t now_ns) {
    link->version = 0;
    link->hello_nonce = 0;
    link->hello_ns = now_ns;
    memset(link->awaited, 0, sizeof link->awaited);
    guard_forget(link->guard);
}

void link_cut(mcu_link *link, int64_t now_ns) {
    part(link, now_ns);
    link->receiver.length = 0;
    link->receiver.overflowed = false;
    link->out_length = 0;
    link->heard_ns = now_ns;
}

static void end_command(mcu_link *link, int result) {
    link->command.active = false;
    link->command.result = result;
    if (link->command.type == WANT && result == EB_E_MCU_NO_ANSWER) link->ask_again = true;
}

void link_command_begin(mcu_link *link, uint8_t type, const uint8_t *payload, size_t length, int64_t now_ns) {
    link_command *command = &link->command;
    memset(command, 0, sizeof *command);
    command->active = true;
    command->type = type;
    command->length = (uint8_t)length;
    if (length > 0) memcpy(command->payload, payload, length);
    command->sequence = link->next_sequence;
    link->next_sequence = link->next_sequence == 255 ? 1 : link->next_sequence + 1;
    command->next_ns = now_ns + (link->version == 0 ? 930 * MS : 0); /* not greeted: it may still come in that time */
}

void link_want(mcu_link *link, uint32_t parts, int64_t now_ns) {
    uint8_t payload[3] = { (uint8_t)parts };
    put_u16(payload + 1, (uint16_t)link->lease_ms);
    link->wanted = parts;
    link->ask_again = false;
    link_command_begin(link, WANT, payload, sizeof payload, now_ns);
}

static void reboot_seen(mcu_link *link, int64_t now_ns) {
    link->counters.reboots++;
    link->rebooted = true;
    part(link, now_ns);
}

static void greeted(mcu_link *link, const hello_ok *hello, int64_t now_ns) {
    if (link->boot != 0 && link->boot != hello->boot && !link->rebooted) reboot_seen(link, now_ns);
    link->hello_nonce = 0;
    link->version = hello->version;
    link->boot = hello->boot;
    link->last_event = 0;
    link->ping_ns = now_ns + PING_EVERY;
    link->prove_ns = now_ns;
    link->status.protocol = hello->version;
    link->status.firmware = hello->firmware;
    link->status.reset = hello->reset;
    link->ask_again = link->wanted != 0 && hello->version >= PROTOCOL_WITH_PROOFS;
    if (link->wanted != 0 && !link->ask_again) link->too_old = true;
    put_event(link, link->rebooted ? EB_EVENT_REBOOTED : EB_EVENT_CONNECTED, link->rebooted ? hello->reset : hello->version, now_ns);
    link->rebooted = false;
    if (link->command.active) link->command.next_ns = now_ns;
}

static void take_proof(mcu_link *link, uint32_t nonce, proof *proof, int64_t now_ns) {
    for (size_t i = 0; i < LINK_PROOFS_AWAITED; i++) {
        if (link->awaited[i].nonce != nonce) continue;
        proof->asked_ns = link->awaited[i].asked_ns;
        proof->answered_ns = now_ns;
        link->awaited[i].nonce = 0;
        link->counters.proofs++;
        guard_take(link->guard, proof);
        return;
    }
}

static void take_event(mcu_link *link, const frame *frame, eb_mcu_event *event, int64_t now_ns) {
    const uint8_t ack[2] = { frame->sequence, DONE };
    send(link, (uint8_t)link->version, ACK, 1, ack, sizeof ack, now_ns);
    if (frame->sequence == link->last_event) {
        link->counters.repeats++;
        return;
    }

    link->last_event = frame->sequence;
    if (event->kind == EB_EVENT_SWITCH && event->value == 2) guard_shut_sound(link->guard, EB_REASON_SWITCH_OFF);
    put_event(link, event->kind, event->value, now_ns);
}

static bool take_ack(mcu_link *link, const frame *frame) {
    uint8_t sequence, result;
    if (!read_ack(frame, &sequence, &result)) return false;
    if (!link->command.active || link->command.attempt == 0 || sequence != link->command.sequence) return true; /* late */
    end_command(link, result == DONE ? EB_OK : result == REFUSED ? EB_E_MCU_REFUSED : EB_E_MCU_TOO_OLD);
    return true;
}

/* False: unknown or of a wrong length. */
static bool take_agreed(mcu_link *link, const frame *frame, int64_t now_ns) {
    eb_mcu_event event;
    proof proof;
    answer answer;
    int wrong;
    if (frame->version != link->version) return false;
    switch (frame->type) {
        case ACK: return take_ack(link, frame);
        case EVENT:
            if (!read_event(frame, &event)) return false;
            take_event(link, frame, &event, now_ns);
            return true;
        case PROOF:
            if (link->version < PROTOCOL_WITH_PROOFS || !read_proof(frame, &answer, &proof)) return false;
            if (answer.boot != link->boot) reboot_seen(link, now_ns);
            else take_proof(link, answer.nonce, &proof, now_ns);
            return true;
        case STATUS:
            wrong = read_status(frame, &link->status);
            if (wrong < 0) return false;
            link->counters.implausible += (uint64_t)wrong;
            link->status.at_ns = now_ns;
            return true;
        default: return false;
    }
}

static bool take_frame(mcu_link *link, const frame *frame, int64_t now_ns) {
    hello_ok hello;
    answer answer;
    uint32_t nonce;
    switch (frame->version == 1 ? frame->type : STATUS) { /* those that bear version 1 for ever */
        case HELLO_OK:
            if (!read_hello_ok(frame, &hello)) return false;
            if (hello.nonce == link->hello_nonce) greeted(link, &hello, now_ns);
            return true;
        case HELLO_NO:
            if (!read_hello_no(frame, &nonce)) return false;
            if (nonce == link->hello_nonce) link->too_old = true;
            return true;
        case PONG:
            if (!read_pong(frame, &answer)) return false;
            if (link->version != 0 && answer.boot != link->boot) reboot_seen(link, now_ns);
            return true;
        default: return take_agreed(link, frame, now_ns);
    }
}

void link_receive(mcu_link *link, const uint8_t *bytes, size_t length, int64_t now_ns) {
    frame frame;
    link->counters.bytes += length;
    for (size_t i = 0; i < length; i++) {
        switch (receiver_take(&link->receiver, bytes[i], &frame)) {
            case RECEIVED_NOTHING: break;
            case RECEIVED_DAMAGED: link->counters.damaged++; break;
            case RECEIVED_OVERSIZED: link->counters.oversized++; break;
            case RECEIVED_FRAME:
                link->counters.frames++;
                if (take_frame(link, &frame, now_ns)) link->heard_ns = now_ns;
                else link->counters.alien++;
                break;
        }
    }
}

static void greet(mcu_link *link, int64_t now_ns) {
    uint8_t payload[6] = { PROTOCOL_LOWEST, PROTOCOL_HIGHEST };
    link->hello_nonce = next_nonce(link);
    put_u32(payload + 2, link->hello_nonce);
    send(link, 1, HELLO, 1, payload, sizeof payload, now_ns);
    link->hello_ns = now_ns + HELLO_EVERY;
}

static void attempt(mcu_link *link, int64_t now_ns) {
    link_command *command = &link->command;
    if (link->version == 0 || command->attempt == EB_ATTEMPTS) {
        end_command(link, EB_E_MCU_NO_ANSWER);
        return;
    }

    if (command->attempt > 0) link->counters.retries++;
    send(link, (uint8_t)link->version, command->type, command->sequence, command->payload, command->length, now_ns);
    command->next_ns = now_ns + ((int64_t)FIRST_RETRY_MS << command->attempt) * MS;
    command->attempt++;
}

static void prove(mcu_link *link, int64_t now_ns) {
    const uint32_t nonce = next_nonce(link);
    link->awaited[link->next_awaited].nonce = nonce;
    link->awaited[link->next_awaited].asked_ns = now_ns;
    link->next_awaited = (link->next_awaited + 1) % LINK_PROOFS_AWAITED;
    send_nonce(link, (uint8_t)link->version, PROVE, nonce, now_ns);
    link->prove_ns = now_ns + (link->wanted & EB_PART_CAMERA ? PROVE_CAMERA_EVERY : PROVE_SOUND_EVERY);
}

static bool wants_proofs(const mcu_link *link) { return link->version >= PROTOCOL_WITH_PROOFS && link->wanted != 0; }

void link_tick(mcu_link *link, int64_t now_ns) {
    if (now_ns - link->heard_ns >= EB_SILENCE_MS * MS) {
        link->counters.silences++;
        link->silent = true;
        link->heard_ns = now_ns;
        part(link, now_ns);
    }

    if (link->version == 0 && now_ns >= link->hello_ns) greet(link, now_ns);
    if (link->version != 0 && now_ns >= link->ping_ns) {
        send_nonce(link, 1, PING, next_nonce(link), now_ns);
        link->ping_ns = now_ns + PING_EVERY;
    }

    if (link->version != 0 && link->ask_again && !link->command.active) link_want(link, link->wanted, now_ns);
    if (link->command.active && now_ns >= link->command.next_ns) attempt(link, now_ns);
    if (wants_proofs(link) && now_ns >= link->prove_ns) prove(link, now_ns);
}

int64_t link_next_ns(const mcu_link *link) {
    int64_t next = link->heard_ns + EB_SILENCE_MS * MS;
    const int64_t hello = link->version == 0 ? link->hello_ns : link->ping_ns;
    if (hello < next) next = hello;
    if (link->command.active && link->command.next_ns < next) next = link->command.next_ns;
    if (wants_proofs(link) && link->prove_ns < next) next = link->prove_ns;
    return next;
}

void link_sent(mcu_link *link, size_t length) {
    link->out_length -= length;
    memmove(link->out, link->out + length, link->out_length);
}
