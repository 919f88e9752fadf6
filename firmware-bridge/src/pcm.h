/* One direction of a sound card: opened, recovered, opened again. Of capture and playback what they have in common. */
#ifndef PCM_H
#define PCM_H

#include "failure.h"
#include "sound.h"

#include <stdbool.h>

typedef struct pcm {
    const sound_system *system;
    sound_pcm *card;
    int stream;
    eb_sound_options options;
    char device[256];
    unsigned long period; /* frames of 10 ms */
    bool open;
    int64_t alive_ns; /* when it last gave or took something */
    int64_t retry_ns; /* when a card that is gone is opened again */
    eb_sound_counters counters;
} pcm;

int pcm_begin(pcm *pcm, int stream, const eb_sound_options *options, eb_detail *detail);
void pcm_end(pcm *pcm);

/* After a call gave `wrong` (a negative errno): EB_OK when it goes on; EB_E_GONE, and it is closed; EB_E_TIMEOUT when that needs time. */
int pcm_recover(pcm *pcm, int wrong);

/* EB_OK; EB_E_NO_SOUND when it stood still for EB_NO_SOUND_MS, and has been opened again. */
int pcm_watch(pcm *pcm);

void pcm_bring_back(pcm *pcm, int64_t until_ns); /* waits, and opens a card that is gone when it is time */
int pcm_wait(pcm *pcm, int64_t until_ns);        /* EB_OK, or what pcm_recover gives */
void pcm_sleep(int64_t until_ns);

#endif
