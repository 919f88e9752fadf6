using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Takes photos, at once or later, and begins and ends videos.</summary>
internal static class CameraTools
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestVideo = TimeSpan.FromHours(1);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("TakePhoto", "take photos", Permission.Camera, ArgumentSpec.Duration("delay", LongestDelay, required: false)),
            (call, stop) => call.Has("delay") ? LaterAsync(ports, call.Duration("delay"), stop) : PhotoAsync(ports, stop)),
        new Tool(
            new ToolSpec(
                "StartVideo", "record videos", Permission.Camera, ArgumentSpec.Duration("duration", LongestVideo, required: false)),
            (call, stop) => StartAsync(ports, call.Has("duration") ? call.Duration("duration") : null, stop)),
        new Tool(new ToolSpec("StopVideo", "end the video", Permission.Camera), (_, stop) => EndAsync(ports, stop)),
    ];

    // A camera that is simulated otherwise may have taken a real one: a page's webcam.
    private static async ValueTask<Outcome<ToolResult>> PhotoAsync(GlassesPorts ports, CancellationToken stop)
    {
        var taken = await ports.Camera.TakePhotoAsync(stop).ConfigureAwait(false);
        return taken.TryGet(out var photo, out var failure)
            ? new ToolResult(photo.IsSimulated ? "Photo taken with the simulated camera." : "Photo taken.")
            {
                Simulated = photo.IsSimulated,
            }
            : failure;
    }

    private static ValueTask<Outcome<ToolResult>> LaterAsync(GlassesPorts ports, TimeSpan delay, CancellationToken stop) =>
        ports.State.ChangeAsync(
        "planning a photo",
        now => ScheduleChanges.Add(now, ports.Clock.After(new ScheduledEntry(0, ScheduledKind.Photo, null) { Length = delay }, delay)),
        (_, _) => $"I'll take a photo in {AnswerText.Duration(delay)}.",
        stop);

    private static async ValueTask<Outcome<ToolResult>> StartAsync(GlassesPorts ports, TimeSpan? length, CancellationToken stop)
    {
        if (ports.State.Current.RecordingSince is not null)
        {
            return new Failure(
                Stages.Tool, "camera-busy", "A video is already being recorded.", "Say 'stop the video' first.", Blame.Wearer);
        }

        var started = await ports.Camera.StartVideoAsync(stop).ConfigureAwait(false);
        if (started.Failure is { } failure)
        {
            return failure;
        }

        var kept = await ports.State.UpdateAsync(state => Recording(state, ports.Clock, length), stop).ConfigureAwait(false);
        var what = ports.Camera.IsSimulated ? "Recording a simulated video" : "Recording";
        return kept.Failure is { } unkept
            ? unkept
            : new ToolResult(length is { } limit ? $"{what} for {AnswerText.Duration(limit)}." : $"{what}.")
            {
                Simulated = ports.Camera.IsSimulated,
            };
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a video began, beside the steady moment that counts")]
    private static GlassesState Recording(GlassesState state, GlassesClock clock, TimeSpan? length)
    {
        var recording = state with { RecordingSince = clock.WallNow, RecordingBegan = clock.SteadyNow };
        return length is { } limit
            ? ScheduleChanges.Add(recording, clock.After(new ScheduledEntry(0, ScheduledKind.VideoEnd, null) { Length = limit }, limit))
            : recording;
    }

    private static async ValueTask<Outcome<ToolResult>> EndAsync(GlassesPorts ports, CancellationToken stop)
    {
        if (ports.State.Current.RecordingSince is not { } since)
        {
            return new Failure(
                Stages.Tool, "camera-idle", "No video is being recorded.", "Say 'record a video' to start one.", Blame.Wearer);
        }

        var length = -ports.Clock.Until(since, ports.State.Current.RecordingBegan);
        var saved = await ports.Camera.StopVideoAsync(length, stop).ConfigureAwait(false);

        // Whatever the camera said, the recording is over.
        var kept = await ports.State.UpdateAsync(
            now =>
                ScheduleChanges.Remove(
                    now with { RecordingSince = null, RecordingBegan = null }, entry => entry.Kind == ScheduledKind.VideoEnd), stop)
                        .ConfigureAwait(false);
        return (saved.Failure ?? kept.Failure) is { } failure
            ? failure
            : new ToolResult($"{(ports.Camera.IsSimulated ? "Simulated video" : "Video")} of {AnswerText.Duration(length)} saved.")
            {
                Simulated = ports.Camera.IsSimulated,
            };
    }
}
