#include "camera.h"

#include <errno.h>
#include <string.h>

static const uint32_t CONTROL_IDS[CAMERA_CONTROLS] = {
    0, V4L2_CID_BRIGHTNESS, V4L2_CID_GAIN, V4L2_CID_EXPOSURE_AUTO, V4L2_CID_EXPOSURE_ABSOLUTE, V4L2_CID_FOCUS_AUTO,
    V4L2_CID_FOCUS_ABSOLUTE, V4L2_CID_HFLIP, V4L2_CID_VFLIP,
};

static int ask(const eb_camera *camera, unsigned long request, void *argument) {
    return camera->system->control(camera->handle, request, argument);
}

static int check_kind(eb_camera *camera, eb_detail *detail) {
    struct v4l2_capability can = { 0 };
    const int wrong = ask(camera, VIDIOC_QUERYCAP, &can);
    if (wrong != 0) return failure(detail, EB_E_NOT_SUPPORTED, wrong, "%s is no V4L2 device", camera->device);
    const uint32_t caps = (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
    if ((caps & V4L2_CAP_VIDEO_CAPTURE) == 0) {
        return failure(detail, EB_E_NOT_SUPPORTED, 0, "%s (%.31s) has no single-planar capture", camera->device, (const char *)can.card);
    }

    if ((caps & V4L2_CAP_STREAMING) == 0) return failure(detail, EB_E_NOT_SUPPORTED, 0, "%s cannot stream", camera->device);
    return EB_OK;
}

static int agree_on_format(eb_camera *camera, eb_detail *detail) {
    const eb_camera_options *options = &camera->options;
    const uint32_t pixels = options->pixels == EB_PIXELS_MJPEG ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
    struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
    format.fmt.pix.width = options->width;
    format.fmt.pix.height = options->height;
    format.fmt.pix.pixelformat = pixels;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    const int wrong = ask(camera, VIDIOC_S_FMT, &format);
    if (wrong == EBUSY) return failure(detail, EB_E_BUSY, wrong, "%s is in use", camera->device);
    if (wrong != 0) return failure(detail, EB_E_FORMAT, wrong, "%s refused the format", camera->device);
    const struct v4l2_pix_format *got = &format.fmt.pix;
    if (got->pixelformat != pixels || got->width != options->width || got->height != options->height) {
        return failure(detail, EB_E_FORMAT, 0, "%s has %.4s %ux%u, not %.4s %ux%u", camera->device, (const char *)&got->pixelformat,
            got->width, got->height, (const char *)&pixels, options->width, options->height);
    }

    camera->stride = got->bytesperline;
    if (options->pixels == EB_PIXELS_YUYV && got->bytesperline < 2 * options->width) {
        return failure(detail, EB_E_FORMAT, 0, "%s has lines of %u bytes for %u pixels", camera->device, got->bytesperline, options->width);
    }

    struct v4l2_streamparm rate = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
    rate.parm.capture.timeperframe = (struct v4l2_fract){ 1, options->frames_per_second };
    (void)ask(camera, VIDIOC_S_PARM, &rate); /* one that has a single rate refuses it, and keeps its own */
    return EB_OK;
}

static void unmap_all(eb_camera *camera) {
    for (uint32_t i = 0; i < camera->buffer_count; i++) {
        camera->system->unmap(camera->handle, (void *)(uintptr_t)camera->buffers[i].data, camera->buffers[i].length);
    }

    camera->buffer_count = 0;
    struct v4l2_requestbuffers none = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
    (void)ask(camera, VIDIOC_REQBUFS, &none); /* of a device that is gone there is nothing to give back */
}

static int map_one(eb_camera *camera, uint32_t index, eb_detail *detail) {
    struct v4l2_buffer buffer = { .index = index, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
    const int wrong = ask(camera, VIDIOC_QUERYBUF, &buffer);
    if (wrong != 0 || buffer.length == 0) return failure(detail, EB_E_NOT_SUPPORTED, wrong, "%s has no buffer %u", camera->device, index);
    if (camera->options.pixels == EB_PIXELS_YUYV && buffer.length < (uint64_t)camera->stride * camera->options.height) {
        return failure(detail, EB_E_FORMAT_LIED, 0, "buffers of %s hold %u bytes, less than a picture", camera->device, buffer.length);
    }

    const void *memory = camera->system->map(camera->handle, buffer.length, buffer.m.offset);
    if (memory == NULL) return failure(detail, EB_E_MEMORY, errno, "cannot map buffer %u of %s", index, camera->device);
    camera->buffers[camera->buffer_count++] = (camera_buffer){ memory, buffer.length, 0 };
    return EB_OK;
}

static int map_all(eb_camera *camera, eb_detail *detail) {
    struct v4l2_requestbuffers wish = { .count = CAMERA_BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
    const int wrong = ask(camera, VIDIOC_REQBUFS, &wish);
    if (wrong != 0) {
        return failure(detail, wrong == EBUSY ? EB_E_BUSY : EB_E_NOT_SUPPORTED, wrong, "%s gives no buffers", camera->device);
    }

    if (wish.count < CAMERA_LEAST_BUFFERS) {
        return failure(detail, EB_E_MEMORY, 0, "%s gives %u buffers, %d are needed", camera->device, wish.count, CAMERA_LEAST_BUFFERS);
    }

    const uint32_t count = wish.count < CAMERA_BUFFERS ? wish.count : CAMERA_BUFFERS;
    for (uint32_t i = 0; i < count; i++) {
        const int error = map_one(camera, i, detail);
        if (error != EB_OK) return error;
    }

    return EB_OK;
}

int camera_queue(eb_camera *camera, int buffer) {
    struct v4l2_buffer empty = { .index = (uint32_t)buffer, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP };
    camera->buffers[buffer].queued_ns = eb_now_ns();
    return ask(camera, VIDIOC_QBUF, &empty);
}

static int stream_on(eb_camera *camera, eb_detail *detail) {
    int wrong = 0;
    for (uint32_t i = 0; i < camera->buffer_count && wrong == 0; i++) wrong = camera_queue(camera, (int)i);
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (wrong == 0) wrong = ask(camera, VIDIOC_STREAMON, &type);
    if (wrong != 0) return failure(detail, error_of_errno(wrong), wrong, "%s does not stream", camera->device);
    for (int i = 1; i < CAMERA_CONTROLS; i++) {
        if (camera->controls[i].set) (void)camera_apply(camera, i, camera->controls[i].value); /* one that is gone now is not missed */
    }

    return EB_OK;
}

int camera_start(eb_camera *camera, eb_detail *detail) {
    const int wrong = camera->system->open(camera->device, &camera->handle);
    if (wrong != 0) return failure(detail, error_of_errno(wrong), wrong, "cannot open %s", camera->device);
    camera->handed = camera->waiting = camera->newest = CAMERA_NO_BUFFER;
    camera->buffer_count = 0;
    int error = check_kind(camera, detail);
    if (error == EB_OK) error = agree_on_format(camera, detail);
    if (error != EB_OK) goto close;
    error = map_all(camera, detail);
    if (error == EB_OK) error = stream_on(camera, detail);
    if (error != EB_OK) goto unmap;
    camera->open = true;
    camera->good_ns = eb_now_ns();
    camera->bad = EB_E_NO_FRAMES;
    return EB_OK;

unmap:
    unmap_all(camera);
close:
    camera->system->close(camera->handle);
    return error;
}

void camera_stop(eb_camera *camera) {
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    (void)ask(camera, VIDIOC_STREAMOFF, &type); /* of a device that is gone nothing streams */
    unmap_all(camera);
    camera->system->close(camera->handle);
    camera->open = false;
    camera->handed = camera->waiting = camera->newest = CAMERA_NO_BUFFER;
}

int camera_range(eb_camera *camera, int control, eb_control_range *range) {
    struct v4l2_queryctrl query = { .id = CONTROL_IDS[control] };
    const int wrong = ask(camera, VIDIOC_QUERYCTRL, &query);
    if (wrong != 0) return wrong == EINVAL || wrong == ENOTTY ? EB_E_NOT_SUPPORTED : error_of_errno(wrong);
    if ((query.flags & V4L2_CTRL_FLAG_DISABLED) != 0) return EB_E_NOT_SUPPORTED;
    *range = (eb_control_range){ query.minimum, query.maximum, query.step, query.default_value };
    return EB_OK;
}

int camera_apply(eb_camera *camera, int control, int32_t value) {
    struct v4l2_control order = { CONTROL_IDS[control], value };
    const int wrong = ask(camera, VIDIOC_S_CTRL, &order);
    if (wrong == ERANGE) return EB_E_ARGUMENT;
    return wrong == 0 ? EB_OK : wrong == EINVAL || wrong == ENOTTY ? EB_E_NOT_SUPPORTED : error_of_errno(wrong);
}
