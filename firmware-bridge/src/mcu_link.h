/* The board's end of the link, PROTOCOL.md: bytes and times in, bytes, events and proofs out. Pure: no clock and no line of its own. */
#ifndef MCU_LINK_H
#define MCU_LINK_H

#include "messages.h"

#define LINK_EVENTS 64
#define LINK_PROOFS_AWAITED 16

typedef struct link_command {
    bool active;
    uint8_t type, sequence, length, payload[8];
    int attempt;      /* 0: not sent yet */
    int64_t next_ns;  /* next attempt, or the end of the last */
    int result;       /* eb_error, once it is no longer active */
} link_command;

typedef struct mcu_link {
    eb_guard *guard;
    uint32_t lease_ms, nonce; /* nonce: counts on from a random number, never 0 */
    receiver receiver;
    uint8_t out[8 * MOST_ENCODED];
    size_t out_length;
    int64_t heard_ns, sent_ns, hello_ns, ping_ns, prove_ns;
    int version;                      /* agreed upon; 0 while there is none, which no frame can bear */
    uint32_t hello_nonce, boot;
    bool too_old, silent, rebooted;   /* to be told once; rebooted: until it is greeted */
    bool ask_again;                   /* what is wanted has to be said anew */
    uint32_t wanted;                  /* EB_PART_… */
    link_command command;
    uint8_t next_sequence, last_event; /* last_event 0: none since HELLO_OK */
    struct { uint32_t nonce; int64_t asked_ns; } awaited[LINK_PROOFS_AWAITED];
    size_t next_awaited;
    eb_mcu_event events[LINK_EVENTS];
    size_t first_event, event_count;
    int lost_events;
    eb_mcu_status status;
    eb_mcu_counters counters;
} mcu_link;

void link_begin(mcu_link *link, eb_guard *guard, uint32_t lease_ms, uint32_t nonce, int64_t now_ns);
void link_receive(mcu_link *link, const uint8_t *bytes, size_t length, int64_t now_ns);
void link_tick(mcu_link *link, int64_t now_ns);
int64_t link_next_ns(const mcu_link *link);             /* when link_tick has something to do */
void link_sent(mcu_link *link, size_t length);          /* of out[0 … out_length-1] */
void link_cut(mcu_link *link, int64_t now_ns);          /* the line is gone: greet anew when it is back */
void link_command_begin(mcu_link *link, uint8_t type, const uint8_t *payload, size_t length, int64_t now_ns);
void link_want(mcu_link *link, uint32_t parts, int64_t now_ns);
bool link_take_event(mcu_link *link, int64_t now_ns, eb_mcu_event *event);
int link_take_trouble(mcu_link *link);                  /* EB_E_MCU_TOO_OLD, EB_E_MCU_SILENT, each once; EB_OK */

#endif
