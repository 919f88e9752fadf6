#include "world.h"

#include <stdlib.h>
#include <string.h>

#define MS INT64_C(1000000)

static bool one_in(world *world, unsigned count) { return channel_random(&world->random) % count == 0; }

static int up_to(world *world, int most) { return (int)(channel_random(&world->random) % (unsigned)(most + 1)); }

static void put(world *world, line *line, const uint8_t *bytes, size_t length, int64_t t) {
    const size_t slot = (line->first + line->count) % LINE_CHUNKS;
    if (line->count == LINE_CHUNKS || t < world->cut_until || length == 0) return;
    line->chunks[slot].length = channel_pass(&line->channel, bytes, length, line->chunks[slot].bytes, sizeof line->chunks[slot].bytes);
    int64_t at = t + up_to(world, world->most_delay);
    if (at < line->last_at) at = line->last_at;
    line->chunks[slot].at = line->last_at = at;
    line->count++;
}

static size_t take(line *line, int64_t t, const uint8_t **bytes) {
    if (line->count == 0 || line->chunks[line->first].at > t) return 0;
    *bytes = line->chunks[line->first].bytes;
    const size_t length = line->chunks[line->first].length;
    line->first = (line->first + 1) % LINE_CHUNKS;
    line->count--;
    return length;
}

static void boot(world *world, int64_t t, int reset) {
    world->mcu_offset_us = (int64_t)(channel_random(&world->random) % 1000000000);
    model_boot(&world->model, t * 1000 + world->mcu_offset_us, (uint32_t)channel_random(&world->random) | 1, reset);
}

static void begin_board(world *world, int64_t t) {
    if (world->guard != NULL) eb_guard_close(world->guard);
    if (eb_guard_open(EB_WITNESS_MCU, &world->guard) != EB_OK) abort();
    link_begin(&world->link, world->guard, 200 + (uint32_t)up_to(world, 1000), (uint32_t)channel_random(&world->random), t * MS);
    link_want(&world->link, EB_PART_CAMERA | EB_PART_MICROPHONE, t * MS);
    world->frame_count = 0;
}

static void trouble_line(world *world, int64_t t) {
    if (one_in(world, 400)) world->cut_until = t + up_to(world, 1) * up_to(world, 800);
    if (one_in(world, 300)) world->most_delay = up_to(world, 80);
    if (world->noisy && one_in(world, 200)) {
        world->to_board.channel.loss = world->to_mcu.channel.loss = one_in(world, 2) ? 0 : channel_chance(&world->random) * 0.5;
        world->to_board.channel.noise = one_in(world, 2) ? 0 : channel_chance(&world->random) * 0.02;
        world->to_board.channel.garbage = one_in(world, 4) ? (size_t)up_to(world, 60) : 0;
    }
}

static void trouble_mcu(world *world, int64_t t) {
    mcu_body *body = &world->model.body;
    if (one_in(world, 600)) world->light_dead = !world->light_dead;
    if (one_in(world, 300)) body->light_dropped = true;
    if (one_in(world, 200)) body->switch_on = !body->switch_on;
    if (one_in(world, 900)) body->folded = !body->folded;
    if (one_in(world, 900)) body->hot = !body->hot;
    if (one_in(world, 900)) body->battery_low = !body->battery_low;
    if (one_in(world, 500)) world->mcu_offset_us += (up_to(world, 1) == 0 ? -1 : 1) * (int64_t)(channel_random(&world->random) % 3000000);
    if (world->faulty && one_in(world, 100)) body->gate_early = !body->gate_early;
    if (one_in(world, 700)) {
        world->dark_until = t + up_to(world, 100);
        boot(world, world->dark_until, EB_RESET_BROWNOUT);
    }
}

static void trouble_board(world *world, int64_t t) {
    if (one_in(world, 700)) world->hung_until = t + up_to(world, 1500);
    if (one_in(world, 800)) begin_board(world, t); /* killed, and started anew */
    if (world->link.version == 0 || world->link.command.active || !one_in(world, 150)) return;
    link_want(&world->link, one_in(world, 3) ? EB_PART_MICROPHONE : EB_PART_CAMERA | EB_PART_MICROPHONE, t * MS);
}

static void step_light(world *world, int64_t t) {
    mcu_model *model = &world->model;
    if (!model->lock.light || t < world->dark_until) {
        world->lit_at = t;
        world->light_delay = up_to(world, 10);
    }

    model->body.light_burns = model->lock.light && t >= world->dark_until && !world->light_dead && t - world->lit_at >= world->light_delay;
    world->lit[t] = model->body.light_burns && !model->body.light_dropped;
}

