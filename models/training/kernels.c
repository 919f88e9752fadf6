/* Training kernels for one core: the model's front and block with their gradients, depthwise convolution with layer
   norm, CTC, and AdamW. Matrix products come from bf16.h (on AMX tiles, where torch 1.13 reaches a tenth of their speed, or
   on vectors) or, with PLAIN, from plain.h (float32 on any processor); "stored" is the type that activations are kept in for them.
   Matrices are row-major; the rows of stored buffers are padded as padded() says. Widths are multiples of 32. */
#ifdef PLAIN
#include "plain.h"
#else
#include "bf16.h"
#endif

#define MAXD 512
#define PAST 8      /* frames before its own that a convolution sees */
#define CAUSAL 9    /* taps without a look ahead */
#define WHOLE 13    /* taps with four frames of it */

/* Two linear layers with ReLU between: x16 [padded(M R), K] -> h16 [padded(M R), H] -> y [M, N] (+ add).
   R rows of h16 are one row of the second layer, whose weight is [N, R H]. */
static void mlp_forward(const stored *x16, const float *w1, const float *b1, const float *w2, const float *b2,
                        const float *add, stored *h16, float *y, int M, int R, int K, int H, int N)
{
    stored *p1 = pack_transposed(w1, H, K), *p2 = pack_transposed(w2, N, R * H);
    products_begin();
    multiply(x16, p1, padded(M * R), H, K, RELU, b1, 0, h16);
    multiply(h16, p2, M, N, R * H, ADD, b2, add, y);
    free(p1);
    free(p2);
}

/* Gradients of mlp_forward; dx [M R, K] float may be null. */
static void mlp_backward(const stored *x16, const stored *h16, const float *w1, const float *w2, const float *dy, float *dx,
                         float *dw1, float *db1, float *dw2, float *db2, int M, int R, int K, int H, int N)
{
    int rows = padded(M);
    stored *d16 = aligned_alloc(64, sizeof(stored) * rows * N), *dh = aligned_alloc(64, sizeof(stored) * rows * R * H);
    stored *p = pack_plain(w2, N, R * H);
    narrow(dy, d16, (long)M * N);
    memset(d16 + (long)M * N, 0, sizeof(stored) * (rows - M) * N);
    products_begin();
    multiply(d16, p, rows, R * H, N, MASK, 0, h16, dh);
    column_sums(d16, db2, M, N);
    column_sums(dh, db1, M * R, H);
    weight_gradient(d16, h16, dw2, M, N, R * H);
    weight_gradient(dh, x16, dw1, M * R, H, K);
    if (dx) {
        stored *q = pack_plain(w1, H, K);
        multiply(dh, q, M * R, K, H, ADD, 0, 0, dx);
        free(q);
    }
    free(p);
    free(d16);
    free(dh);
}

/* The model's front: patches16 [padded(M R), K] stored. h16 is [padded(M) R, H]. */
void front_forward(const stored *patches16, const float *w1, const float *b1, const float *w2, const float *b2, stored *h16,
                   float *y, int M, int R, int K, int H, int N)
{
    mlp_forward(patches16, w1, b1, w2, b2, 0, h16, y, M, R, K, H, N);
    products_end();
}

void front_backward(const stored *patches16, const stored *h16, const float *w1, const float *w2, const float *dy, float *dw1,
                    float *db1, float *dw2, float *db2, int M, int R, int K, int H, int N)
{
    mlp_backward(patches16, h16, w1, w2, dy, 0, dw1, db1, dw2, db2, M, R, K, H, N);
    products_end();
}

/* Depthwise convolution of one sequence x [T, D] with w [taps, D] and bias b into y [T, D]; tap PAST is the frame itself. */
static inline __attribute__((always_inline)) void convolve_taps(const float *x, const float *w, const float *b, int T, int D,
                                                                float *y, const int taps)
{
    for (int c = 0; c < D; c += LANES) {
        vec tap[WHOLE], bias = load(b + c);
        for (int k = 0; k < taps; k++) tap[k] = load(w + k * D + c);
        for (int t = 0; t < T; t++) {
            vec sum = bias;
            const float *from = x + (long)(t - PAST) * D + c;
            if (t >= PAST && t + taps - PAST <= T) {
                for (int k = 0; k < taps; k++) sum = multiply_add(tap[k], load(from + (long)k * D), sum);
            } else {
                for (int k = t < PAST ? PAST - t : 0; k < taps && k < T - t + PAST; k++)
                    sum = multiply_add(tap[k], load(from + (long)k * D), sum);
            }
            store(y + (long)t * D + c, sum);
        }
    }
}

