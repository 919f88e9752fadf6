/* float32 matrix products for kernels.c on any processor: the same functions as bf16.h, on vectors of 8 floats that the
   compiler maps to what the machine has (AVX2 with FMA reaches 80 % of its peak). Matrices are row-major. */
#pragma once
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 6    /* a tile of results: 6 x 16 are twelve accumulators of the sixteen vector registers */
#define COLUMNS 16
#define BLOCK 96  /* rows whose left-hand side lies packed in the second-level cache */
#define CHUNK 192 /* rows of a weight gradient that are reduced at a time */
#define LANES 8

typedef float stored; /* what activations are kept in */
typedef float vec __attribute__((vector_size(32), aligned(4), may_alias));

int products_ready(void) { return 0; }
static void products_begin(void) {}
static void products_end(void) {}

static inline vec load(const float *p) { return *(const vec *)p; }
static inline void store(float *p, vec v) { *(vec *)p = v; }
static inline vec spread(float x) { return (vec){x, x, x, x, x, x, x, x}; }
static inline vec multiply_add(vec a, vec b, vec c) { return a * b + c; }

static int padded(int rows) { return rows; }
static int up_to(int n, int step) { return (n + step - 1) / step * step; }
static float *floats(long n) { return aligned_alloc(64, sizeof(float) * ((n + 15) / 16 * 16)); }
static void narrow(const float *x, stored *y, long n) { memcpy(y, x, sizeof(float) * n); }

/* W [N, K] -> W^T as a right-hand side, in panels [N / 16][K][16]. */
static float *pack_transposed(const float *w, int N, int K)
{
    float *out = floats((long)N * K);
    for (int n = 0; n < N; n++) {
        float *to = out + (long)(n / COLUMNS) * K * COLUMNS + n % COLUMNS;
        for (int k = 0; k < K; k++) to[(long)k * COLUMNS] = w[(long)n * K + k];
    }
    return out;
}

/* X [M, K] -> panels [K / 16][M][16]. */
static void pack_columns(const float *x, float *out, int M, int K)
{
    for (int m = 0; m < M; m++)
        for (int p = 0; p < K / COLUMNS; p++)
            memcpy(out + ((long)p * M + m) * COLUMNS, x + (long)m * K + p * COLUMNS, sizeof(float) * COLUMNS);
}

/* W [N, K] -> the right-hand side W of a product that reduces over N. */
static float *pack_plain(const float *w, int N, int K)
{
    float *out = floats((long)N * K);
    pack_columns(w, out, N, K);
    return out;
}

/* Rows [M, K] -> panels of six rows [M / 6][K][6], zeros past M. */
static void pack_left(const float *x, float *out, int M, int K)
{
    for (int m = 0; m < M; m += ROWS)
        for (int i = 0; i < ROWS; i++) {
            const float *from = x + (long)(m + i) * K;
            float *to = out + (long)m * K + i;
            if (m + i < M)
                for (int k = 0; k < K; k++) to[(long)k * ROWS] = from[k];
            else
                for (int k = 0; k < K; k++) to[(long)k * ROWS] = 0;
        }
}

/* Rows [M, N] -> panels of six columns [N / 6][M][6], zeros past N. */
static void pack_left_transposed(const float *x, float *out, int M, int N)
{
    for (int n = 0; n < N; n += ROWS) {
        int width = N - n < ROWS ? N - n : ROWS;
        float *to = out + (long)n * M;
        for (int m = 0; m < M; m++)
            for (int i = 0; i < ROWS; i++) to[(long)m * ROWS + i] = i < width ? x[(long)m * N + n + i] : 0;
    }
}

