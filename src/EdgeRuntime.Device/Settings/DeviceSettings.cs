using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Settings;

/// <summary>The options of one run of the program: what is built in, or what was set over it. Immutable; a record of options is made
/// when it is first asked for, so that a start pays for those that it uses.</summary>
public sealed record DeviceSettings
{
    /// <value>What is built in.</value>
    public static DeviceSettings BuiltIn { get; } = new();

    /// <value>What everything is found at.</value>
    public PlaceOptions Places { get => field ??= new(); init; }

    /// <value>What leaves a line, how much of that is kept, and where traces go.</value>
    public LogOptions Log { get => field ??= new(); init; }

    /// <value>How models are run.</value>
    public DeviceProfile Profile { get => field ??= DeviceProfile.Glasses; init; }

    /// <value>From sound to what was understood.</value>
    public HearingOptions Hearing { get => field ??= new(); init; }

    /// <value>Limits of a context.</value>
    public ContextCompilerOptions Context { get => field ??= new(); init; }

    /// <value>How a conversation is led.</value>
    public ConversationOptions Conversation { get => field ??= new(); init; }

    /// <value>Deadlines of a turn.</value>
    public TurnOptions Turn { get => field ??= new(); init; }

    /// <value>Where a wish goes.</value>
    public RouterOptions Routing { get => field ??= new(); init; }

    /// <value>How the microphone is read.</value>
    public MicrophoneOptions Microphone { get => field ??= new(); init; }

    /// <value>How answers are spoken.</value>
    public SpeechOptions Speech { get => field ??= new(); init; }

    /// <value>The tone of a ring.</value>
    public RingToneOptions Tone { get => field ??= new(); init; }

    /// <value>How timers and alarms ring.</value>
    public AlarmClockOptions Alarms { get => field ??= new(); init; }

    /// <value>How the glasses talk to a gateway.</value>
    public GatewayClientOptions Cloud { get => field ??= new(); init; }

    /// <value>What waits for the cloud.</value>
    public DeferredOptions Later { get => field ??= new(); init; }

    /// <value>What waits for phones.</value>
    public OutboxOptions Outbox { get => field ??= new(); init; }

    /// <value>What a client of the broker may cost.</value>
    public BrokerOptions Broker { get => field ??= new(); init; }

    /// <value>Bounds of pairing.</value>
    public PairingOptions Pairing { get => field ??= new(); init; }

    /// <value>How long the page may take.</value>
    public GlassesPageOptions Page { get => field ??= new(); init; }

    /// <summary>The first record of options that makes no sense, or null.</summary>
    public Failure? Validate() =>
        Log.Validate() ?? Profile.Validate() ?? Hearing.Validate() ?? Conversation.Validate() ?? Turn.Validate() ?? Routing.Validate()
        ?? Microphone.Validate() ?? Speech.Validate() ?? Alarms.Validate() ?? Cloud.Validate() ?? Later.Validate() ?? Outbox.Validate()
        ?? Broker.Validate() ?? Pairing.Validate() ?? Page.Validate();
}
