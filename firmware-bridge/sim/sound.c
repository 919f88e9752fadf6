/* A sound card by libasound's rules, which plays into a WAV and hears one, then silence. Words: xrun, stall (from that period on, until
 * it is opened again), suspend (COUNT milliseconds), gone (likewise); rate=HZ and channels=N for what a playback card has;
 * clock=0: it runs as fast as it is asked. */
#include "devices.h"
#include "edge_bridge.h"
#include "order.h"
#include "wav.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000000000)

struct sound_params { unsigned long period, buffer, start; unsigned rate, channels; };

struct sound_pcm {
    sim_order order;
    sim_life *life;
    struct sound_params is; /* what was agreed upon */
    wav heard;              /* capture */
    FILE *played;           /* playback; NULL: sim:none */
    int stream, state;
    bool free_clock, stuck;
    int64_t started_ns;
    uint64_t hardware, program; /* frames since prepare: the card's and the caller's */
    uint64_t position;          /* frame of the WAV */
    uint64_t periods;           /* that a fault was looked for */
    int64_t asleep_until_ns;
};

static bool gone(sound_pcm *pcm) { return eb_now_ns() < pcm->life->gone_until_ns; }

static int sim_open(sound_pcm **pcm, const char *name, int stream, int mode) {
    (void)mode;
    sound_pcm *made = calloc(1, sizeof *made);
    if (made == NULL) return -ENOMEM;
    made->stream = stream;
    made->state = SOUND_SETUP;
    int wrong = order_read(name, &made->order) && (made->life = life_of(name)) != NULL ? 0 : EINVAL;
    const bool none = strcmp(made->order.path, "none") == 0;
    if (wrong == 0 && gone(made)) wrong = ENOENT;
    if (wrong == 0 && stream == SOUND_CAPTURE && !none) wrong = wav_read(made->order.path, &made->heard);
    if (wrong != 0) {
        free(made);
        return -wrong;
    }

    made->free_clock = order_value(&made->order, "clock", 1) == 0;
    *pcm = made;
    return 0;
}

static int sim_close(sound_pcm *pcm) {
    const int wrong = pcm->played == NULL ? 0 : wav_finish(pcm->played);
    free(pcm->heard.samples);
    free(pcm);
    return -wrong;
}

static int params_malloc(sound_params **params) {
    *params = calloc(1, sizeof **params);
    return *params == NULL ? -ENOMEM : 0;
}

static void params_free(sound_params *params) { free(params); }
static int any(sound_pcm *pcm, sound_params *params) { (void)pcm, (void)params; return 0; }

static int takes_access(sound_pcm *pcm, sound_params *params, int access) {
    (void)pcm, (void)params;
    return access == SOUND_INTERLEAVED ? 0 : -EINVAL;
}

static int takes_format(sound_pcm *pcm, sound_params *params, int format) {
    (void)pcm, (void)params;
    return format == SOUND_S16_LE ? 0 : -EINVAL;
}

static int takes_channels(sound_pcm *pcm, sound_params *params, unsigned channels) {
    const unsigned has = pcm->heard.samples != NULL ? pcm->heard.channels : (unsigned)order_value(&pcm->order, "channels", channels);
    params->channels = channels;
    return has == channels ? 0 : -EINVAL;
}

static int takes_rate(sound_pcm *pcm, sound_params *params, unsigned rate, int direction) {
    (void)direction;
    const unsigned has = pcm->heard.samples != NULL ? pcm->heard.rate_hz : (unsigned)order_value(&pcm->order, "rate", rate);
    params->rate = rate;
    return has == rate ? 0 : -EINVAL;
}

static int takes_period(sound_pcm *pcm, sound_params *params, unsigned long *frames, int *direction) {
    (void)pcm, (void)direction;
    params->period = *frames;
    return 0;
}

static int takes_buffer(sound_pcm *pcm, sound_params *params, unsigned long *frames) {
    (void)pcm;
    params->buffer = *frames;
    return 0;
}

