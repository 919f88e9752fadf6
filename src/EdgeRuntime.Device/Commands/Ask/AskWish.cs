using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;
using EdgeRuntime.Assistant.Understanding.Typed;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>From what <c>ask</c> was given to what was understood. The start stage of the trace is open when it begins.</summary>
internal sealed class AskWish(
    AskRequest request, DeviceSettings settings, TurnTrace trace, Action<Failure> explain, TimeProvider time)
{
    private static readonly string[] Phrases = [.. new WakeSettings().Offered];

    /// <summary>Understands the typed wish.</summary>
    public async ValueTask<Outcome<Wish>> ReadAsync(GlassesState state, CancellationToken cancellationToken)
    {
        var typed = await WishText.ReadAsync(request.Text!, cancellationToken).ConfigureAwait(false);
        if (!typed.TryGet(out var text, out var failure)
            || !LoadContext<CommandContext>(state, made => made).TryGet(out var context, out failure))
        {
            return failure;
        }

        trace.End(Stages.Start);
        trace.Start(Stages.Intent, TraceField.Create("characters", text.Length));
        if (!WakePrefix.Match(new TextMatcher(context.Words), text, Phrases).TryGet(out var recognition, out failure)) return failure;
        var said = WakePrefix.Rest(text, Phrases) ?? text;
        if (recognition.Verdict == RecognitionVerdict.Rejected) recognition = ReadFreely(said, context) ?? recognition;
        trace.End(Stages.Intent, [.. Fields(recognition), .. SentenceTrace.Fields(recognition.Sentence)]);
        return new Wish(recognition, Utterance.Typed(said));
    }

    // What the grammar does not hold; null where nothing else reads it either.
    private Recognition? ReadFreely(string text, CommandContext context)
    {
        using var sentences = new FreeSentences(settings.Profile, request.Models, time);
        if (sentences.Read(text, context).TryGet(out var recognition, out var failure)) return recognition;
        explain(failure);
        return null;
    }

    /// <summary>Understands the recording; of a long one the beginning is what may go to the cloud.</summary>
    public async ValueTask<Outcome<Wish>> HearAsync(GlassesState state, CancellationToken cancellationToken)
    {
        var sound = request.File == "-" ? WavSource.Open(StandardStreams.OpenInput()) : WavSource.Open(request.File!);
        if (!sound.TryGet(out var source, out var failure)) return failure;
        await using (source)
        {
            if (!GraphBuilder.Open(settings.Profile, request.Models, settings.Hearing).TryGet(out var graphs, out failure)) return failure;

            // Two cores start faster than one: the context is compiled while the models are opened.
            var compiling = Task.Run(() => (Compile(graphs, state), trace.Elapsed), cancellationToken);
            var opened = SpeechModels.Open(graphs);
            var modelsOpen = trace.Elapsed;
            var (compiled, contextReady) = await compiling.ConfigureAwait(false);
            if (!opened.TryGet(out var models, out failure))
            {
                graphs.Dispose();
                return failure;
            }

            using (models)
            {
                if (!compiled.TryGet(out var graph, out failure)) return failure;
                trace.End(
                    Stages.Start,
                    TraceField.Create("models_at_ms", modelsOpen.TotalMilliseconds),
                    TraceField.Create("context_at_ms", contextReady.TotalMilliseconds),
                    TraceField.Create("phone_states", graph.Size.States));
                return await HearAsync(models, graph, source, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Outcome<PhoneGraph> Compile(GraphBuilder graphs, GlassesState state) =>
        LoadContext(state, context => graphs.Compile(context.Words, Phrases));

    private async ValueTask<Outcome<Wish>> HearAsync(
        SpeechModels models, PhoneGraph graph, WavSource source, CancellationToken cancellationToken)
    {
        trace.Start(Stages.Asr);
        var ear = new CommandEar(
            models.CreateRecognizer(), graph, () => models.CreateListener(settings.Hearing.Listener, withWakeWord: false),
            settings.Hearing.Segmenter, time);
        var outcome = await ear.HearAsync(source, cancellationToken).ConfigureAwait(false);
        if (!outcome.TryGet(out var heard, out var failure)) return failure;
        trace.End(
            Stages.Asr,
            [
                .. Fields(heard.Recognition),
                TraceField.Create("sound_seconds", heard.Sound.TotalSeconds),
                TraceField.Create("computing_ms", heard.Computing.TotalMilliseconds),
                TraceField.Create("latency_ms", heard.Latency.TotalMilliseconds),
                TraceField.Create("utterances", heard.Utterances),
            ]);
        return new Wish(heard.Recognition, Utterance.Spoken(ear.Kept)) { Short = heard.Short };
    }

    private string ContextPath => request.Context ?? CommandContext.FileIn(request.Models);

    private Outcome<T> LoadContext<T>(GlassesState state, Func<CommandContext, Outcome<T>> make) => CommandContext.Load(
        ContextPath, state, make, explain, request.Surroundings, withAnswers: state.Asked?.IsOpen(new GlassesClock(time)) == true,
        limits: settings.Context);

    private static TraceField[] Fields(Recognition recognition) =>
    [
        TraceField.Create("verdict", recognition.Verdict.ToString()),
        TraceField.Create("confidence", recognition.Confidence),
        TraceField.Create("path_score", recognition.PathScore),
        TraceField.Create("margin", recognition.Margin),
        TraceField.Create("spoken_frames", recognition.SpokenFrames),
    ];
}
