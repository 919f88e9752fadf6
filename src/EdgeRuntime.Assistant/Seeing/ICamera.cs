namespace EdgeRuntime.Assistant.Seeing;

/// <summary>The camera of the glasses.</summary>
public interface ICamera
{
    /// <summary>True when no real camera stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>Takes a photo and keeps it.</summary>
    ValueTask<Outcome<Photo>> TakePhotoAsync(CancellationToken cancellationToken);

    /// <summary>Takes one picture to look at, which is kept nowhere: a JPEG of at most 1024 pixels a side and 1 MiB,
    /// without anything but the picture. The privacy light, where there is one, burns while it is taken.</summary>
    ValueTask<Outcome<byte[]>> LookAsync(CancellationToken cancellationToken);

    /// <summary>Starts to record a video; <c>camera-busy</c> when one is being recorded.</summary>
    ValueTask<Outcome<string>> StartVideoAsync(CancellationToken cancellationToken);

    /// <summary>Ends the video and keeps it; gives the path of the file.</summary>
    /// <param name="length">How long it was recorded.</param>
    ValueTask<Outcome<string>> StopVideoAsync(TimeSpan length, CancellationToken cancellationToken);
}
