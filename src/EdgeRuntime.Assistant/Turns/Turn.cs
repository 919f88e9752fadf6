using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>One turn from understanding to answer: route, tool, speech. Makes no difference between spoken and typed wishes.
/// Holds no state between turns but what stands in the glasses' own: a question that waits for its answer.
/// One turn at a time per instance.</summary>
public sealed partial class Turn
{
    private readonly ToolRegistry _tools;
    private readonly IGlassesState _state;
    private readonly ISpeaker _speaker;
    private readonly TurnOptions _options;
    private readonly TimeProvider _time;
    private readonly GlassesClock _clock;
    private readonly StageRunner _stages;
    private readonly OfferedTools _cloudTools;
    private readonly TurnCloud? _cloud;

    /// <summary>Puts a turn together.</summary>
    /// <param name="tools">What the glasses can do.</param>
    /// <param name="state">Settings and the last answer.</param>
    /// <param name="speaker">How the answer is given.</param>
    /// <param name="cloud">What lies beyond the glasses; null where no cloud is set up.</param>
    public Turn(ToolRegistry tools, IGlassesState state, ISpeaker speaker, TurnOptions options, TimeProvider time, TurnCloud? cloud = null)
    {
        _tools = tools;
        _state = state;
        _speaker = speaker;
        _options = options;
        _time = time;
        _clock = new GlassesClock(time);
        _cloud = cloud;
        _cloudTools = new OfferedTools(tools, state);
        _stages = new StageRunner(time, options.Grace);
    }

    /// <summary>Carries out one wish. Every expected trouble stands in the result;
    /// the wish is carried out before the answer is given.</summary>
    /// <param name="trace">Events go here, behind those of the stages that came before.</param>
    /// <param name="cancellationToken">Cancels the turn; then <see cref="OperationCanceledException"/> comes out and the sound has
    /// stopped.</param>
    public ValueTask<TurnResult> RunAsync(Recognition recognition, TurnTrace trace, CancellationToken cancellationToken) =>
        RunAsync(recognition, Utterance.None, trace, cancellationToken);

    /// <summary>Carries out one wish, asking the cloud where the glasses cannot and may.</summary>
    /// <param name="said">What was said, for the cloud; leaves the glasses only with consent.</param>
    /// <param name="trace">Events go here, behind those of the stages that came before.</param>
    /// <param name="cancellationToken">Cancels the turn, the sound and the spending;
    /// then <see cref="OperationCanceledException"/> comes out.</param>
    public async ValueTask<TurnResult> RunAsync(
        Recognition recognition, Utterance said, TurnTrace trace, CancellationToken cancellationToken)
    {
        recognition = Answered(recognition);
        var input = InputOf(recognition, said);
        var route = await RouteAsync(input, trace, cancellationToken).ConfigureAwait(false);
        if (!route.TryGet(out var decision, out var late))
        {
            decision = new RouteDecision(Route.Reject, [new RouteReason(late.Code, late.Message)], input);
            return await AnswerAsync(Result(recognition, decision, trace) with { Error = late, Answer = late.Message }, cancellationToken)
                .ConfigureAwait(false);
        }

        var result = await ActAsync(Result(recognition, decision, trace), recognition, said, cancellationToken).ConfigureAwait(false);
        result = result.IsSaid
            ? await RememberedAsync(result).ConfigureAwait(false)
            : await AnswerAsync(result, cancellationToken).ConfigureAwait(false);
        return await TellMissedAsync(result, cancellationToken).ConfigureAwait(false);
    }

    private Recognition Answered(Recognition heard)
    {
        var asked = _state.Current.Asked is { } open && open.IsOpen(_clock) ? open : null;
        return FollowUpAnswer.Resolve(asked, heard, asked is null ? null : _tools.SpecOf(asked.Intent));
    }

    private ValueTask<Outcome<RouteDecision>> RouteAsync(RouteInput input, TurnTrace trace, CancellationToken cancellationToken)
    {
        var policy = _cloud?.Policy ?? new RouterOptions();
        var stage = new Stage<RouteDecision>(Stages.Route, Deadline: null, RouteTrace.Fields(input, policy), RouteTrace.Fields);
        return _stages.RunAsync(
            trace, stage, _ => ValueTask.FromResult<Outcome<RouteDecision>>(Router.Decide(input, policy)), cancellationToken);
    }

    private static TurnResult Result(Recognition recognition, RouteDecision decision, TurnTrace trace)
    {
        var understood = recognition.Verdict == RecognitionVerdict.Accepted ? recognition.Best : null;
        return new TurnResult
        {
            Intent = understood?.Intent,
            Slots = understood?.Slots ?? new Dictionary<string, Contexts.SlotValue>(),
            Confidence = recognition.Confidence,
            Decision = decision,
            Answer = string.Empty,
            Trace = trace,
        };
    }
}