static void convolve(const float *x, const float *w, const float *b, int T, int D, float *y, int taps)
{
    if (taps == CAUSAL) convolve_taps(x, w, b, T, D, y, CAUSAL);
    else convolve_taps(x, w, b, T, D, y, WHOLE);
}

/* Gradients of convolve: dx [T, D] and dw, db are added to. */
static inline __attribute__((always_inline)) void convolve_backward_taps(const float *x, const float *w, const float *dy, int T,
                                                                         int D, float *dx, float *dw, float *db, const int taps)
{
    const int ahead = taps - 1 - PAST;
    for (int c = 0; c < D; c += LANES) {
        vec tap[WHOLE], gradient[WHOLE], bias = load(db + c);
        for (int k = 0; k < taps; k++) {
            tap[k] = load(w + k * D + c);
            gradient[k] = load(dw + k * D + c);
        }
        for (int t = 0; t < T; t++) {
            vec d = load(dy + (long)t * D + c), sum = load(dx + (long)t * D + c);
            const float *from = x + (long)(t - PAST) * D + c, *later = dy + (long)(t - ahead) * D + c;
            bias = bias + d;
            if (t >= PAST && t + ahead < T) {
                for (int k = 0; k < taps; k++)
                    gradient[k] = multiply_add(d, load(from + (long)k * D), gradient[k]);
            } else {
                for (int k = t < PAST ? PAST - t : 0; k < taps && k < T - t + PAST; k++)
                    gradient[k] = multiply_add(d, load(from + (long)k * D), gradient[k]);
            }
            if (t >= ahead && t + PAST < T) {
                for (int j = 0; j < taps; j++)
                    sum = multiply_add(tap[taps - 1 - j], load(later + (long)j * D), sum);
            } else {
                for (int j = t < ahead ? ahead - t : 0; j < taps && j < T - t + ahead; j++)
                    sum = multiply_add(tap[taps - 1 - j], load(later + (long)j * D), sum);
            }
            store(dx + (long)t * D + c, sum);
        }
        store(db + c, bias);
        for (int k = 0; k < taps; k++) store(dw + k * D + c, gradient[k]);
    }
}

static void convolve_backward(const float *x, const float *w, const float *dy, int T, int D, float *dx, float *dw, float *db,
                              int taps)
{
    if (taps == CAUSAL) convolve_backward_taps(x, w, dy, T, D, dx, dw, db, CAUSAL);
    else convolve_backward_taps(x, w, dy, T, D, dx, dw, db, WHOLE);
}

/* x [B, T, D]; y16 stored; w [taps, D]; b, g, h [D] (bias, gain, shift); kept receives the normalised convolution,
   inverse [B, T] one over its deviation. */
static void conv_norm_forward(const float *x, const float *w, const float *b, const float *g, const float *h, stored *y16,
                              float *kept, float *inverse, int B, int T, int D, int taps)
{
    for (int i = 0; i < B; i++) {
        float *seen = kept + (long)i * T * D;
        convolve(x + (long)i * T * D, w, b, T, D, seen, taps);
        for (int t = 0; t < T; t++) {
            float *v = seen + (long)t * D, mean = 0, var = 0, y[MAXD];
            for (int c = 0; c < D; c++) mean += v[c];
            mean /= D;
            for (int c = 0; c < D; c++) var += (v[c] - mean) * (v[c] - mean);
            float r = 1.0f / sqrtf(var / D + 1e-5f);
            for (int c = 0; c < D; c++) {
                v[c] = (v[c] - mean) * r;
                y[c] = v[c] * g[c] + h[c];
            }
            narrow(y, y16 + ((long)i * T + t) * D, D);
            inverse[(long)i * T + t] = r;
        }
    }
}

