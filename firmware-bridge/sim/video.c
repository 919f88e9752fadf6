/* A V4L2 device that shows a folder of JPEGs. Words: nothing, torn, error, gone, lie, empty, huge (a fault each, see order.h), and
 * clock=0: a picture is ready whenever there is a buffer for it; fps=N otherwise, or what was asked for. */
#include "devices.h"
#include "edge_bridge.h"
#include "order.h"
#include "pictures.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUFFERS 8

typedef struct sim_camera {
    sim_order order;
    sim_life *life;
    pictures pictures;
    bool yuyv, streaming;
    uint32_t sequence;
    size_t buffer_size, buffer_count;
    uint8_t *memory[BUFFERS];
    unsigned queue[BUFFERS]; /* in the order they were queued */
    size_t queued;
    int64_t frame_ns, next_ns;
    int32_t brightness;
} sim_camera;

static bool gone(sim_camera *camera) {
    const sim_word *word = order_word(&camera->order, "gone");
    if (word != NULL && camera->life->number + 1 >= word->first && camera->life->gone_for != word->first) {
        camera->life->gone_for = word->first;
        camera->life->gone_until_ns = eb_now_ns() + (int64_t)word->count * 1000000;
    }

    return eb_now_ns() < camera->life->gone_until_ns;
}

static int sim_open(const char *device, intptr_t *handle) {
    sim_camera *camera = calloc(1, sizeof *camera);
    if (camera == NULL) return ENOMEM;
    int wrong = order_read(device, &camera->order) && (camera->life = life_of(device)) != NULL ? 0 : EINVAL;
    if (wrong == 0 && gone(camera)) wrong = ENOENT;
    if (wrong == 0) wrong = pictures_read(camera->order.path, &camera->pictures);
    if (wrong != 0) {
        free(camera);
        return wrong;
    }

    camera->frame_ns = 33333333;
    camera->brightness = 128;
    *handle = (intptr_t)camera;
    return 0;
}

static void sim_close(intptr_t handle) {
    sim_camera *camera = (sim_camera *)handle;
    pictures_free(&camera->pictures);
    for (size_t i = 0; i < BUFFERS; i++) free(camera->memory[i]);
    free(camera);
}

/* As a real one: it says what it gives, whatever it was asked for. */
static int set_format(sim_camera *camera, struct v4l2_pix_format *format) {
    camera->yuyv = format->pixelformat == V4L2_PIX_FMT_YUYV;
    if (!camera->yuyv) format->pixelformat = V4L2_PIX_FMT_MJPEG;
    format->width = camera->pictures.width;
    format->height = camera->pictures.height;
    format->bytesperline = camera->yuyv ? 2 * format->width : 0;
    camera->buffer_size = camera->yuyv ? (size_t)2 * format->width * format->height : camera->pictures.longest + 64;
    format->sizeimage = (uint32_t)camera->buffer_size;
    return 0;
}

static int set_rate(sim_camera *camera, const struct v4l2_fract *frame) {
    if (frame->denominator == 0) return EINVAL;
    camera->frame_ns = INT64_C(1000000000) * frame->numerator / frame->denominator;
    const uint64_t fps = order_value(&camera->order, "fps", 0);
    if (fps > 0) camera->frame_ns = INT64_C(1000000000) / (int64_t)fps;
    return 0;
}

static int request_buffers(sim_camera *camera, struct v4l2_requestbuffers *request) {
    for (size_t i = 0; i < BUFFERS; i++) {
        free(camera->memory[i]);
        camera->memory[i] = NULL;
    }

    if (request->count > BUFFERS) request->count = BUFFERS;
    camera->buffer_count = request->count;
    camera->queued = 0;
    for (size_t i = 0; i < camera->buffer_count; i++) {
        camera->memory[i] = malloc(camera->buffer_size);
        if (camera->memory[i] == NULL) return ENOMEM;
    }

    return 0;
}

static int queue_buffer(sim_camera *camera, unsigned index) {
    if (index >= camera->buffer_count) return EINVAL;
    for (size_t i = 0; i < camera->queued; i++) {
        if (camera->queue[i] == index) return EINVAL; /* twice: the bridge lost count */
    }

    camera->queue[camera->queued++] = index;
    return 0;
}

static void draw_yuyv(sim_camera *camera, uint8_t *memory, uint64_t number) {
    for (size_t i = 0; i < camera->buffer_size; i++) memory[i] = i % 2 != 0 ? 128 : (uint8_t)(i / 2 + number);
}

static void fill(sim_camera *camera, uint64_t number, uint8_t *memory, struct v4l2_buffer *buffer) {
    buffer->bytesused = (uint32_t)camera->buffer_size;
    if (camera->yuyv) {
        draw_yuyv(camera, memory, number);
    } else {
        const size_t index = (size_t)(number - 1) % camera->pictures.count;
        buffer->bytesused = (uint32_t)camera->pictures.of[index].length;
        memcpy(memory, camera->pictures.of[index].data, camera->pictures.of[index].length);
    }

    if (order_hits(&camera->order, "torn", number)) buffer->bytesused /= 2;
    if (order_hits(&camera->order, "empty", number)) buffer->bytesused = 0;
    if (order_hits(&camera->order, "huge", number)) buffer->bytesused = 0x80000000u;
    if (order_hits(&camera->order, "lie", number)) memset(memory, 0x55, 2); /* no JPEG at all */
    if (order_hits(&camera->order, "error", number)) buffer->flags |= V4L2_BUF_FLAG_ERROR;
}