/* c [6][16] = sum over K of a [K][6] times b [K][16]. */
static inline void tile(const float *a, const float *b, int K, float *c)
{
    vec s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0}, s20 = {0}, s21 = {0};
    vec s30 = {0}, s31 = {0}, s40 = {0}, s41 = {0}, s50 = {0}, s51 = {0};
    for (int k = 0; k < K; k++, a += ROWS, b += COLUMNS) {
        vec b0 = load(b), b1 = load(b + LANES), v;
        v = spread(a[0]); s00 += v * b0; s01 += v * b1;
        v = spread(a[1]); s10 += v * b0; s11 += v * b1;
        v = spread(a[2]); s20 += v * b0; s21 += v * b1;
        v = spread(a[3]); s30 += v * b0; s31 += v * b1;
        v = spread(a[4]); s40 += v * b0; s41 += v * b1;
        v = spread(a[5]); s50 += v * b0; s51 += v * b1;
    }
    store(c, s00); store(c + 8, s01); store(c + 16, s10); store(c + 24, s11); store(c + 32, s20); store(c + 40, s21);
    store(c + 48, s30); store(c + 56, s31); store(c + 64, s40); store(c + 72, s41); store(c + 80, s50); store(c + 88, s51);
}

enum finish { RELU, ADD, MASK };

/* Sixteen results of one row: RELU y = relu(c + bias); ADD y = c + bias + extra (either may be null);
   MASK y = extra > 0 ? c : 0. */
static inline void finish_row(enum finish how, const float *c, const float *bias, const float *extra, float *y)
{
    for (int j = 0; j < COLUMNS; j++) {
        float v = c[j] + (bias ? bias[j] : 0);
        if (how == RELU) v = v > 0 ? v : 0;
        else if (how == ADD) v += extra ? extra[j] : 0;
        else v = extra[j] > 0 ? v : 0;
        y[j] = v;
    }
}

/* A [M, K] times a packed right-hand side of N columns, N a multiple of 16. */
static inline __attribute__((always_inline)) void multiply(const float *a, const float *packed, int M, int N, int K,
                                                           enum finish how, const float *bias, const void *extra, void *y)
{
    float *left = floats((long)BLOCK * K), c[ROWS * COLUMNS] __attribute__((aligned(64)));
    for (int m0 = 0; m0 < M; m0 += BLOCK) {
        int part = M - m0 < BLOCK ? M - m0 : BLOCK;
        pack_left(a + (long)m0 * K, left, part, K);
        for (int n = 0; n < N; n += COLUMNS)
            for (int m = 0; m < part; m += ROWS) {
                tile(left + (long)m * K, packed + (long)n * K, K, c);
                for (int i = 0; i < ROWS && m + i < part; i++) {
                    long at = (long)(m0 + m + i) * N + n;
                    finish_row(how, c + i * COLUMNS, bias ? bias + n : 0, extra ? (const float *)extra + at : 0,
                               (float *)y + at);
                }
            }
    }
    free(left);
}

/* dw [N, K] = dy^T x for dy [M, N] and x [M, K], K a multiple of 16. */
static void weight_gradient(const float *dy, const float *x, float *dw, int M, int N, int K)
{
    float *left = floats((long)CHUNK * up_to(N, ROWS)), *right = floats((long)CHUNK * K);
    float c[ROWS * COLUMNS] __attribute__((aligned(64)));
    memset(dw, 0, sizeof(float) * N * K);
    for (int m0 = 0; m0 < M; m0 += CHUNK) {
        int part = M - m0 < CHUNK ? M - m0 : CHUNK;
        pack_left_transposed(dy + (long)m0 * N, left, part, N);
        pack_columns(x + (long)m0 * K, right, part, K);
        for (int k = 0; k < K; k += COLUMNS)
            for (int n = 0; n < N; n += ROWS) {
                tile(left + (long)n * part, right + (long)k * part, part, c);
                for (int i = 0; i < ROWS && n + i < N; i++)
                    for (int j = 0; j < COLUMNS; j++) dw[(long)(n + i) * K + k + j] += c[i * COLUMNS + j];
            }
    }
    free(left);
    free(right);
}

static void column_sums(const float *x, float *sum, int M, int N)
{
    memset(sum, 0, sizeof(float) * N);
    for (int m = 0; m < M; m++)
        for (int n = 0; n < N; n++) sum[n] += x[(long)m * N + n];
}
