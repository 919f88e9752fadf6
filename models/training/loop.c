/* Forward and backward through a loop of phones, each of three states from left to right. */
#include <stdlib.h>

enum { STATES = 3 };

static double normalise(double *x, int n)
{
    double total = 0;
    for (int i = 0; i < n; i++) total += x[i];
    for (int i = 0; i < n; i++) x[i] /= total;
    return total;
}

/* likelihood [frames, phones, 3], above 0 in one state of every frame at least; stay and leave [phones, 3] probabilities; begin [phones] and
   follow [phones, phones] probabilities of a first phone and of one after another. shares [frames, phones, 3] receives the
   probability of every state given the whole of it. 0, or -1 without memory. */
int loop_shares(const float *likelihood, int frames, int phones, const double *stay, const double *leave, const double *begin,
                const double *follow, float *shares)
{
    int n = phones * STATES;
    double *forward = malloc(sizeof(double) * frames * n), *behind = malloc(sizeof(double) * 3 * n), *enter = malloc(sizeof(double) * phones);
    if (!forward || !behind || !enter) {
        free(forward);
        free(behind);
        free(enter);
        return -1;
    }
    for (int i = 0; i < n; i++) forward[i] = (i % STATES ? 0 : begin[i / STATES]) * likelihood[i];
    normalise(forward, n);
    for (int t = 1; t < frames; t++) {
        const double *before = forward + (long)(t - 1) * n;
        const float *b = likelihood + (long)t * n;
        double *now = forward + (long)t * n;
        for (int q = 0; q < phones; q++) enter[q] = 0;
        for (int p = 0; p < phones; p++) {
            double out = before[p * STATES + 2] * leave[p * STATES + 2];
            for (int q = 0; q < phones; q++) enter[q] += out * follow[p * phones + q];
        }
        for (int p = 0; p < phones; p++) {
            const double *a = before + p * STATES, *s = stay + p * STATES, *l = leave + p * STATES;
            now[p * STATES] = (a[0] * s[0] + enter[p]) * b[p * STATES];
            now[p * STATES + 1] = (a[1] * s[1] + a[0] * l[0]) * b[p * STATES + 1];
            now[p * STATES + 2] = (a[2] * s[2] + a[1] * l[1]) * b[p * STATES + 2];
        }
        normalise(now, n);
    }
    double *beta = behind, *next = behind + n, *weighted = behind + 2 * n;
    for (int i = 0; i < n; i++) beta[i] = 1;
    for (int t = frames - 1; t >= 0; t--) {
        double total = 0;
        for (int i = 0; i < n; i++) total += forward[(long)t * n + i] * beta[i];
        for (int i = 0; i < n; i++) shares[(long)t * n + i] = forward[(long)t * n + i] * beta[i] / total;
        if (!t) break;
        for (int i = 0; i < n; i++) weighted[i] = beta[i] * likelihood[(long)t * n + i];
        for (int p = 0; p < phones; p++) {
            const double *s = stay + p * STATES, *l = leave + p * STATES, *w = weighted + p * STATES;
            double on = 0;
            for (int q = 0; q < phones; q++) on += follow[p * phones + q] * weighted[q * STATES];
            next[p * STATES] = s[0] * w[0] + l[0] * w[1];
            next[p * STATES + 1] = s[1] * w[1] + l[1] * w[2];
            next[p * STATES + 2] = s[2] * w[2] + l[2] * on;
        }
        normalise(next, n);
        for (int i = 0; i < n; i++) beta[i] = next[i];
    }
    free(forward);
    free(behind);
    free(enter);
    return 0;
}
