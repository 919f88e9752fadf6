using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Noise recordings that take turns; the last one used stays in memory, the others are read when it is their turn.</summary>
/// <param name="files">WAV files.</param>
/// <param name="snrDb">Level of active speech over the noise, in decibels.</param>
internal sealed class NoiseBeds(IReadOnlyList<string> files, double snrDb)
{
    private int _loaded = -1;
    private Outcome<NoiseBed> _bed;

    /// <summary>The noise for a recording.</summary>
    /// <param name="index">Number of the recording.</param>
    public async ValueTask<Outcome<NoiseBed>> AtAsync(int index, CancellationToken cancellationToken)
    {
        var wanted = index % files.Count;
        if (wanted != _loaded)
        {
            _bed = await NoiseBed.LoadAsync(files[wanted], snrDb, cancellationToken).ConfigureAwait(false);
            _loaded = wanted;
        }

        return _bed;
    }
}
