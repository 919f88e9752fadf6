using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>The glasses' end of one bond: the session in use and those that a hello has begun, and what of the outbox is under way. Knows
/// no network: it gives frames to send. One thread at a time; dispose it to let go of the keys.</summary>
/// <param name="glasses">Id of the glasses.</param>
/// <param name="outbox">What waits for the phone.</param>
internal sealed class PhoneChannel(string glasses, Bond bond, PhoneOutbox outbox, TimeProvider time) : IDisposable
{
    private const int MaxPending = 2; // a hello that is replayed at us must not push the real one out at once

    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly List<SecureSession> _pending = [];
    private SecureSession? _session;
    private long _sent;
    private long _progress;
    private long _heard;

    /// <summary>The bond whose end this is.</summary>
    public Bond Bond => bond;

    /// <summary>What waits for the phone.</summary>
    public PhoneOutbox Outbox => outbox;

    /// <summary>True while the phone is there.</summary>
    public bool IsUp => _session is not null;

    /// <summary>Frames that did not open.</summary>
    public long Unopened { get; private set; }

    /// <summary>Answers a hello; null where it does not prove the bond.</summary>
    public LinkMessage? Greet(LinkMessage hello)
    {
        if (Handshake.Answer(glasses, bond, hello) is not { } answer) return null;
        if (_pending.Count == MaxPending)
        {
            _pending[0].Dispose();
            _pending.RemoveAt(0);
        }

        _pending.Add(answer.Session);
        return answer.Welcome;
    }

    /// <summary>Opens a frame; null where it does not open. The first frame of a new session makes it the one in use.</summary>
    /// <param name="isNew">True when it began a session.</param>
    public byte[]? Open(ReadOnlySpan<byte> frame, out bool isNew)
    {
        isNew = false;
        if (_session?.Open(frame) is { } plain)
        {
            _heard = time.GetTimestamp();
            return plain;
        }

        foreach (var session in _pending)
        {
            if (session.Open(frame) is not { } first) continue;
            Begin(session);
            isNew = true;
            return first;
        }

        Unopened++;
        return null;
    }

    /// <summary>Seals a message; null while the phone is not there.</summary>
    public byte[]? Seal(ReadOnlySpan<byte> plain)
    {
        var frame = _session?.Seal(plain);
        if (frame is null) End();
        return frame;
    }

    /// <summary>The phone says how much it has: what comes behind is to be sent.</summary>
    public Failure? Sync(long received)
    {
        var failure = outbox.Sync(received);
        _sent = outbox.Done;
        return failure;
    }

    /// <summary>The phone has all messages up to a number; one that was never sent does not count.</summary>
    public Failure? Acknowledge(long number)
    {
        if (number > outbox.Done) _progress = time.GetTimestamp();
        var failure = outbox.Acknowledge(Math.Min(number, _sent)); // not what was never sent
        return failure;
    }

    /// <summary>Frames of kept messages to send now: new ones while the window has room, and all again when no acknowledgement
    /// came.</summary>
    public IReadOnlyList<byte[]> Due()
    {
        if (_session is null) return [];
        if (_sent > outbox.Done && time.GetElapsedTime(_progress) >= Resend) (_sent, _progress) = (outbox.Done, time.GetTimestamp());
        var room = PhoneProtocol.Window - (int)(_sent - outbox.Done);
        if (room <= 0 || _sent == outbox.Last) return [];
        if (_sent == outbox.Done) _progress = time.GetTimestamp();
        var frames = new List<byte[]>();
        foreach (var (number, message) in outbox.After(_sent, room))
        {
            if (Seal(message) is not { } frame) break;
            frames.Add(frame);
            _sent = number;
        }

        return frames;
    }

    /// <summary>Ends the session where the phone has been silent for too long.</summary>
    public void Expire()
    {
        if (_session is not null && time.GetElapsedTime(_heard) >= Silence) End();
    }

    /// <summary>Ends the session: the phone has left.</summary>
    public void End()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <summary>The message as UTF-8 JSON.</summary>
    public static byte[] Count(CountMessage count) => JsonSerializer.SerializeToUtf8Bytes(count, CompanionJson.Default.CountMessage);

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        foreach (var session in _pending) session.Dispose();
        _pending.Clear();
    }

    private void Begin(SecureSession session)
    {
        End();
        foreach (var other in _pending.Where(other => other != session)) other.Dispose();
        _pending.Clear();
        (_session, _heard, _sent) = (session, time.GetTimestamp(), outbox.Last); // nothing is sent before the phone's sync
    }
}