static int apply_hardware(sound_pcm *pcm, sound_params *params) {
    pcm->is = *params;
    if (pcm->stream == SOUND_CAPTURE || strcmp(pcm->order.path, "none") == 0) return 0;
    pcm->played = wav_create(pcm->order.path, params->rate, params->channels);
    return pcm->played == NULL ? -errno : 0;
}

static int takes_start(sound_pcm *pcm, sound_params *params, unsigned long frames) {
    (void)params;
    pcm->is.start = frames;
    return 0;
}

static int takes_avail(sound_pcm *pcm, sound_params *params, unsigned long frames) { (void)pcm, (void)params, (void)frames; return 0; }

static int sim_prepare(sound_pcm *pcm) {
    if (gone(pcm)) return -ENODEV;
    pcm->hardware = pcm->program = 0;
    pcm->state = SOUND_PREPARED;
    return 0;
}

static int sim_start(sound_pcm *pcm) {
    if (gone(pcm)) return -ENODEV;
    if (pcm->state != SOUND_PREPARED) return -EBADFD;
    pcm->state = SOUND_RUNNING;
    pcm->started_ns = eb_now_ns();
    return 0;
}

static int sim_drop(sound_pcm *pcm) {
    pcm->state = SOUND_SETUP;
    return gone(pcm) ? -ENODEV : 0;
}

static int sim_resume(sound_pcm *pcm) {
    if (pcm->state != SOUND_SUSPENDED) return -ENOSYS;
    if (eb_now_ns() < pcm->asleep_until_ns) return -EAGAIN;
    pcm->state = SOUND_SETUP;
    return -ENOSYS; /* as most drivers: it has to be prepared anew */
}

/* The fault of one period, each once in the life of the device. */
static void strike(sound_pcm *pcm) {
    const uint64_t number = ++pcm->life->number;
    const sim_word *suspend = order_word(&pcm->order, "suspend"), *away = order_word(&pcm->order, "gone");
    if (order_hits(&pcm->order, "xrun", number)) pcm->state = SOUND_XRUN;
    if (order_hits(&pcm->order, "stall", number)) pcm->stuck = true;
    if (suspend != NULL && number == suspend->first) {
        pcm->state = SOUND_SUSPENDED;
        pcm->asleep_until_ns = eb_now_ns() + (int64_t)suspend->count * 1000000;
    }

    if (away != NULL && number == away->first) pcm->life->gone_until_ns = eb_now_ns() + (int64_t)away->count * 1000000;
}

/* How much may be read or written. */
static unsigned long room(const sound_pcm *pcm) {
    if (pcm->stream == SOUND_CAPTURE) return (unsigned long)(pcm->hardware - pcm->program);
    return pcm->is.buffer - (unsigned long)(pcm->program - pcm->hardware);
}

static void run_hardware(sound_pcm *pcm) {
    if (pcm->state != SOUND_RUNNING || pcm->stuck) return;
    if (!pcm->free_clock) pcm->hardware = (uint64_t)((eb_now_ns() - pcm->started_ns) * pcm->is.rate / SECOND);
    const bool over = pcm->stream == SOUND_CAPTURE ? pcm->hardware - pcm->program > pcm->is.buffer : pcm->hardware > pcm->program;
    if (over && pcm->stream == SOUND_PLAYBACK) pcm->hardware = pcm->program;
    if (over) pcm->state = SOUND_XRUN;
}

static int trouble(sound_pcm *pcm) {
    if (gone(pcm)) return -ENODEV;
    run_hardware(pcm);
    if (pcm->state == SOUND_XRUN) return -EPIPE;
    if (pcm->state == SOUND_SUSPENDED) return -ESTRPIPE;
    return pcm->state == SOUND_SETUP ? -EBADFD : 0;
}

