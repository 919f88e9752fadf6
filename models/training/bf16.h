/* bf16 matrix products for kernels.c, by the tiles of amx.h or the vectors of avx512.h. Matrices are row-major; the rows of
   bf16 buffers are padded to a multiple of 32; widths are multiples of 32. */
#pragma once
#include <immintrin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 512 /* rows of a weight gradient that are reduced at a time */

#define LANES 16

typedef unsigned short bf16;
typedef bf16 stored; /* what activations are kept in */
typedef __m512 vec;

#ifdef VECTORS
#include "avx512.h"
#else
#include "amx.h"
#endif

static inline vec load(const float *p) { return _mm512_loadu_ps(p); }
static inline void store(float *p, vec v) { _mm512_storeu_ps(p, v); }
static inline vec multiply_add(vec a, vec b, vec c) { return _mm512_fmadd_ps(a, b, c); }

static int padded(int rows) { return (rows + 31) / 32 * 32; }

static inline float widen(bf16 v)
{
    union { unsigned u; float f; } x = {(unsigned)v << 16};
    return x.f;
}

static inline void store16(bf16 *to, __m512 v) { _mm256_storeu_si256((__m256i *)to, (__m256i)_mm512_cvtneps_pbh(v)); }

static void narrow(const float *x, bf16 *y, long n)
{
    for (long i = 0; i < n; i += 16) store16(y + i, _mm512_loadu_ps(x + i));
}

/* 16 x 16 transpose of 32-bit lanes in registers. */
static inline void transpose16(__m512i r[16])
{
    __m512i t[16];
    for (int i = 0; i < 16; i += 4) {
        __m512i a = _mm512_unpacklo_epi32(r[i], r[i + 1]), b = _mm512_unpackhi_epi32(r[i], r[i + 1]);
        __m512i c = _mm512_unpacklo_epi32(r[i + 2], r[i + 3]), d = _mm512_unpackhi_epi32(r[i + 2], r[i + 3]);
        t[i] = _mm512_unpacklo_epi64(a, c);
        t[i + 1] = _mm512_unpackhi_epi64(a, c);
        t[i + 2] = _mm512_unpacklo_epi64(b, d);
        t[i + 3] = _mm512_unpackhi_epi64(b, d);
    }
    for (int i = 0; i < 4; i++) {
        __m512i a = _mm512_shuffle_i32x4(t[i], t[i + 4], 0x88), b = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0x88);
        __m512i c = _mm512_shuffle_i32x4(t[i], t[i + 4], 0xdd), d = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0xdd);
        r[i] = _mm512_shuffle_i32x4(a, b, 0x88);
        r[i + 4] = _mm512_shuffle_i32x4(c, d, 0x88);
        r[i + 8] = _mm512_shuffle_i32x4(a, b, 0xdd);
        r[i + 12] = _mm512_shuffle_i32x4(c, d, 0xdd);
    }
}

/* W [N, K] float -> the right-hand side W^T of a product, in panels of 32 columns: [N / 32][K / 2][32][2]. */
static bf16 *pack_transposed(const float *w, int N, int K)
{
    bf16 *out = aligned_alloc(64, sizeof(bf16) * N * K), *narrowed = malloc(sizeof(bf16) * N * K);
    narrow(w, narrowed, (long)N * K);
    for (int n = 0; n < N; n += 16) {
        unsigned *to = (unsigned *)out + (long)(n / 32) * (K / 2) * 32 + n % 32;
        for (int k = 0; k < K; k += 32) {
            __m512i r[16];
            for (int i = 0; i < 16; i++) r[i] = _mm512_loadu_si512(narrowed + (long)(n + i) * K + k);
            transpose16(r);
            for (int i = 0; i < 16; i++) _mm512_store_si512(to + (k / 2 + i) * 32L, r[i]);
        }
    }
    free(narrowed);
    return out;
}

/* Rows [part, N] bf16, part a multiple of 32 -> [N, part]. */
static void transpose_rows(const bf16 *d, bf16 *out, int part, int N)
{
    for (int n = 0; n < N; n += 16)
        for (int m = 0; m < part; m += 32) {
            __m512i r[16];
            for (int j = 0; j < 16; j++) {
                const bf16 *a = d + (long)(m + 2 * j) * N + n;
                __m512i low = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)a));
                __m512i high = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(a + N)));
                r[j] = _mm512_or_si512(low, _mm512_slli_epi32(high, 16));
            }
            transpose16(r);
            for (int i = 0; i < 16; i++) _mm512_storeu_si512(out + (long)(n + i) * part + m, r[i]);
        }
}