/* dy is overwritten; the other gradients are added to. */
static void conv_norm_backward(const float *x, const float *w, const float *g, const float *kept, const float *inverse,
                               float *dy, float *dx, float *dw, float *db, float *dg, float *dh, int B, int T, int D,
                               int taps)
{
    for (int i = 0; i < B; i++) {
        for (int t = 0; t < T; t++) {
            long at = (long)i * T + t;
            const float *v = kept + at * D;
            float *d = dy + at * D, m1 = 0, m2 = 0;
            for (int c = 0; c < D; c++) {
                float e = d[c];
                dg[c] += e * v[c];
                dh[c] += e;
                d[c] = e *= g[c];
                m1 += e;
                m2 += e * v[c];
            }
            m1 /= D;
            m2 /= D;
            for (int c = 0; c < D; c++) d[c] = inverse[at] * (d[c] - m1 - v[c] * m2);
        }
        convolve_backward(x + (long)i * T * D, w, dy + (long)i * T * D, T, D, dx + (long)i * T * D, dw, db, taps);
    }
}

/* One residual block: y = x + W2 relu(W1 norm(conv(x)) + b1) + b2. u16 [padded(B T), D] and h16 [padded(B T), H] are kept. */
void block_forward(const float *x, const float *w, const float *b, const float *g, const float *h, const float *w1,
                   const float *b1, const float *w2, const float *b2, float *kept, float *inverse, stored *u16, stored *h16,
                   float *y, int B, int T, int D, int H, int taps)
{
    int M = B * T;
    conv_norm_forward(x, w, b, g, h, u16, kept, inverse, B, T, D, taps);
    memset(u16 + (long)M * D, 0, sizeof(stored) * (padded(M) - M) * D);
    mlp_forward(u16, w1, b1, w2, b2, x, h16, y, M, 1, D, H, D);
    products_end();
}

/* dw, db, dg, dh are cleared by the caller. */
void block_backward(const float *x, const float *w, const float *g, const float *w1, const float *w2, const float *kept,
                    const float *inverse, const stored *u16, const stored *h16, const float *dy, float *dx, float *dw,
                    float *db, float *dg, float *dh, float *dw1, float *db1, float *dw2, float *db2, int B, int T, int D,
                    int H, int taps)
{
    int M = B * T;
    float *du = malloc(sizeof(float) * M * D);
    mlp_backward(u16, h16, w1, w2, dy, du, dw1, db1, dw2, db2, M, 1, D, H, D);
    products_end();
    memcpy(dx, dy, sizeof(float) * M * D);
    conv_norm_backward(x, w, g, kept, inverse, du, dx, dw, db, dg, dh, B, T, D, taps);
    free(du);
}

/* Newton-Schulz iterations from x [M, N], M <= N, towards the nearest matrix with singular values of one. */
void orthogonal(float *x, int M, int N)
{
    float *square = malloc(sizeof(float) * M * M), *fourth = malloc(sizeof(float) * M * M), sum = 0;
    stored *x16 = aligned_alloc(64, sizeof(stored) * M * N), *square16 = aligned_alloc(64, sizeof(stored) * M * M);
    for (long i = 0; i < (long)M * N; i++) sum += x[i] * x[i];
    sum = 1 / (sqrtf(sum) + 1e-7f);
    for (long i = 0; i < (long)M * N; i++) x[i] *= sum;
    products_begin();
    for (int step = 0; step < 4; step++) {
        stored *p = pack_transposed(x, M, N), *q = pack_plain(x, M, N);
        narrow(x, x16, (long)M * N);
        multiply(x16, p, M, M, N, ADD, 0, 0, square);
        free(p);
        p = pack_transposed(square, M, M);
        narrow(square, square16, (long)M * M);
        multiply(square16, p, M, M, M, ADD, 0, 0, fourth);
        for (long i = 0; i < (long)M * M; i++) square[i] = 2.0315f * fourth[i] - 4.7750f * square[i];
        narrow(square, square16, (long)M * M);
        for (long i = 0; i < (long)M * N; i++) x[i] *= 3.4445f;
        multiply(square16, q, M, N, M, ADD, 0, x, x);
        free(p);
        free(q);
    }
    products_end();
    free(square);
    free(fourth);
    free(x16);
    free(square16);
}

/* CTC in the probability domain, rescaled per frame. z [B, T, V] logits, grad [B, T, V] receives d loss / d z;
   labels are concatenated; loss[i] is the negative log likelihood, or -1 where no path exists (gradient 0). */
