/* The bridge between the runtime and the hardware of the glasses: microcontroller, camera, sound. This header is the manual.
 *
 * Errors     Every call that can fail gives EB_OK (0) or a negative eb_error; EB_OK is the only success. eb_error_name gives its
 *            stable code in kebab-case, eb_error_text one sentence with the next step. An open call also fills an eb_detail.
 * Zero       No zero means "default" or "do not check": an option that is left at 0 is refused with EB_E_ARGUMENT, and so is an
 *            options record whose `size` is not what this header says (EB_E_ABI).
 * Memory     Handles are opaque and belong to whoever opened them. Everything is allocated by the open call; afterwards the bridge
 *            allocates nothing (the sound library may, when a device that went away is opened again). A close call takes NULL.
 * Buffers    What an `out` record points to belongs to its handle and is valid until the next wait, release or close on it.
 * Threads    A handle is used by one thread at a time; different handles may be used at the same time. The exception is eb_guard:
 *            it is written by the eb_mcu it was given to and read by cameras and captures, each in its own thread. The bridge
 *            starts no thread and calls nothing back: whoever wants something waits for it, with a timeout.
 * Time       `…_ns` is CLOCK_MONOTONIC in nanoseconds. Timeouts are milliseconds, 1 … EB_LONGEST_WAIT_MS.
 * Killed     A process that dies leaves nothing behind: the kernel frees the devices, the microcontroller's lease runs out.
 * sim:       libedge_bridge_sim.so has the same calls and also opens `sim:` devices; libedge_bridge.so does not. */
#ifndef EDGE_BRIDGE_H
#define EDGE_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EB_API __attribute__((visibility("default")))
#define EB_CHECKED EB_API __attribute__((warn_unused_result))

#define EB_ABI 1u                /* raised with every change that is not an addition at the end */
#define EB_LONGEST_WAIT_MS 10000 /* a wait that is longer is a loop of its caller */
#define EB_UNKNOWN INT32_MIN     /* a measured value that is not known, or was not plausible */

typedef enum eb_error {
    EB_OK = 0,
    EB_E_ARGUMENT = -1,        /* argument: a value is missing or out of its bounds */
    EB_E_ABI = -2,             /* abi-mismatch: caller and library were built from different headers */
    EB_E_MEMORY = -3,          /* out-of-memory */
    EB_E_SYSTEM = -4,          /* system-error: eb_detail.os_error says which */
    EB_E_TIMEOUT = -5,         /* timeout: nothing came in the time given, nothing is wrong yet */
    EB_E_NO_DEVICE = -6,       /* no-device */
    EB_E_PERMISSION = -7,      /* no-permission */
    EB_E_BUSY = -8,            /* device-busy */
    EB_E_NOT_SUPPORTED = -9,   /* not-supported: the device is another kind of device, or lacks this */
    EB_E_LIBRARY = -10,        /* library-missing: libasound or libspeexdsp is not on this board, or lacks a function */
    EB_E_FORMAT = -11,         /* format-not-supported */
    EB_E_RATE = -12,           /* rate-not-supported */
    EB_E_CHANNELS = -13,       /* channels-not-supported */
    EB_E_GONE = -14,           /* device-gone: unplugged; each further wait tries to open it again */
    EB_E_NO_FRAMES = -15,      /* no-frames: none in EB_NO_FRAMES_MS; the camera was opened again */
    EB_E_TORN = -16,           /* frames-torn: frames came in that time, but none was whole */
    EB_E_FRAME_ERROR = -17,    /* frames-damaged: the driver marked all of them as damaged */
    EB_E_FORMAT_LIED = -18,    /* format-lied: what came is not what the device had agreed to */
    EB_E_LIGHT_UNPROVEN = -19, /* light-unproven: frames came, but the light was not proven on while they were exposed */
    EB_E_SWITCH_OFF = -20,     /* switch-off: the mute switch is off */
    EB_E_GATE_CLOSED = -21,    /* gate-closed: the microphone is shut for another reason, see eb_guard_state.sound_reason */
    EB_E_NO_SOUND = -22,       /* no-sound: the card gave or took nothing for EB_NO_SOUND_MS; it was opened again */
    EB_E_MCU_SILENT = -23,     /* mcu-silent: nothing heard from the microcontroller for EB_SILENCE_MS */
    EB_E_MCU_NO_ANSWER = -24,  /* mcu-no-answer: a command was not acknowledged after EB_ATTEMPTS attempts */
    EB_E_MCU_REFUSED = -25,    /* mcu-refused: understood, and not done */
    EB_E_MCU_TOO_OLD = -26,    /* mcu-too-old: its protocol version cannot do this */
} eb_error;

