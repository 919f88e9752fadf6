/* What stands in the frames, PROTOCOL.md "Messages". Pure: each reader checks every field before it gives any. */
#ifndef MESSAGES_H
#define MESSAGES_H

#include "codec.h"
#include "edge_bridge.h"
#include "guard.h"

#define PROTOCOL_LOWEST 1
#define PROTOCOL_HIGHEST 2
#define PROTOCOL_WITH_PROOFS 2

enum {
    HELLO = 0x01, ACK = 0x02, PING = 0x03, WANT = 0x10, PROVE = 0x11, WATCHDOG = 0x12, SLOT = 0x13, GOOD = 0x14,
    HELLO_OK = 0x81, PONG = 0x83, HELLO_NO = 0x84, STATUS = 0x90, PROOF = 0x91, EVENT = 0x92,
};

enum { DONE = 1, REFUSED = 2, NOT_KNOWN = 3 };

typedef struct hello_ok { uint8_t version; uint32_t nonce, boot; uint16_t firmware; uint8_t reset; } hello_ok;
typedef struct answer { uint32_t nonce, boot; } answer; /* PONG; the beginning of PROOF */

/* False: of a wrong length, or a field out of its numbers. */
bool read_hello_ok(const frame *frame, hello_ok *message);
bool read_hello_no(const frame *frame, uint32_t *nonce);
bool read_pong(const frame *frame, answer *message);
bool read_proof(const frame *frame, answer *answer, proof *proof); /* leaves the proof's times alone */
bool read_ack(const frame *frame, uint8_t *sequence, uint8_t *result);
bool read_event(const frame *frame, eb_mcu_event *event); /* leaves at_ns alone */

/* Overwrites what STATUS tells; gives how many values were not plausible, or -1 when it is no status. */
int read_status(const frame *frame, eb_mcu_status *status);

#endif
