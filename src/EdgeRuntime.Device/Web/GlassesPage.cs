using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Simulation;

namespace EdgeRuntime.Device.Web;

/// <summary>The page /glasses as the runtime sees it: microphone, loudspeaker, camera, buttons and sensors of whichever page is open. The
/// page opened last is the glasses; the one before is told and closed. Safe for several threads.</summary>
/// <param name="time">Clock for the deadlines.</param>
internal sealed class GlassesPage(GlassesPageOptions options, TimeProvider time) : IDisplay
{
    private readonly PageReplies _replies = new();
    private volatile PageLink? _link;
    private volatile bool _hasWebcam;

    /// <summary>What is moved by hand.</summary>
    public SimulatedHardware Hardware { get; } = new();

    /// <summary>What is pressed on it.</summary>
    public SimulatedButtons Buttons { get; } = new();

    /// <summary>What the page hears.</summary>
    public PageMicrophone Microphone { get; } = new();

    /// <summary>True while a page is open.</summary>
    public bool IsOpen => _link is not null;

    /// <summary>The page as the glasses' hardware.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="folder">State folder, for pictures.</param>
    public GlassesHardware Open(IGlassesState state, string folder) => new()
    {
        Microphone = Microphone,
        Loudspeaker = new PageSound(this),
        Voice = new PageVoice(this),
        Display = this,
        Camera = new PageCamera(this, Hardware, new SimulatedCamera(folder, time), time),
        Light = Hardware,
        Buttons = Buttons,
        Power = Hardware,
        Skin = Hardware,
        Wear = Hardware,
        Player = new SimulatedPlayer(state),
    };

    /// <summary>A turn has ended on the page, and with it maybe what it shows of the glasses.</summary>
    public event Action? Answered;

    /// <summary>Makes a link the page that is open; the one before is told and closed.</summary>
    public void Enter(PageLink link)
    {
        if (Interlocked.Exchange(ref _link, link) is not { } before) return;
        before.Tell(new PageEvent("replaced"));
        before.End();
    }

    /// <summary>The page of a link is gone, and what it gave with it.</summary>
    public void Leave(PageLink link)
    {
        Interlocked.CompareExchange(ref _link, null, link);
        _hasWebcam = false;
        Microphone.End();
        _replies.LetGo();
    }

    /// <summary>The page has turned its webcam on or off.</summary>
    public void TakeWebcam(bool isOn) => _hasWebcam = isOn;

    /// <summary>The page has answered a question; null without anything.</summary>
    public void TakeReply(uint number, byte[]? content) => _replies.Answer(number, content);

    /// <summary>Tells the page that is open; nobody where none is.</summary>
    public void Tell(PageEvent happened) => _link?.Tell(happened);

    /// <summary>Ends the link of the page that is open.</summary>
    public void Close() => _link?.End();

    /// <summary>Shows what a conversation does; returns at once.</summary>
    public void See(ConversationEvent happened)
    {
        if (_link is not { } link) return;
        switch (happened.Kind)
        {
            case ConversationEventKind.WakeRefused: link.Tell(new PageEvent("wake-refused") { Phrase = happened.Phrase }); break;
            case ConversationEventKind.Listening: link.Tell(new PageEvent("listening") { Phrase = happened.Phrase }); break;
            case ConversationEventKind.Cancelled: link.Tell(new PageEvent("cancelled")); break;
            case ConversationEventKind.Broken: link.Tell(new PageEvent("broken") { Failure = FailureRow.From(happened.Failure) }); break;
            case ConversationEventKind.Heard: link.Tell(PageJson.Bytes("heard", happened.Trace!, null)); break;
            case ConversationEventKind.WakeDropped: link.Tell(PageJson.Bytes("wake-dropped", happened.Trace!, null)); break;
            case ConversationEventKind.Answered:
                link.Tell(PageJson.Bytes("answered", happened.Trace!, happened.Result));
                Answered?.Invoke();
                break;
        }
    }

    /// <inheritdoc/>
    public void Refuse(Failure why) => _link?.Tell(new PageEvent("broken") { Failure = FailureRow.From(why) });

    /// <inheritdoc/>
    public void Show(IReadOnlyList<string> sentences) => _link?.Tell(new PageEvent("say") { Sentences = sentences });

    /// <summary>Lets the page speak with the browser's voice; nothing is said where no page is open.</summary>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        if (_link is not { } link) return SpokenAnswer.Unheard;
        var longest = TimeSpan.FromSeconds(sentences.Sum(sentence => sentence.Length) / options.CharactersPerSecond);
        var (id, reply) = _replies.Ask();
        string[] spoken = [.. sentences.Select(SpokenText.From)];
        link.Tell(new PageEvent("say") { Id = id, Sentences = sentences, Spoken = spoken, OwnVoice = true });
        var heard = await HeardAsync(link, id, reply, longest, cancellationToken).ConfigureAwait(false);
        return heard.TryGet(out var length, out var failure) ? new SpokenAnswer("browser", TimeSpan.Zero, length) : failure;
    }

    /// <summary>Plays a sentence; zero long where no page is open. Failure: <c>page-no-answer</c>.</summary>
    public async ValueTask<Outcome<TimeSpan>> PlayAsync(ReadOnlyMemory<byte> wav, TimeSpan length, CancellationToken cancellationToken)
    {
        if (_link is not { } link) return TimeSpan.Zero;
        var (id, reply) = _replies.Ask();
        link.Show(PageFrames.Write(PageFrames.Speech, id, wav.Span));
        return await HeardAsync(link, id, reply, length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A frame of the webcam, checked for nothing but its length; empty where no page with a webcam is open. Failure:
    /// <c>page-no-answer</c>.</summary>
    public async ValueTask<Outcome<byte[]>> FrameAsync(CancellationToken cancellationToken)
    {
        if (_link is not { } link || !_hasWebcam) return Array.Empty<byte>();
        var (id, reply) = _replies.Ask();
        link.Tell(new PageEvent("frame") { Id = id });
        try
        {
            return await reply.WaitAsync(options.FrameDeadline, time, cancellationToken).ConfigureAwait(false) ?? [];
        }
        catch (TimeoutException)
        {
            return WebFailures.NoAnswer("send a picture");
        }
        finally
        {
            _replies.Answer(id, null);
        }
    }

    /// <summary>Shows a photo that was taken.</summary>
    public void ShowPhoto(ReadOnlySpan<byte> jpeg) => _link?.Show(PageFrames.Write(PageFrames.Picture, 0, jpeg));

    private async ValueTask<Outcome<TimeSpan>> HeardAsync(
        PageLink link, uint id, Task<byte[]?> reply, TimeSpan length, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            await reply.WaitAsync(length + options.SpeechGrace, time, cancellationToken).ConfigureAwait(false);
            return time.GetElapsedTime(began);
        }
        catch (TimeoutException)
        {
            return WebFailures.NoAnswer("play the answer");
        }
        finally
        {
            if (!reply.IsCompleted) link.Tell(new PageEvent("hush") { Id = id });
            _replies.Answer(id, null);
        }
    }
}
