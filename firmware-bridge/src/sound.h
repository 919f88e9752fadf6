/* What sound asks of the system: the functions of libasound by their own rules, so that `sim/` can answer them too. */
#ifndef SOUND_H
#define SOUND_H

#include <stddef.h>
#include <stdint.h>

typedef struct sound_pcm sound_pcm;       /* snd_pcm_t */
typedef struct sound_params sound_params; /* snd_pcm_hw_params_t, snd_pcm_sw_params_t */

enum { SOUND_PLAYBACK = 0, SOUND_CAPTURE = 1 };                             /* snd_pcm_stream_t */
enum { SOUND_NONBLOCK = 1, SOUND_INTERLEAVED = 3, SOUND_S16_LE = 2 };       /* SND_PCM_NONBLOCK, access, format */
enum { SOUND_SETUP = 1, SOUND_PREPARED = 2, SOUND_RUNNING = 3, SOUND_XRUN = 4, SOUND_SUSPENDED = 7 }; /* snd_pcm_state_t */

typedef struct sound_system { /* each gives a negative errno when it fails */
    int (*open)(sound_pcm **pcm, const char *name, int stream, int mode);
    int (*close)(sound_pcm *pcm);
    int (*hw_malloc)(sound_params **params);
    void (*hw_free)(sound_params *params);
    int (*hw_any)(sound_pcm *pcm, sound_params *params);
    int (*hw_access)(sound_pcm *pcm, sound_params *params, int access);
    int (*hw_format)(sound_pcm *pcm, sound_params *params, int format);
    int (*hw_channels)(sound_pcm *pcm, sound_params *params, unsigned channels);
    int (*hw_rate)(sound_pcm *pcm, sound_params *params, unsigned rate, int direction);
    int (*hw_period)(sound_pcm *pcm, sound_params *params, unsigned long *frames, int *direction);
    int (*hw_buffer)(sound_pcm *pcm, sound_params *params, unsigned long *frames);
    int (*hw_apply)(sound_pcm *pcm, sound_params *params);
    int (*sw_malloc)(sound_params **params);
    void (*sw_free)(sound_params *params);
    int (*sw_current)(sound_pcm *pcm, sound_params *params);
    int (*sw_start)(sound_pcm *pcm, sound_params *params, unsigned long frames);
    int (*sw_avail)(sound_pcm *pcm, sound_params *params, unsigned long frames);
    int (*sw_apply)(sound_pcm *pcm, sound_params *params);
    int (*prepare)(sound_pcm *pcm);
    int (*start)(sound_pcm *pcm);
    int (*drop)(sound_pcm *pcm);
    int (*resume)(sound_pcm *pcm);
    int (*wait)(sound_pcm *pcm, int timeout_ms);
    int (*state)(sound_pcm *pcm);
    int (*avail_delay)(sound_pcm *pcm, long *available, long *delay);
    long (*read)(sound_pcm *pcm, void *samples, unsigned long frames);
    long (*write)(sound_pcm *pcm, const void *samples, unsigned long frames);
} sound_system;

/* libasound of the board, loaded once; EB_E_LIBRARY, and `missing` says what. */
int alsa_load(const sound_system **system, const char **missing);

/* By the device's name; see video_of. */
int sound_system_of(const char *device, const sound_system **system, const char **missing);

#endif