static int sim_wait(sound_pcm *pcm, int timeout_ms) {
    const int wrong = trouble(pcm);
    if (wrong != 0) return wrong;
    if (room(pcm) >= pcm->is.period && !pcm->stuck) return 1;
    int64_t wait = timeout_ms * INT64_C(1000000);
    const int64_t period = (int64_t)(pcm->is.period - room(pcm) % pcm->is.period) * SECOND / pcm->is.rate + 10000;
    if (!pcm->stuck && period < wait) wait = period;
    if (pcm->free_clock && !pcm->stuck) {
        pcm->hardware += pcm->is.period;
        return trouble(pcm) == 0 ? 1 : trouble(pcm);
    }

    const struct timespec pause = { wait / SECOND, wait % SECOND };
    nanosleep(&pause, NULL);
    return room(pcm) >= pcm->is.period;
}

static int sim_state(sound_pcm *pcm) {
    run_hardware(pcm);
    return pcm->state;
}

static int sim_avail_delay(sound_pcm *pcm, long *available, long *delay) {
    const int wrong = trouble(pcm);
    if (wrong != 0) return wrong;
    if (pcm->free_clock && pcm->state == SOUND_RUNNING && pcm->stream == SOUND_PLAYBACK) {
        pcm->hardware += pcm->is.period; /* who looks at a free clock lets it go on */
        if (trouble(pcm) != 0) return trouble(pcm);
    }

    *available = (long)room(pcm);
    *delay = pcm->stream == SOUND_CAPTURE ? *available : (long)(pcm->program - pcm->hardware);
    return 0;
}

/* Before each period a fault may strike; gives how many frames may be moved, or what is wrong. */
static long ready(sound_pcm *pcm, unsigned long frames) {
    int wrong = trouble(pcm);
    if (wrong != 0) return wrong;
    if (pcm->stuck || room(pcm) == 0) return -EAGAIN;
    if (pcm->position / pcm->is.period >= pcm->periods) {
        pcm->periods = pcm->position / pcm->is.period + 1;
        strike(pcm);
        wrong = trouble(pcm);
        if (wrong != 0) return wrong;
        if (pcm->stuck) return -EAGAIN;
    }

    return (long)(frames < room(pcm) ? frames : room(pcm));
}

static long sim_read(sound_pcm *pcm, void *samples, unsigned long frames) {
    const long count = ready(pcm, frames);
    if (count <= 0) return count;
    const size_t channels = pcm->is.channels;
    memset(samples, 0, (size_t)count * channels * sizeof(int16_t));
    const size_t left = pcm->position < pcm->heard.frames ? pcm->heard.frames - (size_t)pcm->position : 0;
    const size_t copied = left < (size_t)count ? left : (size_t)count;
    if (copied > 0) memcpy(samples, pcm->heard.samples + pcm->position * channels, copied * channels * sizeof(int16_t));
    pcm->position += (uint64_t)count;
    pcm->program += (uint64_t)count;
    return count;
}

static long sim_write(sound_pcm *pcm, const void *samples, unsigned long frames) {
    const long count = ready(pcm, frames);
    if (count <= 0) return count;
    const size_t size = pcm->is.channels * sizeof(int16_t);
    if (pcm->played != NULL && fwrite(samples, size, (size_t)count, pcm->played) != (size_t)count) return -EIO;
    pcm->position += (uint64_t)count;
    pcm->program += (uint64_t)count;
    if (pcm->state == SOUND_PREPARED && pcm->program >= pcm->is.start) return sim_start(pcm) < 0 ? -EBADFD : count;
    return count;
}

const sound_system sim_sound = {
    .open = sim_open, .close = sim_close, .hw_malloc = params_malloc, .hw_free = params_free, .hw_any = any, .hw_access = takes_access,
    .hw_format = takes_format, .hw_channels = takes_channels, .hw_rate = takes_rate, .hw_period = takes_period,
    .hw_buffer = takes_buffer, .hw_apply = apply_hardware, .sw_malloc = params_malloc, .sw_free = params_free, .sw_current = any,
    .sw_start = takes_start, .sw_avail = takes_avail, .sw_apply = any, .prepare = sim_prepare, .start = sim_start, .drop = sim_drop,
    .resume = sim_resume, .wait = sim_wait, .state = sim_state, .avail_delay = sim_avail_delay, .read = sim_read, .write = sim_write,
};
