using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web;

namespace EdgeRuntime.Device.Service;

/// <summary>One run of <c>run</c>, put together forward: state, models, hardware, cloud, phones, tools, conversation, pages. Says at the
/// end what was lost.</summary>
internal sealed class RunService(RunRequest request, DeviceSettings settings, CommandConsole console, TimeProvider time)
{
    private static readonly TimeSpan LongestUtterance = TimeSpan.FromSeconds(30); // of sound that is kept for the cloud

    private readonly RunWatch _watch = new(console);
    private volatile bool _isReset;

    /// <summary>Runs until the sound ends, the token is cancelled or everything is to be erased; all are a good end.</summary>
    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failure = await ServeInOrderAsync(over).ConfigureAwait(false);
        if (_isReset)
        {
            failure = FactoryReset.Erase(StateFolder); // nothing holds it any more
            if (failure is null) console.Error.WriteLine("Everything is erased. These glasses are as new.");
        }

        return failure is null ? ExitCode.Done : console.Fail(failure);
    }

    // Stopped before it listens is as good an end as later.
    private async ValueTask<Failure?> ServeInOrderAsync(CancellationTokenSource over)
    {
        try
        {
            return await ServeAsync(over, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            console.Error.WriteLine("Stopped.");
            return null;
        }
    }

    private string StateFolder => Path.GetFullPath(request.State ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable));

    // From here on it is done, whatever happens: the next start finishes it.
    private Failure? Reset(CancellationTokenSource over)
    {
        if (FactoryReset.Begin(StateFolder) is { } unwritten) return unwritten;
        _isReset = true;
        over.Cancel();
        return null;
    }

    private async ValueTask<Failure?> ServeAsync(CancellationTokenSource over, CancellationToken stop)
    {
        if (!StateStore.Open(StateFolder, time).TryGet(out var state, out var failure)) return failure;
        using (state)
        {
            if (!RunLock.Take(state.Folder).TryGet(out var alone, out failure)) return failure;
            using var held = alone;
            await TidyAsync(state, stop).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            if (!SpeechModels.Open(settings.Profile, request.Models, settings.Hearing).TryGet(out var models, out failure)) return failure;
            using (models)
            {
                var page = request.IsPage ? new GlassesPage(settings.Page, time) : null;
                var hardware = page?.Open(state, state.Folder)
                    ?? LaptopHardware.Open(state, state.Folder, time, OwnMicrophone(), settings.Speech);
                using var answer = Answers(hardware);
                using var speaker = new SpeakerQueue(answer.Speaker, answer.Sound, settings.Tone);
                if (!CloudChoice.OpenWanted(
                    request.Cloud, state.Folder, Environment.GetEnvironmentVariable, time, console.Explain, settings.Cloud,
                    settings.Places.Gateway).TryGet(out var cloud, out failure))
                {
                    return failure;
                }

                await using (cloud)
                {
                    var body = new RunBody(state, hardware, page, models, speaker, cloud);
                    return await ConverseAsync(body, () => Reset(over), stop).ConfigureAwait(false);
                }
            }
        }
    }

    // What is damaged, misplaced or no longer anybody's goes first, before anything is made of it.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "name of a file that is put aside")]
    private async ValueTask TidyAsync(StateStore state, CancellationToken stop)
    {
        Explain(state.Damage);
        var queue = new DeferredQueue(state.Folder, settings.Later);
        var now = time.GetUtcNow();
        foreach (var stranger in PhoneOutbox.PutStrangersAside(state.Folder, now)) console.Explain(stranger);
        foreach (var stranger in queue.PutStrangersAside(now)) console.Explain(stranger);
        Explain(await RevokedPhones.ForgetAsync(state, state.Folder, stop).ConfigureAwait(false));
    }

    private IMicrophone OwnMicrophone()
    {
        if (request.Wav is not { } wav) return new ProgramMicrophone(settings.Microphone with { Command = request.Microphone }, time);
        return new RecordedMicrophone(
            () => wav == "-" ? WavSource.Open(StandardStreams.OpenInput()) : WavSource.Open(wav), request.Speed, time);
    }

    // Nothing is spoken on this machine for a caller that reads JSON; a page is elsewhere.
    private AnswerSpeaker Answers(GlassesHardware hardware)
    {
        if (console.Json && !request.IsPage) return AnswerSpeaker.Nobody();
        var answer = AnswerSpeaker.Aloud(
            console.Json ? TextWriter.Null : console.Output, hardware, ProgramFinder.FromEnvironment(), settings.Speech, time);
        if (answer.Silent is { } silent)
        {
            console.Note(silent);
            console.Error.WriteLine($"{silent.Message} {silent.Next}");
        }

        return answer;
    }

    private async ValueTask<Failure?> ConverseAsync(RunBody body, Func<Failure?> reset, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var context = Context(body);
        if (context.Load() is { } unusable) return unusable;
        stop.ThrowIfCancellationRequested();
        if (!body.Hardware.Microphone.Open(console.Explain).TryGet(out var source, out var failure)) return failure;
        var countdown = new ResetCountdown(body.Speaker, time, () => Explain(reset()), console.Explain);
        await using var ended = countdown.ConfigureAwait(false);
        await using (source)
        {
            var button = body.Hardware.Buttons is null ? null : countdown;
            var opened = await RunPhones.OpenAsync(request, body, context, button, reset, settings, console, time).ConfigureAwait(false);
            if (!opened.TryGet(out var phones, out failure)) return failure;
            await using (phones)
            {
                return await ConverseAsync(body, context, source, countdown, phones, stop).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<Failure?> ConverseAsync(
        RunBody body, LiveContext context, IAudioSource source, ResetCountdown countdown, RunPhones? phones, CancellationToken stop)
    {
        using var glasses = Glasses(body, countdown, phones);
        var clock = new AlarmClock(body.State, time, settings.Alarms);
        var rings = new RingAnnouncer(clock, glasses.Tools, body.State, body.Speaker, _watch.See, console.Explain);
        var events = new RunEvents(_watch, rings, body.Page, phones);
        if (!Converse(body, context, glasses, clock, events).TryGet(out var conversation, out var failure)) return failure;
        using var buttons = Serve(body.Hardware, conversation, countdown, phones);
        var pages = request.Http is { } address && phones is not null ? new RunPages(address, settings, console, time) : null;
        await using (pages)
        {
            if (phones is not null && await phones.StartAsync(stop).ConfigureAwait(false) is { } unserved) return unserved;
            var unshown = pages is null || phones is null ? null
                : await pages.StartAsync(body.Page, body.State, phones, request.WakePhrases, stop).ConfigureAwait(false);
            if (unshown is not null) return unshown;
            return await ListenAsync(conversation, Beside(body, context, glasses, rings), source, stop).ConfigureAwait(false);
        }
    }

    private LiveContext Context(RunBody body)
    {
        var context = new LiveContext(
            request.Context ?? CommandContext.FileIn(request.Models),
            body.State,
            words => body.Models.Compile(words, request.WakePhrases, afterWake: true),
            time,
            console.Explain,
            request.Surroundings,
            settings.Context);
        context.Renewed += now =>
            console.Error.WriteLine($"Names of the phone can be said: {now.Contacts.Count} contacts, {now.Playlists.Count} playlists.");
        return context;
    }

    private GlassesProgram Glasses(RunBody body, ResetCountdown countdown, RunPhones? phones)
    {
        var simulated = new SimulatedPhone(body.State.Folder);
        var ports = new GlassesPorts(body.State, body.Hardware, phones?.Beside(simulated, body.State) ?? simulated, time)
        {
            BeginReset = () => body.Hardware.Buttons is null ? GlassesPorts.NoButton : countdown.Begin(aloud: false),
        };
        return new GlassesProgram(body.State, ports, settings);
    }

    private Outcome<ConversationLoop> Converse(
        RunBody body, LiveContext context, GlassesProgram glasses, AlarmClock clock, RunEvents events)
    {
        if (!body.Models.ReadWakeSettings().TryGet(out var wake, out var failure)) return failure;
        var turn = glasses.CreateTurn(body.Speaker, glasses.CreateTurnCloud(body.Cloud));
        var heard = body.Models.CreateConversation(wake, request.WakePhrases, () => context.Current, turn);
        if (!heard.TryGet(out var parts, out failure)) return failure;
        parts = parts with { Sound = body.Cloud is null ? null : new SoundHistory(LongestUtterance), Rings = () => clock.Rings };
        return new ConversationLoop(parts, settings.Conversation, settings.Turn, time, events.See);
    }

    private RunButtons? Serve(GlassesHardware hardware, ConversationLoop conversation, ResetCountdown countdown, RunPhones? phones) =>
        hardware.Buttons is { } buttons
            ? new RunButtons(
                buttons, hardware.Wear, conversation, phones?.Desk, countdown,
                hardware.Display is { } display ? display.Refuse : console.Explain)
            : null;

    private List<Func<CancellationToken, Task>> Beside(RunBody body, LiveContext context, GlassesProgram glasses, RingAnnouncer rings)
    {
        List<Func<CancellationToken, Task>> beside = [rings.RunAsync, context.FollowAsync, ReadWishes(glasses.Queue)];
        if (body.Cloud is { IsLocal: false } cloud)
        {
            var limited = glasses.CreateSpendingLimit(cloud);
            var sender = new DeferredSender(glasses.Queue, limited, glasses.Tools, glasses.State, settings.Later, time);
            beside.Add(new DeferredPump(sender, body.Speaker, console.Explain, settings.Later, time).RunAsync);
            beside.Add(new BudgetWatch(cloud, glasses.State, time).RunAsync);
        }

        return beside;
    }

    // All that wait are read for it, which the start does not wait for.
    private Func<CancellationToken, Task> ReadWishes(DeferredQueue queue) => stop => Task.Run(
        async () =>
        {
            foreach (var damaged in await queue.PutDamagedAsideAsync(time, stop).ConfigureAwait(false)) console.Explain(damaged);
        },
        stop);

    private void Explain(Failure? failure)
    {
        if (failure is not null) console.Explain(failure);
    }

    // What runs beside lives as long as the conversation: whichever way that ends, it is stopped and awaited.
    private async ValueTask<Failure?> ListenAsync(
        ConversationLoop conversation, IReadOnlyList<Func<CancellationToken, Task>> beside, IAudioSource source, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Log.Began(console.Logger, typeof(RunService).Assembly.GetName().Version?.ToString(3));
        console.Error.WriteLine($"Listening for \"{string.Join("\", \"", request.WakePhrases)}\". Ctrl-C stops.");
        var running = beside.Select(run => run(over.Token)).ToArray();
        try
        {
            await conversation.RunAsync(source, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Error.WriteLine("Stopped.");
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (var task in running) await EndedAsync(task).ConfigureAwait(false);
            _watch.Summarise(source.DroppedSamples);
        }

        if (stop.IsCancellationRequested || !WavSource.IsOnlyShort(source.Failure))
        {
            return stop.IsCancellationRequested ? null : source.Failure;
        }

        console.Explain(source.Failure!);
        return null;
    }

    // Cancelled is what it was told to be; anything else comes out.
    private static async ValueTask EndedAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsFaulted) await task.ConfigureAwait(false);
    }
}
