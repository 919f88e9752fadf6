/* libasound of the board, without its headers: the functions by name, with the types of its stable ABI. */
#include "board_library.h"
#include "edge_bridge.h"
#include "sound.h"

#include <stdatomic.h>

static sound_system alsa;
static void (*set_error_handler)(void (*handler)(const char *, int, const char *, int, const char *, ...));

#define TAKE(field, function) { "snd_pcm_" function, &alsa.field }

static const wanted FUNCTIONS[] = {
    TAKE(open, "open"), TAKE(close, "close"), TAKE(hw_malloc, "hw_params_malloc"), TAKE(hw_free, "hw_params_free"),
    TAKE(hw_any, "hw_params_any"), TAKE(hw_access, "hw_params_set_access"), TAKE(hw_format, "hw_params_set_format"),
    TAKE(hw_channels, "hw_params_set_channels"), TAKE(hw_rate, "hw_params_set_rate"),
    TAKE(hw_period, "hw_params_set_period_size_near"), TAKE(hw_buffer, "hw_params_set_buffer_size_near"), TAKE(hw_apply, "hw_params"),
    TAKE(sw_malloc, "sw_params_malloc"), TAKE(sw_free, "sw_params_free"), TAKE(sw_current, "sw_params_current"),
    TAKE(sw_start, "sw_params_set_start_threshold"), TAKE(sw_avail, "sw_params_set_avail_min"), TAKE(sw_apply, "sw_params"),
    TAKE(prepare, "prepare"), TAKE(start, "start"), TAKE(drop, "drop"), TAKE(resume, "resume"), TAKE(wait, "wait"), TAKE(state, "state"),
    TAKE(avail_delay, "avail_delay"), TAKE(read, "readi"), TAKE(write, "writei"),
    { "snd_lib_error_set_handler", &set_error_handler },
};

/* libasound writes to stderr whatever it cannot do; callers get it as a value. */
static void say_nothing(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

int alsa_load(const sound_system **system, const char **missing) {
    static atomic_flag loading = ATOMIC_FLAG_INIT;
    static int loaded; /* guarded by `loading` */
    static const char *lacks;
    while (atomic_flag_test_and_set(&loading)) { }
    if (!loaded) {
        lacks = board_library("libasound.so.2", FUNCTIONS, sizeof FUNCTIONS / sizeof *FUNCTIONS);
        loaded = lacks == NULL;
        if (loaded) set_error_handler(say_nothing);
    }

    const int found = loaded;
    *missing = lacks;
    *system = &alsa;
    atomic_flag_clear(&loading);
    return found ? EB_OK : EB_E_LIBRARY;
}