static int dequeue_buffer(sim_camera *camera, struct v4l2_buffer *buffer) {
    const int64_t now = eb_now_ns();
    const bool free_clock = order_value(&camera->order, "clock", 1) == 0;
    if (!camera->streaming) return EINVAL;
    if (camera->queued == 0 || order_hits(&camera->order, "nothing", camera->life->number + 1)) return EAGAIN;
    if (!free_clock && now < camera->next_ns) return EAGAIN;
    const uint64_t number = ++camera->life->number;
    const int64_t exposed = free_clock || now - camera->next_ns > camera->frame_ns ? now : camera->next_ns;
    camera->next_ns = exposed + camera->frame_ns;
    buffer->index = camera->queue[0];
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_TSTAMP_SRC_EOF;
    buffer->timestamp.tv_sec = exposed / 1000000000;
    buffer->timestamp.tv_usec = exposed % 1000000000 / 1000;
    buffer->sequence = camera->sequence++;
    memmove(camera->queue, camera->queue + 1, --camera->queued * sizeof *camera->queue);
    fill(camera, number, camera->memory[buffer->index], buffer);
    return 0;
}

static int control_brightness(sim_camera *camera, unsigned long request, void *argument) {
    struct v4l2_queryctrl *query = argument;
    struct v4l2_control *control = argument;
    if (*(uint32_t *)argument != V4L2_CID_BRIGHTNESS) return EINVAL;
    if (request == VIDIOC_S_CTRL) {
        camera->brightness = control->value;
        return 0;
    }

    *query = (struct v4l2_queryctrl){ .id = V4L2_CID_BRIGHTNESS, .minimum = 0, .maximum = 255, .step = 1, .default_value = 128 };
    return 0;
}

static int query_device(struct v4l2_capability *can) {
    *can = (struct v4l2_capability){ .driver = "sim", .card = "Simulated camera", .capabilities = V4L2_CAP_DEVICE_CAPS };
    can->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    return 0;
}

static int query_buffer(sim_camera *camera, struct v4l2_buffer *buffer) {
    if (buffer->index >= camera->buffer_count) return EINVAL;
    buffer->length = (uint32_t)camera->buffer_size;
    buffer->m.offset = buffer->index * 4096;
    return 0;
}

static int stream(sim_camera *camera, bool on) {
    camera->streaming = on;
    camera->next_ns = eb_now_ns() + camera->frame_ns;
    if (!on) camera->queued = 0;
    return 0;
}

static int sim_control(intptr_t handle, unsigned long request, void *argument) {
    sim_camera *camera = (sim_camera *)handle;
    struct v4l2_buffer *buffer = argument;
    if (gone(camera)) return ENODEV;
    switch (request) {
        case VIDIOC_QUERYCAP: return query_device(argument);
        case VIDIOC_S_FMT: return set_format(camera, &((struct v4l2_format *)argument)->fmt.pix);
        case VIDIOC_S_PARM: return set_rate(camera, &((struct v4l2_streamparm *)argument)->parm.capture.timeperframe);
        case VIDIOC_REQBUFS: return request_buffers(camera, argument);
        case VIDIOC_QUERYBUF: return query_buffer(camera, buffer);
        case VIDIOC_QBUF: return queue_buffer(camera, buffer->index);
        case VIDIOC_DQBUF: return dequeue_buffer(camera, buffer);
        case VIDIOC_STREAMON: return stream(camera, true);
        case VIDIOC_STREAMOFF: return stream(camera, false);
        case VIDIOC_QUERYCTRL: case VIDIOC_S_CTRL: return control_brightness(camera, request, argument);
        default: return ENOTTY;
    }
}

static void *sim_map(intptr_t handle, size_t length, int64_t offset) {
    sim_camera *camera = (sim_camera *)handle;
    const size_t index = (size_t)offset / 4096;
    return index < camera->buffer_count && length == camera->buffer_size ? camera->memory[index] : NULL;
}

static void sim_unmap(intptr_t handle, void *memory, size_t length) { (void)handle, (void)memory, (void)length; }

static void sim_wait(intptr_t handle, int64_t until_ns) {
    sim_camera *camera = (sim_camera *)handle;
    const bool silent = camera->queued == 0 || order_hits(&camera->order, "nothing", camera->life->number + 1);
    int64_t at = silent || until_ns < camera->next_ns ? until_ns : camera->next_ns;
    if (!silent && order_value(&camera->order, "clock", 1) == 0) return;
    const struct timespec moment = { at / 1000000000, at % 1000000000 };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
}

const video_system sim_video = { sim_open, sim_control, sim_map, sim_unmap, sim_wait, sim_close };
