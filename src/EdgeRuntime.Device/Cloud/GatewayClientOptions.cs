using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud;

/// <summary>How the glasses talk to a gateway.</summary>
public sealed record GatewayClientOptions
{
    /// <value>Longest time to open a connection, the TLS handshake included.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>Longest time from the question until the gateway takes it.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Times a question is offered before the cloud counts as out of reach.</value>
    public int Attempts { get; init; } = 3;

    /// <value>Pause before the second attempt; it doubles, with a random part, for each further one.</value>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <value>Longest retry hint of a gateway that is waited for; a longer one ends the question.</value>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Time to get a lost link back in the middle of an answer.</value>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(8);

    /// <value>Pause between two attempts to get a link back.</value>
    public TimeSpan ResumePause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <value>Silence on the connection after which it is asked for a sign of life, while a question is open;
    /// the shortest that .NET allows.</value>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>Time for that sign of life. Delay and timeout together bound how long a dead link goes unnoticed.</value>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>Failed attempts in <see cref="BreakerPause"/> · 3 after which the cloud counts as down.</value>
    public int BreakerFailures { get; init; } = 3;

    /// <value>Time for which a cloud that is down is not tried.</value>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Sound per message, in bytes: 10,240 are 320 ms.</value>
    public int AudioMessageBytes { get; init; } = 10_240;

    /// <value>Responses after which the gateway is told that it may forget them; it keeps 4096.</value>
    public int AcknowledgeEvery { get; init; } = 16;

    /// <value>Time to stop the spending of a cancelled question, a lost link included; nobody waits for it.</value>
    public TimeSpan CancelPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Idle time after which the next question begins a conversation of its own.</value>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate()
    {
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(ConnectTimeout), ConnectTimeout), (nameof(StartTimeout), StartTimeout), (nameof(Backoff), Backoff),
            (nameof(LongestRetryAfter), LongestRetryAfter), (nameof(ResumeWindow), ResumeWindow), (nameof(ResumePause), ResumePause),
            (nameof(BreakerPause), BreakerPause), (nameof(CancelPatience), CancelPatience), (nameof(SessionIdle), SessionIdle),
        ];
        return times.FirstOrDefault(time => time.Value <= TimeSpan.Zero) is { Name: { } wrong } ? Wrong($"{wrong} must be above zero") :
            KeepAliveDelay < TimeSpan.FromSeconds(1) || KeepAliveTimeout < TimeSpan.FromSeconds(1)
                ? Wrong("keep-alive times must be at least one second") :
            Attempts is < 2 or > 10 || BreakerFailures is < 2 or > 100
                ? Wrong("2 to 10 attempts and 2 to 100 failures for the breaker make sense") :
            AudioMessageBytes is < 320 or > 64_000 || AudioMessageBytes % 2 != 0
                ? Wrong("a sound message has an even number of bytes from 320 to 64000") :
            AcknowledgeEvery is < 1 or > 1024 ? Wrong("acknowledge every 1 to 1024 responses") :
            null;
    }

    private static Failure Wrong(string what) =>
        new(Stages.Start, "cloud-options-invalid", $"The cloud cannot be used: {what}.", "Correct the setting.");
}
