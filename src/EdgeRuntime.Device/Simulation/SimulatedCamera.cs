using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A camera for machines without one: every picture it takes says SIMULATED, and so does its file name.</summary>
/// <param name="stateFolder">State folder; pictures go to <c>media</c> in it.</param>
/// <param name="time">Clock for file names.</param>
public sealed class SimulatedCamera(string stateFolder, TimeProvider time) : ICamera
{
    // A minute of pictures, one per second, is 1 MB or so; enough to see that it works.
    private const int MaxFrames = 60;

    /// <summary>Where its pictures come from, as their names say.</summary>
    internal const string Simulated = "simulated";

    /// <summary>Where its pictures are kept.</summary>
    internal MediaFolder Media { get; } = new(stateFolder, time);

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "hand of the clock in a test picture")]
    public ValueTask<Outcome<Photo>> TakePhotoAsync(CancellationToken cancellationToken)
    {
        var kept = Media.Keep(Simulated, "jpg", () => TestPicture.Jpeg(time.GetUtcNow().Second));
        return ValueTask.FromResult<Outcome<Photo>>(
            kept.TryGet(out var path, out var failure) ? new Photo(path, IsSimulated: true) : failure);
    }

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "hand of the clock in a test picture")]
    public ValueTask<Outcome<byte[]>> LookAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<byte[]>>(TestPicture.Jpeg(time.GetUtcNow().Second));

    /// <inheritdoc/>
    public ValueTask<Outcome<string>> StartVideoAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<string>>(Media.Path);

    /// <summary>Keeps a motion JPEG with one picture per second, of the last minute at most.</summary>
    public ValueTask<Outcome<string>> StopVideoAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var frames = Math.Clamp((int)length.TotalSeconds, 1, MaxFrames);
        return ValueTask.FromResult(
            Media.Keep(Simulated, "mjpeg", () => Enumerable.Range(0, frames).SelectMany(TestPicture.Jpeg).ToArray()));
    }
}
