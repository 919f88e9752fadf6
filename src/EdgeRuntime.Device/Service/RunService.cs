using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Service;

/// <summary>One run of <c>run</c>: wires microphone, conversation and alarms, and says at the end what was lost.</summary>
internal sealed class RunService(RunRequest request, DeviceSettings settings, CommandConsole console, TimeProvider time)
{
    private static readonly TimeSpan LongestUtterance = TimeSpan.FromSeconds(30); // of sound that is kept for the cloud

    private readonly RunWatch _watch = new(console);
    private readonly RunPages? _pages = request.Http is { } address ? new RunPages(address, request, settings, console, time) : null;
    private readonly RunPhones? _phones = request.Http is null && request.Mqtt is null
        ? null
        : new RunPhones(request.Mqtt, request.Elsewhere, settings, console, time);
    private LiveContext? _context; // once it converses
    private RingAnnouncer? _announcer; // the same
    private ResetCountdown? _countdown; // the same, where there is a button
    private volatile TurnTrace? _heard; // the latest turn
    private volatile bool _isReset;

    /// <summary>Runs until the sound ends, the token is cancelled or everything is to be erased; all are a good end.</summary>
    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failure = await ServeAsync(over, over.Token).ConfigureAwait(false);
        if (_isReset)
        {
            failure = FactoryReset.Erase(StateFolder); // nothing holds it any more
            if (failure is null) console.Error.WriteLine("Everything is erased. These glasses are as new.");
        }

