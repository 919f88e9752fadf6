#include "line.h"
#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

static const struct { uint32_t baud; speed_t speed; } SPEEDS[] = {
    { 9600, B9600 }, { 115200, B115200 }, { 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 }, { 1000000, B1000000 },
};

static bool speed_of(uint32_t baud, speed_t *speed) {
    for (size_t i = 0; i < sizeof SPEEDS / sizeof *SPEEDS; i++) {
        *speed = SPEEDS[i].speed;
        if (SPEEDS[i].baud == baud) return true;
    }

    return false;
}

bool line_has_baud(uint32_t baud) {
    speed_t speed;
    return speed_of(baud, &speed);
}

int line_open(const char *tty, uint32_t baud, int *line, eb_detail *detail) {
    struct termios how;
    speed_t speed;
    int error;
    const int file = open(tty, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return failure(detail, error_of_errno(errno), errno, "cannot open %s", tty);
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        error = failure(detail, error_of_errno(errno), errno, "%s is in use", tty);
        goto failed;
    }

    if (!speed_of(baud, &speed) || tcgetattr(file, &how) != 0) {
        error = failure(detail, EB_E_NOT_SUPPORTED, errno, "%s is no serial line", tty);
        goto failed;
    }

    cfmakeraw(&how);
    how.c_cflag = (how.c_cflag & ~(tcflag_t)(CRTSCTS | CSTOPB)) | CLOCAL | CREAD;
    how.c_cc[VMIN] = 1; /* so that "nothing there" is EAGAIN, and not the 0 of a line that is gone */
    how.c_cc[VTIME] = 0;
    if (cfsetspeed(&how, speed) != 0 || tcsetattr(file, TCSANOW, &how) != 0) {
        error = failure(detail, EB_E_NOT_SUPPORTED, errno, "%s does not run at %u baud", tty, baud);
        goto failed;
    }

    *line = file;
    return EB_OK;

failed:
    close(file);
    return error;
}
