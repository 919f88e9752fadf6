#include "camera.h"

#define STALE_NS (300 * INT64_C(1000000))
#define LONG_AGO_NS (10 * INT64_C(1000000000)) /* a stamp so old is of another clock */

/* The driver's stamp; INT64_MIN when it is not of our clock. */
static int64_t stamp_of(const struct v4l2_buffer *buffer, int64_t now_ns) {
    if ((buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) return INT64_MIN;
    const int64_t seconds = buffer->timestamp.tv_sec;
    if (seconds < 0 || seconds > now_ns / 1000000000 + 1) return INT64_MIN;
    const int64_t stamp = seconds * 1000000000 + buffer->timestamp.tv_usec * INT64_C(1000);
    return stamp > now_ns || stamp < now_ns - LONG_AGO_NS ? INT64_MIN : stamp;
}

/* Bounds that hold the exposure for certain. A stamp at the start of exposure may be taken late (UVC: at the first packet). Without
 * a stamp it is between the queueing of the buffer, whose exposure may have been under way, and now. */
static void bound_exposure(const eb_camera *camera, const struct v4l2_buffer *buffer, int64_t now_ns, eb_frame *frame) {
    const int64_t longest = camera->options.longest_exposure_us * INT64_C(1000);
    const int64_t stamp = stamp_of(buffer, now_ns);
    const bool at_start = (buffer->flags & V4L2_BUF_FLAG_TSTAMP_SRC_MASK) == V4L2_BUF_FLAG_TSTAMP_SRC_SOE;
    frame->exposed_from_ns = (stamp == INT64_MIN ? camera->buffers[buffer->index].queued_ns : stamp) - longest;
    frame->exposed_to_ns = stamp == INT64_MIN ? now_ns : at_start ? stamp + longest : stamp;
    if (frame->exposed_to_ns > now_ns) frame->exposed_to_ns = now_ns;
}

static int look_at_mjpeg(const eb_camera *camera, size_t used, eb_frame *frame) {
    eb_mjpeg found;
    if (used < 2 || frame->data[0] != 0xff || frame->data[1] != 0xd8) return EB_E_FORMAT_LIED;
    if (eb_mjpeg_scan(frame->data, used, &found) != EB_OK) return EB_E_TORN;
    if (found.width != camera->options.width || found.height != camera->options.height) return EB_E_FORMAT_LIED;
    frame->length = found.end;
    frame->stride = 1;
    return EB_OK;
}

static int look_at_yuyv(const eb_camera *camera, size_t used, eb_frame *frame) {
    frame->stride = camera->stride;
    frame->length = (size_t)camera->stride * camera->options.height;
    return used < frame->length ? EB_E_TORN : EB_OK;
}

int camera_look(const eb_camera *camera, const struct v4l2_buffer *buffer, int64_t now_ns, eb_frame *frame) {
    const camera_buffer *memory = &camera->buffers[buffer->index];
    if ((buffer->flags & V4L2_BUF_FLAG_ERROR) != 0) return EB_E_FRAME_ERROR;
    if (buffer->bytesused == 0) return EB_E_NO_FRAMES;
    if (buffer->bytesused > memory->length) return EB_E_FORMAT_LIED;
    *frame = (eb_frame){
        .data = memory->data, .width = camera->options.width, .height = camera->options.height, .pixels = camera->options.pixels,
        .sequence = buffer->sequence,
    };
    bound_exposure(camera, buffer, now_ns, frame);
    return frame->pixels == EB_PIXELS_MJPEG ? look_at_mjpeg(camera, buffer->bytesused, frame)
                                            : look_at_yuyv(camera, buffer->bytesused, frame);
}

/* What lay in the queue while nobody asked. */
bool camera_is_stale(const eb_camera *camera, const struct v4l2_buffer *buffer, int64_t now_ns) {
    const int64_t stamp = stamp_of(buffer, now_ns);
    return now_ns - (stamp == INT64_MIN ? camera->left_ns : stamp) > STALE_NS;
}