EB_API const char *eb_error_name(int error); /* static; "unknown-error" for what is not an eb_error */
EB_API const char *eb_error_text(int error); /* static; one sentence */
EB_API uint32_t eb_abi(void);                /* EB_ABI of the library */
EB_API int64_t eb_now_ns(void);              /* CLOCK_MONOTONIC */

typedef struct eb_detail {
    int32_t os_error; /* errno behind the error, or 0 */
    char text[240];   /* UTF-8, ends with 0: what was tried, with which device */
} eb_detail;

/* ---- Guard: what may be handed out. A witness proves that the light was on, and that the mute switch let sound pass. ---- */

typedef struct eb_guard eb_guard;

typedef enum eb_witness {
    EB_WITNESS_MCU = 1,  /* proofs of the microcontroller, PROTOCOL.md "Proofs"; without one nothing is handed out */
    EB_WITNESS_NONE = 2, /* a laptop's own devices: everything is handed out, and marked as unprovable */
} eb_witness;

typedef enum eb_proof {
    EB_PROOF_PROVEN = 1,     /* on during the whole exposure */
    EB_PROOF_UNPROVABLE = 2, /* there is no witness; whoever shows or keeps it says so */
} eb_proof;

typedef enum eb_cover {
    EB_COVER_SEEN = 1,      /* a sensor sees the light from outside */
    EB_COVER_DARK = 2,      /* the light is on, and from outside it is not seen: it is covered */
    EB_COVER_NO_SENSOR = 3, /* a covered light cannot be told */
} eb_cover;

typedef enum eb_reason { /* why a gate of the microcontroller is as it is */
    EB_REASON_OPEN = 1, EB_REASON_NOT_WANTED = 2, EB_REASON_LIGHTING = 3, EB_REASON_LIGHT_BROKEN = 4, EB_REASON_SWITCH_OFF = 5,
    EB_REASON_FOLDED = 6, EB_REASON_LEASE_OVER = 7, EB_REASON_HOT = 8, EB_REASON_BATTERY_LOW = 9,
    EB_REASON_NO_PROOF = 10, /* nothing was heard from it yet, or not since it began anew */
} eb_reason;

typedef struct eb_guard_state {
    int32_t witness;           /* eb_witness */
    int32_t light_reason;      /* eb_reason of the camera's gate */
    int32_t sound_reason;      /* eb_reason of the microphone's gate */
    int32_t cover;             /* eb_cover, EB_UNKNOWN before the first proof */
    int64_t light_from_ns;     /* proven on from … until …; no time at all while until is before from; INT64_MIN both when it is not */
    int64_t light_until_ns;
    int64_t sound_until_ns;    /* the microphone's gate was last proven open then, INT64_MIN when it is shut */
} eb_guard_state;

EB_CHECKED int eb_guard_open(int witness, eb_guard **guard);
EB_API void eb_guard_view(const eb_guard *guard, eb_guard_state *state); /* from any thread */
EB_API void eb_guard_close(eb_guard *guard); /* whoever was given it goes on with it: the memory goes with the last of them */

/* ---- Microcontroller ---- */

typedef struct eb_mcu eb_mcu;

#define EB_SILENCE_MS 1500
#define EB_ATTEMPTS 5          /* of a command, waiting 30, 60, 120, 240 and 480 ms */
#define EB_PART_CAMERA 1u
#define EB_PART_MICROPHONE 2u

typedef struct eb_mcu_options {
    uint32_t size;     /* sizeof(eb_mcu_options) */
    uint32_t baud;     /* 9600, 115200, 230400, 460800, 921600, 1000000; over USB any of them */
    uint32_t lease_ms; /* 200 … 10000: gates close and the light goes out when nothing came from us for so long */
    const char *tty;   /* a path */
} eb_mcu_options;

