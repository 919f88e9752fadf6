using System.Text;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Admission;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Gathers what the wearer says, types and shows in one turn, within the bounds of a turn and of what all turns may hold. One
/// thread adds, another waits and then reads.</summary>
internal sealed class TurnInput(string tenantId, InputMemory memory, TimeProvider time)
{
    private readonly TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StringBuilder? _words;
    private List<ReadOnlyMemory<byte>>? _frames;
    private List<string>? _captions;
    private MemoryStream? _sound;
    private int _wordBytes;
    private long _heldBytes; // of sound and pictures
    private bool _isCleared;
    private long _lastHeard = time.GetTimestamp();

    /// <summary>Typed words.</summary>
    public string Words => _words?.ToString() ?? "";

    /// <summary>PCM, 16 bit, 16 kHz, mono; empty when nothing was said.</summary>
    public ReadOnlyMemory<byte> Sound => _sound is null ? default : _sound.GetBuffer().AsMemory(0, (int)_sound.Length);

    /// <summary>JPEG pictures.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Frames => _frames ?? [];

    /// <summary>What the pictures show.</summary>
    public IReadOnlyList<string> Captions => _captions ?? [];

    /// <summary>True after the message marked as last.</summary>
    public bool IsWhole => _whole.Task.IsCompleted;

    /// <summary>Adds typed words; a failure above the bytes of a turn.</summary>
    public Failure? Add(Text text)
    {
        if (_isCleared) return null;
        _wordBytes += Encoding.UTF8.GetByteCount(text.Text_);
        if (_wordBytes > Bounds.TextTurnBytes) return SessionFailures.Bound("Text.text", $"at most {Bounds.TextTurnBytes} bytes a turn");
        (_words ??= new StringBuilder(text.Text_.Length)).Append(text.Text_);
        return Heard(text.Last);
    }

    /// <summary>Adds sound; a failure where some before it is missing, or above 60 s.</summary>
    public Failure? Add(Audio audio)
    {
        if (_isCleared) return null;
        var length = _sound?.Length ?? 0;
        if (audio.Pcm16.Length > Bounds.AudioBytes || audio.Pcm16.Length % 2 != 0)
        {
            return SessionFailures.Bound("Audio.pcm16", $"whole samples, at most {Bounds.AudioBytes} bytes a message");
        }

        if (length + audio.Pcm16.Length > Bounds.AudioTurnBytes) return SessionFailures.Bound("Audio.pcm16", "at most 60 s a turn");
        if (audio.FirstSample != (ulong)(length / 2)) return SessionFailures.AudioGap;
        if (Hold(audio.Pcm16.Length) is { } full) return full;
        (_sound ??= new MemoryStream()).Write(audio.Pcm16.Span);
        return Heard(audio.Last);
    }

    /// <summary>Adds a picture; a failure where it is too large or one too many.</summary>
    public Failure? Add(Frame frame)
    {
        if (_isCleared) return null;
        if (frame.Jpeg.Length > Bounds.FrameBytes) return SessionFailures.Bound("Frame.jpeg", $"at most {Bounds.FrameBytes} bytes");
        if (_frames?.Count == Bounds.FramesPerTurn) return SessionFailures.Bound("Frame", $"at most {Bounds.FramesPerTurn} a turn");
        if (Bounds.Length("Frame.caption", frame.Caption, Bounds.CaptionBytes) is { } failure) return failure;
        if (Hold(frame.Jpeg.Length) is { } full) return full;
        (_frames ??= []).Add(frame.Jpeg.Memory);
        if (frame.Caption.Length > 0) (_captions ??= []).Add(frame.Caption);
        return Heard(frame.Last);
    }

    /// <summary>Waits for the last message; <c>input-timeout</c> when none comes for too long.</summary>
    public async ValueTask<Failure?> WaitAsync(TimeSpan longestGap, CancellationToken stop)
    {
        while (!_whole.Task.IsCompleted)
        {
            var left = longestGap - time.GetElapsedTime(Volatile.Read(ref _lastHeard));
            if (left <= TimeSpan.Zero) return SessionFailures.InputTimeout;
            await _whole.Task.WaitAsync(left, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }

        return null;
    }

    /// <summary>Forgets everything; the turn is over, and what still comes is not held.</summary>
    public void Clear()
    {
        memory.GiveBack(tenantId, _heldBytes);
        (_heldBytes, _isCleared) = (0, true);
        (_words, _frames, _captions, _sound) = (null, null, null, null);
    }

    private Failure? Hold(long bytes)
    {
        if (memory.Take(tenantId, bytes) is { } failure) return failure;
        _heldBytes += bytes;
        return null;
    }

    private Failure? Heard(bool isLast)
    {
        Volatile.Write(ref _lastHeard, time.GetTimestamp());
        if (isLast) _whole.TrySetResult();
        return null;
    }
}