        return failure is null ? ExitCode.Done : console.Fail(failure);
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
        if (!GlassesProgram.Open(request.State, time, _pages?.Hardware, Beside, settings).TryGet(out var glasses, out var failure))
        {
            return failure;
        }
        using (glasses)
        {
            if (!RunLock.Take(glasses.Folder).TryGet(out var alone, out failure)) return failure;
            using var held = alone;
            if (glasses.Damage is { } damage) console.Explain(damage);
            foreach (var stranger in glasses.PutStrangersAside()) console.Explain(stranger);
            if (await glasses.ForgetRevokedAsync(stop).ConfigureAwait(false) is { } kept) console.Explain(kept);
            if (!SpeechModels.Open(settings.Profile, request.Models, settings.Hearing).TryGet(out var models, out failure)) return failure;
            using (models)
            {
                using var answer = Answers(glasses);
                if (answer.Silent is { } silent)
                {
                    console.Note(silent);
                    console.Error.WriteLine($"{silent.Message} {silent.Next}");
                }

                using var speaker = new SpeakerQueue(answer.Speaker, answer.Sound, settings.Tone);
                if (!CloudChoice.OpenWanted(
                    request.Cloud, glasses.Folder, Environment.GetEnvironmentVariable, time, console.Explain, settings.Cloud,
                    settings.Places.Gateway).TryGet(out var cloud, out failure))
                {
                    return failure;
                }
                await using (cloud)
                {
                    return await ConverseAsync(glasses, models, speaker, cloud, () => Reset(over), stop).ConfigureAwait(false);
                }
            }
        }
    }

    private GlassesPorts Beside(GlassesPorts ports)
    {
        ports = ports with { BeginReset = () => _countdown is { } countdown ? countdown.Begin(aloud: false) : GlassesPorts.NoButton };
        return _phones?.Ports(ports) ?? ports;
    }

    private AnswerSpeaker Answers(GlassesProgram glasses) =>
        _pages?.Speaker is { } page ? AnswerSpeaker.Through(console.Json ? TextWriter.Null : console.Output, page, _pages.Sound)
        : console.Json ? AnswerSpeaker.Nobody()
        : AnswerSpeaker.Aloud(
            console.Output, ProgramFinder.FromEnvironment(), settings.Speech, () => glasses.VolumePercent, time);

    private async ValueTask<Failure?> ConverseAsync(
        GlassesProgram glasses, SpeechModels models, SpeakerQueue speaker, CloudConnection? cloud, Func<Failure?> reset,
        CancellationToken stop)
    {
        if (!Converse(glasses, models, speaker, cloud).TryGet(out var conversation, out var failure)
            || !OpenSource().TryGet(out var source, out failure))
        {
            return failure;
        }

        List<Func<CancellationToken, Task>> beside = [_announcer!.RunAsync, _context!.FollowAsync, ReadWishes(glasses.Queue)];
        if (cloud is { IsLocal: false })
        {
            beside.Add(Pump(glasses, speaker, cloud).RunAsync);
            beside.Add(new BudgetWatch(cloud, glasses.State, time).RunAsync);
        }

        var countdown = new ResetCountdown(speaker, time, () => Explain(reset()), console.Explain);
        await using var ended = countdown.ConfigureAwait(false);
        if (_pages is { HasButton: true }) _countdown = countdown;
        await using (source)
        await using (_phones)
        await using (_pages)
        {
            Failure? LeftOut() => _context!.LeftOut;
            var unpaired = _phones is null ? null
                : await _phones.StartAsync(glasses, cloud, models, speaker, LeftOut, reset, _countdown, stop).ConfigureAwait(false);
            if (unpaired is not null) return unpaired;
            if (_pages is not null
                && await _pages.StartAsync(conversation, glasses, _phones!, countdown.Hold, stop).ConfigureAwait(false) is { } unserved)
            {
                return unserved;
            }
            return await ListenAsync(conversation, beside, source, stop).ConfigureAwait(false);
        }
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

    private Outcome<ConversationLoop> Converse(GlassesProgram glasses, SpeechModels models, SpeakerQueue speaker, CloudConnection? cloud)
    {
        var context = _context = new LiveContext(
            request.Context ?? CommandContext.FileIn(request.Models),
            glasses.State,
            words => models.Compile(words, request.WakePhrases, afterWake: true),
            time,
            console.Explain,
            request.Surroundings,
            settings.Context);
        context.Renewed += now =>
            console.Error.WriteLine($"Names of the phone can be said: {now.Contacts.Count} contacts, {now.Playlists.Count} playlists.");
        if (context.Load() is { } unusable) return unusable;
        if (!models.ReadWakeSettings().TryGet(out var wake, out var failure)) return failure;
        var turn = glasses.CreateTurn(speaker, glasses.Beyond(cloud));
        if (!models.CreateConversation(wake, request.WakePhrases, () => context.Current, turn).TryGet(out var parts, out failure))
        {
            return failure;
        }
        var clock = new AlarmClock(glasses.State, time, settings.Alarms);
        _announcer = new RingAnnouncer(clock, glasses.Tools, glasses.State, speaker, _watch.See, console.Explain);
        parts = parts with { Sound = cloud is null ? null : new SoundHistory(LongestUtterance), Rings = () => clock.Rings };
        return new ConversationLoop(parts, settings.Conversation, settings.Turn, time, See);
    }

    private void See(ConversationEvent happened)
    {
        _watch.See(happened);
        Hush(happened);
        _pages?.See(happened);
        _phones?.See(happened);
    }

    // A ring is silent from the wake phrase to the end of the turn.
    // The end of a turn that a new one has cancelled comes after that one's beginning.
    private void Hush(ConversationEvent happened)
    {
        if (happened.Kind is ConversationEventKind.Listening or ConversationEventKind.Heard)
        {
            _announcer!.Hush((_heard = happened.Trace) is not null);
        }
        else if (happened.Trace is { } ended && ended == _heard)
        {
            _announcer!.Hush(false);
        }
    }

    private DeferredPump Pump(GlassesProgram glasses, ISpeaker speaker, CloudConnection cloud)
    {
        var sender = new DeferredSender(glasses.Queue, glasses.Limited(cloud), glasses.Tools, glasses.State, settings.Later, time);
        return new DeferredPump(sender, speaker, console.Explain, settings.Later, time);
    }

    private Outcome<IAudioSource> OpenSource()
    {
        if (_pages?.Microphone is { } page) return page;
        if (request.Wav is null)
        {
            var options = settings.Microphone with { Command = request.Microphone };
            return SteadyMicrophone.Start(options, ProgramFinder.FromEnvironment(), time, console.Explain)
                .TryGet(out var microphone, out var missing) ? microphone : missing;
        }

        var opened = request.Wav == "-" ? WavSource.Open(StandardStreams.OpenInput()) : WavSource.Open(request.Wav);
        if (!opened.TryGet(out var wav, out var failure)) return failure;
        return request.Speed > 0 ? new PacedSource(wav, request.Speed, time) : wav;
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
