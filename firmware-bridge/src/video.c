#include "video.h"
#include "edge_bridge.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int kernel_open(const char *device, intptr_t *handle) {
    const int file = open(device, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return errno;
    *handle = file;
    return 0;
}

static int kernel_control(intptr_t handle, unsigned long request, void *argument) {
    int result;
    do result = ioctl((int)handle, request, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? errno : 0;
}

static void *kernel_map(intptr_t handle, size_t length, int64_t offset) {
    void *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, (int)handle, offset);
    return memory == MAP_FAILED ? NULL : memory;
}

static void kernel_unmap(intptr_t handle, void *memory, size_t length) {
    (void)handle;
    munmap(memory, length);
}

static void kernel_wait(intptr_t handle, int64_t until_ns) {
    int64_t wait = until_ns - eb_now_ns();
    if (wait < 0) wait = 0;
    const struct timespec limit = { wait / 1000000000, wait % 1000000000 };
    struct pollfd device = { (int)handle, POLLIN, 0 };
    if (ppoll(&device, 1, &limit, NULL) <= 0 || (device.revents & POLLIN) != 0) return;
    const struct timespec pause = { 0, 5000000 }; /* the next dequeue tells what is wrong; one that does not is asked at leisure */
    nanosleep(&pause, NULL);
}

static void kernel_close(intptr_t handle) { close((int)handle); }

const video_system kernel_video = { kernel_open, kernel_control, kernel_map, kernel_unmap, kernel_wait, kernel_close };
