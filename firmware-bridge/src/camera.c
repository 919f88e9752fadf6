#include "camera.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define MS INT64_C(1000000)
#define TRY_AGAIN (250 * MS)
#define LOOK_FOR_PROOF (2 * MS)

static int refused_options(const eb_camera_options *options, eb_detail *detail) {
    if (options->size != sizeof *options) return failure(detail, EB_E_ABI, 0, "eb_camera_options is of another header");
    if (options->pixels != EB_PIXELS_MJPEG && options->pixels != EB_PIXELS_YUYV) {
        return failure(detail, EB_E_ARGUMENT, 0, "pixels is %d, no eb_pixels", options->pixels);
    }

    const uint32_t *sizes = &options->width;
    for (int i = 0; i < 2; i++) {
        if (sizes[i] < 16 || sizes[i] > 16384) return failure(detail, EB_E_ARGUMENT, 0, "a picture of %u pixels a side", sizes[i]);
    }

    if (options->frames_per_second < 1 || options->frames_per_second > 240) {
        return failure(detail, EB_E_ARGUMENT, 0, "frames_per_second is %u, not 1 to 240", options->frames_per_second);
    }

    if (options->longest_exposure_us < 100 || options->longest_exposure_us > 2000000) {
        return failure(detail, EB_E_ARGUMENT, 0, "longest_exposure_us is %u, not 100 to 2000000", options->longest_exposure_us);
    }

    return EB_OK;
}

int eb_camera_open(const eb_camera_options *options, eb_guard *guard, eb_camera **camera, eb_detail *detail) {
    if (options == NULL || guard == NULL || camera == NULL) return failure(detail, EB_E_ARGUMENT, 0, "options, guard or camera is missing");
    int error = refused_options(options, detail);
    if (error != EB_OK) return error;
    eb_camera *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(detail, EB_E_MEMORY, 0, "no memory for the camera");
    made->options = *options;
    made->guard = guard;
    if (name_is_wrong(options->device, made->device, sizeof made->device)) {
        error = failure(detail, EB_E_ARGUMENT, 0, "device is missing or longer than 255 bytes");
        goto failed;
    }

    made->options.device = made->device;
    made->system = video_of(made->device);
    made->left_ns = eb_now_ns();
    error = camera_start(made, detail);
    if (error != EB_OK) goto failed;
    guard_hold(guard);
    *camera = made;
    return EB_OK;

failed:
    free(made);
    return error;
}

static int lose(eb_camera *camera, int64_t now_ns) {
    camera_stop(camera);
    camera->restarted = true;
    camera->retry_ns = now_ns + TRY_AGAIN;
    return EB_E_GONE;
}

/* Back to the driver, whatever it held. */
static int give_back(eb_camera *camera, int *buffer) {
    if (*buffer == CAMERA_NO_BUFFER) return EB_OK;
    const int wrong = camera_queue(camera, *buffer);
    *buffer = CAMERA_NO_BUFFER;
    return wrong == 0 ? EB_OK : EB_E_GONE;
}

static void count_bad(eb_camera *camera, int error) {
    eb_camera_counters *counters = &camera->counters;
    camera->bad = error;
    switch (error) {
        case EB_E_FRAME_ERROR: counters->damaged++; break;
        case EB_E_FORMAT_LIED: counters->lied++; break;
        case EB_E_TORN: counters->torn++; break;
        case EB_E_LIGHT_UNPROVEN: counters->unproven++; break;
        default: counters->empty++; break;
    }
}

/* A whole frame takes its place: the first waits for its proof, and of those behind it only the newest stays. */
static int place(eb_camera *camera, int buffer, const eb_frame *frame) {
    if (camera->waiting == CAMERA_NO_BUFFER) {
        camera->waiting = buffer;
        camera->waiting_frame = *frame;
        return EB_OK;
    }

    if (camera->newest != CAMERA_NO_BUFFER) camera->counters.superseded++;
    const int error = give_back(camera, &camera->newest);
    camera->newest = buffer;
    camera->newest_frame = *frame;
    return error;
}

/* Takes whatever the driver has ready; of one that fills buffers as fast as it gets them, so many that the newest is among them. */
static int drain(eb_camera *camera) {
    for (int taken = 0; taken < 2 * CAMERA_BUFFERS; taken++) {
        struct v4l2_buffer buffer = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
        const int wrong = camera->system->control(camera->handle, VIDIOC_DQBUF, &buffer);
        if (wrong == EAGAIN) return EB_OK;
        if (wrong != 0 || buffer.index >= camera->buffer_count) return EB_E_GONE;
        eb_frame frame;
        int index = (int)buffer.index;
        const int64_t now = eb_now_ns();
        int error = camera_look(camera, &buffer, now, &frame);
        if (error != EB_OK) {
            count_bad(camera, error);
            error = give_back(camera, &index);
        } else if (camera_is_stale(camera, &buffer, now)) {
            camera->counters.superseded++;
            error = give_back(camera, &index);
        } else {
            error = place(camera, index, &frame);
        }

        if (error != EB_OK) return error;
    }

    return EB_OK;
}

static void follow(eb_camera *camera) { /* the newer frame is now the one that waits */
    camera->waiting = camera->newest;
    camera->waiting_frame = camera->newest_frame;
    camera->newest = CAMERA_NO_BUFFER;
}

static verdict judge(const eb_camera *camera, const eb_frame *frame) {
    return guard_judge_exposure(camera->guard, frame->exposed_from_ns, frame->exposed_to_ns);
}

