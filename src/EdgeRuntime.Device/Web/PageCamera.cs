using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Simulation;
using SkiaSharp;

namespace EdgeRuntime.Device.Web;

/// <summary>The camera of the page: a photo is a frame of the browser's webcam, or the simulated picture, which says so, where it has none.
/// The privacy light burns while anything is taken. Videos are simulated.</summary>
/// <param name="light">Tells others of the camera.</param>
/// <param name="simulated">Records the videos, and knows where photos are kept.</param>
/// <param name="time">Clock of the simulated picture.</param>
internal sealed class PageCamera(GlassesPage page, IPrivacyLight light, SimulatedCamera simulated, TimeProvider time) : ICamera
{
    private const int LargestSide = 4096; // pixels

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Photo>> TakePhotoAsync(CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!taken.TryGet(out var picture, out var failure)) return failure;
        var kept = simulated.Media.Keep(picture.Origin, "jpg", () => picture.Jpeg);
        if (!kept.TryGet(out var path, out failure)) return failure;
        page.ShowPhoto(picture.Jpeg);
        return new Photo(path, picture.Origin == SimulatedCamera.Simulated);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<byte[]>> LookAsync(CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!taken.TryGet(out var picture, out var failure)) return failure;
        return SmallPicture.Shrink(picture.Jpeg) is { } small ? small : WebFailures.Unreadable("its picture cannot be decoded");
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<string>> StartVideoAsync(CancellationToken cancellationToken)
    {
        light.Turn(on: true);
        return await simulated.StartVideoAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<string>> StopVideoAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        light.Turn(on: false);
        return await simulated.StopVideoAsync(length, cancellationToken).ConfigureAwait(false);
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "hand of the clock in a test picture")]
    private async ValueTask<Outcome<(string Origin, byte[] Jpeg)>> TakeAsync(CancellationToken cancellationToken)
    {
        var lit = light.IsOn; // a video may be running
        light.Turn(on: true);
        try
        {
            var asked = await page.FrameAsync(cancellationToken).ConfigureAwait(false);
            if (!asked.TryGet(out var frame, out var failure)) return failure;
            var picture = frame.Length == 0 ? (SimulatedCamera.Simulated, TestPicture.Jpeg(time.GetUtcNow().Second)) : ("webcam", frame);
            return IsPhoto(picture.Item2) ? picture : WebFailures.Unreadable("its picture is no JPEG of a camera's size");
        }
        finally
        {
            light.Turn(lit);
        }
    }

    // What a browser sends is looked at before it is kept: a header of a picture, of a size that a camera has.
    private static bool IsPhoto(byte[] frame)
    {
        using var codec = SKCodec.Create(new MemoryStream(frame));
        return codec is
        {
            EncodedFormat: SKEncodedImageFormat.Jpeg,
            Info: { Width: > 0 and <= LargestSide, Height: > 0 and <= LargestSide }
        };
    }
}
