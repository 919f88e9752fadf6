#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct words { const char *name, *text; } words;

static const words WORDS[] = { /* by -eb_error */
    { "ok", "It was done." },
    { "argument", "A value is missing or out of its bounds; see edge_bridge.h." },
    { "abi-mismatch", "The program and the bridge were built from different headers; install both from one release." },
    { "out-of-memory", "There is not enough memory; end other programs." },
    { "system-error", "The system refused; its error number says why." },
    { "timeout", "Nothing came in the time given; wait again." },
    { "no-device", "There is no such device; look at its name and at the cable." },
    { "no-permission", "This user may not use the device; add it to the device's group." },
    { "device-busy", "Another program uses the device; end it." },
    { "not-supported", "The device cannot do this; choose another one." },
    { "library-missing", "A library is not installed or too old; install libasound2 and libspeexdsp1." },
    { "format-not-supported", "The device has no such picture or sound format; ask for one that it has." },
    { "rate-not-supported", "The card does not run at this rate; ask for another one, or name it as plughw:." },
    { "channels-not-supported", "The card has another number of channels; ask for as many, or name it as plughw:." },
    { "device-gone", "The device was unplugged; plug it in again." },
    { "no-frames", "The camera gave no frame for two seconds; it was opened again." },
    { "frames-torn", "The camera gave only torn pictures for two seconds; it was opened again; look at the cable." },
    { "frames-damaged", "The driver marked all pictures as damaged for two seconds; the camera was opened again." },
    { "format-lied", "The camera gives another format than it had agreed to; ask for another one." },
    { "light-unproven", "The light was not proven on; look whether it burns." },
    { "switch-off", "The microphone's switch is off; switch it on to be heard." },
    { "gate-closed", "The microcontroller keeps the microphone shut; its reason says why." },
    { "no-sound", "The sound card stood still for two seconds; it was opened again." },
    { "mcu-silent", "The microcontroller says nothing; it is greeted until it answers." },
    { "mcu-no-answer", "The microcontroller did not acknowledge a command; give it again." },
    { "mcu-refused", "The microcontroller understood a command and refused it." },
    { "mcu-too-old", "The microcontroller's firmware is too old for this; update it." },
};

static const words UNKNOWN = { "unknown-error", "This is no error of the bridge." };

static const words *words_of(int error) {
    const size_t index = (size_t)-(int64_t)error;
    return error <= 0 && index < sizeof WORDS / sizeof *WORDS ? &WORDS[index] : &UNKNOWN;
}

const char *eb_error_name(int error) { return words_of(error)->name; }

const char *eb_error_text(int error) { return words_of(error)->text; }

uint32_t eb_abi(void) { return EB_ABI; }

int64_t eb_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int error_of_errno(int os_error) {
    switch (os_error) {
        case ENOENT: case ENXIO: return EB_E_NO_DEVICE;
        case EACCES: case EPERM: return EB_E_PERMISSION;
        case EBUSY: case EWOULDBLOCK: return EB_E_BUSY;
        case ENODEV: case EIO: case EPIPE: return EB_E_GONE;
        case ENOTTY: case ENOSYS: case ENOTSUP: return EB_E_NOT_SUPPORTED;
        case ENOMEM: return EB_E_MEMORY;
        default: return EB_E_SYSTEM;
    }
}

int failure(eb_detail *detail, int error, int os_error, const char *format, ...) {
    if (detail == NULL) return error;
    va_list values;
    va_start(values, format);
    vsnprintf(detail->text, sizeof detail->text, format, values);
    va_end(values);
    detail->os_error = os_error;
    if (os_error == 0) return error;
    const size_t written = strlen(detail->text);
    snprintf(detail->text + written, sizeof detail->text - written, ": errno %d", os_error);
    return error;
}

int name_is_wrong(const char *name, char *copy, size_t room) {
    if (name == NULL || name[0] == 0 || strnlen(name, room) == room) return 1;
    memcpy(copy, name, strlen(name) + 1);
    return 0;
}