static void hand_out(eb_camera *camera, eb_frame *frame) {
    eb_guard_state state;
    eb_guard_view(camera->guard, &state);
    *frame = camera->waiting_frame;
    frame->proof = state.witness == EB_WITNESS_NONE ? EB_PROOF_UNPROVABLE : EB_PROOF_PROVEN;
    frame->cover = state.cover;
    frame->restarted = camera->restarted;
    camera->restarted = false;
    camera->handed = camera->waiting;
    camera->good_ns = eb_now_ns();
    camera->bad = EB_E_NO_FRAMES;
    camera->counters.frames++;
    follow(camera);
}

/* EB_OK: `frame` is handed out. EB_E_TIMEOUT: there is none yet. */
static int decide(eb_camera *camera, eb_frame *frame) {
    int error = EB_OK;
    while (camera->waiting != CAMERA_NO_BUFFER && error == EB_OK) {
        const verdict verdict = judge(camera, &camera->waiting_frame);
        if (verdict == WAITS) return EB_E_TIMEOUT;
        const bool overtaken = verdict == PASSES && camera->newest != CAMERA_NO_BUFFER && judge(camera, &camera->newest_frame) == PASSES;
        if (verdict == PASSES && !overtaken) {
            hand_out(camera, frame);
            return EB_OK;
        }

        if (overtaken) camera->counters.superseded++;
        else count_bad(camera, EB_E_LIGHT_UNPROVEN);
        error = give_back(camera, &camera->waiting);
        follow(camera);
    }

    return error == EB_OK ? EB_E_TIMEOUT : error;
}

/* For two seconds nothing could be handed out: says why, and opens the device again. */
static int restart(eb_camera *camera) {
    const int why = camera->waiting != CAMERA_NO_BUFFER ? EB_E_LIGHT_UNPROVEN : camera->bad;
    camera->counters.silences++;
    camera_stop(camera);
    camera->restarted = true;
    if (camera_start(camera, NULL) == EB_OK) camera->counters.reopened++;
    else camera->retry_ns = eb_now_ns() + TRY_AGAIN;
    return why;
}

static void bring_back(eb_camera *camera, int64_t until_ns) {
    const int64_t at = camera->retry_ns < until_ns ? camera->retry_ns : until_ns;
    const struct timespec moment = { at / (1000 * MS), at % (1000 * MS) };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
    if (camera->retry_ns > until_ns) return;
    camera->retry_ns = eb_now_ns() + TRY_AGAIN;
    if (camera_start(camera, NULL) == EB_OK) camera->counters.reopened++;
}

static int round_of(eb_camera *camera, int64_t until_ns, eb_frame *frame) {
    if (!camera->open) {
        bring_back(camera, until_ns);
        return EB_E_TIMEOUT;
    }

    int error = drain(camera);
    if (error == EB_OK) error = decide(camera, frame);
    const int64_t now = eb_now_ns();
    if (error == EB_E_GONE) return lose(camera, now);
    if (error == EB_OK) return EB_OK;
    const int64_t watchdog = camera->good_ns + EB_NO_FRAMES_MS * MS;
    if (now >= watchdog) return restart(camera);
    int64_t next = until_ns < watchdog ? until_ns : watchdog;
    if (camera->waiting != CAMERA_NO_BUFFER && now + LOOK_FOR_PROOF < next) next = now + LOOK_FOR_PROOF;
    camera->system->wait(camera->handle, next);
    return EB_E_TIMEOUT;
}

int eb_camera_wait(eb_camera *camera, int timeout_ms, eb_frame *frame) {
    if (camera == NULL || frame == NULL || timeout_is_wrong(timeout_ms)) return EB_E_ARGUMENT;
    const int64_t began = eb_now_ns(), until = began + timeout_ms * MS;
    if (began - camera->left_ns > EB_NO_FRAMES_MS * MS) camera->good_ns = began; /* nobody asked: nobody was let down */
    int error = give_back(camera, &camera->handed);
    if (error != EB_OK) error = lose(camera, began);
    while (error == EB_OK || error == EB_E_TIMEOUT) {
        error = round_of(camera, until, frame);
        if (error == EB_OK || eb_now_ns() >= until) break;
    }

    camera->left_ns = eb_now_ns();
    return error == EB_E_TIMEOUT && !camera->open ? EB_E_GONE : error;
}

void eb_camera_release(eb_camera *camera) {
    if (camera != NULL && give_back(camera, &camera->handed) != EB_OK) lose(camera, eb_now_ns());
}

static bool is_control(int control) { return control > 0 && control < CAMERA_CONTROLS; }

int eb_camera_control_range(eb_camera *camera, int control, eb_control_range *range) {
    if (camera == NULL || range == NULL || !is_control(control)) return EB_E_ARGUMENT;
    return camera->open ? camera_range(camera, control, range) : EB_E_GONE;
}

int eb_camera_set_control(eb_camera *camera, int control, int32_t value) {
    eb_control_range range;
    int error = eb_camera_control_range(camera, control, &range);
    if (error != EB_OK) return error;
    if (value < range.least || value > range.most) return EB_E_ARGUMENT;
    error = camera_apply(camera, control, value);
    if (error != EB_OK) return error;
    camera->controls[control].set = true;
    camera->controls[control].value = value;
    return EB_OK;
}

void eb_camera_view(const eb_camera *camera, eb_camera_counters *counters) { *counters = camera->counters; }

void eb_camera_close(eb_camera *camera) {
    if (camera == NULL) return;
    if (camera->open) camera_stop(camera);
    eb_guard_close(camera->guard);
    free(camera);
}