void ctc(const float *z, const int *frames, const int *labels, const int *lengths, float *grad, float *loss, int B,
         int T, int V)
{
    for (int i = 0; i < B; i++) {
        int L = lengths[i], S = 2 * L + 1, n = frames[i];
        const float *zi = z + (long)i * T * V;
        float *gi = grad + (long)i * T * V;
        float *p = malloc(sizeof(float) * n * V);
        double *alpha = calloc((size_t)n * S, sizeof(double)), *beta = malloc(sizeof(double) * S * 2), total = 0;
        int *symbol = malloc(sizeof(int) * S), *skip = calloc(S, sizeof(int)), broken = 0;
        for (int s = 0; s < S; s++) {
            symbol[s] = s & 1 ? labels[s / 2] : 0;
            skip[s] = s >= 3 && (s & 1) && symbol[s] != symbol[s - 2];
        }
        for (int t = 0; t < n; t++) {
            float top = zi[(long)t * V], sum = 0;
            for (int v = 1; v < V; v++) top = zi[(long)t * V + v] > top ? zi[(long)t * V + v] : top;
            for (int v = 0; v < V; v++) sum += p[t * V + v] = expf(zi[(long)t * V + v] - top);
            for (int v = 0; v < V; v++) p[t * V + v] = p[t * V + v] / sum;
        }
        for (int t = 0; t < n && !broken; t++) {
            double *a = alpha + (long)t * S, *before = a - S, sum = 0;
            int low = S - 2 * (n - t), high = 2 * t + 2;
            for (int s = low > 0 ? low : 0; s < S && s < high; s++) {
                double from = t ? before[s] : s < 2;
                if (t && s) from += before[s - 1];
                if (t && skip[s]) from += before[s - 2];
                sum += a[s] = from * p[t * V + symbol[s]];
            }
            if (!(sum > 1e-290)) { broken = 1; break; }
            for (int s = 0; s < S; s++) a[s] /= sum;
            total += log(sum);
        }
        double ends = broken ? 0 : alpha[(long)(n - 1) * S + S - 1] + (S > 1 ? alpha[(long)(n - 1) * S + S - 2] : 0);
        if (ends <= 0) broken = 1;
        for (int t = 0; t < n; t++)
            for (int v = 0; v < V; v++) gi[(long)t * V + v] = broken ? 0 : p[t * V + v];
        loss[i] = broken ? -1 : (float)-(total + log(ends));
        double *now = beta, *after = beta + S;
        for (int t = n - 1; t >= 0 && !broken; t--) {
            double sum = 0, *a = alpha + (long)t * S;
            for (int s = 0; s < S; s++) {
                double q = t == n - 1 ? s >= S - 2 : 0;
                if (t < n - 1) {
                    const float *pt = p + (t + 1) * V;
                    q = after[s] * pt[symbol[s]];
                    if (s + 1 < S) q += after[s + 1] * pt[symbol[s + 1]];
                    if (s + 2 < S && skip[s + 2]) q += after[s + 2] * pt[symbol[s + 2]];
                }
                now[s] = q;
                sum += q * a[s];
            }
            for (int s = 0; s < S; s++) {
                now[s] /= sum;
                gi[(long)t * V + symbol[s]] -= (float)(now[s] * a[s]);
            }
            double *swap = now;
            now = after;
            after = swap;
        }
        free(p);
        free(alpha);
        free(beta);
        free(symbol);
        free(skip);
        labels += L;
    }
}

/* One AdamW step over n parameters, and the running mean e of the parameters with weight 1 - keep. */
void adamw(float *p, const float *grad, float *m, float *v, float *e, long n, float rate, float beta1, float beta2,
           float decay, float scale, float correct1, float correct2, float keep)
{
    for (long i = 0; i < n; i++) {
        float d = grad[i] * scale;
        m[i] = beta1 * m[i] + (1 - beta1) * d;
        v[i] = beta2 * v[i] + (1 - beta2) * d * d;
        p[i] -= rate * (m[i] * correct1 / (sqrtf(v[i] * correct2) + 1e-8f) + decay * p[i]);
        e[i] += (1 - keep) * (p[i] - e[i]);
    }
}