typedef enum eb_charge { EB_CHARGE_NONE = 1, EB_CHARGE_CHARGING = 2, EB_CHARGE_FULL = 3, EB_CHARGE_FAULT = 4 } eb_charge;
typedef enum eb_light { EB_LIGHT_ON = 1, EB_LIGHT_OFF = 2, EB_LIGHT_BROKEN = 3 } eb_light;
typedef enum eb_reset { /* why the microcontroller began */
    EB_RESET_POWER = 1, EB_RESET_WATCHDOG = 2, EB_RESET_BROWNOUT = 3, EB_RESET_SOFTWARE = 4
} eb_reset;

typedef struct eb_mcu_status { /* the newest report; each value EB_UNKNOWN until known, and where it was not plausible */
    int64_t at_ns;              /* when it came */
    int32_t battery_percent;    /* 0 … 100 */
    int32_t battery_millivolt;  /* 2000 … 5000 */
    int32_t charge;             /* eb_charge */
    int32_t board_centicelsius; /* -4000 … 12500 */
    int32_t skin_centicelsius;  /* -4000 … 12500 */
    int32_t folded, worn, switch_on, watchdog_armed; /* 0 or 1 */
    int32_t light;              /* eb_light */
    int32_t slot;               /* 1 or 2: what it lets the board boot */
    int32_t tries_left;         /* 0 … 15 boots until the other slot is taken; version 2 */
    int32_t protocol;           /* version agreed upon */
    int32_t firmware;           /* major * 256 + minor */
    int32_t reset;              /* eb_reset */
} eb_mcu_status;

typedef enum eb_event_kind {
    EB_EVENT_BUTTON = 1, /* 1 down, 2 up */
    EB_EVENT_TOUCH = 2,  /* 1 tap, 2 double tap, 3 swipe forward, 4 swipe back, 5 hold */
    EB_EVENT_HINGE = 3,  /* 1 open, 2 folded */
    EB_EVENT_WEAR = 4,   /* 1 worn, 2 taken off */
    EB_EVENT_SWITCH = 5, /* 1 on, 2 off */
    EB_EVENT_CHARGE = 6, /* eb_charge */
    EB_EVENT_LIGHT = 7,  /* eb_light */
    /* Those of the bridge itself: */
    EB_EVENT_CONNECTED = 64, /* value: protocol version */
    EB_EVENT_REBOOTED = 65,  /* value: eb_reset; what was wanted has been asked for again */
    EB_EVENT_LOST = 66,      /* events were dropped since nobody took them; value: how many, 255 at most */
} eb_event_kind;

typedef struct eb_mcu_event { int64_t at_ns; int32_t kind, value; } eb_mcu_event;

typedef struct eb_mcu_counters {
    uint64_t bytes, frames;            /* received */
    uint64_t damaged, oversized, alien; /* frames dropped: COBS or CRC, too long, well-formed but unknown or of a wrong length */
    uint64_t implausible;              /* values left out of a status */
    uint64_t retries, repeats;         /* commands sent again, events received again */
    uint64_t proofs, reboots, silences, reopened, lost_events;
} eb_mcu_counters;

/* Opens the line and begins to greet; the microcontroller need not be there yet. The guard must have EB_WITNESS_MCU. */
EB_CHECKED int eb_mcu_open(const eb_mcu_options *options, eb_guard *guard, eb_mcu **mcu, eb_detail *detail);

/* Keeps the link going and gives the next event. To be called in a loop: while nobody waits there is no heartbeat and no proof.
 * EB_E_TIMEOUT, EB_E_MCU_SILENT and EB_E_GONE (both go on trying), EB_E_MCU_TOO_OLD (no version in common). */
EB_CHECKED int eb_mcu_wait(eb_mcu *mcu, int timeout_ms, eb_mcu_event *event);

/* Commands: each waits for its acknowledgement, EB_E_MCU_NO_ANSWER after 930 ms. Events that come meanwhile are kept (64). */
EB_CHECKED int eb_mcu_want(eb_mcu *mcu, uint32_t parts);              /* EB_PART_…, all that is wanted from now on; 0 is nothing */
EB_CHECKED int eb_mcu_arm_watchdog(eb_mcu *mcu, uint32_t timeout_ms); /* 1000 … 60000; armed until the next boot; call to feed */
EB_CHECKED int eb_mcu_choose_slot(eb_mcu *mcu, int slot, int tries);  /* 1 or 2; 1 … 15 boots until it must be marked good */
EB_CHECKED int eb_mcu_mark_good(eb_mcu *mcu);                         /* the slot that runs is kept */

