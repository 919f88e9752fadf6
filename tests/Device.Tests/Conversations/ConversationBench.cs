using Device.Tests.Simulation;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Inference.Providers;
using TestKit;

namespace Device.Tests.Conversations;

/// <summary>A whole conversation with our real models; only the ears and the mouth are on the bench.</summary>
internal sealed class ConversationBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SpeechModels _models;

    public ConversationBench(ISpeaker speaker)
    {
        _models = Got(SpeechModels.Open(DeviceProfile.Laptop, Repository.PathOf("models")));
        State = Got(StateStore.Open(_folder.Path, TimeProvider.System));
        var tools = GlassesTools.Create(
            new GlassesPorts(
                State, Laptop.Open(State, TimeProvider.System), new SimulatedPhone(_folder.Path), TimeProvider.System));
        var settings = Got(_models.ReadWakeSettings());
        var listening = settings.ListenFor(settings.Offered);
        var phrases = listening.WakeWord.Phrases;
        var context = Got(CommandContext.Load(Repository.PathOf("models", "contexts", "glasses.yaml"), null));
        var prefixes = new PhoneGraphOptions { OptionalPrefixes = [.. phrases.Select(phrase => phrase.Text)], AcceptsCutPrefixes = true };
        var graph = Got(PhoneGraph.Compile(context.Words, _models.Pronouncer, prefixes));
        var streams = _models.CreateWakeStreams();
        var parts = new ConversationParts(
            Got(_models.CreateListener(listening, withWakeWord: true)),
            phrases,
            Got(_models.CreateWakeCheck(phrases, settings.Check, streams)),
            new UtteranceSegmenter(new SegmenterOptions()),
            _models.CreateRecognizer(),
            () => graph,
            new Turn(tools, State, speaker, new TurnOptions(), TimeProvider.System))
        {
            Rings = () => Rings,
            WakeReview = Got(_models.CreateWakeReview(phrases, streams)),
        };
        Loop = new ConversationLoop(parts, new ConversationOptions(), new TurnOptions(), TimeProvider.System, Watch);
    }

    public StateStore State { get; }

    /// <summary>True while something rings.</summary>
    public volatile bool Rings;

    public ConversationLoop Loop { get; }

    public List<ConversationEvent> Events { get; } = [];

    /// <summary>What happened, but for detections of the first stage that the second did not share: those may come anywhere.</summary>
    public IEnumerable<ConversationEventKind> Kinds =>
        Events.Select(happened => happened.Kind).Where(kind => kind != ConversationEventKind.WakeRefused);

    public TurnResult Answer => Events.Last(happened => happened.Result is not null).Result!;

    public void Dispose()
    {
        _models.Dispose();
        State.Dispose();
        _folder.Dispose();
    }

    private static T Got<T>(Outcome<T> outcome) =>
        outcome.TryGet(out var value, out var failure) ? value : throw new InvalidOperationException(failure.Message);

    private void Watch(ConversationEvent happened)
    {
        lock (Events)
        {
            Events.Add(happened);
        }
    }
}
