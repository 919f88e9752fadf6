/* The products of bf16.h on AMX tiles. */
#pragma once
#include <sys/syscall.h>
#include <unistd.h>

/* Asks Linux for the tile registers; 0 when this machine has them. Once per process. */
int products_ready(void) { return (int)syscall(SYS_arch_prctl, 0x1023, 18); }

static void products_begin(void)
{
    static const struct {
        unsigned char palette, start, reserved[14];
        unsigned short bytes[16];
        unsigned char rows[16];
    } config = {1, 0, {0}, {64, 64, 64, 64, 64, 64, 64, 64}, {16, 16, 16, 16, 16, 16, 16, 16}};
    _tile_loadconfig(&config);
}

static void products_end(void) { _tile_release(); }

/* c [32][32] of the given stride, or what is added to it: rows a [32][width] times a panel [width / 2][32][2]. */
static inline void tile(const bf16 *a, long stride, const bf16 *panel, int width, int add, float *c, long across)
{
    if (add) {
        _tile_loadd(0, c, across * 4); _tile_loadd(1, c + 16, across * 4);
        _tile_loadd(2, c + 16 * across, across * 4); _tile_loadd(3, c + 16 * across + 16, across * 4);
    } else {
        _tile_zero(0); _tile_zero(1); _tile_zero(2); _tile_zero(3);
    }
    for (int k = 0; k < width; k += 32) {
        _tile_loadd(4, a + k, stride * 2);
        _tile_loadd(5, a + 16 * stride + k, stride * 2);
        _tile_loadd(6, panel + (long)k * 32, 128);
        _tile_loadd(7, panel + (long)k * 32 + 32, 128);
        _tile_dpbf16ps(0, 4, 6); _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(2, 5, 6); _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, c, across * 4); _tile_stored(1, c + 16, across * 4);
    _tile_stored(2, c + 16 * across, across * 4); _tile_stored(3, c + 16 * across + 16, across * 4);
}
