/* The products of bf16.h on vectors of 32 bf16 (AVX512_BF16), for machines without tiles: Zen 4 and later. */
#pragma once

int products_ready(void) { return 0; }
static void products_begin(void) {}
static void products_end(void) {}

/* c [32][32] of the given stride, or what is added to it: rows a [32][width] times a panel [width / 2][32][2].
   Eight rows at a time: their sixteen accumulators hide the latency of a product. */
static inline void tile(const bf16 *a, long stride, const bf16 *panel, int width, int add, float *c, long across)
{
    for (int m = 0; m < 32; m += 8, a += 8 * stride, c += 8 * across) {
        __m512 s[8][2];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 2; j++) s[i][j] = add ? _mm512_loadu_ps(c + i * across + j * 16) : _mm512_setzero_ps();
        for (int k = 0; k < width; k += 2) {
            __m512bh b0 = (__m512bh)_mm512_load_si512(panel + k * 32L), b1 = (__m512bh)_mm512_load_si512(panel + k * 32L + 32);
#pragma GCC unroll 8
            for (int i = 0; i < 8; i++) {
                __m512bh v = (__m512bh)_mm512_set1_epi32(*(const int *)(a + i * stride + k));
                s[i][0] = _mm512_dpbf16_ps(s[i][0], v, b0);
                s[i][1] = _mm512_dpbf16_ps(s[i][1], v, b1);
            }
        }
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 2; j++) _mm512_storeu_ps(c + i * across + j * 16, s[i][j]);
    }
}