static void step_mcu(world *world, int64_t t) {
    const uint8_t *bytes;
    mcu_model *model = &world->model;
    const int64_t now_us = t * 1000 + world->mcu_offset_us;
    for (size_t length; (length = take(&world->to_mcu, t, &bytes)) > 0;) {
        if (t >= world->dark_until) model_receive(model, bytes, length, now_us);
    }

    if (t < world->dark_until) return;
    model_step(model, now_us);
    for (size_t at = 0; at < model->out_length; at += 320) {
        put(world, &world->to_board, model->out + at, model->out_length - at < 320 ? model->out_length - at : 320, t);
    }

    model->out_length = 0;
}

static bool lit_throughout(const world *world, int64_t from, int64_t to) {
    for (int64_t t = from; t < to; t++) {
        if (!world->lit[t]) return false;
    }

    return true;
}

/* The sensor exposes for as long as its gate is open, one picture after the other. */
static void step_camera(world *world, int64_t t) {
    if (t < world->dark_until || !model_camera_gate(&world->model)) {
        world->exposing_from = -1;
        return;
    }

    if (world->exposing_from < 0) world->exposing_from = t;
    if (t + 1 - world->exposing_from < world->exposure) return;
    const world_frame frame = { world->exposing_from, t + 1, t + 1 + up_to(world, world->most_latency) };
    world->exposing_from = -1;
    world->tally.exposures++;
    if (!lit_throughout(world, frame.from, frame.to)) ++*(world->faulty ? &world->tally.unlit_of_faulty : &world->tally.unlit);
    if (world->frame_count < WORLD_FRAMES) world->frames[world->frame_count++] = frame;
}

static void step_sound(world *world, int64_t t) {
    const bool open = t >= world->dark_until && model_microphone_gate(&world->model);
    if (world->model.body.switch_on) world->off_since = t + 1;
    if (!open) return;
    world->tally.sound++;
    if (!world->model.body.switch_on) world->tally.sound_while_off++;
}

static void judge_frames(world *world, int64_t t) {
    size_t kept = 0;
    for (size_t i = 0; i < world->frame_count; i++) {
        const world_frame frame = world->frames[i];
        verdict verdict = t < frame.arrives ? WAITS : guard_judge_exposure(world->guard, frame.from * MS, frame.to * MS);
        if (verdict == WAITS && t - frame.to > 300) verdict = FAILS;
        if (verdict == WAITS) world->frames[kept++] = frame;
        if (verdict == FAILS) world->tally.refused++;
        if (verdict != PASSES) continue;
        world->tally.delivered++;
        if (!lit_throughout(world, frame.from, frame.to)) world->tally.delivered_unlit++;
    }

    world->frame_count = kept;
}

static void step_board(world *world, int64_t t) {
    const uint8_t *bytes;
    if (t < world->hung_until) return;
    for (size_t length; (length = take(&world->to_board, t, &bytes)) > 0;) link_receive(&world->link, bytes, length, t * MS);
    link_tick(&world->link, t * MS);
    for (size_t at = 0; at < world->link.out_length; at += 320) {
        const size_t left = world->link.out_length - at;
        put(world, &world->to_mcu, world->link.out + at, left < 320 ? left : 320, t);
    }

    link_sent(&world->link, world->link.out_length);
    judge_frames(world, t);
    if (t % EB_PERIOD_MS != 0 || t < EB_PERIOD_MS) return;
    if (guard_judge_sound(world->guard, (t - EB_PERIOD_MS) * MS, t * MS) != PASSES) return;
    world->tally.blocks++;
    if (t - world->off_since > 501) world->tally.sound_long_off++;
}

static void add(tally *sum, const tally *part) {
    uint64_t *to = (uint64_t *)sum;
    const uint64_t *from = (const uint64_t *)part;
    for (size_t i = 0; i < sizeof *sum / sizeof *to; i++) to[i] += from[i];
}

void world_live(world *world, uint64_t seed, tally *tally) {
    memset(world, 0, sizeof *world);
    world->random = seed * UINT64_C(0x9e3779b97f4a7c15) | 1;
    world->to_board.channel.random = channel_random(&world->random) | 1;
    world->to_mcu.channel.random = channel_random(&world->random) | 1;
    world->faulty = one_in(world, 4);
    world->noisy = !one_in(world, 3);
    world->exposure = 1 + up_to(world, 32);
    world->most_latency = up_to(world, 60);
    world->most_delay = up_to(world, 10);
    world->exposing_from = -1;
    world->model.body = mcu_body_at_rest();
    if (one_in(world, 20)) world->model.body.newest_version = 1;
    boot(world, 0, EB_RESET_POWER);
    begin_board(world, 0);
    for (int64_t t = 0; t < WORLD_MS; t++) {
        trouble_line(world, t);
        trouble_mcu(world, t);
        trouble_board(world, t);
        step_light(world, t);
        step_mcu(world, t);
        step_camera(world, t);
        step_sound(world, t);
        step_board(world, t);
    }

    eb_guard_close(world->guard);
    add(tally, &world->tally);
}
