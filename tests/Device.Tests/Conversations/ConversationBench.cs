using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Sessions;
using TestKit;

namespace Device.Tests.Conversations;

/// <summary>A whole conversation with our real models; only the ears and the mouth are on the bench.</summary>
internal sealed class ConversationBench : IDisposable
{
    private static readonly string[] Phrases = ["computer"];

    private readonly TemporaryFolder _folder = new();
    private readonly SpeechModels _models;

    public ConversationBench(ISpeaker speaker)
    {
        _models = Got(SpeechModels.Open(DeviceProfile.Laptop, Repository.PathOf("models")));
        State = Got(StateStore.Open(_folder.Path, TimeProvider.System));
        var tools = GlassesTools.Create(SimulatedGlasses.Ports(State, _folder.Path, TimeProvider.System));
        var wake = Got(_models.ReadWakeSettings());
        var context = Got(CommandContext.Load(Repository.PathOf("models", "contexts", "glasses.yaml"), null));
        var graph = Got(_models.Compile(context.Words, Phrases, endsOnly: true));
        var turn = new Turn(tools, State, speaker, new TurnOptions(), TimeProvider.System);
        var parts = Got(_models.CreateConversation(wake, Phrases, () => graph, turn));
        Loop = new ConversationLoop(parts, new ConversationOptions(), new TurnOptions(), TimeProvider.System, Watch);
    }

    public StateStore State { get; }

    public ConversationLoop Loop { get; }

    public List<ConversationEvent> Events { get; } = [];

    /// <summary>What happened, but for detections of the first stage that the second did not share: those may come anywhere.</summary>
    public IEnumerable<ConversationEventKind> Kinds => Events.Select(happened => happened.Kind).Where(kind => kind != ConversationEventKind.WakeRefused);

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
