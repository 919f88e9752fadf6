using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Traces;

namespace Assistant.Tests.Tools;

/// <summary>Hardware on a bench: records what it is asked, fails on request.</summary>
internal sealed class BenchHardware : ICamera, IMediaPlayer, IPhoneLink, IPowerGauge, IMicrophone
{
    private static readonly Failure NoSound = new(Stages.Start, "bench-no-sound", "The bench has no sound.", "Give it some.");

    public GlassesHardware Parts => new()
    {
        Microphone = this,
        Loudspeaker = NoSound,
        Camera = this,
        Power = this,
        Player = this,
    };

    public bool IsSimulated { get; init; }

    public Failure? Failing { get; set; }

    public List<string> Asked { get; } = [];

    public List<PhoneMessage> Inbox { get; } = [];

    public PowerReading Power { get; set; } = new(80, false);

    public ValueTask<Outcome<Photo>> TakePhotoAsync(CancellationToken cancellationToken) => Do("photo", new Photo("a.jpg", IsSimulated));

    public ValueTask<Outcome<byte[]>> LookAsync(CancellationToken cancellationToken) => Do("look", new byte[] { 0xFF, 0xD8 });

    public ValueTask<Outcome<string>> StartVideoAsync(CancellationToken cancellationToken) => Do("video", "a.mp4");

    public ValueTask<Outcome<string>> StopVideoAsync(TimeSpan length, CancellationToken cancellationToken) =>
        Do($"video end {length.TotalSeconds}", "a.mp4");

    public ValueTask<Outcome<MediaState>> SendAsync(MediaCommand command, CancellationToken cancellationToken) =>
        Do(command.ToString(), new MediaState(true, 3));

    public ValueTask<Outcome<MediaState>> PlayAsync(string playlist, CancellationToken cancellationToken) =>
        Do($"play {playlist}", new MediaState(true) { Playlist = playlist });

    public ValueTask<Outcome<PhoneRequest>> SendAsync(PhoneRequest request, CancellationToken cancellationToken) =>
        Do($"{request.Action} {request.Contact} {request.Text}".TrimEnd(), request);

    public ValueTask<Outcome<IReadOnlyList<PhoneMessage>>> TakeMessagesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<IReadOnlyList<PhoneMessage>>>(Inbox.ToArray());

    public Outcome<IAudioSource> Open(Action<Failure> explain) => NoSound;

    public Outcome<PowerReading> Read() => Failing is null ? Power : Failing;

    private ValueTask<Outcome<T>> Do<T>(string what, T answer)
    {
        Asked.Add(what);
        return ValueTask.FromResult(Failing is null ? answer : (Outcome<T>)Failing);
    }
}
