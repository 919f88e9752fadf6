/* Exact best paths through a CTC sentence graph. */
#include <stdlib.h>

/* logp [T, V]; state n emits symbol[n]; its predecessors are from[first[n] .. first[n + 1]) (itself included);
   entry[n] is nonzero for states that may begin. Writes the score of the best path that ends in each state; back [T, N]
   receives predecessors for trace, or is null. */
void viterbi(const float *logp, int T, int V, int N, const int *symbol, const int *first, const int *from,
             const unsigned char *entry, float *score, int *back)
{
    float *before = malloc(sizeof(float) * N);
    for (int n = 0; n < N; n++) score[n] = entry[n] ? logp[symbol[n]] : -1e30f;
    for (int t = 1; t < T; t++) {
        const float *p = logp + (long)t * V;
        for (int n = 0; n < N; n++) before[n] = score[n];
        for (int n = 0; n < N; n++) {
            int best = n;
            for (int e = first[n]; e < first[n + 1]; e++)
                if (before[from[e]] > before[best]) best = from[e];
            score[n] = before[best] + p[symbol[n]];
            if (back) back[(long)t * N + n] = best;
        }
    }
    free(before);
}

/* Follows the predecessors from one state in the last frame; path [T]. */
void trace(const int *back, int T, int N, int state, int *path)
{
    for (int t = T - 1; t >= 0; t--) {
        path[t] = state;
        if (t) state = back[(long)t * N + state];
    }
}
