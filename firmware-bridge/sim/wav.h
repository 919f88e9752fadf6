/* PCM of 16 bit in RIFF WAVE. */
#ifndef WAV_H
#define WAV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct wav {
    uint32_t rate_hz, channels;
    size_t frames;
    int16_t *samples; /* [frames, channels]; wav_read allocates them */
} wav;

int wav_read(const char *path, wav *wav); /* 0 or an errno */
FILE *wav_create(const char *path, uint32_t rate_hz, uint32_t channels); /* samples are appended; NULL: errno */
int wav_finish(FILE *file);               /* writes the lengths and closes; 0 or an errno */

#endif