EB_API void eb_mcu_view(const eb_mcu *mcu, eb_mcu_status *status, eb_mcu_counters *counters); /* either may be NULL */
EB_API void eb_mcu_close(eb_mcu *mcu); /* says that nothing is wanted any more, without waiting for an answer */

/* ---- Camera: V4L2 ---- */

typedef struct eb_camera eb_camera;

#define EB_NO_FRAMES_MS 2000

typedef enum eb_pixels { EB_PIXELS_MJPEG = 1, EB_PIXELS_YUYV = 2 } eb_pixels;

typedef struct eb_camera_options {
    uint32_t size;                /* sizeof(eb_camera_options) */
    int32_t pixels;               /* eb_pixels */
    uint32_t width, height;       /* 16 … 16384; the device gives exactly this, or EB_E_FORMAT */
    uint32_t frames_per_second;   /* 1 … 240, asked for; a device that has one rate only keeps it */
    uint32_t longest_exposure_us; /* 100 … 2000000: integration and readout of one frame; proofs have to cover so much */
    const char *device;           /* /dev/v4l/by-id/…, /dev/video0, sim:FOLDER[,FAULT=…] */
} eb_camera_options;

typedef struct eb_frame {
    const uint8_t *data;     /* the mapped buffer of the driver */
    size_t length;           /* MJPEG: from SOI to EOI; YUYV: stride * height */
    uint32_t width, height;
    uint32_t stride;         /* bytes of a line of YUYV; MJPEG: 1 */
    int32_t pixels;          /* eb_pixels */
    int32_t proof;           /* eb_proof */
    int32_t cover;           /* eb_cover at that time; EB_UNKNOWN without a witness */
    uint32_t sequence;       /* of the driver */
    uint32_t restarted;      /* 1: first frame after the camera was opened again, else 0 */
    int64_t exposed_from_ns; /* bounds that hold the exposure for certain */
    int64_t exposed_to_ns;
} eb_frame;

typedef struct eb_camera_counters {
    uint64_t frames;     /* handed out */
    uint64_t superseded; /* whole, but a newer one was there */
    uint64_t torn, damaged, lied, empty, unproven; /* dropped, by what was wrong with them */
    uint64_t silences, reopened;
} eb_camera_counters;

typedef enum eb_control {
    EB_CONTROL_BRIGHTNESS = 1, EB_CONTROL_GAIN = 2, EB_CONTROL_EXPOSURE_AUTO = 3, EB_CONTROL_EXPOSURE = 4, EB_CONTROL_FOCUS_AUTO = 5,
    EB_CONTROL_FOCUS = 6, EB_CONTROL_FLIP_ACROSS = 7, EB_CONTROL_FLIP_UPRIGHT = 8,
} eb_control;

typedef struct eb_control_range { int32_t least, most, step, preset; } eb_control_range;

/* Opens and starts the camera. Frames are whole: a damaged, torn, empty or lying one is dropped and counted. */
EB_CHECKED int eb_camera_open(const eb_camera_options *options, eb_guard *guard, eb_camera **camera, eb_detail *detail);

/* Gives the newest whole frame whose exposure is proven, and drops older ones. While none comes: EB_E_TIMEOUT; after EB_NO_FRAMES_MS
 * the reason (EB_E_NO_FRAMES, _TORN, _FRAME_ERROR, _FORMAT_LIED, _LIGHT_UNPROVEN) once, and the camera has been opened again; EB_E_GONE. */
EB_CHECKED int eb_camera_wait(eb_camera *camera, int timeout_ms, eb_frame *frame);
EB_API void eb_camera_release(eb_camera *camera); /* gives the frame back early; eb_camera_wait does it too */
EB_CHECKED int eb_camera_control_range(eb_camera *camera, int control, eb_control_range *range); /* EB_E_NOT_SUPPORTED */
EB_CHECKED int eb_camera_set_control(eb_camera *camera, int control, int32_t value); /* lasts over a reopen */
EB_API void eb_camera_view(const eb_camera *camera, eb_camera_counters *counters);
EB_API void eb_camera_close(eb_camera *camera);

typedef struct eb_mjpeg { size_t begin, end; uint32_t width, height, components; } eb_mjpeg;