/* X [M, K] bf16, M even -> right-hand side in panels [K / 32][M / 2][32][2]. */
static void pack_rows(const bf16 *x, bf16 *out, int M, int K)
{
    for (int p = 0; p < K / 32; p++)
        for (int m = 0; m < M; m += 2) {
            const bf16 *a = x + (long)m * K + p * 32, *b = a + K;
            unsigned *to = (unsigned *)out + ((long)p * (M / 2) + m / 2) * 32;
            for (int c = 0; c < 32; c++) to[c] = a[c] | (unsigned)b[c] << 16;
        }
}

/* W [N, K] float -> the right-hand side W of a product that reduces over N. */
static bf16 *pack_plain(const float *w, int N, int K)
{
    bf16 *out = aligned_alloc(64, sizeof(bf16) * N * K), *narrowed = malloc(sizeof(bf16) * N * K);
    narrow(w, narrowed, (long)N * K);
    pack_rows(narrowed, out, N, K);
    free(narrowed);
    return out;
}

enum finish { RELU, ADD, MASK };

/* One 32 x 32 result: RELU y16 = relu(c + bias); ADD y32 = c + bias + add (either may be null), rows < M only;
   MASK y16 = mask > 0 ? c : 0. */
static inline void finish_tile(enum finish how, const float *c, int m, int n, int M, int N, const float *bias,
                               const void *extra, void *y)
{
    for (int i = 0; i < 32; i++)
        for (int j = 0; j < 32; j += 16) {
            __m512 v = _mm512_load_ps(c + i * 32 + j);
            long at = (long)(m + i) * N + n + j;
            if (bias) v = _mm512_add_ps(v, _mm512_loadu_ps(bias + n + j));
            if (how == RELU) {
                store16((bf16 *)y + at, _mm512_max_ps(v, _mm512_setzero_ps()));
            } else if (how == MASK) {
                __m512i h = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)((const bf16 *)extra + at)));
                store16((bf16 *)y + at, _mm512_maskz_mov_ps(_mm512_cmpgt_epi32_mask(h, _mm512_setzero_si512()), v));
            } else if (m + i < M) {
                if (extra) v = _mm512_add_ps(v, _mm512_loadu_ps((const float *)extra + at));
                _mm512_storeu_ps((float *)y + at, v);
            }
        }
}

/* A [padded(M), K] bf16 times a packed right-hand side of N columns. */
static void multiply(const bf16 *a, const bf16 *packed, int M, int N, int K, enum finish how, const float *bias,
                     const void *extra, void *y)
{
    float c[1024] __attribute__((aligned(64)));
    for (int m0 = 0; m0 < M; m0 += 256)
        for (int n = 0; n < N; n += 32)
            for (int m = m0; m < m0 + 256 && m < M; m += 32) {
                tile(a + (long)m * K, K, packed + (long)n * K, K, 0, c, 32);
                finish_tile(how, c, m, n, M, N, bias, extra, y);
            }
}

/* dw [N, K] = dy^T x for bf16 dy [padded(M), N] and x [padded(M), K], whose padding rows are zero in one of them. */
static void weight_gradient(const bf16 *dy, const bf16 *x, float *dw, int M, int N, int K)
{
    int rows = padded(M);
    bf16 *left = aligned_alloc(64, sizeof(bf16) * CHUNK * N), *right = aligned_alloc(64, sizeof(bf16) * CHUNK * K);
    for (int m0 = 0; m0 < rows; m0 += CHUNK) {
        int part = rows - m0 < CHUNK ? rows - m0 : CHUNK;
        pack_rows(x + (long)m0 * K, right, part, K);
        transpose_rows(dy + (long)m0 * N, left, part, N);
        for (int k = 0; k < K; k += 32)
            for (int n = 0; n < N; n += 32)
                tile(left + (long)n * part, part, right + (long)k * part, part, m0 > 0, dw + (long)n * K + k, K);
    }
    free(left);
    free(right);
}

static void column_sums(const bf16 *x, float *sum, int M, int N)
{
    memset(sum, 0, sizeof(float) * N);
    for (int m = 0; m < M; m++)
        for (int n = 0; n < N; n++) sum[n] += widen(x[(long)m * N + n]);
}
