/* A script of the simulated microcontroller: lines of "MILLISECONDS WORD [VALUE]", in order of time; # begins a comment. */
#ifndef MCU_SCRIPT_H
#define MCU_SCRIPT_H

#include "channel.h"
#include "mcu_model.h"

#define MOST_STEPS 512

typedef struct script_step {
    int64_t at_us;
    char word[16], value[16];
} script_step;

typedef struct mcu_stage { /* what the script plays on */
    mcu_model model;
    channel to_board, to_mcu;
    bool light_dead;
    int64_t silent_until_us, unplugged_until_us;
    int reboot; /* reset reason, 0: not now */
    bool ended;
} mcu_stage;

typedef struct mcu_script {
    script_step steps[MOST_STEPS];
    size_t count, next;
} mcu_script;

/* 0, or the number of the line that cannot be understood, or -1 when the file cannot be read. */
int script_read(const char *path, mcu_script *script);
void script_play(mcu_script *script, mcu_stage *stage, int64_t now_us);

#endif
