/* What a camera asks of the system: V4L2's calls, so that `sim/` can answer them too. */
#ifndef VIDEO_H
#define VIDEO_H

#include <stddef.h>
#include <stdint.h>

typedef struct video_system {
    int (*open)(const char *device, intptr_t *handle); /* 0 or an errno; so are the others */
    int (*control)(intptr_t handle, unsigned long request, void *argument); /* ioctl(2) */
    void *(*map)(intptr_t handle, size_t length, int64_t offset); /* NULL: errno says why */
    void (*unmap)(intptr_t handle, void *memory, size_t length);
    void (*wait)(intptr_t handle, int64_t until_ns); /* until something can be dequeued, or is wrong */
    void (*close)(intptr_t handle);
} video_system;

extern const video_system kernel_video;

/* By the device's name. Two of them are linked: src/devices.c knows the kernel only, sim/devices.c `sim:` too. */
const video_system *video_of(const char *device);

#endif
