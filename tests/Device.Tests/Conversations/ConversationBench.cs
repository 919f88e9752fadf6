using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Sessions;
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
        var tools = GlassesTools.Create(SimulatedGlasses.Ports(State, _folder.Path, TimeProvider.System));
        var phrases = new ListenerOptions().WakeWord.Phrases;
        var context = Got(CommandContext.Load(Repository.PathOf("models", "contexts", "glasses.yaml"), null));
        var graph = Got(_models.Compile(context.Words, [.. phrases.Select(phrase => phrase.Text)]));
        using var prior = File.OpenRead(Repository.PathOf("models", "features-prior.f32"));
        var scorers = phrases.Select(phrase => Got(PhraseScorer.Create(phrase.Text, _models.Pronouncer, _models.Decoding))).ToArray();
        var parts = new ConversationParts(
            Got(_models.CreateListener(new ListenerOptions(), withWakeWord: true)),
            phrases,
            new WakeCheck(_models.CreateAcousticStream(), Got(FeaturePrior.Load(prior)), scorers, new WakeCheckOptions()),
            new UtteranceSegmenter(new SegmenterOptions()),
            _models.CreateRecognizer(),
            () => graph,
            new Turn(tools, State, speaker, new TurnOptions(), TimeProvider.System));
        Loop = new ConversationLoop(parts, new ConversationOptions(), new TurnOptions(), TimeProvider.System, Watch);
    }

    public StateStore State { get; }

    public ConversationLoop Loop { get; }

    public List<ConversationEvent> Events { get; } = [];

    public IEnumerable<ConversationEventKind> Kinds => Events.Select(happened => happened.Kind);

    public TurnResult Answer => Events.Last(happened => happened.Result is not null).Result!;

    public void Dispose()
    {
        _models.Dispose();
        State.Dispose();
        _folder.Dispose();
    }

    private static T Got<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var failure) ? value : throw new InvalidOperationException(failure.Message);

    private void Watch(ConversationEvent happened)
    {
        lock (Events)
        {
            Events.Add(happened);
        }
    }
}
