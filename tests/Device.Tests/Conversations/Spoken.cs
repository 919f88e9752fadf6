using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Speaking;

namespace Device.Tests.Conversations;

/// <summary>Sound made by flite, or by espeak-ng for its voices ("en-us"), with room noise of the quietest kind around it.</summary>
internal sealed class Spoken(string voice)
{
    private readonly List<float> _samples = [];
    private readonly Random _noise = new(1);

    /// <summary>Appends a pause.</summary>
    public Spoken Pause(double seconds)
    {
        for (var i = 0; i < seconds * AudioFormat.SampleRateHz; i++)
        {
            _samples.Add((float)(_noise.NextDouble() - 0.5) * 0.0006f);
        }

        return this;
    }

    /// <summary>Appends words.</summary>
    public async Task<Spoken> SayAsync(string words)
    {
        var ran = voice.StartsWith("en", StringComparison.Ordinal)
            ? await RunAsync("espeak-ng", ["-v", voice, "--stdout", words])
            : await RunAsync("flite", ["-voice", voice, "-t", words, "-o", "/dev/stdout"]);
        _samples.AddRange((await WavBytes.ReadAsync(ran.Value!.Output, CancellationToken.None)).Value!);
        return this;
    }

    private static ValueTask<EdgeRuntime.Assistant.Outcome<ChildOutput>> RunAsync(string program, string[] arguments) =>
        ChildProcess.RunAsync(
            ProgramFinder.FromEnvironment().Find(program)!, arguments, default, TimeSpan.FromMinutes(1), TimeProvider.System,
            CancellationToken.None);

    /// <summary>The sound as a source that never waits, then silence for as long as asked.</summary>
    public IAudioSource Source(Action<long>? position = null, Func<bool>? then = null) =>
        new MemorySource([.. _samples], position, then ?? (() => false));

    private sealed class MemorySource(float[] samples, Action<long>? position, Func<bool> then) : IAudioSource
    {
        private int _next;

        public EdgeRuntime.Assistant.Failure? Failure => null;

        public ValueTask<int> ReadAsync(Memory<float> block, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            position?.Invoke(_next);
            if (_next == samples.Length && then())
            {
                block.Span.Clear();
                return ValueTask.FromResult(block.Length);
            }

            var count = Math.Min(block.Length, samples.Length - _next);
            samples.AsMemory(_next, count).CopyTo(block);
            _next += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