/* Looks through a JPEG without decoding it: begin … end is one whole picture. EB_E_TORN when it is not. Reads data[0 … length-1]. */
EB_CHECKED int eb_mjpeg_scan(const uint8_t *data, size_t length, eb_mjpeg *found);

/* ---- Sound: ALSA, signed 16 bit, interleaved, periods of 10 ms ---- */

typedef struct eb_capture eb_capture;
typedef struct eb_playback eb_playback;
typedef struct eb_echo eb_echo;

#define EB_PERIOD_MS 10
#define EB_NO_SOUND_MS 2000
#define EB_ECHO_RATE_HZ 16000 /* the canceller: one channel at this rate */

typedef struct eb_sound_options {
    uint32_t size;        /* sizeof(eb_sound_options) */
    uint32_t rate_hz;     /* 8000 … 48000, a multiple of 100; the card runs at exactly this, or EB_E_RATE: then try plughw: */
    uint32_t channels;    /* 1 … 8; the card has exactly so many, or EB_E_CHANNELS */
    uint32_t periods;     /* 2 … 64: depth of the card's buffer */
    const char *device;   /* a name of ALSA, by the card's own name: hw:CARD=Glasses,DEV=0; sim:FILE.wav[,FAULT=…] */
} eb_sound_options;

typedef struct eb_block {
    const int16_t *samples; /* [frames, channels] */
    size_t frames;          /* rate_hz / 100 */
    int64_t from_ns;        /* when the first of them was at the microphone */
    int32_t proof;          /* eb_proof */
    uint32_t lost_frames;   /* lost right before this block: overrun, muted, unplugged */
    uint32_t restarted;     /* 1: the card began anew before this block, else 0 */
} eb_block;

typedef struct eb_sound_counters {
    uint64_t frames, lost_frames;                  /* played or heard; of capture also lost */
    uint64_t xruns, suspends, silences, reopened;
    uint64_t withheld;                             /* blocks that the guard did not let pass */
} eb_sound_counters;

EB_CHECKED int eb_capture_open(const eb_sound_options *options, eb_guard *guard, eb_capture **capture, eb_detail *detail);

/* Gives the next 10 ms. EB_E_TIMEOUT; EB_E_SWITCH_OFF and EB_E_GATE_CLOSED (sound is read and thrown away, until it may pass again);
 * EB_E_NO_SOUND; EB_E_GONE. An overrun and a suspended card are no errors: the card is started again and lost_frames says how many. */
EB_CHECKED int eb_capture_wait(eb_capture *capture, int timeout_ms, eb_block *block);
EB_API void eb_capture_view(const eb_capture *capture, eb_sound_counters *counters);
EB_API void eb_capture_close(eb_capture *capture);

EB_CHECKED int eb_playback_open(const eb_sound_options *options, eb_playback **playback, eb_detail *detail);

/* Takes [frames, channels] and gives how many frames were taken, at once as many as there is room for. EB_E_TIMEOUT when there was
 * none. The card starts by itself when two periods lie ready. EB_E_NO_SOUND and EB_E_GONE: what was not yet heard is lost. */
EB_CHECKED int eb_playback_write(eb_playback *playback, const int16_t *samples, size_t frames, int timeout_ms, size_t *taken);
EB_CHECKED int eb_playback_drain(eb_playback *playback, int timeout_ms); /* until everything was heard, also less than two periods */
EB_CHECKED int eb_playback_stop(eb_playback *playback);                  /* silence at once; ready for the next write */
EB_API void eb_playback_view(const eb_playback *playback, eb_sound_counters *counters);
EB_API void eb_playback_close(eb_playback *playback);                    /* stops first */

/* Takes what is played out of what is heard, by libspeexdsp. Both sides must be EB_ECHO_RATE_HZ and one channel. A capture and a
 * playback hold it as they hold a guard, and may be in different threads. tail_ms 20 … 500: how long the room goes on sounding. */
EB_CHECKED int eb_echo_open(uint32_t tail_ms, eb_echo **echo, eb_detail *detail);
EB_CHECKED int eb_playback_attach(eb_playback *playback, eb_echo *echo); /* once, before the first write */
EB_CHECKED int eb_capture_attach(eb_capture *capture, eb_echo *echo);    /* once, before the first wait */
EB_API void eb_echo_close(eb_echo *echo);

#ifdef __cplusplus
}
#endif
#endif
