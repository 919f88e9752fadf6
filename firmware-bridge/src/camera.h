/* A camera, its device and its buffers. */
#ifndef CAMERA_H
#define CAMERA_H

#include "failure.h"
#include "guard.h"
#include "video.h"

#include <linux/videodev2.h>

#define CAMERA_BUFFERS 6 /* one handed out, one that waits for its proof, one newer; three for the driver */
#define CAMERA_LEAST_BUFFERS 4
#define CAMERA_NO_BUFFER (-1)
#define CAMERA_CONTROLS (EB_CONTROL_FLIP_UPRIGHT + 1)

typedef struct camera_buffer {
    const uint8_t *data;
    size_t length;
    int64_t queued_ns;
} camera_buffer;

struct eb_camera {
    eb_camera_options options;
    char device[256];
    eb_guard *guard;
    const video_system *system;
    intptr_t handle;
    bool open; /* device is open and streams */
    camera_buffer buffers[CAMERA_BUFFERS];
    uint32_t buffer_count, stride;
    int handed, waiting, newest; /* buffers we hold, or CAMERA_NO_BUFFER */
    eb_frame waiting_frame, newest_frame;
    int64_t good_ns;   /* last frame handed out, or begin of the stream */
    int64_t retry_ns;  /* when a device that is gone is opened again */
    int64_t left_ns;   /* when the last wait ended */
    int bad;           /* what was wrong with the last frame that was dropped, EB_E_NO_FRAMES when none was */
    bool restarted;
    struct { bool set; int32_t value; } controls[CAMERA_CONTROLS];
    eb_camera_counters counters;
};

/* camera_device.c: opens and starts; everything is undone when it fails. */
int camera_start(eb_camera *camera, eb_detail *detail);
void camera_stop(eb_camera *camera);
int camera_queue(eb_camera *camera, int buffer); /* 0 or an errno */
int camera_apply(eb_camera *camera, int control, int32_t value);
int camera_range(eb_camera *camera, int control, eb_control_range *range);

/* camera_frame.c: what a dequeued buffer holds; EB_OK, or what is wrong with it. */
int camera_look(const eb_camera *camera, const struct v4l2_buffer *buffer, int64_t now_ns, eb_frame *frame);
bool camera_is_stale(const eb_camera *camera, const struct v4l2_buffer *buffer, int64_t now_ns);

#endif
