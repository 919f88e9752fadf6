/* The microcontroller of PROTOCOL.md: bytes and milliseconds in, bytes, light and gates out. Pure; the only code it has in common with
 * the board's end are frames and the interlock. */
#ifndef MCU_MODEL_H
#define MCU_MODEL_H

#include "codec.h"
#include "interlock.h"

#define MODEL_EVENTS 16

typedef struct mcu_body { /* what is so, whatever the microcontroller thinks of it; set from outside */
    bool light_burns, light_dropped; /* dropped: since it was last looked at, which clears it */
    bool switch_on, folded, worn, hot, battery_low, gate_early;
    int battery, charge, millivolt, board, skin, cover, newest_version;
} mcu_body;

typedef struct mcu_model {
    mcu_body body;
    interlock lock;
    receiver receiver;
    uint8_t out[2048];
    size_t out_length;
    uint32_t boot;
    int reset, version; /* version 0: none agreed upon since it booted */
    int64_t lease_us, lease_until_us, status_us;
    unsigned wanted;
    uint8_t last_command, last_result, event_sequence;
    struct { uint8_t kind, value; } events[MODEL_EVENTS];
    size_t event_count;
    int event_attempt;
    int64_t event_us;
    int64_t watchdog_us, watchdog_until_us; /* 0: not armed */
    bool bitten;                            /* the watchdog ran out: cleared by who carries it out */
    int slot, tries;
    uint8_t told[6]; /* of the last STATUS: hinge, wear, switch, charge, light */
    uint64_t commands_done;
} mcu_model;

mcu_body mcu_body_at_rest(void); /* worn, open, switched on, 80 % */
void model_boot(mcu_model *model, int64_t now_us, uint32_t boot, int reset);
void model_receive(mcu_model *model, const uint8_t *bytes, size_t length, int64_t now_us);
void model_step(mcu_model *model, int64_t now_us); /* every millisecond */
void model_event(mcu_model *model, int kind, int value);
bool model_camera_gate(const mcu_model *model);
bool model_microphone_gate(const mcu_model *model);

#endif
